"""The formats of a report. Each module has one function, which takes a report and returns the text of a file."""

from typing import Literal, get_args

from powersync_constructs.cli._report import CheckReport
from powersync_constructs.rules import Severity

Format = Literal["text", "json", "sarif", "github", "junit"]
"""The name of a format, as `--output` takes it."""
FORMATS: tuple[Format, ...] = get_args(Format)


def formatted(
    report: CheckReport,
    format: Format,
    *,
    fail_on: Severity | None = "error",
    show_suppressed: bool = False,
    width: int | None = None,
) -> str:
    """Return a report in a format, with a line end at its end.

    Args:
        report: The report.
        format: The format.
        fail_on: The lowest severity that counts as a failure in `junit`; None if no finding does.
        show_suppressed: Whether `text` and `sarif` contain the findings that are switched off. `json` and `junit`
            always contain them, and `github` never does.
        width: The width of the terminal that shows `text`; None for plain text. `terminal_width` returns it.
    """
    match format:  # each module is loaded only when it is needed
        case "text":
            from powersync_constructs.cli._formats.text import text

            return text(report, show_suppressed=show_suppressed, width=width)
        case "json":
            from powersync_constructs.cli._formats.json import json

            return json(report)
        case "sarif":
            from powersync_constructs.cli._formats.sarif import sarif

            return sarif(report, show_suppressed=show_suppressed)
        case "github":
            from powersync_constructs.cli._formats.github import github

            return github(report)
        case "junit":
            from powersync_constructs.cli._formats.junit import junit

            return junit(report, fail_on=fail_on)
