"""The program `powersync-constructs`. Each command is a module, and needs neither cdk8s nor Node."""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from powersync_constructs.cli._program import PROGRAM
from powersync_constructs.cli._unusable import OK, UNUSABLE, UnusableError


def main() -> None:
    """Run the program with the arguments of the process, and exit with its code."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, _end)
    _open_closed_streams()
    gc.disable()  # a process that reads files and ends has little to collect; this saves a fifth of the time (measured)
    sys.exit(run(sys.argv[1:]))


def _open_closed_streams() -> None:
    """Replace each closed stream with the null device. Python sets a stream to None if the shell closed it (`>&-`)."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode))  # noqa: SIM115 - it is open until the process ends


def _end(received: int, _: object) -> None:
    """End at once, for example at Ctrl-C, together with the processes that read files."""
    processes = sys.modules.get("multiprocessing.process")
    for child in processes.active_children() if processes else ():
        child.kill()
    if processes is None or processes.parent_process() is None:
        os.write(2, b"error: interrupted\n")  # a signal handler must not use the buffer of sys.stderr
    os._exit(128 + received)  # as shells do


def run(arguments: Sequence[str]) -> int:
    """Run the program, and return its exit code. A problem is one line on stderr, never a traceback."""
    try:
        return _run(arguments)
    except UnusableError as error:
        return _fail(*error.lines)
    except Exception as error:  # noqa: BLE001 - a bug
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
        print(f"error: {line}", file=sys.stderr)
    return UNUSABLE
