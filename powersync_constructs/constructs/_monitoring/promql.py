"""Names of time series, and the selectors that take those of one instance alone. Plain text, for alerts and dashboard.

The service's own series: `packages/types/src/metrics.ts` of powersync-service; they have no labels but those of the
scrape. `kube_…`: kube-state-metrics 2.6. `prober_…`: the kubelet's `/metrics/probes`.
"""

from dataclasses import dataclass

LAG = "powersync_replication_lag_seconds"
"""Gauge of the replicator that leads: whole seconds; no series on a standby, nor before the first commit."""
ROWS = "powersync_rows_replicated_total"
"""Counter of every replicator, a standby's too (0)."""
CHUNKS = "powersync_chunks_replicated_total"
"""Counter of every replicator: with Postgres, what arrives by the replication slot, heartbeats included."""
SIZES = (
    "powersync_replication_storage_size_bytes",
    "powersync_operation_storage_size_bytes",
    "powersync_parameter_storage_size_bytes",
)
"""Gauges of the one bucket storage, which every replicator reports: `max`, never `sum`."""

_POD_LETTERS = "bcdfghjklmnpqrstvwxz2456789"
"""What Kubernetes makes names of (apimachinery, util/rand): no vowels, so that no part of an instance can be one."""


def pods_of(deployment: str) -> str:
    """The regular expression of a Deployment's pods, and of no other instance's.

    A pod is `<deployment>-<template>-<pod>`; a long name is cut at 58 letters before the pod's own five, and then has
    one dash less. Names of instances go on with `-api`, `-replication` and the like, which have vowels: instance `a`
    does not take the pods of instance `a-api` for its own. Only somebody else's Deployment is taken for ours when it is
    called like ours with nothing but such letters behind, as `<deployment>-v2` is.
    """
    return f"{deployment}-[{_POD_LETTERS}-]+"


def jobs_of(cron_job: str) -> str:
    """The regular expression of a CronJob's Jobs, which are named by the minute of their schedule."""
    return f"{cron_job}-[0-9]+"


def of_pods(series: str, namespace: str, *deployments: str, **labels: str) -> str:
    """A series of the pods of some Deployments."""
    pods = "|".join(pods_of(deployment) for deployment in deployments)
    return _selected(series, f'pod=~"{pods}"', {"namespace": namespace} | labels)


def _selected(series: str, some: str, labels: dict[str, str]) -> str:
    equal = [f'{label}="{value}"' for label, value in labels.items()]
    return f"{series}{{{','.join([*equal, *([some] if some else [])])}}}"


@dataclass(frozen=True)
class Compaction:
    """The CronJob that compacts."""

    cron_job: str
    longest_gap_seconds: int
    """Seconds between two runs, where they are farthest apart."""


@dataclass(frozen=True)
class MonitoredInstance:
    """One instance as its time series show it: names of its objects, and what it was told to keep to."""

    namespace: str
    instance: str
    api: str
    """The Deployment that serves clients."""
    connections_limit: int
    """Streams that one of its pods takes."""
    connections_target: int | None = None
    """Streams a pod that the autoscaler aims at, where there is one."""
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
    def deployments(self) -> list[str]:
        """The Deployments, each once."""
        return list(dict.fromkeys(name for name in (self.api, self.replication) if name))

    def of_api(self, series: str, **labels: str) -> str:
        """A series of the pods that serve."""
        return self._of_pods(series, [self.api], labels)

    def of_replication(self, series: str, **labels: str) -> str:
        """A series of the pods that replicate. Call it only where there are any."""
        assert self.replication is not None
        return self._of_pods(series, [self.replication], labels)

    def of_all_pods(self, series: str, **labels: str) -> str:
        """A series of all pods that stay."""
        return self._of_pods(series, self.deployments, labels)

    def of(self, series: str, **labels: str) -> str:
        """A series of one object, which the labels name."""
        return self._selected(series, "", labels)

    def of_deployments(self, series: str, **labels: str) -> str:
        """A series of the Deployments."""
        return self._selected(series, f'deployment=~"{"|".join(self.deployments)}"', labels)

    def of_jobs(self, series: str, cron_job: str, **labels: str) -> str:
        """A series of the Jobs of a CronJob."""
        return self._selected(series, f'job_name=~"{jobs_of(cron_job)}"', labels)

    def last_compaction(self, cron_job: str) -> str:
        """When a compaction succeeded, or else when its CronJob was made, in seconds since 1970."""
        return f"max({self._last_success(cron_job)} or {self.of('kube_cronjob_created', cronjob=cron_job)})"

    def failed_compactions(self, cron_job: str) -> str:
        """The Jobs, by `job_name`, that have failed since a compaction succeeded, each with when it started."""
        failed = self.of_jobs("kube_job_failed", cron_job, condition="true")
        started = self.of_jobs("kube_job_status_start_time", cron_job)
        return (
            f"(max by (job_name) ({started}) and on (job_name) ({failed} > 0))\n"
            f"> on () group_left () (max({self._last_success(cron_job)}) or vector(0))"
        )

    def failed_migration(self, job: str) -> str:
        """One number where the Job has failed."""
        return f"max({self.of('kube_job_failed', job_name=job, condition='true')}) > 0"

    def _last_success(self, cron_job: str) -> str:
        return self.of("kube_cronjob_status_last_successful_time", cronjob=cron_job)

    def _of_pods(self, series: str, deployments: list[str], labels: dict[str, str]) -> str:
        return of_pods(series, self.namespace, *deployments, **labels)

    def _selected(self, series: str, some: str, labels: dict[str, str]) -> str:
        return _selected(series, some, {"namespace": self.namespace} | labels)
