"""One HTTP server that simulates all exporters of a cluster: `/metrics?of=<pod>:<port>`."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .exposition import Series, page

METRICS_PATH = "/metrics"


class Exporter(ThreadingHTTPServer):
    """A server on a free port that answers with the current series of the requested exporter."""

    daemon_threads = True
    request_queue_size = 100

    def __init__(self, series: Mapping[str, Sequence[Series]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.series = series

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Do not log errors, because Prometheus closes connections when it stops."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer a scrape."""
        assert isinstance(self.server, Exporter)
        url = urlsplit(self.path)
        found = self.server.series.get(parse_qs(url.query)["of"][0])
        if url.path != METRICS_PATH or found is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        body = page(found, time.time()).encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Do not log requests."""


@contextmanager
def run_exporter(series: Mapping[str, Sequence[Series]]) -> Iterator[Exporter]:
    """Run the server in a background thread."""
    with Exporter(series) as exporter:
        thread = threading.Thread(target=exporter.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield exporter
        finally:
            exporter.shutdown()
            thread.join()
