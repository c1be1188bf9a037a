"""The time series that the service exports at `/metrics`: the type, the labels, and the release that added each one.

The names follow `packages/types/src/metrics.ts` of the service. Prometheus adds the labels of the scrape, like
`namespace` and `pod`, to each series.
"""

from dataclasses import dataclass
from typing import Literal

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.service.releases._lookup import added
from powersync_constructs.config.service.releases._release import Evidence


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One time series of the service, or several series that differ only in their labels."""

    name: str
    kind: Literal["counter", "gauge"]
    reported_by: Literal["api", "replicator"]
    """The process that reports it. A unified pod reports the series of both."""
    meaning: str
    labels: tuple[str, ...] = ()
    """The labels that the service sets. A label that has no value is absent."""

    @property
    def since(self) -> ServiceVersion | None:
        """The first release with this series. None if all supported releases have it."""
        found = added(f"metric: {self.name}")
        return found[0].version if found is not None else None

    @property
    def evidence(self) -> Evidence:
        """How the name and the labels are known."""
        found = added(f"metric: {self.name}")
        return found[1].evidence if found is not None else "read"


CONNECTIONS = Metric(
    name="powersync_concurrent_connections",
    kind="gauge",
    reported_by="api",
    meaning="Open sync connections, over HTTP and WebSocket. It starts at 0.",
)
ENDED = Metric(
    name="powersync_sync_connections_total",
    kind="counter",
    reported_by="api",
    meaning="Sync connections that ended or were refused. A series appears with its first event. Connections that are "
    "refused with 401 or 429 are not counted.",
    labels=("outcome", "close_reason", "transport", "error_code"),
)
FAILED_OUTCOMES = ("error", "rejected")
"""The values of `outcome` for connections that failed, or were refused. The value for the other connections is `ok`,
which is inferred: an earlier draft of the service had `success`. Therefore, select these values, and do not exclude the
other one."""
SYNCED = Metric(
    name="powersync_data_synced_bytes_total",
    kind="counter",
    reported_by="api",
    meaning="Bytes for clients, before compression.",
)
SENT = Metric(
    name="powersync_data_sent_bytes_total",
    kind="counter",
    reported_by="api",
    meaning="Bytes for clients, after compression.",
)
OPERATIONS = Metric(
    name="powersync_operations_synced_total",
    kind="counter",
    reported_by="api",
    meaning="Operations sent to clients.",
)
LAG = Metric(
    name="powersync_replication_lag_seconds",
    kind="gauge",
    reported_by="replicator",
    meaning="Replication lag, in whole seconds. Only the leader reports it, after the first commit.",
)
ROWS = Metric(
    name="powersync_rows_replicated_total",
    kind="counter",
    reported_by="replicator",
    meaning="Rows replicated from the source database. A standby reports 0.",
)
TRANSACTIONS = Metric(
    name="powersync_transactions_replicated_total",
    kind="counter",
    reported_by="replicator",
    meaning="Transactions replicated from the source database.",
)
CHUNKS = Metric(
    name="powersync_chunks_replicated_total",
    kind="counter",
    reported_by="replicator",
    meaning="Replicated chunks. With Postgres, it counts all data from the replication slot, including heartbeats.",
)
REPLICATED = Metric(
    name="powersync_data_replicated_bytes_total",
    kind="counter",
    reported_by="replicator",
    meaning="Bytes read. With a Postgres bucket storage, this includes the bytes read from it.",
)


def _size(name: str, meaning: str) -> Metric:
    return Metric(name=name, kind="gauge", reported_by="replicator", meaning=meaning)


SIZES = (
    _size("powersync_replication_storage_size_bytes", "Size of the replicated rows in the bucket storage."),
    _size("powersync_operation_storage_size_bytes", "Size of the operations in the bucket storage."),
    _size("powersync_parameter_storage_size_bytes", "Size of the parameters in the bucket storage."),
)
"""The sizes in the database of the bucket storage. Every replicator reports the same storage: use `max`, never `sum`.
"""
OBJECTS = _size("powersync_object_storage_size_bytes", "Size of the data in object storage that is in use.")
"""The size in object storage, which the sizes of the database do not include. Every replicator reports it."""


def _attributed(what: str, meaning: str) -> Metric:
    return Metric(
        name=f"powersync_attributed_{what}_bytes",
        kind="gauge",
        reported_by="replicator",
        meaning=f"{meaning} of one sync config. Only for MongoDB storage with storage version 3 or newer.",
        labels=("sync_config_id", "sync_config_state", "version_label"),
    )


ATTRIBUTED = (
    _attributed("source_records", "Size of the replicated rows"),
    _attributed("bucket_data", "Size of the operations"),
    _attributed("parameter_indexes", "Size of the parameters"),
    _attributed("object_storage", "Size of the data in object storage"),
)
"""The sizes by sync config. Every replicator reports all of them. A bucket that two sync configs share counts in both,
so a sum over sync configs is more than the size of the storage. After a sync config changes its state or is removed,
its old series is 0 for 15 minutes."""

METRICS = (
    *(SYNCED, SENT, OPERATIONS, CONNECTIONS, ENDED),
    *(REPLICATED, ROWS, TRANSACTIONS, CHUNKS, LAG),
    *(*SIZES, OBJECTS, *ATTRIBUTED),
)
"""All series of the service, except `target_info`."""
