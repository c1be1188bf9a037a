"""What a rule reports: the place, the reason and the fix."""

from dataclasses import dataclass, field
from typing import Literal

from powersync_constructs.rules._lib.manifest import KubeObject, Path

Severity = Literal["error", "warning", "note"]
"""An error stops the synth. A warning becomes a Python warning. A note only informs."""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""All severities, the highest first."""


def at_least(lowest: Severity) -> tuple[Severity, ...]:
    """Return a severity and the higher ones, the highest first."""
    return SEVERITIES[: SEVERITIES.index(lowest) + 1]


@dataclass(frozen=True)
class Violation:
    """An object that does not obey a rule. Together with the rule, it becomes a finding."""

    object: KubeObject
    reason: str
    """The problem, as the rest of a sentence that begins with the object."""
    fix: str = ""
    """What to do about it, as an instruction. Empty for the fix of the rule."""
    path: Path = ()
    """The path of the field in the manifest; empty for the whole object."""
    severity: Severity | None = None
    """None for the severity of the rule."""
    where: str = ""
    """The place, as a finding names it. Empty for the kind and the name of the object."""


@dataclass(frozen=True)
class Finding:
    """A problem that a rule reports."""

    rule: str
    """The id of the rule, like `PS301`. It never changes."""
    name: str
    """The name of the rule, like `memory-limit`. It never changes."""
    severity: Severity
    where: str
    """The object, or the field of an object or of the props."""
    reason: str
    fix: str
    """What to do about it, as an instruction."""
    object: KubeObject | None = field(default=None, compare=False)
    """The object. None for a finding about the props or about the whole app."""
    path: Path = field(default=(), compare=False)
    """The path of the field in the manifest of the object; empty for the whole object."""

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}; {self.fix} [{self.rule} {self.name}]"


class FindingWarning(UserWarning):
    """The Python warning for a finding that does not stop the synth."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding
        """The finding that this warning reports."""
