"""The findings that are argued away: all of them stand in exceptions.yaml."""

from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import yaml

from .tools import Finding


class Excepted(NamedTuple):
    """A check that some objects need not pass, and why.

    An object is `Kind/name`, or a pattern of it; `examples/flux: Kind/name` is one of an example alone.
    """

    tool: str
    check: str
    objects: list[str]
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding is argued away by this."""
        return any(self.matches(pattern, finding) for pattern in self.objects)

    def stale(self, findings: list[Finding]) -> list[str]:
        """Give the patterns that match no finding."""
        return [pattern for pattern in self.objects if not any(self.matches(pattern, each) for each in findings)]

    def matches(self, pattern: str, finding: Finding) -> bool:
        """Tell whether a finding is of this check, and of an object of this pattern."""
        names = (finding.object, f"{finding.source}: {finding.object}")
        return (self.tool, self.check) == (finding.tool, finding.check) and any(
            fnmatchcase(name, pattern) for name in names
        )


EXCEPTIONS = [
    Excepted(**each) for each in yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
]


def uncovered(findings: list[Finding]) -> list[Finding]:
    """Give the findings that no exception argues away."""
    return [finding for finding in findings if not any(each.covers(finding) for each in EXCEPTIONS)]
