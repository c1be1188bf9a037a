"""The series that alerts and dashboards ask for, and the selectors that take those of one instance alone.

The service's own series: `packages/types/src/metrics.ts` of powersync-service; they have no labels but those of the
scrape. `kube_…`: kube-state-metrics 2.6. `prober_…`: the kubelet's `/metrics/probes`.
"""

import re
from dataclasses import dataclass
from inspect import cleandoc

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

POD_SUFFIX = "[bcdfghjklmnpqrstvwxz2456789-]+"
"""What Kubernetes adds to a Deployment's name (apimachinery, util/rand): no vowels, so that no part of an instance's
name can be one."""

_CLAUSE = re.compile(r"\{([a-z_]+)\}")


def promql(template: str, **clauses: str) -> str:
    """Write an expression: each `{name}` in the template, and in the clauses, stands for the clause of that name."""

    def clause(match: re.Match[str]) -> str:
        return promql(clauses[match[1]], **clauses)

    return _CLAUSE.sub(clause, cleandoc(template))


def pods_of(deployment: str) -> str:
    """The regular expression of a Deployment's pods, and of no other instance's.

    A pod is `<deployment>-<template>-<pod>`; a long name is cut at 58 letters before the pod's own five, and then has
    one dash less. Names of instances go on with `-api`, `-replication` and the like, which have vowels: instance `a`
    does not take the pods of instance `a-api` for its own. Only somebody else's Deployment is taken for ours when it is
    called like ours with nothing but such letters behind, as `<deployment>-v2` is.
    """
    return f"{deployment}-{POD_SUFFIX}"


def jobs_of(cron_job: str) -> str:
    """The regular expression of a CronJob's Jobs, which are named by the minute of their schedule."""
    return f"{cron_job}-[0-9]+"


def of_pods(series: str, namespace: str, *deployments: str, **labels: str) -> str:
    """A series of the pods of some Deployments."""
    return _selector(series, {"namespace": namespace, **labels}, pod="|".join(map(pods_of, deployments)))


def _selector(series: str, equal: dict[str, str], **matching: str) -> str:
    matchers = [f'{label}="{value}"' for label, value in equal.items()]
    matchers += [f'{label}=~"{expression}"' for label, expression in matching.items()]
    return f"{series}{{{','.join(matchers)}}}"


@dataclass(frozen=True)
class InstanceSeries:
    """Selects the series of one instance, by its namespace and the names of its Deployments.

    The names are regular expressions, and may have variables of a dashboard in them.
    """

    namespace: str
    api: str
    """The Deployment that serves clients."""
    replication: str | None
    """The Deployment that replicates, if there is one; in a unified instance it is that which serves."""

    def of_api(self, series: str, **labels: str) -> str:
        """A series of the pods that serve."""
        return of_pods(series, self.namespace, self.api, **labels)

    def of_replication(self, series: str, **labels: str) -> str:
        """A series of the pods that replicate, where there are any."""
        assert self.replication is not None
        return of_pods(series, self.namespace, self.replication, **labels)

    def of_all_pods(self, series: str, **labels: str) -> str:
        """A series of the pods of all Deployments."""
        return of_pods(series, self.namespace, *self._deployments, **labels)

    def of_deployments(self, series: str, names: str | None = None, **labels: str) -> str:
        """A series of the Deployments whose names match, or of all of the instance."""
        return self._selector(series, labels, deployment=names or "|".join(self._deployments))

    def of_jobs(self, series: str, names: str, **labels: str) -> str:
        """A series of the Jobs whose names match a regular expression."""
        return self._selector(series, labels, job_name=names)

    def of(self, series: str, **labels: str) -> str:
        """A series of one object, which the labels name."""
        return self._selector(series, labels)

    def last_compaction(self, cron_job: str) -> str:
        """When a compaction succeeded, or else when its CronJob was made, in seconds since 1970."""
        return promql(
            "max({success} or {created})",
            success=self._last_success(cron_job),
            created=self.of("kube_cronjob_created", cronjob=cron_job),
        )

    def failed_compactions(self, cron_job: str) -> str:
        """The Jobs, by `job_name`, that have failed since a compaction succeeded, each with when it started."""
        return promql(
            """
            (max by (job_name) ({started}) and on (job_name) ({failed} > 0))
            > on () group_left () (max({success}) or vector(0))
            """,
            started=self.of_jobs("kube_job_status_start_time", jobs_of(cron_job)),
            failed=self.of_jobs("kube_job_failed", jobs_of(cron_job), condition="true"),
            success=self._last_success(cron_job),
        )

    @property
    def _deployments(self) -> list[str]:
        """All Deployments, each once."""
        return list(dict.fromkeys(name for name in (self.api, self.replication) if name))

    def _last_success(self, cron_job: str) -> str:
        return self.of("kube_cronjob_status_last_successful_time", cronjob=cron_job)

    def _selector(self, series: str, labels: dict[str, str], **matching: str) -> str:
        return _selector(series, {"namespace": self.namespace, **labels}, **matching)
