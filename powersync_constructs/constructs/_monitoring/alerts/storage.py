"""Whether the bucket storage grows out of its disk."""

import math
from collections.abc import Iterator

from powersync_constructs.config.alerts import Alerts
from powersync_constructs.config.core._types import quantity
from powersync_constructs.constructs._monitoring.alerts.alert import BYTES, Alert
from powersync_constructs.constructs._monitoring.monitored import MonitoredInstance
from powersync_constructs.constructs._monitoring.promql import SIZES, promql

_GIB = 1024**3
_DAY = 24 * 3600
_LEAST_DAYS, _MOST_DAYS = 3, 9
"""How far is looked back at least, and at most: kube-prometheus-stack's Prometheus keeps ten days. A weekly sawtooth
averages out over nine days as well as over three weeks (computed for every day of the week, teeth of 40 to 75 GiB)."""


def storage(instance: MonitoredInstance, alerts: Alerts) -> Iterator[Alert]:
    """The alerts of the bucket storage: that it will double, or, with a limit, that it will reach it, or nearly has."""
    if instance.replication is None:
        return
    if alerts.storage_limit is None:
        yield _will_double(instance, alerts.storage_days)
    else:
        yield _will_reach(instance, alerts.storage_days, alerts.storage_limit)
        yield _is_near(instance, alerts.storage_limit)


def _will_double(instance: MonitoredInstance, days: int) -> Alert:
    """Compared with the average of the days before: the size of now may be that right after a compaction."""
    return Alert(
        name="PowerSyncStorageGrowth",
        level="warning",
        minutes=60,
        expression=promql(
            """
            {predicted} > 2 * avg_over_time({past})
            and on () ({size}) > {least}
            and on () {old_enough}
            """,
            **_growth(instance, days),
            least=str(_GIB),
        ),
        summary=f"the bucket storage will double within {days} days",
        description=_as_it_grows(days),
    )


def _will_reach(instance: MonitoredInstance, days: int, limit: str) -> Alert:
    return Alert(
        name="PowerSyncStorageGrowth",
        level="warning",
        minutes=60,
        expression=promql(
            """
            {predicted} > {limit}
            and on () {old_enough}
            """,
            **_growth(instance, days),
            limit=str(int(quantity(limit))),
        ),
        summary=f"the bucket storage will reach {limit} within {days} days",
        description=_as_it_grows(days),
    )


def _is_near(instance: MonitoredInstance, limit: str) -> Alert:
    return Alert(
        name="PowerSyncStorageGrowth",
        level="critical",
        minutes=15,
        expression=promql("{size} > {most}", size=_size(instance), most=str(int(quantity(limit)) * 9 // 10)),
        summary=f"the bucket storage is at 90 % of {limit}",
        description=f"The bucket storage has {BYTES}.",
    )


def _as_it_grows(days: int) -> str:
    return f"As it grows, the bucket storage will have {BYTES} in {days} days."


def _growth(instance: MonitoredInstance, days: int) -> dict[str, str]:
    """Clauses about growth over three runs of the compaction, once there are that many days to look at.

    Prometheus may have missed scrapes at their beginning: any within two hours will do.
    """
    return {
        "predicted": "predict_linear({past}, {ahead})",
        "past": "({size})[{back}:10m]",
        "ahead": str(days * _DAY),
        "old_enough": "max(max_over_time({operations}[2h] offset {back}))",
        "operations": instance.series.of_replication(SIZES[1]),
        "size": _size(instance),
        "back": f"{_days_back(instance)}d",
    }


def _size(instance: MonitoredInstance) -> str:
    return " + ".join(f"max({instance.series.of_replication(series)})" for series in SIZES)


def _days_back(instance: MonitoredInstance) -> int:
    gap = instance.compact.longest_gap_seconds if instance.compact else 0
    return min(max(_LEAST_DAYS, math.ceil(3 * gap / _DAY)), _MOST_DAYS)
