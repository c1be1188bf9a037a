"""Run nginx or HAProxy in a child process that listens on a socket in its own folder."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .rendering import Program

_START_SECONDS = 30
_PACKAGES: dict[Program, str] = {"nginx": "nginx-light", "haproxy": "haproxy"}


@contextmanager
def run_proxy(program: Program, configuration: str, folder: Path, entrance: Path) -> Iterator[None]:
    """Run the proxy, and stop it at the end. Skip the test if the proxy is missing."""
    file, log = folder / "configuration", folder / "log"
    file.write_text(configuration)
    with log.open("wb") as output, subprocess.Popen(_command(program, file), stdout=output, stderr=output) as process:
        try:
            _wait_until_ready(process, entrance, log)
            yield
        finally:
            process.kill()


def _command(program: Program, file: Path) -> list[str]:
    # Debian installs both into /usr/sbin, which is only in root's PATH.
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        pytest.skip(f"{program} is not installed; on Debian and Ubuntu: apt-get install {_PACKAGES[program]}")
    if program == "nginx":
        return [found, "-e", "stderr", "-p", str(file.parent), "-c", str(file)]
    return [found, "-db", "-f", str(file)]


def _wait_until_ready(process: "subprocess.Popen[bytes]", entrance: Path, log: Path) -> None:
    """Wait until the proxy accepts connections. Raise RuntimeError with its log if it exits or takes too long."""
    deadline = time.monotonic() + _START_SECONDS
    while not _listens(entrance):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the proxy did not start:\n{log.read_text()}")
        time.sleep(0.01)


def _listens(entrance: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(entrance)) == 0
