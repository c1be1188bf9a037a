"""The StatefulSet that MongoDB's operator creates for a MongoDBCommunity, with the user's StatefulSet merged into it.

Based on mongodbstatefulset.go and pkg/util/merge of mongodb/mongodb-kubernetes, without parts that the library does
not change.
"""

from typing import Any

from .emitted import Manifest

_CLAIMS = ("data-volume", "logs-volume")
_CONTAINERS = {
    "containers": ("mongodb-agent", "mongod"),
    "initContainers": ("mongod-posthook", "mongodb-agent-readinessprobe"),
}


def stateful_set_of(mongodb: Manifest) -> Manifest:
    """Return the StatefulSet of a MongoDBCommunity."""
    name, given = mongodb["metadata"]["name"], mongodb["spec"]["statefulSet"]["spec"]
    labels = {"app": f"{name}-svc"}
    spec = {
        "serviceName": f"{name}-svc",
        "replicas": mongodb["spec"]["members"],
        "selector": {"matchLabels": labels},
        "template": _template(given["template"], labels),
        "volumeClaimTemplates": _named(given["volumeClaimTemplates"], [_claim(claim) for claim in _CLAIMS]),
    }
    meta = {"name": name, "namespace": mongodb["metadata"]["namespace"], "labels": labels}
    return {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": meta, "spec": spec}


def _template(given: Manifest, labels: dict[str, str]) -> Manifest:
    """Return the pod template: the user's fields win, and containers are merged by name."""
    meta, pod = given.get("metadata", {}), given["spec"]
    merged = {kind: _named(pod[kind], [_container(name) for name in names]) for kind, names in _CONTAINERS.items()}
    return {
        "metadata": {**meta, "labels": {**labels, **meta.get("labels", {})}},
        "spec": {"serviceAccountName": "mongodb-kubernetes-appdb", **pod, **merged},
    }


def _container(name: str) -> Manifest:
    security = {"readOnlyRootFilesystem": True, "allowPrivilegeEscalation": False}
    return {"name": name, "image": f"quay.io/mongodb/{name}:1", "securityContext": security}


def _claim(name: str) -> Manifest:
    spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "10G"}}}
    return {"metadata": {"name": name}, "spec": spec}


def _named(given: list[Manifest], own: list[Manifest]) -> list[Manifest]:
    """Merge two lists by the names of their items; items that only the user's list has are added."""
    merged = {_name(each): each for each in own}
    for each in given:
        merged[_name(each)] = _merge(merged.get(_name(each), {}), each)
    return list(merged.values())


def _name(named: Manifest) -> str:
    name: str = named.get("name") or named["metadata"]["name"]
    return name


def _merge(own: Any, given: Any) -> Any:
    if not (isinstance(own, dict) and isinstance(given, dict)):
        return given
    return {**own, **{key: _merge(own.get(key), value) for key, value in given.items()}}
