"""Rules about PodDisruptionBudgets."""

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import KubeObject, Path, mapping, texts
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.replicas import Replicas, applied_workloads, is_controlled, replicas_of, share
from powersync_constructs.rules._lib.selectors import selects
from powersync_constructs.rules._lib.service_containers import SERVING
from powersync_constructs.rules._rule import rule

_MAX, _MIN = "maxUnavailable", "minAvailable"
_NAMES = ("app=", "app.kubernetes.io/name=", "k8s-app=", "name=")
"""Labels with the name of an application. A budget with another name can be for pods that an operator creates."""


class _Limit(NamedTuple):
    """The limit that a PodDisruptionBudget sets."""

    field: str
    value: object

    def evictable(self, pods: int) -> int | None:
        """Return how many of the pods can be evicted at once; None if the value is not valid."""
        found = share(self.value, pods, round_up=True)
        if found is None:
            return None
        return min(found, pods) if self.field == _MAX else max(pods - found, 0)

    @property
    def path(self) -> Path:
        return ("spec", self.field)

    def __str__(self) -> str:
        return f"{self.field} {self.value}"


class _Budget(NamedTuple):
    """A PodDisruptionBudget with one of the workloads of the service whose pods it selects."""

    object: KubeObject
    limit: _Limit
    workload: KubeObject
    serves: bool
    """Whether clients connect to the pods."""
    pods: int
    """The number of pods of the workload. With an autoscaler, its upper limit."""
    selected: Replicas
    """The number of all pods that the budget selects. They can be of several workloads."""


@rule(
    "PS404",
    "budget-allows-drain",
    "error",
    looks_at="PodDisruptionBudgets that select pods of the service",
    fix="Set `maxUnavailable` to 1 instead of `minAvailable`.",
)
def budget_allows_a_drain(objects: Objects) -> Iterator[Violation]:
    """A PodDisruptionBudget allows the eviction of at least one pod.

    Otherwise, `kubectl drain` and the upgrade of a node pool wait forever. This also happens if `minAvailable` is the
    number of replicas. If a budget selects several workloads, the sum of their replicas counts. Kubernetes rounds a
    percentage up. With an autoscaler, its minimum counts, because the number of pods is often at the minimum.
    """
    for each in {id(each.object): each for each in objects.once(_budgets)}.values():
        pods = each.selected.least
        if pods and each.limit.evictable(pods) == 0:
            shown = f"{pods} pods" if pods > 1 else "only pod"
            reason = f"blocks every node drain, because {each.limit} allows no eviction of the {shown} that it selects"
            yield Violation(each.object, reason, "set maxUnavailable to 1, without minAvailable", each.limit.path)


@rule(
    "PS405",
    "budget-limits-evictions",
    "warning",
    looks_at="PodDisruptionBudgets that select pods to which clients connect",
    fix="Set `maxUnavailable` to 1 instead of `minAvailable`.",
)
def budget_limits_evictions(objects: Objects) -> Iterator[Violation]:
    """A PodDisruptionBudget allows the eviction of at most half of the pods at once, rounded up.

    All clients of the evicted pods connect to the other pods at the same time. A pod accepts 200 connections for each
    transport by default, and rejects the others (`max_concurrent_connections`). `minAvailable: 1` allows the eviction
    of nine of ten pods. With an autoscaler, its maximum counts. If a budget selects several workloads, all evicted pods
    can belong to one of them.
    """
    for each in objects.once(_budgets):
        evictable = min(each.limit.evictable(each.selected.most) or 0, each.pods)
        if each.serves and evictable > math.ceil(each.pods / 2):
            pods = f"{evictable} of {each.pods} pods of {each.workload}"
            reason = f"allows the eviction of {pods} at once, with {each.limit}"
            yield Violation(each.object, reason, "set maxUnavailable to 1, without minAvailable", each.limit.path)


@rule(
    "PS406",
    "budget-selects-pods",
    "warning",
    looks_at="PodDisruptionBudgets, and the workloads that run the service in their namespace",
    fix="Use the labels of the pods in the selector.",
)
def budget_selects_pods(objects: Objects) -> Iterator[Violation]:
    """A PodDisruptionBudget for a workload of the service selects its pods.

    A budget that selects no pods protects nothing. A budget is for a workload if both have the same name. It is also
    for a workload if the pods lack only one of the labels in its selector, unless this label is the name of the
    application.
    """
    workloads = [container.object for container in applied_workloads(objects)]
    for budget in objects.of_kind("PodDisruptionBudget"):
        selector = mapping(budget.spec, "selector")
        wanted = texts(selector.get("matchLabels"))
        if not wanted or next(objects.selected_by(selector, budget), None) or _selects_custom_pods(budget, objects):
            continue
        near = [each for each in workloads if each.namespace == budget.namespace]
        meant = next((each for each in near if each.name == budget.name or _differs_in_one(wanted, each)), None)
        if meant is not None:
            other = next(iter(_missing(wanted, meant)), "its selector")
            reason = f"selects no pods, because the pods of {meant} do not match {other}"
            fix = f"use the labels of {meant} in the selector"
            yield Violation(budget, reason, fix, ("spec", "selector"))


@rule(
    "PS407",
    "one-budget",
    "error",
    looks_at="PodDisruptionBudgets that select pods of the service",
    fix="Remove one of the PodDisruptionBudgets, or narrow its selector.",
)
def pods_have_one_budget(objects: Objects) -> Iterator[Violation]:
    """A pod has at most one PodDisruptionBudget.

    With two, the API server answers every eviction with an error, so a node drain never ends (eviction.go of
    kube-apiserver).
    """
    first: dict[int, KubeObject] = {}
    for each in objects.once(_budgets):
        other = first.setdefault(id(each.workload), each.object)
        if other is not each.object:
            reason = f"selects pods of {each.workload}, which {other} also selects, so they cannot be evicted"
            yield Violation(each.object, reason, f"remove it or {other}", ("spec", "selector"))


def _budgets(objects: Objects) -> tuple[_Budget, ...]:
    return tuple(_found(objects))


def _found(objects: Objects) -> Iterator[_Budget]:
    for budget in objects.of_kind("PodDisruptionBudget"):
        limit = _limit(budget)
        selected = [each for each in objects.selected_by(mapping(budget.spec, "selector"), budget) if _counts(each)]
        replicas = [replicas_of(each, objects) for each in selected]
        known = [each for each in replicas if each is not None]
        if limit is None or len(known) < len(selected):
            continue
        all_pods = Replicas(sum(each.least for each in known), sum(each.most for each in known))
        for workload, pods in zip(selected, known, strict=True):
            if containers := [each for each in objects.services_in(workload) if not each.is_init]:
                serves = any(each.role in SERVING for each in containers)
                yield _Budget(budget, limit, workload, serves, pods.most, all_pods)


def _counts(workload: KubeObject) -> bool:
    """Whether the pods of a workload count for a budget all the time. A Job and a CronJob have pods only at times."""
    return workload.kind not in ("CronJob", "Job") and not is_controlled(workload)


def _limit(budget: KubeObject) -> _Limit | None:
    field = next((field for field in (_MAX, _MIN) if budget.spec.get(field) is not None), None)
    return _Limit(field, budget.spec[field]) if field else None


def _selects_custom_pods(budget: KubeObject, objects: Objects) -> bool:
    """Whether a budget selects the pods of a custom resource with a pod template, like the CloneSet of OpenKruise."""
    templates = (mapping(each.spec, "template") for each in objects.all if each.namespace == budget.namespace)
    labels = (texts(mapping(template, "metadata").get("labels")) for template in templates)
    return any(selects(mapping(budget.spec, "selector"), each) for each in labels)


def _differs_in_one(wanted: Mapping[str, str], workload: KubeObject) -> bool:
    missing = _missing(wanted, workload)
    return len(missing) == 1 < len(wanted) and not missing[0].startswith(_NAMES)


def _missing(wanted: Mapping[str, str], workload: KubeObject) -> list[str]:
    """Return the labels of a selector that the pods of a workload do not have."""
    return [f"{key}={value}" for key, value in wanted.items() if workload.pod_labels.get(key) != value]
