"""Rules about the workloads that an instance consists of."""

from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.instances import InstanceId, instance_of
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.replicas import applied_workloads, replicas_of
from powersync_constructs.rules._lib.service_containers import REPLICATING, Role, ServiceContainer
from powersync_constructs.rules._rule import rule

_REPLICATORS = 2
"""A leader and a standby (PowerSync documentation, self-hosting on EKS)."""


@rule(
    "PS408",
    "one-replicating-workload",
    "error",
    looks_at="workloads with `start -r sync` or `start`, and the service.yaml that they load",
    fix="Remove one of the workloads.",
)
def one_workload_replicates(objects: Objects) -> Iterator[Violation]:
    """Only one workload of an instance replicates: the replicators or the unified pods.

    Each process that replicates deploys its own sync config when it starts. If two workloads have different sync
    configs, each restart of a pod replaces the deployed sync config, and all clients download their data again. During
    a rollout of one of them, the other one still has the old sync config. A workload with no replicas does not count.
    """
    first: dict[InstanceId, ServiceContainer] = {}
    for container in _running(objects, *REPLICATING):
        instance = instance_of(container.object, objects)
        other = first.setdefault(instance, container) if instance else container
        if other.object is not container.object:
            reason = f"replicates into the same bucket storage as {other}"
            yield Violation(container.object, reason, f"remove it or {other}", container.path)


@rule(
    "PS409",
    "one-topology",
    "warning",
    looks_at="workloads with `start` and with `start -r api`, and the service.yaml that they load",
    fix="Run either unified pods, or API pods together with replicators.",
)
def instance_has_one_topology(objects: Objects) -> Iterator[Violation]:
    """An instance has either unified pods or API pods.

    A unified pod serves clients and replicates in one process, so the rollout of a new sync config disconnects its
    clients. API pods do not read the sync config, so the same rollout does not restart them. This helps only if no
    client connects to a unified pod.
    """
    unified = _by_instance(objects, "unified")
    for instance, container in _by_instance(objects, "api").items():
        if other := unified.get(instance):
            reason = f"runs API pods next to the unified pods of {other}"
            fix = f"start {other} with `-r sync`, or remove one of them"
            yield Violation(container.object, reason, fix, container.path)


@rule(
    "PS410",
    "two-replicators",
    "warning",
    looks_at="workloads with `start -r sync`",
    fix=f"Set `replicas` to {_REPLICATORS}.",
)
def replicators_are_at_most_two(objects: Objects) -> Iterator[Violation]:
    """An instance has at most two replicators: a leader, which replicates, and a standby.

    More replicators do not replicate faster. Each of them polls the lock in the bucket storage, and uses memory and
    connections.
    """
    for container in applied_workloads(objects, "replication"):
        workload = container.object
        replicas = replicas_of(workload, objects)
        if workload.kind == "DaemonSet":
            reason = "is a DaemonSet with a replicator on each node, but only one of them replicates"
            yield Violation(workload, reason, f"use a Deployment with {_REPLICATORS} replicas", ("kind",))
        elif replicas and not replicas.autoscaler and replicas.most > _REPLICATORS:
            reason = f"has {replicas.most} replicators, but only one of them replicates"
            yield Violation(workload, reason, f"set replicas to {_REPLICATORS}", ("spec", "replicas"))


def _by_instance(objects: Objects, role: Role) -> dict[InstanceId, ServiceContainer]:
    found: dict[InstanceId, ServiceContainer] = {}
    for container in _running(objects, role):
        if instance := instance_of(container.object, objects):
            found.setdefault(instance, container)
    return found


def _running(objects: Objects, *roles: Role) -> Iterator[ServiceContainer]:
    """Yield the workloads that have pods. The earlier workload of an instance can be left with no replicas."""
    for container in applied_workloads(objects, *roles):
        replicas = replicas_of(container.object, objects)
        if replicas is None or replicas.most:
            yield container
