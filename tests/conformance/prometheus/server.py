"""A Prometheus server: one process in the foreground, with its data in a folder of its own."""

import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from .programs import find

_PATIENCE = 30
"""Seconds until something that takes one or two has failed."""


class Sample(NamedTuple):
    """One series of an answer."""

    labels: dict[str, str]
    value: float


class Prometheus:
    """A server that runs, and what it is asked."""

    def __init__(self, port: int) -> None:
        self._port = port

    def query(self, expr: str) -> list[Sample]:
        """Give what an expression is now."""
        found = self.get("query", query=expr)
        if found["resultType"] == "scalar":
            return [Sample({}, float(found["result"][1]))]
        return [Sample(each["metric"], float(each["value"][1])) for each in found["result"]]

    def get(self, what: str, **params: str) -> Any:
        """Ask the API. Raises AssertionError with the server's words where it refuses."""
        status, body = self._ask(f"/api/v1/{what}?{urlencode(params)}")
        assert status == HTTPStatus.OK, body
        return json.loads(body)["data"]

    def is_ready(self) -> bool:
        """Whether it answers."""
        try:
            return self._ask("/-/ready")[0] == HTTPStatus.OK
        except OSError:
            return False

    def _ask(self, path: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


@contextmanager
def run_prometheus(configuration: dict[str, Any], folder: Path) -> Iterator[Prometheus]:
    """Run a server on what is in the folder `data`, while it is needed."""
    file, log, port = folder / "prometheus.yml", folder / "log", _free_port()
    file.write_text(json.dumps(configuration))
    command = [
        find("prometheus"),
        f"--config.file={file}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=warn",
    ]
    server = Prometheus(port)
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:
            wait_until(lambda: process.poll() is not None or server.is_ready(), log.read_text)
            assert process.poll() is None, log.read_text()
            yield server
        finally:
            process.kill()


def wait_until(is_so: Callable[[], bool], why_not: Callable[[], str]) -> None:
    """Return when it is so. Raises TimeoutError that says why it is not."""
    deadline = time.monotonic() + _PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(why_not())
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
