"""A Prometheus server in a child process, with its own data folder."""

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

_TIMEOUT = 30
"""Seconds to wait for something that normally takes one or two seconds."""


class Sample(NamedTuple):
    """One series of a query result."""

    labels: dict[str, str]
    value: float


class Prometheus:
    """A client for the API of a running server."""

    def __init__(self, port: int) -> None:
        self._port = port

    def query(self, expr: str) -> list[Sample]:
        """Return the current result of an expression."""
        found = self.get("query", query=expr)
        if found["resultType"] == "scalar":
            return [Sample({}, float(found["result"][1]))]
        return [Sample(each["metric"], float(each["value"][1])) for each in found["result"]]

    def get(self, what: str, **params: str) -> Any:
        """Send a request to the API. Raise AssertionError with the server's message if it fails."""
        status, body = self._request(f"/api/v1/{what}?{urlencode(params)}")
        assert status == HTTPStatus.OK, body
        return json.loads(body)["data"]

    def is_ready(self) -> bool:
        """Return whether the server is ready."""
        try:
            return self._request("/-/ready")[0] == HTTPStatus.OK
        except OSError:
            return False

    def _request(self, path: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=_TIMEOUT)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


@contextmanager
def run_prometheus(configuration: dict[str, Any], folder: Path) -> Iterator[Prometheus]:
    """Run a server on the data in the folder `data`, and stop it at the end."""
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


def wait_until(is_done: Callable[[], bool], describe: Callable[[], str]) -> None:
    """Wait until `is_done` returns true. Raise TimeoutError with the text of `describe` if it takes too long."""
    deadline = time.monotonic() + _TIMEOUT
    while not is_done():
        if time.monotonic() > deadline:
            raise TimeoutError(describe())
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
