"""Where reports go: `--output sarif=out.sarif` is a format and a file, `--output json` a format for stdout."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from powersync_constructs.cli._files import write_file
from powersync_constructs.cli._formats import FORMATS, Format, formatted
from powersync_constructs.cli._layout import terminal_width
from powersync_constructs.cli._report import CheckReport
from powersync_constructs.cli._unusable import UnusableError
from powersync_constructs.config.core._suggestions import did_you_mean
from powersync_constructs.rules import Severity


@dataclass(frozen=True)
class Output:
    """A format, and the file that it is written to."""

    format: Format
    file: Path | None = None
    """None for stdout."""


def outputs(written: Sequence[str]) -> list[Output]:
    """Return the outputs as the user wrote them. Raise UnusableError for an unknown format, and for two on stdout."""
    found = [_output(each) for each in written or ["text"]]
    if sum(output.file is None for output in found) > 1:
        raise UnusableError("--output: writes two reports to stdout; give all but one a file, like sarif=check.sarif")
    return found


def write_reports(
    wanted: Sequence[Output], report: CheckReport, *, fail_on: Severity | None, show_suppressed: bool, colour: bool
) -> None:
    """Write a report in all formats: the files first, so that an error does not come after half of the output."""
    for output in sorted(wanted, key=lambda each: each.file is None):
        width = terminal_width(sys.stdout) if output.file is None and colour else None
        text = formatted(report, output.format, fail_on=fail_on, show_suppressed=show_suppressed, width=width)
        if output.file is not None:
            write_file(output.file, text)
        else:
            print_text(text)


def print_text(text: str) -> None:
    """Write a text to stdout as UTF-8. A reader that ends early, like `head`, does not change the exit code.

    Raise UnusableError if stdout cannot be written, for example because the disk is full.
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _discard_output()
    except OSError as error:
        _discard_output()
        raise UnusableError(f"stdout: cannot be written: {error.strerror}; redirect it to another file") from None


def _discard_output() -> None:
    """Replace stdout with the null device, because Python flushes stdout again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _output(written: str) -> Output:
    name, equals, file = written.partition("=")
    if name not in FORMATS:
        fix = did_you_mean(name, FORMATS) or f"use {', '.join(FORMATS)}"
        raise UnusableError(f"--output: there is no format {name!r}; {fix}")
    if equals and not file:
        raise UnusableError(f"--output: {written} names no file; write it like {name}=FILE")
    return Output(name, Path(file) if file else None)
