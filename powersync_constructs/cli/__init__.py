"""The program `powersync-constructs`. Each command is a module, and needs neither cdk8s nor Node.js."""

import gc
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from powersync_constructs.cli._program import PROGRAM
from powersync_constructs.cli._streams import flush_or_discard, open_closed_streams, print_line
from powersync_constructs.cli._unusable import OK, UNUSABLE, UnusableError


def main() -> None:
    """Run the program with the arguments of the process, and exit with its code."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, partial(_end, os.getpid()))
    open_closed_streams()
    gc.disable()  # a process that reads files and ends has little to collect; this saves a fifth of the time (measured)
    code = run(sys.argv[1:])
    flush_or_discard()
    sys.exit(code)


def _end(program: int, received: int, _: object) -> None:
    """End at once, for example at Ctrl-C, together with the processes that read files. Leave no file half written.

    `program` is the id of the first process. The others have the same handler, and end without a line.
    """
    if os.getpid() == program:
        writing = sys.modules.get("powersync_constructs.cli._writing")
        getattr(writing, "remove_unfinished", _nothing)()  # a module that is being loaded has no functions yet
        processes = sys.modules.get("multiprocessing.process")
        for child in getattr(processes, "active_children", _nothing)() or ():
            child.kill()
        with suppress(OSError):
            os.write(2, b"error: interrupted\n")  # a signal handler must not use the buffer of sys.stderr
    os._exit(128 + received)  # as shells do


def _nothing() -> None:
    """Return None, like a function of a module that is not loaded."""


def run(arguments: Sequence[str]) -> int:
    """Run the program, and return its exit code. A problem is one line on stderr, never a traceback."""
    try:
        return _run(arguments)
    except UnusableError as error:
        return _fail(*error.lines)
    except OSError as error:  # for example, typer cannot print because the disk is full
        return _fail(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
    except Exception as error:  # noqa: BLE001 - a bug
        import traceback  # takes 0.01 s, in which Ctrl-C would end the start with a traceback

        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        return _fail(f"internal error: {type(error).__name__} at {place}; report this line as a bug")


def _run(arguments: Sequence[str]) -> int:
    try:
        from powersync_constructs.cli._app import app
    except ModuleNotFoundError as error:
        if error.name not in ("typer", "rich"):
            raise
        return _fail(f"{error.name} is not installed; run: pip install 'powersync-constructs[cli]'")
    try:
        app(args=[*arguments], prog_name=PROGRAM)
    except SystemExit as ended:  # also after a usage error, which typer has printed
        return ended.code if isinstance(ended.code, int) else OK
    return OK


def _fail(*lines: str) -> int:
    for line in lines:
        print_line(f"error: {line}")
    return UNUSABLE
