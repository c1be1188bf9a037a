"""Alerts about replication: lag, stopped replication, and the standby."""

from collections.abc import Iterator

from powersync_constructs.config.alerts import AlertLevel, Alerts
from powersync_constructs.config.pods._reserved import SERVICE_CONTAINER
from powersync_constructs.constructs._monitoring.alerts.alert import DURATION, POD, VALUE, Alert
from powersync_constructs.constructs._monitoring.monitored import MonitoredInstance
from powersync_constructs.constructs._monitoring.promql import CHUNKS, LAG, ROWS, promql

_LOCK_SECONDS = 60
"""Seconds after which the leader's lock expires if the leader does not renew it (replication lock in the bucket
storage)."""


def replication(instance: MonitoredInstance, alerts: Alerts) -> Iterator[Alert]:
    """Yield the alerts of the replicators, or of the unified pod, which also replicates."""
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
        summary=f"clients receive changes more than {seconds} s late",
        description=f"Replication is {DURATION} behind the source database.",
    )


def _not_replicating(instance: MonitoredInstance) -> Alert:
    """No pod reports a lag, and no initial snapshot is in progress.

    A pod that takes the initial snapshot does not report a lag, but its row counter rises. Rows of a pod that reported
    a lag in the last 15 minutes do not count, because the `rate` of its rows stays above 0 for 10 minutes after the
    last row.
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
        summary="no pod replicates",
        description="No pod has reported a replication lag for 5 minutes, and no initial snapshot is in progress.",
    )


def _silent(instance: MonitoredInstance) -> Alert:
    """A half-open connection: no data and no error arrive, and the lag stays 0 (powersync-service#700).

    An idle Postgres still sends data: the service writes a heartbeat to the WAL every minute, and receives it back as a
    chunk (WalStream.ts). The expression also counts rows, because the stream pauses while a table is snapshotted.
    """
    return Alert(
        name="PowerSyncReplicationSilent",
        level="warning",
        minutes=5,
        expression=promql(
            """
            sum by (pod) (increase({chunks}[10m])) + sum by (pod) (increase({rows}[10m])) == 0
            and on (pod) {lag}
            """,
            chunks=instance.series.of_replication(CHUNKS),
            rows=instance.series.of_replication(ROWS),
            lag=instance.series.of_replication(LAG),
        ),
        summary="no data arrives from the source database",
        description=f"Leader {POD} has received no data for 15 minutes, not even its own heartbeats.",
    )


def _replicated_twice(instance: MonitoredInstance) -> Alert:
    """Two pods report a lag.

    This is normal after a sync config change: the old and the new pod each replicate their own sync config until the
    new snapshot is done.
    """
    return Alert(
        name="PowerSyncReplicatedTwice",
        level="warning",
        minutes=30,
        expression=promql("count(count by (pod) ({lag})) > 1", lag=instance.series.of_replication(LAG)),
        summary="more than one pod replicates",
        description=f"{VALUE} pods have reported a replication lag for 30 minutes. Only the leader should report a "
        "lag.",
    )


def _standby_missing(instance: MonitoredInstance) -> Alert:
    return Alert(
        name="PowerSyncStandbyMissing",
        level="warning",
        minutes=15,
        expression=promql("count(count by (pod) ({rows})) < 2", rows=instance.series.of_replication(ROWS)),
        summary="the standby replicator is missing",
        description=f"For 15 minutes, only {VALUE} replicator has been running. If it stops, replication stops.",
    )


def _standby_stuck(instance: MonitoredInstance) -> Alert:
    """One replicator holds the lock, and the other holds the replication slot.

    No series of the service shows this state, so the alert detects its cause: at some time in the last 12 hours, both
    replicators failed liveness probes for longer than the lifetime of the lock, within the same 10 minutes. Neither has
    restarted since. `increase` would miss the first failure, because the counter does not exist before it. Therefore
    the expression uses 0 as the earlier value if the kubelet already reported successful probes of the pod. The end of
    the 10-minute window can be as late as 10 minutes after the failures, so the expression subtracts 600 s.
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
        summary="the standby may be unable to take over",
        description="Both replicators hung at the same time for longer than the lifetime of the leader's lock, for "
        "example because a database did not answer. Neither has restarted since. One may hold the lock while the "
        "other holds the replication slot.",
    )


def _liveness_probes(instance: MonitoredInstance, result: str) -> str:
    labels = {"container": SERVICE_CONTAINER, "probe_type": "Liveness", "result": result}
    return instance.series.of_replication("prober_probe_total", **labels)
