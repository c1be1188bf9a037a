"""The accepted findings, which exceptions.yaml lists."""

from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import yaml

from .tools import Finding


class Excepted(NamedTuple):
    """A check that some objects do not need to pass, with the reason.

    An object is `Kind/name`, or a pattern of it. `examples/flux: Kind/name` applies to one example only.
    """

    tool: str
    check: str
    objects: list[str]
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Return whether this exception covers a finding."""
        return any(self.matches(pattern, finding) for pattern in self.objects)

    def stale(self, findings: list[Finding]) -> list[str]:
        """Return the patterns that match no finding."""
        return [pattern for pattern in self.objects if not any(self.matches(pattern, each) for each in findings)]

    def matches(self, pattern: str, finding: Finding) -> bool:
        """Return whether a finding has this check and an object that matches the pattern."""
        names = (finding.object, f"{finding.source}: {finding.object}")
        return (self.tool, self.check) == (finding.tool, finding.check) and any(
            fnmatchcase(name, pattern) for name in names
        )


EXCEPTIONS = [
    Excepted(**each) for each in yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
]


def uncovered(findings: list[Finding]) -> list[Finding]:
    """Return the findings that no exception covers."""
    return [finding for finding in findings if not any(each.covers(finding) for each in EXCEPTIONS)]
