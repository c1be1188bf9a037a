"""Rules about memory."""

from collections.abc import Iterable, Iterator, Mapping

from powersync_constructs.config.core._types import quantity
from powersync_constructs.config.pods._reserved import MIGRATE_CONTAINER, SERVICE_CONTAINER
from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject, mapping, text

_IDLE = ("128Mi", "a process takes 75 MiB without any work")
_FLOORS: Mapping[str, tuple[str, str]] = {
    "api": ("512Mi", "150 clients that sync for the first time took 420 MiB"),
    "compact": ("256Mi", "compaction gets only what its heap has beyond 128 MB"),
    "migrate": _IDLE,
    "replication": ("512Mi", "under this limit a snapshot took 154 MiB, and less has not been tried"),
    "unified": ("512Mi", "150 clients that sync for the first time took 420 MiB"),
}
"""The memory limit below which a component is at risk, and why: measured with service 1.25 and a heap of 80 %, but for
compaction (compact-action.ts)."""


def memory_limit_is_enough(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """A container that reaches its memory limit is killed, which cuts every client that it serves."""
    for each in objects:
        floor, why = _FLOORS.get(each.component, ("0", ""))
        for container in each.containers:
            limit = text(mapping(container, "resources", "limits").get("memory"))
            if container.get("name") not in (SERVICE_CONTAINER, MIGRATE_CONTAINER) or not _is_below(limit, floor):
                continue
            if _is_below(limit, _IDLE[0]):
                why = _IDLE[1]
            reason = f"has a memory limit of {limit}, and {why}"
            yield Finding("memory-limit", "warning", str(each), reason, f"raise it to {floor} or more")


def _is_below(limit: str, floor: str) -> bool:
    """Whether a limit is lower; one that cannot be read is refused by the API server, not here."""
    try:
        return quantity(limit) < quantity(floor)
    except ValueError:
        return False
