"""`CompactCron`: the scheduled compaction of the bucket storage."""

from constructs import Construct

from powersync_constructs.config.core._cron import longest_gap
from powersync_constructs.config.workloads.compact import CompactProps
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.props import check_props
from powersync_constructs.constructs._pods.job import DO_NOT_EVICT, IGNORE_DISRUPTIONS
from powersync_constructs.constructs._pods.workload import Workload
from powersync_constructs.constructs.configuration import PowerSyncConfiguration
from powersync_constructs.constructs.migrate import MigrateHook, migration_before


class CompactCron(Workload):
    """A CronJob that runs `compact`, and its ServiceAccount.

    Only one compaction runs at a time, because the service has no lock for it. Failed pods are kept, so that you can
    read their logs (`restartPolicy: Never`).

    If `migrate` is given, the pods start only after that migration. With `gate=False` in the props of
    `migrate`, the pods do not wait.

    Raises ConfigError if the service version of the image does not support a field, or if the image is newer than the
    image of the migration.
    """

    cron_job: k8s.KubeCronJob
    """The CronJob that compacts the bucket storage."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        props: CompactProps,
        *,
        configuration: PowerSyncConfiguration,
        migrate: MigrateHook | None = None,
    ) -> None:
        check_props(props, CompactProps)
        migration = migration_before(props, configuration, migrate)
        super().__init__(scope, id, props, configuration=configuration, component="compact", migration=migration)
        self._props = props
        self.cron_job = self._add_cron_job()

    @property
    def longest_gap_seconds(self) -> int:
        """The longest time between two scheduled runs, in seconds."""
        return longest_gap(self._props.schedule)

    def _add_cron_job(self) -> k8s.KubeCronJob:
        props, identity = self._props, self._pod.identity
        template = k8s.JobTemplateSpec(metadata=identity.job_meta(), spec=self._job())
        spec = k8s.CronJobSpec(
            schedule=props.schedule,
            time_zone=props.time_zone,
            suspend=props.suspend or None,
            concurrency_policy="Forbid",
            starting_deadline_seconds=props.starting_deadline_seconds,
            successful_jobs_history_limit=props.successful_history,
            failed_jobs_history_limit=props.failed_history,
            job_template=template,
        )
        return k8s.KubeCronJob(self, "Default", metadata=identity.object_meta(), spec=spec)

    def _job(self) -> k8s.JobSpec:
        template = self._pod.template(
            [self._pod.container(self._args())], restart_policy="Never", annotations=DO_NOT_EVICT
        )
        return k8s.JobSpec(
            backoff_limit=self._props.backoff_limit,
            active_deadline_seconds=self._props.active_deadline_seconds,
            pod_failure_policy=IGNORE_DISRUPTIONS,
            template=template,
        )

    def _args(self) -> list[str]:
        props = self._props
        return [
            "compact",
            *([f"--buckets={','.join(props.buckets)}"] if props.buckets else []),
            *([] if props.parameter_indexes else ["--no-parameter-indexes"]),
            *(["--incremental-only"] if props.incremental_only else []),
        ]
