"""Where reports go: `--output sarif=out.sarif` is a format and a file, `--output json` a format for stdout."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from powersync_constructs.cli._formats import FORMATS, Format, formatted
from powersync_constructs.cli._layout import terminal_width
from powersync_constructs.cli._report import CheckReport
from powersync_constructs.cli._streams import print_text
from powersync_constructs.cli._unusable import UnusableError
from powersync_constructs.cli._writing import write_files
from powersync_constructs.config.core._suggestions import did_you_mean
from powersync_constructs.rules import Severity


@dataclass(frozen=True)
class Output:
    """A format, and the file that it is written to."""

    format: Format
    file: Path | None = None
    """None for stdout."""


def outputs(written: Sequence[str]) -> list[Output]:
    """Return the outputs as the user wrote them. Raise UnusableError for an unknown format or a place with two."""
    found = [_output(each) for each in written or ["text"]]
    files = [output.file for output in found]
    for file in files:
        if files.count(file) > 1:
            fix = "give each report its own file, like sarif=check.sarif"
            raise UnusableError(f"--output: writes two reports to {file or 'stdout'}; {fix}")
    return found


def write_reports(
    wanted: Sequence[Output], report: CheckReport, *, fail_on: Severity | None, show_suppressed: bool, color: bool
) -> None:
    """Write a report in all formats: the files first, so that an error does not come after half of the output."""
    texts: dict[Path | None, str] = {}
    for output in wanted:
        width = terminal_width(sys.stdout) if output.file is None and color else None
        texts[output.file] = formatted(
            report, output.format, fail_on=fail_on, show_suppressed=show_suppressed, width=width
        )
    write_files({file: text for file, text in texts.items() if file is not None})
    if None in texts:
        print_text(texts[None])


def _output(written: str) -> Output:
    name, equals, file = written.partition("=")
    if name not in FORMATS:
        fix = did_you_mean(name, FORMATS) or f"use {', '.join(FORMATS)}"
        raise UnusableError(f"--output: there is no format {name!r}; {fix}")
    if equals and not file:
        raise UnusableError(f"--output: {written} names no file; write it like {name}=FILE")
    return Output(name, Path(file) if file else None)
