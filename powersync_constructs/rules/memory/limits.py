"""Rules about memory limits."""

from collections.abc import Iterator, Mapping

from powersync_constructs.config.core._quantities import quantity
from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.manifest import mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import Role
from powersync_constructs.rules._rule import rule

_USED_WHEN_IDLE = "75Mi"
_IDLE = ("128Mi", "an idle process uses 75 MiB")
_FIRST_SYNCS = ("512Mi", "the first sync of 150 clients used 420 MiB")
_FLOORS: Mapping[Role, tuple[str, str]] = {
    "api": _FIRST_SYNCS,
    "compact": ("512Mi", "a compaction can use only the heap minus 128 MB"),
    "migrate": _IDLE,
    "replication": (
        "512Mi",
        "a snapshot used 154 MiB under a limit of 512Mi, and lower limits were not tested",
    ),
    "unified": _FIRST_SYNCS,
}
"""The lowest safe memory limit of each component, and the reason.

Measured with service 1.25, a heap of 80 % of the limit, and a snapshot of a million rows. The limit for
compaction follows from compact-action.ts.
"""


@rule(
    "PS301",
    "memory-limit",
    "warning",
    "error",
    looks_at="containers that run the service",
    fix="Raise the memory limit to the value that the finding names.",
)
def memory_limit_is_enough(objects: Objects) -> Iterator[Violation]:
    """The memory limit is high enough for the role of the container.

    The kernel kills a container that reaches its limit, which disconnects its clients. The finding is an error if the
    limit is lower than what an idle process uses.
    """
    for container in objects.services():
        floor, why = _FLOORS.get(container.role, ("0", ""))
        limit = str(mapping(container.spec, "resources", "limits").get("memory"))
        if _is_below(limit, floor):
            if _is_below(limit, _IDLE[0]):
                why = _IDLE[1]
            reason = f"has a memory limit of {limit}, but {why}"
            path = (*container.path, "resources", "limits", "memory")
            severity: Severity | None = "error" if _is_below(limit, _USED_WHEN_IDLE) else None
            yield Violation(container.object, reason, f"raise it to {floor} or more", path, severity)


def _is_below(limit: str, floor: str) -> bool:
    """Return whether a limit is lower than the floor; False if it is not a quantity, which the API server rejects."""
    try:
        return quantity(limit) < quantity(floor)
    except ValueError:
        return False
