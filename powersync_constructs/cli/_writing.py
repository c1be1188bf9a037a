"""Writes files: each of them completely, and all of them or none."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from powersync_constructs.cli._files import reason_of
from powersync_constructs.cli._unusable import UnusableError

_UNFINISHED: set[Path] = set()
"""The files that are not complete yet. If a signal ends the program, it removes them."""


def write_files(texts: Mapping[Path, str]) -> None:
    """Write each file completely, and all of them or none. Raise UnusableError if that is not possible."""
    targets: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            with _problems_of(path):
                if path.exists() and not path.is_file():  # a device or a pipe
                    path.write_text(text, encoding="utf-8")
                    continue
                target = path.resolve()
                if not target.parent.is_dir():
                    raise UnusableError(f"{path.as_posix()}: its folder does not exist; create it")
                unfinished = target.with_name(f".{target.name}.{os.getpid()}")
                _UNFINISHED.add(unfinished)
                unfinished.write_text(text, encoding="utf-8", newline="\n")
                targets[unfinished] = target
        for unfinished, target in targets.items():
            with _problems_of(target):
                unfinished.replace(target)
    finally:
        remove_unfinished()


def remove_unfinished() -> None:
    """Remove the files that are not complete."""
    for path in _UNFINISHED:
        with suppress(OSError):
            path.unlink()
    _UNFINISHED.clear()


@contextmanager
def _problems_of(path: Path) -> Iterator[None]:
    """Raise UnusableError if the file cannot be written."""
    try:
        yield
    except OSError as error:
        raise UnusableError(f"{path.as_posix()}: {reason_of(error)}") from None
