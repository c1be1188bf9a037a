"""Rules about memory limits."""

from collections.abc import Iterable, Iterator, Mapping

from powersync_constructs.config.core._types import quantity
from powersync_constructs.config.pods._reserved import MIGRATE_CONTAINER, SERVICE_CONTAINER
from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject, mapping, text

_IDLE = ("128Mi", "an idle process uses 75 MiB")
_FIRST_SYNCS = ("512Mi", "the first sync of 150 clients used 420 MiB")
_FLOORS: Mapping[str, tuple[str, str]] = {
    "api": _FIRST_SYNCS,
    "compact": ("256Mi", "a compaction can use only the heap minus 128 MB"),
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


def memory_limit_is_enough(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """The memory limit must be high enough: a container that reaches it is killed, which disconnects its clients."""
    for each in objects:
        floor, why = _FLOORS.get(each.component, ("0", ""))
        for container in each.containers:
            limit = text(mapping(container, "resources", "limits").get("memory"))
            if container.get("name") not in (SERVICE_CONTAINER, MIGRATE_CONTAINER) or not _is_below(limit, floor):
                continue
            if _is_below(limit, _IDLE[0]):
                why = _IDLE[1]
            reason = f"has a memory limit of {limit}, but {why}"
            yield Finding("memory-limit", "warning", str(each), reason, f"raise it to {floor} or more")


def _is_below(limit: str, floor: str) -> bool:
    """Return whether a limit is lower than the floor; False if it is not a quantity, which the API server rejects."""
    try:
        return quantity(limit) < quantity(floor)
    except ValueError:
        return False
