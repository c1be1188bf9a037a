"""The states of the instances: healthy, overloaded or down."""

from collections.abc import Mapping
from dataclasses import dataclass

from .instances import DOWN, HEALTHY, OVERLOADED, UNIFIED

HOUR, DAY = 3600, 24 * 3600


@dataclass(frozen=True)
class State:
    """The state of an instance. The defaults describe a healthy instance."""

    connections: tuple[float, ...] = (40, 25)
    """The number of connections of each API pod."""
    lags: tuple[float | None, ...] = (1, None)
    """The lag of each replicator in seconds. None for a replicator that does not replicate."""
    gib: float = 5
    """The size of the bucket storage, in GiB."""
    gib_per_day: float = 0.05
    """The daily growth of the bucket storage, in GiB."""
    api_replicas: tuple[int, int] = (2, 2)
    """The numbers of desired and available API pods."""
    seconds_since_compaction: float | None = 5 * HOUR
    """Seconds since the last successful compaction. None if none has succeeded."""
    seconds_since_failed_compaction: float | None = None
    """Seconds since the start of a failed compaction. None if none has failed."""
    has_problems: bool = False
    """Whether the migration failed, containers crash and are OOMKilled, a rollout is stuck, probes failed, and the
    second replicator receives nothing."""


STATES: Mapping[str, State] = {
    HEALTHY: State(),
    UNIFIED: State(connections=(40,), lags=(1,), api_replicas=(1, 1)),
    OVERLOADED: State(
        connections=(195, 199),
        lags=(400, 500),
        gib=95,
        gib_per_day=5,
        api_replicas=(10, 2),
        seconds_since_compaction=30 * HOUR,
        seconds_since_failed_compaction=5 * HOUR,
        has_problems=True,
    ),
    DOWN: State(
        connections=(), lags=(None,), gib=3, gib_per_day=0.5, api_replicas=(2, 0), seconds_since_compaction=None
    ),
}
"""The states of the instances that have pods. `NO_PODS` has no series at all."""
