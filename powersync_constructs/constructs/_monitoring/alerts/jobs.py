"""Whether the storage is migrated and compacted."""

from collections.abc import Iterator

from powersync_constructs.config.monitoring import Alerts
from powersync_constructs.constructs._monitoring.alerts._alert import DURATION, JOB, Alert
from powersync_constructs.constructs._monitoring.promql import Compaction, MonitoredInstance


def jobs(watched: MonitoredInstance, alerts: Alerts) -> Iterator[Alert]:
    """The alerts of the migration's Job and of the compaction's CronJob."""
    if watched.compact is not None:
        yield from _compaction(watched, watched.compact, alerts)
    if watched.migrate_job is not None:
        yield Alert(
            "PowerSyncMigrateFailed",
            "critical",
            0,
            watched.failed_migration(watched.migrate_job),
            "the migration of the storage has failed",
            f"Job {watched.migrate_job} has failed: new pods wait for it.",
        )


def _compaction(watched: MonitoredInstance, compact: Compaction, alerts: Alerts) -> Iterator[Alert]:
    cron_job = compact.cron_job
    suspended = watched.of("kube_cronjob_spec_suspend", cronjob=cron_job)
    yield Alert(
        "PowerSyncCompactStale",
        "warning",
        0,
        f"time() - {watched.last_compaction(cron_job)} > {compact.longest_gap_seconds + alerts.compact_grace_seconds}\n"
        f"and on () max({suspended}) == 0",
        "the bucket storage is not compacted",
        f"CronJob {cron_job} has not succeeded for {DURATION}.",
    )
    yield Alert(
        "PowerSyncCompactFailed",
        "warning",
        0,
        watched.failed_compactions(cron_job),
        "a compaction has failed",
        f"Job {JOB} of CronJob {cron_job} has failed, and none has succeeded since.",
    )
