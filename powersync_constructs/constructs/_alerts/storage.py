"""Whether the bucket storage grows out of its disk."""

from collections.abc import Iterator

from powersync_constructs.config._types import quantity
from powersync_constructs.config.monitoring import Alerts
from powersync_constructs.constructs._alerts._alert import BYTES, Alert
from powersync_constructs.constructs._series import SIZES, Watched

_GIB = 1024**3
_DAY = 24 * 3600


def storage(watched: Watched, alerts: Alerts) -> Iterator[Alert]:
    """Growth over three days, which evens out the teeth of a daily compaction, once there are three to look at."""
    if watched.replication is None:
        return
    size = " + ".join(f"max({watched.of_replication(series)})" for series in SIZES)
    ahead = f"predict_linear(({size})[3d:10m], {alerts.storage_days * _DAY})"
    old_enough = f"and on () max({watched.of_replication(SIZES[1])} offset 3d)"
    name, days = "PowerSyncStorageGrowth", f"{alerts.storage_days} days"
    description = f"As it grows, the bucket storage will have {BYTES} in {days}."
    if alerts.storage_limit is None:
        doubles = f"{ahead} > 2 * ({size})\nand on () ({size}) > {_GIB}\n{old_enough}"
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
