"""Whether the storage is migrated and compacted."""

from collections.abc import Iterator

from powersync_constructs.config.monitoring import Alerts
from powersync_constructs.constructs._alerts._alert import DURATION, JOB, Alert
from powersync_constructs.constructs._series import Compaction, Watched


def jobs(watched: Watched, alerts: Alerts) -> Iterator[Alert]:
    """The alerts of the migration's Job and of the compaction's CronJob."""
    if watched.compact is not None:
        yield from _compaction(watched, watched.compact, alerts)
    if watched.migrate_job is not None:
        failed = watched.of("kube_job_failed", job_name=watched.migrate_job, condition="true")
        yield Alert(
            "PowerSyncMigrateFailed",
            "critical",
            0,
            f"max({failed}) > 0",
            "the migration of the storage has failed",
            f"Job {watched.migrate_job} has failed: new pods wait for it.",
        )


def _compaction(watched: Watched, compact: Compaction, alerts: Alerts) -> Iterator[Alert]:
    cron_job = compact.cron_job
    success = watched.of("kube_cronjob_status_last_successful_time", cronjob=cron_job)
    created = watched.of("kube_cronjob_created", cronjob=cron_job)
    suspended = watched.of("kube_cronjob_spec_suspend", cronjob=cron_job)
    yield Alert(
        "PowerSyncCompactStale",
        "warning",
        0,
        f"time() - max({success} or {created}) > {compact.longest_gap_seconds + alerts.compact_grace_seconds}\n"
        f"and on () max({suspended}) == 0",
        "the bucket storage is not compacted",
        f"CronJob {cron_job} has not succeeded for {DURATION}.",
    )
    failed = watched.of_jobs("kube_job_failed", cron_job, condition="true")
    started = watched.of_jobs("kube_job_status_start_time", cron_job)
    yield Alert(
        "PowerSyncCompactFailed",
        "warning",
        0,
        f"(max by (job_name) ({started}) and on (job_name) ({failed} > 0))\n"
        f"> on () group_left () (max({success}) or vector(0))",
        "a compaction has failed",
        f"Job {JOB} of CronJob {cron_job} has failed, and none has succeeded since.",
    )
