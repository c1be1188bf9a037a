"""The standard streams. Each of them may be closed, or may have no reader, or may be a full disk."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from powersync_constructs.cli._unusable import UnusableError
from powersync_constructs.cli._visible import one_line


def open_closed_streams() -> None:
    """Replace each closed stream with the null device. Python sets a stream to None if the shell closed it (`>&-`)."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - it is open until the process ends


def print_text(text: str) -> None:
    """Write a text to stdout as UTF-8. A reader that ends early, like `head`, does not change the exit code.

    Raise UnusableError if stdout cannot be written, for example because the disk is full.
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _discard(sys.stdout)
    except OSError as error:
        _discard(sys.stdout)
        raise UnusableError(f"stdout: cannot be written: {error.strerror}; redirect it to another file") from None


def print_line(line: str) -> None:
    """Write one line to stderr. If nothing can read it, the exit code has to be enough."""
    try:
        print(one_line(line), file=sys.stderr, flush=True)
    except OSError:
        _discard(sys.stderr)


def flush_or_discard() -> None:
    """Discard what the streams cannot write. Otherwise, Python writes it when it ends, and changes the exit code."""
    _flush(sys.stdout)
    _flush(sys.stderr)


def _flush(stream: TextIO) -> None:
    try:
        stream.flush()
    except OSError:
        _discard(stream)


def _discard(stream: TextIO) -> None:
    """Replace a stream with the null device."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
