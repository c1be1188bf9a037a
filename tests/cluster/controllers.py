"""What the controllers of a cluster write after an apply: ReplicaSets, Jobs, pods, status, and the migration marker.

No controllers run next to the API server of these tests. In a cluster, a user who reads a namespace gets these objects.
"""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from kubernetes.dynamic import DynamicClient

from tests.emitted import Manifest, read

from .kube_api import KubeApi
from .objects import as_list, text_in

_MANAGER = "kube-controller-manager"
_NOW = "2026-01-01T00:00:00Z"


def read_running(kube_api: KubeApi, manifests: Path) -> str:
    """Return what kubectl prints for the namespaces of an applied file, with what the controllers write."""
    namespaces = sorted({each["metadata"]["namespace"] for each in read(manifests) if "namespace" in each["metadata"]})
    with kube_api.client() as client, ExitStack() as controllers:
        for namespace in namespaces:
            controllers.enter_context(_controllers(kube_api, client, namespace))
        return "---\n".join(text_in(kube_api, namespace) for namespace in namespaces)


@contextmanager
def _controllers(kube_api: KubeApi, client: DynamicClient, namespace: str) -> Iterator[None]:
    """Do what the controllers do if all pods of a namespace become ready and all Jobs succeed.

    At the end, the created objects are deleted, because no garbage collector runs.
    """
    workloads = kube_api.read("deployments,statefulsets,cronjobs,jobs", f"--namespace={namespace}").get("items", [])
    created: list[Manifest] = []
    try:
        for owner in chain(workloads, created):  # also the objects that the loop creates
            created += [_create(client, child) for child in _children(owner)]
        for each in [*workloads, *created]:
            _patch(client, each, {"status": _status(each)}, subresource="status")
        for marker in _markers(workloads):
            _patch(client, marker, {"data": marker["data"]})
        yield
    finally:
        how = ("--wait=false", "--force", "--grace-period=0", "--filename=-")
        kube_api.kubectl("delete", *how, input=as_list(created))


def _create(client: DynamicClient, each: Manifest) -> Manifest:
    """Create an object, and return it with the fields that the server sets."""
    kind = client.resources.get(api_version=each["apiVersion"], kind=each["kind"])
    created: Manifest = client.create(kind, each, each["metadata"]["namespace"], field_manager=_MANAGER).to_dict()
    return created


def _patch(client: DynamicClient, each: Manifest, change: Manifest, subresource: str | None = None) -> None:
    kind = client.resources.get(api_version=each["apiVersion"], kind=each["kind"])
    changed = kind.subresources[subresource] if subresource else kind
    how = {"content_type": "application/merge-patch+json", "field_manager": _MANAGER}
    client.patch(changed, change, each["metadata"]["name"], each["metadata"]["namespace"], **how)


def _children(owner: Manifest) -> Iterator[Manifest]:
    """Yield the objects that the controller of a kind creates for one of its objects."""
    spec = owner["spec"]
    match owner["kind"]:
        case "Deployment":
            yield _child(owner, "ReplicaSet", "1", _replica_set(_previous(spec["template"]), 0, "1"))
            yield _child(owner, "ReplicaSet", "2", _replica_set(spec["template"], spec["replicas"], "2"))
        case "CronJob":
            yield _child(owner, "Job", "29000000", spec["jobTemplate"])
        case "ReplicaSet" | "StatefulSet":
            yield from (_child(owner, "Pod", str(number), spec["template"]) for number in range(spec["replicas"]))
        case "Job":
            yield _child(owner, "Pod", "0", spec["template"])


def _child(owner: Manifest, kind: str, suffix: str, content: Manifest) -> Manifest:
    """Return an object with this content, whose controller is another object."""
    api_version = {"ReplicaSet": "apps/v1", "Job": "batch/v1", "Pod": "v1"}[kind]
    of_owner = owner["metadata"]
    reference = {key: owner[key] for key in ("apiVersion", "kind")} | {key: of_owner[key] for key in ("name", "uid")}
    metadata = {
        **content.get("metadata", {}),
        "name": f"{of_owner['name']}-{suffix}",
        "namespace": of_owner["namespace"],
        "ownerReferences": [{**reference, "controller": True, "blockOwnerDeletion": True}],
    }
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": content["spec"]}


def _replica_set(template: Manifest, replicas: int, digits: str) -> Manifest:
    """Return the labels and the spec of a ReplicaSet for the pods of a Deployment."""
    labels = {**template["metadata"]["labels"], "pod-template-hash": digits}
    pods = {**template, "metadata": {**template["metadata"], "labels": labels}}
    spec = {"replicas": replicas, "selector": {"matchLabels": labels}, "template": pods}
    return {"metadata": {"labels": labels}, "spec": spec}


def _previous(template: Manifest) -> Manifest:
    """Return the pods of an earlier rollout: an older image, and a ConfigMap that has been pruned."""
    text = re.sub(r"(/powersync-service):[^\"]+", r"\1:1.26.1", json.dumps(template))
    previous: Manifest = json.loads(re.sub(r"(-config)-[0-9a-f]{10}\b", r"\1-0000000000", text))
    return previous


def _status(each: Manifest) -> dict[str, Any]:
    """Return the status that the controllers and the kubelet write when all is well."""
    spec = each["spec"]
    match each["kind"]:
        case "Deployment":
            conditions = _conditions("Available", "Progressing")
            return {**_ready(spec["replicas"]), "updatedReplicas": spec["replicas"], **conditions}
        case "ReplicaSet" | "StatefulSet":
            return _ready(spec["replicas"])
        case "Job":
            times = {"startTime": _NOW, "completionTime": _NOW}
            return {**times, "succeeded": 1, **_conditions("SuccessCriteriaMet", "Complete")}
        case "CronJob":
            return {"lastScheduleTime": _NOW, "lastSuccessfulTime": _NOW}
        case _:
            return {"phase": "Running", **_conditions("PodScheduled", "Initialized", "ContainersReady", "Ready")}


def _ready(pods: int) -> dict[str, int]:
    return {"observedGeneration": 1, "replicas": pods, "readyReplicas": pods, "availableReplicas": pods}


def _conditions(*types: str) -> dict[str, Any]:
    return {"conditions": [{"type": each, "status": "True", "lastTransitionTime": _NOW} for each in types]}


def _markers(objects: list[Manifest]) -> Iterator[Manifest]:
    """Yield the ConfigMap with the entry that each migration Job adds to it."""
    for job in (each for each in objects if each["kind"] == "Job"):
        for container in job["spec"]["template"]["spec"]["containers"]:
            if container["name"] == "mark":
                _, name, key, value = container["args"]
                metadata = {"name": name, "namespace": job["metadata"]["namespace"]}
                yield {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {key: value}}
