"""A TLS server that imitates the ConfigMap part of the Kubernetes API, with one scripted reply per request."""

import json
import ssl
import threading
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET6


@dataclass(frozen=True)
class Request:
    """A request as the server received it."""

    method: str
    path: str
    headers: Message
    body: str


@dataclass(frozen=True)
class Reply:
    """A reply of the server: whole, cut in the middle, or stopped in the middle with an open connection."""

    status: int = 200
    body: str = ""
    cut: bool = False
    hangs: bool = False

    @classmethod
    def refusal(cls, status: int, message: str) -> "Reply":
        """Return a refusal of Kubernetes: a Status object with a message."""
        return cls(status, json.dumps({"kind": "Status", "code": status, "message": message}))


class ApiServer:
    """Listen on a free port and send the replies in order; then answer each PATCH with the patched ConfigMap."""

    def __init__(self, tls: ssl.SSLContext, host: str) -> None:
        self.host = host
        self.replies: list[Reply] = []
        self.requests: list[Request] = []
        self._server = _server_class(host)((host, 0), _handler_class(self), bind_and_activate=False)
        self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._server.server_bind()
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def port(self) -> int:
        """The port, reserved from the start; the server refuses connections until it listens."""
        return int(self._server.server_address[1])

    def listen(self) -> None:
        """Begin to accept connections."""
        self._server.server_activate()
        self._thread.start()

    def close(self) -> None:
        """Stop, and wait for the threads."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def answer(self, request: Request) -> Reply:
        """Record the request and return the next reply."""
        self.requests.append(request)
        if self.replies:
            return self.replies.pop(0)
        return Reply(body=json.dumps({"kind": "ConfigMap", **json.loads(request.body)}))


def _server_class(host: str) -> type[ThreadingHTTPServer]:
    class Server(ThreadingHTTPServer):
        daemon_threads = False
        address_family = AF_INET6 if ":" in host else ThreadingHTTPServer.address_family

    return Server


def _handler_class(api: ApiServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_PATCH(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            reply = api.answer(Request(self.command, self.path, self.headers, body))
            whole = reply.body.encode()
            self.send_response(reply.status)
            self.send_header("Content-Length", str(len(whole)))
            self.end_headers()
            self.wfile.write(whole[: len(whole) // 2] if reply.cut or reply.hangs else whole)
            if reply.hangs:
                self.rfile.read(1)  # returns when the client gives up

        def log_message(self, format: str, *args: object) -> None:
            """Print nothing: the tests read `requests`."""

    return Handler
