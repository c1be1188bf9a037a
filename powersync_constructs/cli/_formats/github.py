"""The format `github`: workflow commands, which GitHub Actions shows as annotations of the lines.

GitHub shows at most 10 errors, 10 warnings and 10 notices of one step as annotations; all of them are in the log.
Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from powersync_constructs.cli._formats._rows import Row, rows, summary
from powersync_constructs.cli._report import STDIN, CheckReport
from powersync_constructs.rules import Severity

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def github(report: CheckReport) -> str:
    """Return one workflow command per finding, and a line of counts."""
    return "".join(f"{each}\n" for each in [*map(_command, rows(report)), summary(report)])


def _command(row: Row) -> str:
    values = {"title": f"{row.severity} {row.title}"}
    if row.file and row.file != STDIN:
        values = {"file": row.file, **({"line": str(row.line)} if row.line else {}), **values}
    properties = ",".join(f"{name}={_property(value)}" for name, value in values.items())
    return f"::{_COMMANDS[row.severity]} {properties}::{_message(f'{row.subject}: {row.reason}; {row.fix}')}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
