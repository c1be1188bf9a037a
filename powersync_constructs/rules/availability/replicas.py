"""Rules about the replicas of a workload: who sets their number, where they run, and how a rollout replaces them."""

import json
from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import LAST_APPLIED, KubeObject, Path, mapping, mappings
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.replicas import SCALED, applied_workloads, autoscaler_of, replicas_of, share
from powersync_constructs.rules._lib.service_containers import SERVING, Role
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.availability._placement import is_spread, one_node

_SEVERAL: tuple[Role, ...] = ("api", "replication")
"""The roles of which an instance has several pods. Unified pods are for development."""


@rule(
    "PS411",
    "replicas-or-autoscaler",
    "warning",
    looks_at="workloads of the service, and the HorizontalPodAutoscalers and ScaledObjects that scale them",
    fix="Remove `replicas` from the workload.",
)
def autoscaler_owns_the_replicas(objects: Objects) -> Iterator[Violation]:
    """A workload with an autoscaler does not set `replicas`.

    Otherwise, each apply resets the number of pods until the autoscaler changes it again. The removed pods disconnect
    their clients. In an object from a cluster, `replicas` is always set. For such an object, the rule looks at what was
    applied: the annotation of `kubectl apply`, or the managed fields of a server-side apply.

    After you have removed the field, the next `kubectl apply` sets the number to 1 once. To prevent this, remove the
    field with `kubectl apply edit-last-applied` first (Kubernetes documentation, HorizontalPodAutoscaler).
    """
    for container in applied_workloads(objects):
        autoscaler = autoscaler_of(container.object, objects)
        if autoscaler and container.object.kind in SCALED and _applies_replicas(container.object):
            reason = f"sets replicas, which {autoscaler} changes, so each apply undoes the scaling"
            yield Violation(container.object, reason, f"remove replicas, or {autoscaler}", ("spec", "replicas"))


def _applies_replicas(workload: KubeObject) -> bool:
    if workload.spec.get("replicas") is None:
        return False
    if not workload.is_from_cluster:
        return True
    return _in_last_applied(workload) or any(
        field.get("operation") == "Apply" and "f:replicas" in mapping(field, "fieldsV1", "f:spec")
        for field in mappings(workload.metadata, "managedFields")
    )


def _in_last_applied(workload: KubeObject) -> bool:
    try:
        applied = json.loads(workload.annotations.get(LAST_APPLIED, "null"))
    except (ValueError, RecursionError):
        return False
    return mapping(applied, "spec").get("replicas") is not None


@rule(
    "PS412",
    "spread-over-nodes",
    "warning",
    looks_at="workloads with two or more API pods or replicators",
    fix="Add `topologySpreadConstraints` for the host name and the zone, with `whenUnsatisfiable: ScheduleAnyway`.",
)
def pods_are_spread_over_nodes(objects: Objects) -> Iterator[Violation]:
    """The pods of a workload are spread across nodes.

    If all API pods are on one node, the failure of this node disconnects all clients. If the leader and the standby are
    on one node, replication stops until Kubernetes has moved a pod to another node. The default constraints of the
    scheduler do not prevent this: with `maxSkew: 3` for the host name, two pods on one node satisfy them. A constraint
    or an anti-affinity counts only if it selects the pods of the workload.
    """
    for container in applied_workloads(objects, *_SEVERAL):
        workload = container.object
        replicas = replicas_of(workload, objects)
        if replicas is None or replicas.most < 2:
            continue
        if pinned := one_node(workload):
            reason = f"runs all its pods on one node, because of {pinned.what}"
            yield Violation(workload, reason, f"remove {pinned.what}", pinned.path)
        elif not is_spread(workload):
            what = f"up to {replicas.most}" if replicas.most > replicas.least else str(replicas.most)
            reason = f"has {what} pods, but neither a topology spread constraint nor an anti-affinity that selects them"
            fix = "add a topologySpreadConstraint with the topologyKey kubernetes.io/hostname"
            yield Violation(workload, reason, fix, workload.pod_path)


@rule(
    "PS413",
    "rollout-keeps-pods",
    "warning",
    looks_at="Deployments with two or more API pods, unified pods or replicators",
    fix="Set the strategy to `RollingUpdate`, with `maxUnavailable: 0`.",
)
def rollout_keeps_pods(objects: Objects) -> Iterator[Violation]:
    """A rollout stops fewer than half of the pods before new pods are ready.

    The pods that remain must take all clients at once. The strategy `Recreate` stops all pods first: no client can
    connect, and no standby takes over. Kubernetes rounds a percentage for `maxUnavailable` down, so the default of 25%
    stops no pod too early if there are fewer than four pods.
    """
    for container in applied_workloads(objects, *SERVING, "replication"):
        workload = container.object
        replicas = replicas_of(workload, objects)
        if workload.kind != "Deployment" or replicas is None or replicas.least < 2:
            continue
        strategy = mapping(workload.spec, "strategy")
        limit = mapping(strategy, "rollingUpdate").get("maxUnavailable", "25%")
        stopped = share(limit, replicas.least, round_up=False)
        if strategy.get("type") == "Recreate":
            yield _stops(workload, f"all {replicas.least} pods", "the strategy Recreate", ("spec", "strategy", "type"))
        elif container.role in SERVING and stopped is not None and 2 * stopped >= replicas.least:
            path = ("spec", "strategy", "rollingUpdate", "maxUnavailable")
            yield _stops(workload, f"{stopped} of {replicas.least} pods", f"maxUnavailable {limit}", path)


def _stops(workload: KubeObject, pods: str, why: str, path: Path) -> Violation:
    reason = f"stops {pods} in a rollout before new ones are ready, because of {why}"
    return Violation(workload, reason, "set the strategy to RollingUpdate with maxUnavailable: 0", path)
