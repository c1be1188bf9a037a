"""A server that plays the ConfigMap part of a Kubernetes API over TLS, one scripted reply for each request."""

import json
import ssl
import threading
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET6


@dataclass(frozen=True)
class Request:
    """What the server saw of one request."""

    method: str
    path: str
    headers: Message
    body: str


@dataclass(frozen=True)
class Reply:
    """What the server answers: a whole reply, one that is cut in the middle, or one that stops there and hangs."""

    status: int = 200
    body: str = ""
    cut: bool = False
    hangs: bool = False

    @classmethod
    def config_error(cls, status: int, message: str) -> "Reply":
        """Answer as Kubernetes refuses: a Status object with a message."""
        return cls(status, json.dumps({"kind": "Status", "code": status, "message": message}))


class ApiServer:
    """Listens on a free port, answers the replies in order, then every PATCH with the ConfigMap it makes."""

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
        """The port, taken from the start; connections to it are refused until the server listens."""
        return int(self._server.server_address[1])

    def listen(self) -> None:
        """Begin to take connections."""
        self._server.server_activate()
        self._thread.start()

    def close(self) -> None:
        """Stop, and wait for the threads."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def answer(self, request: Request) -> Reply:
        """Note the request and take the next reply."""
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
            """Say nothing: the tests read `requests`."""

    return Handler
