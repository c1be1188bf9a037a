"""Alerts about the growth of the bucket storage, in its database and in object storage."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from powersync_constructs.config.alerts import AlertName, Alerts
from powersync_constructs.config.core._quantities import quantity
from powersync_constructs.constructs._monitoring.alerts.alert import BYTES, Alert
from powersync_constructs.constructs._monitoring.monitored import MonitoredInstance
from powersync_constructs.constructs._monitoring.promql import OBJECTS, SIZES, promql

_GIB = 1024**3
_DAY = 24 * 3600
_LEAST_DAYS, _MOST_DAYS = 3, 9
"""The shortest and longest time range for computing the growth, in days. kube-prometheus-stack keeps data for ten days.
With one compaction per week, nine days give as good a prediction as three weeks (computed for every day of the week,
with sizes between 40 and 75 GiB)."""
_WILL_DOUBLE = """
{predicted} > 2 * avg_over_time({past})
and on () ({size}) > {least}
and on () {old_enough}
"""
"""Compare with the average of the past days, because the current size can be low right after a compaction."""
_WILL_REACH = """
{predicted} > {limit}
and on () {old_enough}
"""


@dataclass(frozen=True, kw_only=True)
class _Stored:
    """The data of the bucket storage in one place, whose growth one alert predicts."""

    alert: AlertName
    what: str
    size: str
    """The expression of its size in bytes."""
    oldest: str
    """A series whose samples are as old as those of the size."""
    days_back: int
    """The time range for computing the growth, in days."""

    @property
    def clauses(self) -> dict[str, str]:
        """The clauses of a prediction. The time range includes three compactions if possible.

        `old_enough` holds when Prometheus has data from the start of the range. A sample from the two hours before the
        start is enough, in case Prometheus missed scrapes at that time.
        """
        return {
            "predicted": "predict_linear({past}, {ahead})",
            "past": "({size})[{back}:10m]",
            "old_enough": "max(max_over_time({oldest}[2h] offset {back}))",
            "oldest": self.oldest,
            "size": self.size,
            "back": f"{self.days_back}d",
        }


def storage(instance: MonitoredInstance, alerts: Alerts) -> Iterator[Alert]:
    """Yield the alerts of the bucket storage.

    Object storage has its own alert. The sizes are not added: data in object storage uses no disk of the database, and
    a large object storage would hide the growth of a small database.
    """
    if instance.replication is None:
        return
    database = _database(instance)
    yield _will_grow(database, alerts.storage_days, alerts.storage_limit)
    if alerts.storage_limit is not None:
        yield _is_near(database, alerts.storage_limit)
    if instance.has_object_storage:
        yield _will_grow(_objects(instance), alerts.storage_days, alerts.object_storage_limit)


def _database(instance: MonitoredInstance) -> _Stored:
    return _Stored(
        alert="PowerSyncStorageGrowth",
        what="the bucket storage",
        size=" + ".join(f"max({instance.series.of_replication(series)})" for series in SIZES),
        oldest=instance.series.of_replication(SIZES[1]),
        days_back=_days_back(instance),
    )


def _objects(instance: MonitoredInstance) -> _Stored:
    series = instance.series.of_replication(OBJECTS)
    return _Stored(
        alert="PowerSyncObjectStorageGrowth",
        what="the data in object storage",
        size=f"max({series})",
        oldest=series,
        days_back=_days_back(instance),
    )


def _days_back(instance: MonitoredInstance) -> int:
    gap = instance.compact.longest_gap_seconds if instance.compact else 0
    return min(max(_LEAST_DAYS, math.ceil(3 * gap / _DAY)), _MOST_DAYS)


def _will_grow(stored: _Stored, days: int, limit: str | None) -> Alert:
    """Predict that the size reaches the limit, or doubles if there is no limit."""
    outcome = "double" if limit is None else f"reach {limit}"
    return Alert(
        name=stored.alert,
        level="warning",
        minutes=60,
        expression=promql(
            _WILL_DOUBLE if limit is None else _WILL_REACH,
            **stored.clauses,
            ahead=str(days * _DAY),
            least=str(_GIB),
            limit=str(int(quantity(limit))) if limit is not None else "",
        ),
        summary=f"{stored.what} is predicted to {outcome} within {days} days",
        description=f"At the current growth rate, {stored.what} will reach {BYTES} in {days} days.",
    )


def _is_near(stored: _Stored, limit: str) -> Alert:
    return Alert(
        name=stored.alert,
        level="critical",
        minutes=15,
        expression=promql("{size} > {most}", size=stored.size, most=str(int(quantity(limit)) * 9 // 10)),
        summary=f"{stored.what} uses more than 90 % of its limit of {limit}",
        description=f"The size of {stored.what} is {BYTES}.",
    )
