"""The ways in which clients sync, and their outcomes behind a proxy."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from statistics import median
from typing import Literal

from websocket import WebSocket, WebSocketBadStatusException, WebSocketException, create_connection

from .pod import CHUNKED, LINES, PAUSE, UNFRAMED

Outcome = Literal["whole", "late", "cut", "refused"]
"""Every line arrived without delay; most lines arrived after the next one was sent; the exchange ended early; or it was
rejected at the start."""

_TIMEOUT = 30


def stream(entrance: Path) -> Outcome:
    """Read the lines of an HTTP stream until it ends."""
    return _read(entrance, CHUNKED)


def stream_unframed(entrance: Path) -> Outcome:
    """Read the lines of an HTTP stream without chunked encoding until it ends."""
    return _read(entrance, UNFRAMED)


def converse(entrance: Path) -> Outcome:
    """Send messages through a WebSocket, with pauses, while they are echoed."""
    try:
        client = create_connection("ws://sync.example.com/sync/stream", socket=_connect(entrance))
    except WebSocketBadStatusException as error:
        return _failure(error.status_code)
    with closing(client):
        return _outcome(list(_delays_of_echoes(client)))


def _read(entrance: Path, path: str) -> Outcome:
    with closing(HTTPConnection("sync.example.com")) as connection:
        connection.sock = _connect(entrance)
        connection.request("POST", path, body=b"{}")
        response = connection.getresponse()
        if response.status != HTTPStatus.OK:
            return _failure(response.status)
        return _outcome(list(_delays_of_lines(response)))


def _connect(entrance: Path) -> socket.socket:
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(_TIMEOUT)
    client.connect(str(entrance))
    return client


def _delays_of_lines(response: HTTPResponse) -> Iterator[float]:
    with suppress(OSError, HTTPException):
        for line in response:
            yield time.monotonic() - json.loads(line)["sent"]


def _delays_of_echoes(client: WebSocket) -> Iterator[float]:
    with suppress(OSError, WebSocketException):
        for number in range(LINES):
            time.sleep(PAUSE if number else 0)
            sent = time.monotonic()
            client.send(str(number))
            if client.recv() == str(number):
                yield time.monotonic() - sent


def _failure(status: int) -> Outcome:
    """Return the outcome for an error status. A timeout of the proxy can end an exchange before the first line."""
    return "cut" if status == HTTPStatus.GATEWAY_TIMEOUT else "refused"


def _outcome(delays: list[float]) -> Outcome:
    if len(delays) < LINES:
        return "cut"
    return (
        "whole" if median(delays) < PAUSE else "late"
    )  # the median, because a single line can be slow on a busy machine
