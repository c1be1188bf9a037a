"""What `check` found, with the place of each finding in the files. The formats of `cli/_formats` write it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from powersync_constructs.rules._finding import Finding, Severity, at_least
from powersync_constructs.rules._suppressions import Origin

STDIN = "<stdin>"
"""The name of standard input in a report."""


@dataclass(frozen=True)
class Located:
    """A finding and its place in a file."""

    finding: Finding
    file: str | None
    """The path relative to the working directory, with `/`; `<stdin>` for standard input; None if no file has it."""
    line: int | None
    """The line of the field in the file, from 1."""
    url: str
    """The page of the rule."""


@dataclass(frozen=True)
class LocatedSuppressed:
    """A finding that is switched off, and what switches it off."""

    located: Located
    reason: str
    """Why it is switched off, as the user wrote it."""
    by: Origin | Literal["baseline"]
    """An annotation of the object, the configuration file, the props (`code`), or the baseline."""


@dataclass(frozen=True)
class CheckReport:
    """The result of one run of `check`."""

    files_read: int
    """The number of files that contain objects. Standard input counts as a file."""
    objects_read: int
    findings: tuple[Located, ...]
    """The findings that count: errors first, then in the order of the files and their lines."""
    suppressed: tuple[LocatedSuppressed, ...] = ()

    def number_of(self, severity: Severity) -> int:
        """Return the number of findings of a severity."""
        return sum(each.finding.severity == severity for each in self.findings)


def has_severity(findings: Iterable[Located], lowest: Severity) -> bool:
    """Return whether one of the findings has this severity or a higher one."""
    return any(each.finding.severity in at_least(lowest) for each in findings)
