"""A client of pyright's language server, which serves Pylance and other editors, over its standard streams.

The protocol: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
"""

import json
import subprocess
from itertools import count
from pathlib import Path
from threading import Timer
from typing import Any

from typing_extensions import Self

_MOST_SECONDS = 300
"""The time after which a server is killed."""


class LanguageServer:
    """A running server, with one open document."""

    def __init__(self, command: list[str], folder: Path) -> None:
        """Start the server for a folder."""
        self.folder = folder
        self._problems: dict[str, list[str]] = {}
        self._ids = count(1)
        self._text, self._uri = "", ""
        self._process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._timer = Timer(_MOST_SECONDS, self._process.kill)  # a server that does not answer must not block the tests
        self._timer.start()
        workspace = {"uri": folder.as_uri(), "name": folder.name}
        hover = {"hover": {"contentFormat": ["markdown"]}}
        self._request(
            "initialize",
            {"processId": None, "workspaceFolders": [workspace], "capabilities": {"textDocument": hover}},
        )
        self._notify("initialized", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._request("shutdown", None)
        self._notify("exit", None)
        self._process.wait(timeout=30)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def open(self, path: Path) -> None:
        """Open a document, and wait until the server has checked it."""
        self._uri, self._text = path.as_uri(), path.read_text(encoding="utf-8")
        document = {"uri": self._uri, "languageId": "python", "version": 1, "text": self._text}
        self._notify("textDocument/didOpen", {"textDocument": document})
        while self._uri not in self._problems:
            self._handle(self._receive())

    def problems(self, path: Path) -> list[str]:
        """Return the problems that the editor reports in a document."""
        current = self._uri, self._text
        if path.as_uri() not in self._problems:
            self.open(path)
            self._uri, self._text = current
        return self._problems[path.as_uri()]

    def hover(self, before: str, name: str) -> str:
        """Return what the editor shows for a name that follows a text in the document."""
        found = self._request("textDocument/hover", self._position(before, offset=1, within=name))
        return "" if found is None else str(found["contents"]["value"])

    def completions(self, before: str) -> list[str]:
        """Return the completions at the end of a text in the document."""
        found = self._request("textDocument/completion", self._position(before))
        items = found["items"] if isinstance(found, dict) else found or []
        return [item["label"] for item in items]

    def signature(self, before: str) -> str:
        """Return the signature that the editor shows at the end of a text in the document."""
        found = self._request("textDocument/signatureHelp", self._position(before))
        return "" if found is None else str(found["signatures"][0]["label"])

    def _position(self, before: str, *, offset: int = 0, within: str = "") -> dict[str, Any]:
        """Return the position after the first occurrence of a text, which the given name follows."""
        end = self._text.index(before + within) + len(before) + offset
        line = self._text.count("\n", 0, end)
        position = {"line": line, "character": end - (self._text.rfind("\n", 0, end) + 1)}
        return {"textDocument": {"uri": self._uri}, "position": position}

    def _request(self, method: str, params: object) -> Any:
        """Send a request, and return its result."""
        id = next(self._ids)
        self._send({"id": id, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == id and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._handle(message)

    def _handle(self, message: dict[str, Any]) -> None:
        """Answer a request of the server, and keep the problems that it reports."""
        if "method" in message and "id" in message:
            configuration = message["method"] == "workspace/configuration"
            self._send({"id": message["id"], "result": [{}] if configuration else None})
        elif message.get("method") == "textDocument/publishDiagnostics":
            found = message["params"]
            self._problems[found["uri"]] = [each["message"] for each in found["diagnostics"]]

    def _notify(self, method: str, params: object) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the server ended"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message
