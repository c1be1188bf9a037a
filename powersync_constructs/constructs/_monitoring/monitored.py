"""What alerts and dashboard know of the instance that they are made for."""

from dataclasses import dataclass

from powersync_constructs.constructs._monitoring.promql import InstanceSeries


@dataclass(frozen=True)
class Compaction:
    """The CronJob that compacts."""

    cron_job: str
    longest_gap_seconds: int
    """Seconds between two runs, where they are farthest apart."""


@dataclass(frozen=True)
class MonitoredInstance:
    """One instance: the names of its objects, and the limits that it was given."""

    namespace: str
    instance: str
    api: str
    """The Deployment that serves clients."""
    connections_limit: int
    """Streams that one of its pods takes."""
    connections_target: int | None = None
    """Streams per pod that the autoscaler aims at, where there is one."""
    autoscaler: str | None = None
    """The HorizontalPodAutoscaler of the API pods, where it may choose how many there are."""
    replication: str | None = None
    """The Deployment that replicates: with a unified pod, the one that serves."""
    has_standby: bool = False
    """Whether a second replicator stands by."""
    is_postgres: bool = False
    """Whether the source database is Postgres, whose slot can stay with a replicator that has lost the lock."""
    liveness_seconds: int = 20
    """Seconds between two liveness probes of a replicator that has a standby."""
    compact: Compaction | None = None
    migrate_job: str | None = None

    @property
    def full_name(self) -> str:
        """The name that no other instance of the cluster has: `<namespace>/<instance>`."""
        return f"{self.namespace}/{self.instance}"

    @property
    def series(self) -> InstanceSeries:
        """The selectors of its series."""
        return InstanceSeries(self.namespace, self.api, self.replication)
