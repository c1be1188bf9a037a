"""The facts about an instance that its alerts and its dashboard use."""

from dataclasses import dataclass

from powersync_constructs.constructs._monitoring.promql import InstanceSeries


@dataclass(frozen=True)
class Compaction:
    """The CronJob that compacts the bucket storage."""

    cron_job: str
    longest_gap_seconds: int
    """The longest time between two scheduled runs, in seconds."""


@dataclass(frozen=True)
class MonitoredInstance:
    """The names of the objects of one instance, and its configured limits."""

    namespace: str
    instance: str
    api: str
    """The Deployment that serves clients."""
    connections_limit: int
    """Maximum number of streams of one API pod."""
    connections_target: int | None = None
    """Streams per pod that the autoscaler targets. None without an autoscaler, or if it scales on CPU alone."""
    autoscaler: str | None = None
    """The HorizontalPodAutoscaler of the API pods. None if the number of pods is fixed."""
    replication: str | None = None
    """The Deployment that replicates; the Deployment of `api` in a unified instance. None if no pod replicates."""
    has_standby: bool = False
    """Whether a second replicator runs as a standby."""
    is_postgres: bool = False
    """Whether the source database is Postgres.

    If so, one replicator can hold the lock while another replicator holds the replication slot.
    """
    liveness_seconds: int = 20
    """Seconds between two liveness probes of a replicator. Used only with a standby."""
    has_object_storage: bool = False
    """Whether the bucket storage can keep data in object storage. True if this is unknown."""
    compact: Compaction | None = None
    migrate_job: str | None = None

    @property
    def full_name(self) -> str:
        """The name that is unique in the cluster: `<namespace>/<instance>`."""
        return f"{self.namespace}/{self.instance}"

    @property
    def series(self) -> InstanceSeries:
        """The selectors of the series of this instance."""
        return InstanceSeries(self.namespace, self.api, self.replication)
