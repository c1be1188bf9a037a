"""Mistakes in the workloads that an instance consists of."""

import copy

from .mutation import Change, Manifests, found, mutation, put

REPLICATION = "Deployment/powersync-replication"
ARGS = "spec.template.spec.containers.0.args"


def second_workload(name: str, *args: str) -> Change:
    """Add a workload like the replicators, with another name and other arguments."""

    def change(manifests: Manifests) -> None:
        second = copy.deepcopy(found(manifests, REPLICATION))
        second["metadata"]["name"] = name
        second["spec"]["template"]["spec"]["containers"][0]["args"] = [*args]
        manifests.append(second)

    return change


MUTATIONS = [
    mutation("PS408", "two-workloads-with-replicators", second_workload("powersync-sync", "start", "-r", "sync")),
    mutation("PS408", "unified-pods-next-to-replicators", second_workload("powersync", "start"), also="PS409"),
    mutation("PS409", "unified-pods-next-to-api-pods", put(REPLICATION, ARGS, ["start", "-r", "unified"])),
    mutation("PS410", "three-replicators", put(REPLICATION, "spec.replicas", 3)),
    mutation("PS410", "replicator-on-each-node", put(REPLICATION, "kind", "DaemonSet")),
]
