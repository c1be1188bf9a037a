"""The panels of the bucket storage: its database, object storage, and the share of each sync config.

Every replicator reports the sizes of the same bucket storage, so the expressions use `max`.
"""

from powersync_constructs.config.alerts import Alerts
from powersync_constructs.config.core._quantities import quantity
from powersync_constructs.config.service import _metrics
from powersync_constructs.constructs._monitoring.dashboard.grafana import Graph, Panel, Query
from powersync_constructs.constructs._monitoring.dashboard.variables import CHOSEN, only_for
from powersync_constructs.constructs._monitoring.monitored import MonitoredInstance
from powersync_constructs.constructs._monitoring.promql import OBJECTS, SIZES

_DATABASE = ("replication", "operations", "parameters")
_LABELS = ("sync_config_id", "version_label")


def storage(instance: MonitoredInstance, alerts: Alerts) -> list[Panel]:
    """Return the panels of the bucket storage."""
    return [_database(instance, alerts), _objects(instance, alerts), _by_sync_config()]


def _database(instance: MonitoredInstance, alerts: Alerts) -> Panel:
    names = zip(_DATABASE, SIZES, strict=True)
    return Graph(
        title="Bucket storage",
        description="Size of the bucket storage in its database: replicated rows, operations, and parameters.",
        queries=[
            *(Query(f"max({CHOSEN.of_replication(series)})", name) for name, series in names),
            *_limit(instance, alerts.storage_limit),
        ],
        unit="bytes",
    )


def _objects(instance: MonitoredInstance, alerts: Alerts) -> Panel:
    return Graph(
        title="Object storage",
        description="Size of the data of the bucket storage that is in object storage. Needs service "
        f"{_metrics.OBJECTS.since} or newer.",
        queries=[
            Query(f"max({CHOSEN.of_replication(OBJECTS)})", "objects"),
            *_limit(instance, alerts.object_storage_limit),
        ],
        unit="bytes",
    )


def _limit(instance: MonitoredInstance, limit: str | None) -> list[Query]:
    return [Query(only_for(instance, int(quantity(limit))), "limit", is_bound=True)] if limit is not None else []


def _by_sync_config() -> Panel:
    legend = " ".join(f"{{{{{label}}}}}" for label in _LABELS)
    names = zip((*_DATABASE, "objects"), _metrics.ATTRIBUTED, strict=True)
    return Graph(
        title="Storage by sync config",
        description="Size of the data of each sync config. Data that two sync configs share counts in both, so the sum "
        "is more than the size of the bucket storage. Needs MongoDB storage, and service "
        f"{_metrics.ATTRIBUTED[0].since} or newer.",
        queries=[
            Query(f"max by ({', '.join(_LABELS)}) ({CHOSEN.of_replication(metric.name)})", f"{name} {legend}")
            for name, metric in names
        ],
        unit="bytes",
    )
