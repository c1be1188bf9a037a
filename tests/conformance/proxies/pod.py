"""A simulated pod that answers like the service: newline-delimited JSON, a WebSocket on the same path, and probes."""

import json
import queue
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha1
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LINES = 6
PAUSE = 0.8
"""Seconds between two lines. Timeouts are scaled to a thousandth (see `rendering`), so a pause stands for 800 s. It is
longer than the default timeouts of the controllers (50 and 60 s), and shorter than our 3600 s. All pauses together are
longer than 3600 s."""

CHUNKED = "/sync/stream"
"""The path with chunked encoding, as in the service."""
UNFRAMED = "/sync/stream?unframed"
"""The path without chunked encoding, whose body ends with the connection. nginx forwards whole chunks even while it
buffers, but it buffers these lines."""

_WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""The text that every server appends to the key of the client (RFC 6455)."""


class Pod(ThreadingHTTPServer):
    """A server on a free port that records the probes that it receives."""

    daemon_threads = True
    request_queue_size = 100

    def __init__(self, probe_seconds: float = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.probe_seconds = probe_seconds
        self.probes: queue.Queue[str] = queue.Queue()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Do not log errors, because the proxy closes connections in some tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """Stream lines, each with the time at which it was sent."""
        chunked = self.path == CHUNKED
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header(*("Transfer-Encoding", "chunked") if chunked else ("Connection", "close"))
        self.end_headers()
        for number in range(LINES):
            time.sleep(PAUSE if number else 0)
            line = json.dumps({"sent": time.monotonic()}) + "\n"
            self.wfile.write((f"{len(line):x}\r\n{line}\r\n" if chunked else line).encode())
        self.wfile.write(b"0\r\n\r\n" if chunked else b"")

    def do_GET(self) -> None:
        """Answer a probe, or accept a WebSocket."""
        if self.path.startswith("/probes/"):
            self._answer_probe(HTTPStatus.OK)
        elif self.headers["Upgrade"] == "websocket":
            self._echo()
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_OPTIONS(self) -> None:
        """Answer 400, as the service (@fastify/cors) does for requests that are not from a browser."""
        self._answer_probe(HTTPStatus.BAD_REQUEST)

    def _answer_probe(self, status: HTTPStatus) -> None:
        assert isinstance(self.server, Pod)
        time.sleep(self.server.probe_seconds)
        self.server.probes.put(f"{self.command} {self.path}")
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _echo(self) -> None:
        """Echo each short message, unmasked, until the client disconnects."""
        accepted = b64encode(sha1((self.headers["Sec-WebSocket-Key"] + _WEBSOCKET).encode()).digest())
        self.send_response(HTTPStatus.SWITCHING_PROTOCOLS)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", accepted.decode())
        self.end_headers()
        while head := self.rfile.read(2):
            length = head[1] & 0x7F
            mask, masked = self.rfile.read(4), self.rfile.read(length)
            message = bytes(byte ^ mask[place % 4] for place, byte in enumerate(masked))
            self.wfile.write(bytes([head[0], length]) + message)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Do not log requests."""


@contextmanager
def run_pod(probe_seconds: float = 0) -> Iterator[Pod]:
    """Run the server in a background thread. Each probe takes `probe_seconds`."""
    with Pod(probe_seconds) as pod:
        thread = threading.Thread(target=pod.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield pod
        finally:
            pod.shutdown()
            thread.join()
