"""Whether changes arrive in time, and whether somebody is ready to take over."""

from collections.abc import Iterator

from powersync_constructs.config.monitoring import Alerts
from powersync_constructs.config.pods._reserved import SERVICE_CONTAINER
from powersync_constructs.constructs._monitoring.alerts._alert import DURATION, POD, VALUE, Alert
from powersync_constructs.constructs._monitoring.promql import CHUNKS, LAG, ROWS, MonitoredInstance

_LOCK_SECONDS = 60
"""How long the lock of the leader lives (replication lock of the service's storage)."""


def replication(watched: MonitoredInstance, alerts: Alerts) -> Iterator[Alert]:
    """The alerts of the replicators, or of the unified pod as one."""
    if watched.replication is None:
        return
    yield from _changes(watched, alerts)
    if watched.is_postgres:
        yield _silence(watched)
    if watched.replication != watched.api:
        yield _twice(watched)
    if watched.has_standby:
        yield _standby_missing(watched)
    if watched.has_standby and watched.is_postgres:
        yield _standby_stuck(watched)


def _changes(watched: MonitoredInstance, alerts: Alerts) -> Iterator[Alert]:
    lag, rows = watched.of_replication(LAG), watched.of_replication(ROWS)
    for severity, minutes, seconds in (
        ("warning", 5, alerts.lag_warning_seconds),
        ("critical", 10, alerts.lag_critical_seconds),
    ):
        yield Alert(
            "PowerSyncReplicationLag",
            severity,
            minutes,
            f"max({lag}) > {seconds}",
            f"clients see changes more than {seconds} s late",
            f"Replication is {DURATION} behind the source database.",
        )
    yield _nobody(lag, rows)


def _nobody(lag: str, rows: str) -> Alert:
    """No lag, and no first snapshot, which has none either but shows in rows.

    Rows of a pod that led lately are no sign of a snapshot: its `rate` goes on for 10 minutes after the last of them.
    """
    snapshot = f"rate({rows}[10m]) and {rows} unless on (pod) max_over_time({lag}[15m])"
    return Alert(
        "PowerSyncNotReplicating",
        "critical",
        5,
        f"absent({lag})\nunless on () (sum({snapshot}) > 0)",
        "nobody replicates",
        "No pod has reported a replication lag for 5 minutes, and no rows of a first snapshot come in.",
    )


def _silence(watched: MonitoredInstance) -> Alert:
    """A connection that is half open: nothing arrives, no error either, and the lag stays 0 (powersync-service#700).

    An idle Postgres is not silent: the service writes a heartbeat into its log every minute, which comes back as a
    chunk (WalStream.ts). Rows are counted too, since a snapshot of a table holds up the stream.
    """
    chunks, rows = (f"increase({watched.of_replication(series)}[10m])" for series in (CHUNKS, ROWS))
    return Alert(
        "PowerSyncReplicationSilent",
        "warning",
        5,
        f"max by (pod) ({chunks} + {rows}) == 0\nand on (pod) {watched.of_replication(LAG)}",
        "nothing comes from the source database",
        f"Pod {POD} replicates, but has received nothing for 15 minutes, not even heartbeats.",
    )


def _twice(watched: MonitoredInstance) -> Alert:
    """During a deploy two pods may replicate, each its own sync config, until the new one has taken its snapshot."""
    return Alert(
        "PowerSyncReplicatedTwice",
        "warning",
        30,
        f"count(count by (pod) ({watched.of_replication(LAG)})) > 1",
        "two pods replicate",
        f"{VALUE} pods have reported a replication lag for 30 minutes, and one leads.",
    )


def _standby_missing(watched: MonitoredInstance) -> Alert:
    return Alert(
        "PowerSyncStandbyMissing",
        "warning",
        15,
        f"count(count by (pod) ({watched.of_replication(ROWS)})) < 2",
        "no replicator stands by",
        f"There has been {VALUE} replicator for 15 minutes: when it ends, nobody replicates.",
    )


def _standby_stuck(watched: MonitoredInstance) -> Alert:
    """The lock is with one replicator and the source's slot with the other, which no series of the service shows.

    What shows is how it came about: both failed their liveness probes for longer than the lock lives, within the same
    10 minutes of the last 12 hours, and none has started since. A counter appears with its first failure, so that
    `increase` would not count that one: it was 0 before, where the kubelet told of the pod's other probes. The window
    of 10 minutes ends that long after the failures, which is taken off again.
    """
    probe = {"container": SERVICE_CONTAINER, "probe_type": "Liveness"}
    failed, successful = (
        watched.of_replication("prober_probe_total", **probe, result=result) for result in ("failed", "successful")
    )
    started = watched.of_replication("kube_pod_container_state_started", container=SERVICE_CONTAINER)
    times = -(-_LOCK_SECONDS // watched.liveness_seconds)
    before = f"{failed} offset 10m or {failed} * 0 and on (pod) {successful} offset 10m"
    both_hung = f"count(max by (pod) ({failed} - ({before})) >= {times}) >= 2"
    return Alert(
        "PowerSyncStandbyStuck",
        "warning",
        5,
        f"max_over_time((({both_hung}) * 0 + time())[12h:1m]) - 600 > max({started})\n"
        f"and count(count by (pod) ({started})) >= 2",
        "the standby may not be able to take over",
        "Both replicators hung at once for longer than the lock lives, as when a database does not answer, and neither "
        "has been replaced since: one may have the lock while the other has the replication slot.",
    )
