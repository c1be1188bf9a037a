"""The states of the instances: healthy, overloaded or down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .instances import DOWN, HEALTHY, OVERLOADED, UNIFIED

HOUR, DAY = 3600, 24 * 3600


class Ending(NamedTuple):
    """How sync connections end or are refused: the labels of `powersync_sync_connections_total`."""

    outcome: str
    close_reason: str
    transport: str
    error_code: str | None = None
    """None for connections that did not fail. The service then sets no such label."""


class SyncConfig(NamedTuple):
    """A sync config in the bucket storage: the labels of `powersync_attributed_…`."""

    sync_config_id: str
    sync_config_state: str
    version_label: str | None = None


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
    ended: Mapping[Ending, float] = field(default_factory=dict)
    """The number of sync connections that end or are refused per minute, per API pod. Empty for a service that does not
    count them."""
    objects_gib: float | None = None
    """The size of the data in object storage, in GiB. None for a service that does not report it."""
    objects_gib_per_day: float = 0
    """The daily growth of the data in object storage, in GiB."""
    sync_configs: Mapping[SyncConfig, float] = field(default_factory=dict)
    """The share of each sync config in the bucket storage. Empty for a service that does not report it."""
    api_replicas: tuple[int, int] = (2, 2)
    """The numbers of desired and available API pods."""
    seconds_since_compaction: float | None = 5 * HOUR
    """Seconds since the last successful compaction. None if none has succeeded."""
    seconds_since_failed_compaction: float | None = None
    """Seconds since the start of a failed compaction. None if none has failed."""
    has_problems: bool = False
    """Whether the migration failed, containers crash and are OOMKilled, a rollout is stuck, probes failed, and the
    second replicator receives nothing."""


_ORDINARY = {Ending("ok", "client_closed", "http_stream"): 400.0, Ending("ok", "service_closed", "rsocket"): 20.0}
"""Connections end often, but do not fail."""

STATES: Mapping[str, State] = {
    HEALTHY: State(ended={**_ORDINARY, Ending("error", "stream_error", "http_stream", "PSYNC_S2305"): 2.0}),
    UNIFIED: State(connections=(40,), lags=(1,), api_replicas=(1, 1)),
    OVERLOADED: State(
        connections=(195, 199),
        lags=(400, 500),
        gib=95,
        gib_per_day=5,
        ended={
            **_ORDINARY,
            # so many that the alert fires even if a slow machine has scraped the pods for only some seconds
            Ending("rejected", "concurrency_limit", "rsocket", "PSYNC_S2304"): 4000.0,
            Ending("rejected", "storage_error", "http_stream", "other"): 10.0,
        },
        objects_gib=100,
        objects_gib_per_day=20,
        sync_configs={
            SyncConfig("66f0", "ACTIVE", "v1"): 0.75,
            SyncConfig("66f1", "PROCESSING"): 0.5,
            SyncConfig("66f1", "ACTIVE"): 0.0,
        },
        api_replicas=(10, 2),
        seconds_since_compaction=30 * HOUR,
        seconds_since_failed_compaction=5 * HOUR,
        has_problems=True,
    ),
    DOWN: State(
        connections=(), lags=(None,), gib=3, gib_per_day=0.5, api_replicas=(2, 0), seconds_since_compaction=None
    ),
}
"""The states of the instances that have pods. `NO_PODS` has no series at all. `UNIFIED` and `DOWN` run a service that
does not report sync connections and object storage yet. `HEALTHY` has no object storage."""
