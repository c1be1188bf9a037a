"""The series that alerts and dashboards query, and the selectors that match the series of one instance only.

`powersync_…` comes from the service (`config/service/_metrics.py`). A newer release can add labels to a series, so
aggregate each series by the labels that the expression needs. `kube_…` comes from kube-state-metrics 2.6 or newer,
`prober_…` from the kubelet's `/metrics/probes`.
"""

import re
from dataclasses import dataclass
from inspect import cleandoc

from powersync_constructs.config.service import _metrics

LAG, ROWS, CHUNKS = _metrics.LAG.name, _metrics.ROWS.name, _metrics.CHUNKS.name
SIZES = tuple(each.name for each in _metrics.SIZES)
OBJECTS = _metrics.OBJECTS.name

POD_SUFFIX = "[bcdfghjklmnpqrstvwxz2456789-]+"
"""A regular expression for the suffix that Kubernetes appends to the name of a Deployment to name a pod (apimachinery,
util/rand). It contains no vowels, so it never matches a suffix such as `-api`."""

_CLAUSE = re.compile(r"\{([a-z_]+)\}")


def promql(template: str, **clauses: str) -> str:
    """Return an expression in which each `{name}` is replaced by the clause of that name, also within clauses."""

    def clause(match: re.Match[str]) -> str:
        return promql(clauses[match[1]], **clauses)

    return _CLAUSE.sub(clause, cleandoc(template))


def pod_name_pattern(deployment: str) -> str:
    """Return a regular expression that matches the pods of a Deployment, and no pods of other instances.

    A pod is named `<deployment>-<template>-<pod>`. Kubernetes truncates a long name to 58 characters before it appends
    the five characters of the pod, so one dash can be missing. The suffixes of this library's Deployments, such as
    `-api` and `-replication`, contain vowels, so the pattern of instance `a` does not match the pods of instance
    `a-api`. The pattern does match the pods of a user's Deployment if its name is `<deployment>` with a suffix without
    vowels, such as `<deployment>-v2`.
    """
    return f"{deployment}-{POD_SUFFIX}"


def job_name_pattern(cron_job: str) -> str:
    """Return a regular expression for the Jobs of a CronJob.

    Their names end in the scheduled time, in minutes since the Unix epoch.
    """
    return f"{cron_job}-[0-9]+"


def of_pods(series: str, namespace: str, *deployments: str, **labels: str) -> str:
    """Select a series of the pods of the given Deployments."""
    return _selector(series, {"namespace": namespace, **labels}, pod="|".join(map(pod_name_pattern, deployments)))


def _selector(series: str, equal: dict[str, str], **matching: str) -> str:
    matchers = [f'{label}="{value}"' for label, value in equal.items()]
    matchers += [f'{label}=~"{expression}"' for label, expression in matching.items()]
    return f"{series}{{{','.join(matchers)}}}"


@dataclass(frozen=True)
class InstanceSeries:
    """Selectors for the series of one instance, by its namespace and the names of its Deployments.

    The names are regular expressions and may contain dashboard variables.
    """

    namespace: str
    api: str
    """The Deployment that serves clients."""
    replication: str | None
    """The Deployment that replicates; the Deployment of `api` in a unified instance. None if no pod replicates."""

    def of_api(self, series: str, **labels: str) -> str:
        """Select a series of the pods that serve clients."""
        return of_pods(series, self.namespace, self.api, **labels)

    def of_failed_connections(self) -> str:
        """Select the counters of the sync connections that failed or were refused."""
        outcomes = "|".join(_metrics.FAILED_OUTCOMES)
        return self._selector(_metrics.ENDED.name, {}, pod=pod_name_pattern(self.api), outcome=outcomes)

    def of_replication(self, series: str, **labels: str) -> str:
        """Select a series of the replicators. The instance must have replicators."""
        assert self.replication is not None
        return of_pods(series, self.namespace, self.replication, **labels)

    def of_all_pods(self, series: str, **labels: str) -> str:
        """Select a series of the pods of all Deployments."""
        return of_pods(series, self.namespace, *self._deployments, **labels)

    def of_deployments(self, series: str, names: str | None = None, **labels: str) -> str:
        """Select a series of the Deployments whose names match. Default: all Deployments of the instance."""
        return self._selector(series, labels, deployment=names or "|".join(self._deployments))

    def of_jobs(self, series: str, names: str, **labels: str) -> str:
        """Select a series of the Jobs whose names match a regular expression."""
        return self._selector(series, labels, job_name=names)

    def of(self, series: str, **labels: str) -> str:
        """Select a series of one object, which the labels identify."""
        return self._selector(series, labels)

    def last_compaction(self, cron_job: str) -> str:
        """Return an expression for the Unix time of the last success, or of the CronJob's creation if there is none."""
        return promql(
            "max({success} or {created})",
            success=self._last_success(cron_job),
            created=self.of("kube_cronjob_created", cronjob=cron_job),
        )

    def failed_compactions(self, cron_job: str) -> str:
        """Return an expression for the start time of each Job that failed after the last successful compaction."""
        return promql(
            """
            (max by (job_name) ({started}) and on (job_name) ({failed} > 0))
            > on () group_left () (max({success}) or vector(0))
            """,
            started=self.of_jobs("kube_job_status_start_time", job_name_pattern(cron_job)),
            failed=self.of_jobs("kube_job_failed", job_name_pattern(cron_job), condition="true"),
            success=self._last_success(cron_job),
        )

    @property
    def _deployments(self) -> list[str]:
        """The names of all Deployments, without duplicates."""
        return list(dict.fromkeys(name for name in (self.api, self.replication) if name))

    def _last_success(self, cron_job: str) -> str:
        return self.of("kube_cronjob_status_last_successful_time", cronjob=cron_job)

    def _selector(self, series: str, labels: dict[str, str], **matching: str) -> str:
        return _selector(series, {"namespace": self.namespace, **labels}, **matching)
