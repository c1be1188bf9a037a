"""What a rule finds."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """What a rule found: where, why it is wrong, and the way out."""

    rule: str
    """The rule's id, which never changes."""
    severity: Literal["error", "warning"]
    where: str
    reason: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}; {self.fix} [{self.rule}]"


class FindingWarning(UserWarning):
    """A finding that does not keep the manifests from being written, as a Python warning."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding
        """The finding itself."""
