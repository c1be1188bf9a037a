"""Whether changes arrive in time, and whether somebody is ready to take over."""

from collections.abc import Iterator

from powersync_constructs.config.alerts import AlertLevel, Alerts
from powersync_constructs.config.pods._reserved import SERVICE_CONTAINER
from powersync_constructs.constructs._monitoring.alerts.alert import DURATION, POD, VALUE, Alert
from powersync_constructs.constructs._monitoring.monitored import MonitoredInstance
from powersync_constructs.constructs._monitoring.promql import CHUNKS, LAG, ROWS, promql

_LOCK_SECONDS = 60
"""How long the lock of the leader lives (replication lock of the service's storage)."""


def replication(instance: MonitoredInstance, alerts: Alerts) -> Iterator[Alert]:
    """The alerts of the replicators, or of the unified pod as one."""
    if instance.replication is None:
        return
    yield _lag(instance, "warning", minutes=5, seconds=alerts.lag_warning_seconds)
    yield _lag(instance, "critical", minutes=10, seconds=alerts.lag_critical_seconds)
    yield _not_replicating(instance)
    if instance.is_postgres:
        yield _silent(instance)
    if instance.replication != instance.api:
        yield _replicated_twice(instance)
    if instance.has_standby:
        yield _standby_missing(instance)
    if instance.has_standby and instance.is_postgres:
        yield _standby_stuck(instance)


def _lag(instance: MonitoredInstance, level: AlertLevel, *, minutes: int, seconds: int) -> Alert:
    return Alert(
        name="PowerSyncReplicationLag",
        level=level,
        minutes=minutes,
        expression=promql("max({lag}) > {seconds}", lag=instance.series.of_replication(LAG), seconds=str(seconds)),
        summary=f"clients see changes more than {seconds} s late",
        description=f"Replication is {DURATION} behind the source database.",
    )


def _not_replicating(instance: MonitoredInstance) -> Alert:
    """No lag, and no first snapshot, which has none either but shows in rows.

    Rows of a pod that led lately are no sign of a snapshot: its `rate` goes on for 10 minutes after the last of them.
    """
    return Alert(
        name="PowerSyncNotReplicating",
        level="critical",
        minutes=5,
        expression=promql(
            """
            absent({lag})
            unless on () (sum({snapshot}) > 0)
            """,
            snapshot="rate({rows}[10m]) and {rows} unless on (pod) max_over_time({lag}[15m])",
            lag=instance.series.of_replication(LAG),
            rows=instance.series.of_replication(ROWS),
        ),
        summary="nobody replicates",
        description="No pod has reported a replication lag for 5 minutes, and no rows of a first snapshot come in.",
    )


def _silent(instance: MonitoredInstance) -> Alert:
    """A connection that is half open: nothing arrives, no error either, and the lag stays 0 (powersync-service#700).

    An idle Postgres is not silent: the service writes a heartbeat into its log every minute, which comes back as a
    chunk (WalStream.ts). Rows are counted too, since a snapshot of a table holds up the stream.
    """
    return Alert(
        name="PowerSyncReplicationSilent",
        level="warning",
        minutes=5,
        expression=promql(
            """
            max by (pod) (increase({chunks}[10m]) + increase({rows}[10m])) == 0
            and on (pod) {lag}
            """,
            chunks=instance.series.of_replication(CHUNKS),
            rows=instance.series.of_replication(ROWS),
            lag=instance.series.of_replication(LAG),
        ),
        summary="nothing comes from the source database",
        description=f"Pod {POD} replicates, but has received nothing for 15 minutes, not even heartbeats.",
    )


def _replicated_twice(instance: MonitoredInstance) -> Alert:
    """During a deploy two pods may replicate, each its own sync config, until the new one has taken its snapshot."""
    return Alert(
        name="PowerSyncReplicatedTwice",
        level="warning",
        minutes=30,
        expression=promql("count(count by (pod) ({lag})) > 1", lag=instance.series.of_replication(LAG)),
        summary="two pods replicate",
        description=f"{VALUE} pods have reported a replication lag for 30 minutes, and one leads.",
    )


def _standby_missing(instance: MonitoredInstance) -> Alert:
    return Alert(
        name="PowerSyncStandbyMissing",
        level="warning",
        minutes=15,
        expression=promql("count(count by (pod) ({rows})) < 2", rows=instance.series.of_replication(ROWS)),
        summary="no replicator stands by",
        description=f"There has been {VALUE} replicator for 15 minutes: when it ends, nobody replicates.",
    )


def _standby_stuck(instance: MonitoredInstance) -> Alert:
    """The lock is with one replicator and the source's slot with the other, which no series of the service shows.

    What shows is how it came about: both failed their liveness probes for longer than the lock lives, within the same
    10 minutes of the last 12 hours, and none has started since. A counter appears with its first failure, so that
    `increase` would not count that one: it was 0 before, where the kubelet told of the pod's other probes. The window
    of 10 minutes ends that long after the failures, which is taken off again.
    """
    return Alert(
        name="PowerSyncStandbyStuck",
        level="warning",
        minutes=5,
        expression=promql(
            """
            {last_time_both_hung} - 600 > max({started})
            and count(count by (pod) ({started})) >= 2
            """,
            last_time_both_hung="max_over_time((({both_hung}) * 0 + time())[12h:1m])",
            both_hung="count(max by (pod) ({failures}) >= {failures_in_a_lock}) >= 2",
            failures="{failed} - ({failed_before})",
            failed_before="{failed} offset 10m or {failed} * 0 and on (pod) {successful} offset 10m",
            failures_in_a_lock=str(-(-_LOCK_SECONDS // instance.liveness_seconds)),
            failed=_liveness_probes(instance, "failed"),
            successful=_liveness_probes(instance, "successful"),
            started=instance.series.of_replication("kube_pod_container_state_started", container=SERVICE_CONTAINER),
        ),
        summary="the standby may not be able to take over",
        description="Both replicators hung at once for longer than the lock lives, as when a database does not answer, "
        "and neither has been replaced since: one may have the lock while the other has the replication slot.",
    )


def _liveness_probes(instance: MonitoredInstance, result: str) -> str:
    labels = {"container": SERVICE_CONTAINER, "probe_type": "Liveness", "result": result}
    return instance.series.of_replication("prober_probe_total", **labels)
