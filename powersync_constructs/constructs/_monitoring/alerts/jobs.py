"""Alerts about the Jobs that migrate and compact the bucket storage."""

from collections.abc import Iterator

from powersync_constructs.config.alerts import Alerts
from powersync_constructs.constructs._monitoring.alerts.alert import DURATION, JOB, Alert
from powersync_constructs.constructs._monitoring.monitored import Compaction, MonitoredInstance
from powersync_constructs.constructs._monitoring.promql import promql


def jobs(instance: MonitoredInstance, alerts: Alerts) -> Iterator[Alert]:
    """Yield the alerts of the migration Job and of the compaction CronJob."""
    if instance.compact is not None:
        yield _compact_stale(instance, instance.compact, alerts.compact_grace_seconds)
        yield _compact_failed(instance, instance.compact)
    if instance.migrate_job is not None:
        yield _migrate_failed(instance, instance.migrate_job)


def _compact_stale(instance: MonitoredInstance, compact: Compaction, grace_seconds: int) -> Alert:
    return Alert(
        name="PowerSyncCompactStale",
        level="warning",
        expression=promql(
            """
            time() - {last_compaction} > {late}
            and on () max({suspended}) == 0
            """,
            last_compaction=instance.series.last_compaction(compact.cron_job),
            late=str(compact.longest_gap_seconds + grace_seconds),
            suspended=instance.series.of("kube_cronjob_spec_suspend", cronjob=compact.cron_job),
        ),
        summary="the bucket storage has not been compacted in time",
        description=f"CronJob {compact.cron_job} has not completed successfully for {DURATION}.",
    )


def _compact_failed(instance: MonitoredInstance, compact: Compaction) -> Alert:
    return Alert(
        name="PowerSyncCompactFailed",
        level="warning",
        expression=instance.series.failed_compactions(compact.cron_job),
        summary="a compaction failed",
        description=f"Job {JOB} of CronJob {compact.cron_job} failed, and no compaction has succeeded since.",
    )


def _migrate_failed(instance: MonitoredInstance, job: str) -> Alert:
    failed = instance.series.of("kube_job_failed", job_name=job, condition="true")
    return Alert(
        name="PowerSyncMigrateFailed",
        level="critical",
        expression=promql("max({failed}) > 0", failed=failed),
        summary="the migration of the bucket storage failed",
        description=f"Job {job} failed. New pods that wait for the migration do not start until it succeeds.",
    )
