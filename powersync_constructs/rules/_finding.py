"""The finding of a rule, and the Python warning for it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """A problem that a rule reports: the place, the reason and the fix."""

    rule: str
    """The id of the finding. It never changes."""
    severity: Literal["error", "warning", "note"]
    """An error stops the synth. A warning becomes a Python warning. A note only informs, and is not a warning."""
    where: str
    """The object, or the field of an object."""
    reason: str
    fix: str
    """What to do about it, as an instruction."""

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}; {self.fix} [{self.rule}]"


class FindingWarning(UserWarning):
    """The Python warning for a finding that does not stop the synth."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding
        """The finding that this warning reports."""
