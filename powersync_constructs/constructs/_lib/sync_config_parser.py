"""Runs the service's own parser on sync configs: the npm package `@powersync/service-sync-rules`.

One Node.js process parses all sync configs of an app that were not parsed before in this Python process.
"""

import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from powersync_constructs.config.service._sync_config._parser_versions import PACKAGE
from powersync_constructs.config.service.sync_config import SyncConfig
from powersync_constructs.constructs._lib.node import node_program
from powersync_constructs.constructs._lib.scripts import script

_SECONDS = 60
"""The time after which a parser that does not answer is stopped. A sync config of 780 KiB takes 12 s (measured)."""


@dataclass(frozen=True)
class Parser:
    """An installed package with the parser."""

    folder: Path
    version: str


@dataclass(frozen=True)
class Message:
    """A problem that the parser found."""

    is_error: bool
    in_sql: bool
    position: tuple[int, int] | None
    """The line and the column, from 1. None for the whole text."""
    text: str


@dataclass(frozen=True)
class Answer:
    """What the parser found in a sync config."""

    messages: tuple[Message, ...] = ()
    failure: str = ""
    """Why the parser could not be run; empty if it was run."""


_ANSWERS: dict[tuple[Parser, str], Answer] = {}
"""The answers of this Python process, so that a second synth does not start Node.js again."""


def parser_of(sync_config: SyncConfig) -> Parser | None:
    """Return the parser that npm installed for a sync config; None if there is none.

    As in npm, it is in the nearest `node_modules` of a folder or of the folders above it. The search starts at the
    folder of the file. If it finds no parser, it starts again at the current folder.
    """
    starts = [Path(sync_config.file).absolute().parent] if sync_config.file is not None else []
    for start in (*starts, Path.cwd()):
        for folder in (start, *start.parents):
            package = folder / "node_modules" / PACKAGE
            if (package / "package.json").is_file():
                return Parser(package, _version_of(package))
    return None


def parse(requests: Iterable[tuple[Parser, str]]) -> Mapping[tuple[Parser, str], Answer]:
    """Return the answers for texts and their parsers. One Node.js process parses the texts that are new."""
    asked = list(dict.fromkeys(requests))
    if new := [request for request in asked if request not in _ANSWERS]:
        _ANSWERS.update(zip(new, _answers(new), strict=True))
    return {request: _ANSWERS[request] for request in asked}


def _version_of(package: Path) -> str:
    """Return the version of an installed package; an empty text if its package.json is broken."""
    try:
        return str(json.loads((package / "package.json").read_bytes())["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _answers(requests: list[tuple[Parser, str]]) -> list[Answer]:
    try:
        written = _run(json.dumps([{"parser": str(parser.folder), "text": text} for parser, text in requests]))
        return [_answer(each) for each in json.loads(written.splitlines()[-1])]
    except OSError as error:
        failure = f"Node.js cannot be started: {error.strerror}"
    except subprocess.TimeoutExpired:
        failure = f"it did not answer within {_SECONDS} seconds"
    except subprocess.CalledProcessError as error:
        failure = f"Node.js ended with status {error.returncode}"
    except (ValueError, IndexError, KeyError, TypeError):
        failure = "it gave no answer"
    return [Answer(failure=failure)] * len(requests)


def _run(requests: str) -> str:
    command = [node_program(), "--input-type=module", "-e", script("sync_config_parser.mjs")]
    done = subprocess.run(command, input=requests.encode(), capture_output=True, check=True, timeout=_SECONDS)
    return done.stdout.decode()


def _answer(read: Mapping[str, Any]) -> Answer:
    if "failure" in read:
        return Answer(failure=str(read["failure"]))
    return Answer(tuple(_message(each) for each in read["problems"]))


def _message(read: Mapping[str, Any]) -> Message:
    position = (int(read["position"][0]), int(read["position"][1])) if read["position"] else None
    return Message(read["severity"] == "error", bool(read["sql"]), position, str(read["message"]))
