"""A pod that answers like the service: newline-delimited JSON, a WebSocket on the same path, and probes."""

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
"""Seconds between two lines. Timers are a thousandth of what they are (see `rendering`), so these are 800 s: more than
the controllers' own 50 and 60 s, less than our 3600 s; and all pauses together are more than that."""

CHUNKED = "/sync/stream"
"""Where lines are chunks, as they are in the service."""
UNFRAMED = "/sync/stream?unframed"
"""Where lines are bytes until the connection ends: nginx hands whole chunks on even while it buffers, but not these."""

_WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""What every server appends to the client's key (RFC 6455)."""


class Pod(ThreadingHTTPServer):
    """Listens on a free port, and remembers the probes that it was asked for."""

    daemon_threads = True
    request_queue_size = 100

    def __init__(self, probe_seconds: float = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.probe_seconds = probe_seconds
        self.probes: queue.Queue[str] = queue.Queue()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: some tests want the proxy to hang up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """Stream lines, each of which says when it was sent."""
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
        """Answer a probe, or become a WebSocket."""
        if self.path.startswith("/probes/"):
            self._answer_probe(HTTPStatus.OK)
        elif self.headers["Upgrade"] == "websocket":
            self._echo()
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_OPTIONS(self) -> None:
        """Refuse it, as the service (@fastify/cors) does where no browser asks."""
        self._answer_probe(HTTPStatus.BAD_REQUEST)

    def _answer_probe(self, status: HTTPStatus) -> None:
        assert isinstance(self.server, Pod)
        time.sleep(self.server.probe_seconds)
        self.server.probes.put(f"{self.command} {self.path}")
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _echo(self) -> None:
        """Send each short message back, unmasked, until the client goes."""
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
        """Say nothing."""


@contextmanager
def run_pod(probe_seconds: float = 0) -> Iterator[Pod]:
    """Serve in the background; probes take so long."""
    with Pod(probe_seconds) as pod:
        thread = threading.Thread(target=pod.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield pod
        finally:
            pod.shutdown()
            thread.join()
