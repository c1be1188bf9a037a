"""How instances are: one is well, one has more than it can do, one is down."""

from collections.abc import Mapping
from dataclasses import dataclass

from .instances import BUSY, GONE, HEALTHY, UNIFIED

HOUR, DAY = 3600, 24 * 3600


@dataclass(frozen=True)
class State:
    """How an instance is: well, but for what is said."""

    connections: tuple[float, ...] = (40, 25)
    """Of each API pod."""
    lags: tuple[float | None, ...] = (1, None)
    """Of each replicator; None for one that does not replicate."""
    gib: float = 5
    """What the bucket storage has, in GiB."""
    gib_each_day: float = 0.05
    """What has been added to it every day."""
    api_replicas: tuple[int, int] = (2, 2)
    """API pods that are wanted, and that are available."""
    compacted_before: float | None = 5 * HOUR
    """Seconds since the last compaction; None where none has succeeded."""
    failed_compaction_before: float | None = None
    """Seconds since a compaction was started that failed; None where all went well."""
    has_trouble: bool = False
    """Whether the migration failed, containers crash and are killed, a roll-out is stuck, probes have failed, and the
    second replicator receives nothing."""


STATES: Mapping[str, State] = {
    HEALTHY: State(),
    UNIFIED: State(connections=(40,), lags=(1,), api_replicas=(1, 1)),
    BUSY: State(
        connections=(195, 199),
        lags=(400, 500),
        gib=95,
        gib_each_day=5,
        api_replicas=(10, 2),
        compacted_before=30 * HOUR,
        failed_compaction_before=5 * HOUR,
        has_trouble=True,
    ),
    GONE: State(connections=(), lags=(None,), gib=3, gib_each_day=0.5, api_replicas=(2, 0), compacted_before=None),
}
"""The instances of which there is something: of `NOBODY` there is nothing."""
