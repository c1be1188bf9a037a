"""What an instance uses, and what no other instance may use."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from powersync_constructs.rules._finding import Severity
from powersync_constructs.rules._lib.instances import InstanceId
from powersync_constructs.rules._lib.manifest import KubeObject


@dataclass(frozen=True)
class Claim:
    """Something that only one instance may use."""

    by: KubeObject
    """The object of the instance that uses it."""
    instance: InstanceId
    keys: tuple[Hashable, ...] = ()
    """What identifies it. Two claims that have a key in common are for the same thing."""
    is_same_from_everywhere: bool = False
    """Whether the keys are for the same thing in every cluster, like a public address."""
    shown: str = ""
    """The words for it in a finding."""


@dataclass(frozen=True)
class Conflict:
    """Two instances that use the same thing."""

    first: Claim
    second: Claim
    """The claim that a finding is about."""

    @property
    def is_certain(self) -> bool:
        """Whether the two instances conflict even if each chart is for its own cluster."""
        return self.first.by.chart == self.second.by.chart or self.second.is_same_from_everywhere

    @property
    def severity(self) -> Severity:
        """An error if the conflict is certain, and a warning otherwise."""
        return "error" if self.is_certain else "warning"

    @property
    def other(self) -> str:
        """The object of the first instance, as a finding names it."""
        by = self.first.by
        chart = f" in chart '{by.chart}'" if by.chart != self.second.by.chart else ""
        instance = "the same instance" if self.first.instance == self.second.instance else "another instance"
        return f"{by} of {instance}{chart}"

    def fix(self, fix: str) -> str:
        """Return a fix. If the conflict is not certain, the text begins with the condition of the conflict."""
        return fix if self.is_certain else f"if both charts are for one cluster, {fix}"


def conflicts(claims: Iterable[Claim]) -> Iterator[Conflict]:
    """Yield at most one conflict per claim, with an earlier claim.

    A conflict in the same chart comes before one with another chart. An instance that is in two charts, each for its
    own cluster, does not conflict with itself.
    """
    first: dict[tuple[str | None, Hashable], Claim] = {}
    for claim in claims:
        places = [(chart, key) for chart in (claim.by.chart, None) for key in claim.keys]
        found = [Conflict(first.setdefault(place, claim), claim) for place in places]
        yield from [each for each in found if _is_real(each)][:1]


def _is_real(conflict: Conflict) -> bool:
    first, second = conflict.first, conflict.second
    if first.instance != second.instance:
        return True
    return first.by.chart != second.by.chart and conflict.is_certain
