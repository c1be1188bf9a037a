"""Whether the bucket storage grows out of its disk."""

import math
from collections.abc import Iterator

from powersync_constructs.config.core._types import quantity
from powersync_constructs.config.monitoring import Alerts
from powersync_constructs.constructs._monitoring.alerts._alert import BYTES, Alert
from powersync_constructs.constructs._monitoring.promql import SIZES, MonitoredInstance

_GIB = 1024**3
_DAY = 24 * 3600
_LEAST_DAYS, _MOST_DAYS = 3, 9
"""How far is looked back at least, and at most: kube-prometheus-stack's Prometheus keeps ten days. Weekly teeth are
evened out by nine as well as by three weeks (computed for every day of the week, teeth of 40 to 75 GiB)."""


def storage(watched: MonitoredInstance, alerts: Alerts) -> Iterator[Alert]:
    """Growth over three teeth, such as a compaction makes with each run, once there are that many days to look at.

    Without a limit it is held against the average of these days: the size of now may be right after a compaction.
    Prometheus may have missed scrapes at their beginning: any within two hours will do.
    """
    if watched.replication is None:
        return
    size = " + ".join(f"max({watched.of_replication(series)})" for series in SIZES)
    back = f"{_days_back(watched)}d"
    past = f"({size})[{back}:10m]"
    ahead = f"predict_linear({past}, {alerts.storage_days * _DAY})"
    old_enough = f"and on () max(max_over_time({watched.of_replication(SIZES[1])}[2h] offset {back}))"
    name, days = "PowerSyncStorageGrowth", f"{alerts.storage_days} days"
    description = f"As it grows, the bucket storage will have {BYTES} in {days}."
    if alerts.storage_limit is None:
        doubles = f"{ahead} > 2 * avg_over_time({past})\nand on () ({size}) > {_GIB}\n{old_enough}"
        yield Alert(name, "warning", 60, doubles, f"the bucket storage will double within {days}", description)
        return
    limit = int(quantity(alerts.storage_limit))
    will_be = f"the bucket storage will reach {alerts.storage_limit} within {days}"
    yield Alert(name, "warning", 60, f"{ahead} > {limit}\n{old_enough}", will_be, description)
    yield Alert(
        name,
        "critical",
        15,
        f"{size} > {limit * 9 // 10}",
        f"the bucket storage is at 90 % of {alerts.storage_limit}",
        f"The bucket storage has {BYTES}.",
    )


def _days_back(watched: MonitoredInstance) -> int:
    gap = watched.compact.longest_gap_seconds if watched.compact else 0
    return min(max(_LEAST_DAYS, math.ceil(3 * gap / _DAY)), _MOST_DAYS)
