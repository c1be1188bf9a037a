"""Rules about the metrics, the limits and the speed of autoscalers."""

import math
from collections.abc import Iterator

from powersync_constructs.config.core._suggestions import similar_name
from powersync_constructs.config.service import _metrics
from powersync_constructs.config.workloads._scaling import TOLERANCE_PERCENT, fills_before_scaling
from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.connection_limits import connection_limit
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, mapping, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.replicas import Replicas, replicas_of
from powersync_constructs.rules._lib.served import served_by
from powersync_constructs.rules._lib.service_containers import REPLICATING, SERVING
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.autoscaling._autoscalers import (
    RESOURCES,
    Autoscaler,
    Metric,
    autoscalers,
    metrics_of,
    utilizations_of,
    without_request,
)

_LOOKS_AT = "HorizontalPodAutoscalers and ScaledObjects of API pods"
_CONNECTIONS = _metrics.CONNECTIONS.name
_REPORTED_BY = {metric.name: metric.reported_by for metric in _metrics.METRICS}
_DISABLED = "Disabled"
_IDLE = "idleReplicaCount"
"""The number of pods that KEDA keeps while no trigger is active. It can be lower than the minimum."""


@rule(
    "PS802",
    "target-below-limit",
    "error",
    looks_at=f"{_LOOKS_AT}, with service.yaml",
    fix="Lower the target, or raise `api.parameters.max_concurrent_connections`.",
    scope="app",
)
def target_is_below_the_limit(objects: Objects) -> Iterator[Violation]:
    """An autoscaler adds pods before the existing pods are full.

    A pod refuses new streams with 429 at `max_concurrent_connections`, which is 200 by default. Kubernetes adds pods
    only when the metric exceeds the target by more than 10 %. PowerSync's own guide for ECS uses a target of 80.
    """
    for each in autoscalers(objects):
        limit = connection_limit(each.container, objects)
        for metric in metrics_of(each.object):
            target = metric.per_pod if _CONNECTIONS in metric.names else None
            if target is not None and limit is not None and fills_before_scaling(float(target), limit):
                reason = f"has a target of {target:f} connections, but a pod is full at {limit}"
                fix = f"set the target to less than {limit * 100 // (100 + TOLERANCE_PERCENT)}"
                yield Violation(each.object, reason, fix, metric.path)


@rule(
    "PS803",
    "metric-exists",
    "error",
    "warning",
    looks_at=f"{_LOOKS_AT}, with service.yaml",
    fix="Use the metric `powersync_concurrent_connections`, and set `telemetry.prometheus_port`.",
    scope="app",
)
def metric_is_exported(objects: Objects) -> Iterator[Violation]:
    """The pods that an autoscaler scales export its metric.

    If the metric is missing, the autoscaler never adds pods because of it, and never removes pods. API pods export
    `powersync_concurrent_connections` if service.yaml sets `telemetry.prometheus_port`. If the service does not export
    a series, the finding is only a warning, because a recording rule of Prometheus may create the series.
    """
    recorded = objects.once(_recorded)
    for each in autoscalers(objects):
        served = served_by(each.container, objects)
        for metric in metrics_of(each.object):
            if served is not None and served.metrics_port is None:
                reason = "needs a metric of the service, but service.yaml does not set telemetry.prometheus_port"
                yield Violation(each.object, reason, "set telemetry.prometheus_port in service.yaml", metric.path)
            for name in (name for name in metric.names if name not in recorded):
                yield from _unexported(each, metric, name)


@rule(
    "PS804",
    "utilization-has-requests",
    "warning",
    looks_at=f"{_LOOKS_AT}, with the containers of their pods",
    fix="Set the request of the resource in each container of the pod.",
    scope="app",
)
def utilization_has_requests(objects: Objects) -> Iterator[Violation]:
    """If an autoscaler has a target in percent of CPU or memory, each container of the pod has a request for it.

    The target is a percentage of the requests. If one container has no request, the autoscaler takes no action for the
    metric.
    """
    for each in autoscalers(objects):
        for target in utilizations_of(each.object):
            missing = [*without_request(each.container.object.pod, target)]
            if missing:
                reason = f"scales on the utilization of {target.resource}, but container '{missing[0]}' has no request"
                yield Violation(
                    each.object, reason, f"set resources.requests.{target.resource} in this container", target.path
                )


@rule(
    "PS805",
    "only-api-pods-scale",
    "warning",
    looks_at="HorizontalPodAutoscalers and ScaledObjects of replicators and unified pods",
    fix="Remove the autoscaler, or run the API in separate pods.",
    scope="app",
)
def only_api_pods_scale(objects: Objects) -> Iterator[Violation]:
    """Only API pods have an autoscaler.

    One process replicates, and all others wait for its lock (PSYNC_S1003). More replicators, or more unified pods, do
    not replicate faster.
    """
    for each in autoscalers(objects):
        if each.container.role in REPLICATING:
            pods = "replicators" if each.container.role == "replication" else "unified pods"
            reason = f"scales {pods}, but only one of them replicates"
            yield Violation(
                each.object, reason, "remove it, and set the number of replicas", ("spec", "scaleTargetRef")
            )


@rule(
    "PS806",
    "room-to-scale",
    "warning",
    looks_at=_LOOKS_AT,
    fix="Raise the maximum number of pods.",
    scope="app",
)
def autoscaler_has_room(objects: Objects) -> Iterator[Violation]:
    """The maximum number of pods of an autoscaler is higher than the minimum.

    Otherwise, the number of pods never changes, and full pods refuse clients with 429.
    """
    for each, replicas in _of_serving_pods(objects):
        if replicas.most <= replicas.least:
            reason = f"has a maximum of {replicas.most} pods and a minimum of {replicas.least}, so it never scales"
            yield Violation(each.object, reason, "raise the maximum", ("spec",))


@rule(
    "PS807",
    "never-without-pods",
    "error",
    "note",
    looks_at=_LOOKS_AT,
    fix="Set the minimum number of pods to 2 or more.",
    scope="app",
)
def autoscaler_keeps_pods(objects: Objects) -> Iterator[Violation]:
    """An autoscaler keeps at least two API pods.

    KEDA scales to zero by default, or with `idleReplicaCount: 0`. Without pods, clients cannot connect, and nothing
    exports the metric that would start a pod. With one pod, each rollout and each failure of a node disconnects all
    clients. The finding is then a note.
    """
    for each, replicas in _of_serving_pods(objects):
        least = _fewest_pods(each.object, replicas)
        if least > 1:
            continue
        field = "minReplicas" if each.object.kind == "HorizontalPodAutoscaler" else "minReplicaCount"
        is_idle = replicas.least > least
        severity: Severity = "note" if least else "error"
        reason = "can scale down to one pod" if least else "can scale down to zero pods, so clients cannot connect"
        fix = f"remove {_IDLE}" if is_idle else f"set {field} to 2 or more"
        yield Violation(each.object, reason, fix, ("spec",), severity)


@rule(
    "PS808",
    "scale-down-slowly",
    "warning",
    looks_at=_LOOKS_AT,
    fix="Set `behavior.scaleDown.policies`, for example to one pod per 300 s.",
    scope="app",
)
def autoscaler_removes_few_pods_at_once(objects: Objects) -> Iterator[Violation]:
    """An autoscaler does not remove all additional pods at once.

    Each removed pod disconnects its clients, which connect again within seconds. By default, Kubernetes may remove all
    pods above the minimum within 15 s. The remaining pods then get all clients in one burst, and refuse those above
    their limit with 429. The default of this library is one pod per 300 s.
    """
    for each, replicas in _of_serving_pods(objects):
        behavior, path = each.behavior
        surplus = replicas.most - replicas.least
        if surplus > 1 and _removed_at_once(mapping(behavior, "scaleDown"), replicas.most) >= surplus:
            reason = f"can remove {surplus} pods at once, and their clients then all connect to the remaining pods"
            fix = "set behavior.scaleDown.policies to one pod per 300 s"
            yield Violation(each.object, reason, fix, path if behavior else ("spec",))


@rule(
    "PS809",
    "missing-metric-is-not-zero",
    "warning",
    looks_at="ScaledObjects of API pods with a trigger for Prometheus",
    fix='Set `ignoreNullValues: "false"` in the trigger, and a `fallback`.',
    scope="app",
)
def missing_metric_is_not_zero(objects: Objects) -> Iterator[Violation]:
    """KEDA does not read a missing metric as zero.

    By default, a query without a result counts as zero. If Prometheus loses its targets, KEDA then removes pods while
    clients are connected. With `ignoreNullValues: "false"`, the trigger fails, and `fallback` sets the number of pods.
    """
    for each in autoscalers(objects):
        for metric in metrics_of(each.object):
            ignores = mapping(metric.trigger, "metadata").get("ignoreNullValues", "true")
            if metric.trigger and str(ignores).lower() != "false":
                reason = "counts a query without a result as zero, so it removes pods if Prometheus has no data"
                yield Violation(each.object, reason, 'set ignoreNullValues: "false"', metric.path)


def _of_serving_pods(objects: Objects) -> Iterator[tuple[Autoscaler, Replicas]]:
    """Yield the autoscalers of pods that clients connect to, with their limits."""
    for each in autoscalers(objects):
        replicas = replicas_of(each.container.object, objects)
        if each.container.role in SERVING and replicas is not None and replicas.autoscaler is each.object:
            yield each, replicas


def _fewest_pods(autoscaler: KubeObject, replicas: Replicas) -> int:
    """Return the lowest number of pods. KEDA removes all pods only with a trigger other than CPU and memory."""
    triggers = {text(trigger.get("type")) for trigger in mappings(autoscaler.spec, "triggers")}
    if triggers and triggers <= RESOURCES:
        return max(replicas.least, 1)
    return 0 if autoscaler.spec.get(_IDLE) == 0 else replicas.least


def _unexported(each: Autoscaler, metric: Metric, name: str) -> Iterator[Violation]:
    """Yield the violation for a series that the scaled pods do not export."""
    reported_by = _REPORTED_BY.get(name)
    if reported_by is None:
        similar = similar_name(name, _REPORTED_BY)
        fix = f"use {similar}" if similar else f"use {_CONNECTIONS}"
        reason = f"needs the metric {name}, which the service does not export"
        yield Violation(each.object, reason, fix, metric.path, "warning")
    elif reported_by == "replicator" and each.container.role == "api":
        reason = f"needs the metric {name}, which only replicators export"
        yield Violation(each.object, reason, f"use {_CONNECTIONS}", metric.path)


def _recorded(objects: Objects) -> frozenset[str]:
    """Return the series that the recording rules in the manifests create."""
    return frozenset(
        text(entry.get("record"))
        for each in objects.of_kind("PrometheusRule")
        for group in mappings(each.spec, "groups")
        for entry in mappings(group, "rules")
    )


def _removed_at_once(scale_down: Manifest, most: int) -> int:
    """Return how many pods one period of the policies may remove."""
    select = mapping(scale_down).get("selectPolicy")
    if select == _DISABLED:
        return 0
    allowed = [_allowed(text(each.get("type")), each.get("value"), most) for each in mappings(scale_down, "policies")]
    return (min if select == "Min" else max)(allowed, default=most)


def _allowed(kind: str, value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return value if kind == "Pods" else math.ceil(most * min(value, 100) / 100)
