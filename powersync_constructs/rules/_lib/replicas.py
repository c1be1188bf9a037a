"""The workloads of the service as they were applied, and the numbers of their pods."""

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from powersync_constructs.rules._lib.instances import workloads_of
from powersync_constructs.rules._lib.manifest import CONTROLLERS, KubeObject, mappings
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import Role, ServiceContainer

SCALED = tuple(kind for kind in CONTROLLERS if kind != "DaemonSet")
"""The kinds with a number of replicas."""
AUTOSCALERS = ("HorizontalPodAutoscaler", "ScaledObject")
_LIMITS = {
    "HorizontalPodAutoscaler": ("minReplicas", 1, "maxReplicas"),
    "ScaledObject": ("minReplicaCount", 0, "maxReplicaCount"),
}
"""The fields of an autoscaler with the limits, and the default of the lower one, by its kind."""
_KEDA_MAXIMUM = 100
"""The default of `maxReplicaCount` (ScaledObject specification of KEDA)."""


class Replicas(NamedTuple):
    """The number of pods of a workload."""

    least: int
    most: int
    """The same number, unless an autoscaler changes it."""
    autoscaler: KubeObject | None = None


def applied_workloads(objects: Objects, *roles: Role) -> Iterator[ServiceContainer]:
    """Yield the main containers of the workloads that run until something stops them.

    An object that another one controls is left out, because `kubectl get` returns the Pods and the ReplicaSets of a
    Deployment too.
    """
    return (each for each in objects.workloads(*roles) if not is_controlled(each.object))


def is_controlled(each: KubeObject) -> bool:
    """Whether another object creates and deletes this one."""
    return any(owner.get("controller") is True for owner in mappings(each.metadata, "ownerReferences"))


def replicas_of(workload: KubeObject, objects: Objects) -> Replicas | None:
    """Return the number of pods; None for a kind without replicas, and for a number that is not known."""
    if workload.kind not in SCALED:
        return None
    if autoscaler := autoscaler_of(workload, objects):
        minimum, default, maximum = _LIMITS[autoscaler.kind]
        least = number(autoscaler.spec.get(minimum, default))
        most = number(autoscaler.spec.get(maximum, _KEDA_MAXIMUM if autoscaler.kind == "ScaledObject" else None))
        return Replicas(least, most, autoscaler) if least is not None and most is not None else None
    replicas = number(workload.spec.get("replicas", 1))
    return None if replicas is None else Replicas(replicas, replicas)


def autoscaler_of(workload: KubeObject, objects: Objects) -> KubeObject | None:
    """Return the HorizontalPodAutoscaler or the ScaledObject that scales a workload."""
    return objects.once(_autoscalers).get(id(workload))


def number(value: object) -> int | None:
    """Return a number of a manifest that is not negative; None for any other value."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def share(value: object, pods: int, *, round_up: bool) -> int | None:
    """Return the number of pods for a number, or for a percentage of the pods; None for any other value.

    Kubernetes rounds up for a PodDisruptionBudget and for `maxSurge`, and down for `maxUnavailable` of a rollout.
    """
    if isinstance(value, str) and value.endswith("%") and value[:-1].isdecimal() and len(value) < 6:
        exact = int(value[:-1]) * pods / 100
        return math.ceil(exact) if round_up else math.floor(exact)
    return number(value)


def _autoscalers(objects: Objects) -> Mapping[int, KubeObject]:
    found: dict[int, KubeObject] = {}
    for each in objects.of_kind(*AUTOSCALERS):
        for workload in workloads_of(each, objects):
            found.setdefault(id(workload), each)
    return found
