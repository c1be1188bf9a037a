"""Alerts about the growth of the bucket storage."""

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
"""The shortest and longest time range for computing the growth, in days. kube-prometheus-stack keeps data for ten days.
With one compaction per week, nine days give as good a prediction as three weeks (computed for every day of the week,
with sizes between 40 and 75 GiB)."""


def storage(instance: MonitoredInstance, alerts: Alerts) -> Iterator[Alert]:
    """Yield the alerts of the bucket storage.

    Without a limit, the alert predicts that the size doubles. With a limit, one alert predicts that the size reaches
    the limit, and another alert fires when the size is near the limit.
    """
    if instance.replication is None:
        return
    if alerts.storage_limit is None:
        yield _will_double(instance, alerts.storage_days)
    else:
        yield _will_reach(instance, alerts.storage_days, alerts.storage_limit)
        yield _is_near(instance, alerts.storage_limit)


def _will_double(instance: MonitoredInstance, days: int) -> Alert:
    """Compare with the average of the past days, because the current size can be low right after a compaction."""
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
        summary=f"the bucket storage is predicted to double within {days} days",
        description=_prediction(days),
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
        summary=f"the bucket storage is predicted to reach {limit} within {days} days",
        description=_prediction(days),
    )


def _is_near(instance: MonitoredInstance, limit: str) -> Alert:
    return Alert(
        name="PowerSyncStorageGrowth",
        level="critical",
        minutes=15,
        expression=promql("{size} > {most}", size=_size(instance), most=str(int(quantity(limit)) * 9 // 10)),
        summary=f"the bucket storage uses more than 90 % of its limit of {limit}",
        description=f"The size of the bucket storage is {BYTES}.",
    )


def _prediction(days: int) -> str:
    return f"At the current growth rate, the bucket storage will reach {BYTES} in {days} days."


def _growth(instance: MonitoredInstance, days: int) -> dict[str, str]:
    """Return the clauses that predict the growth from the past days. The days include three compactions if possible.

    `old_enough` holds when Prometheus has data from the start of this range. A sample from the two hours before the
    start is enough, in case Prometheus missed scrapes at that time.
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
