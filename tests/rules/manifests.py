"""Manifests that are made up: of an instance, and of somebody else."""

from collections.abc import Mapping
from typing import Any

from powersync_constructs.rules import Manifest
from powersync_constructs.rules._manifest import KubeObject, kube_objects


def manifest(kind: str, name: str, *, namespace: str | None = "sync", group: str = "", **fields: Any) -> Manifest:
    """Somebody's object."""
    metadata = {"name": name} | ({"namespace": namespace} if namespace else {})
    return {"apiVersion": f"{group}/v1".lstrip("/"), "kind": kind, "metadata": metadata, **fields}


def labelled(made: Manifest, labels: Mapping[str, str]) -> Manifest:
    """The object with more labels."""
    metadata = made["metadata"]
    return {**made, "metadata": {**metadata, "labels": {**metadata.get("labels", {}), **labels}}}


def annotated(made: Manifest, annotations: Mapping[str, str]) -> Manifest:
    """The object with annotations."""
    return {**made, "metadata": {**made["metadata"], "annotations": dict(annotations)}}


def ours(made: Manifest, component: str = "api", instance: str = "app") -> Manifest:
    """The object as a part of an instance."""
    labels = {"powersync-constructs/instance": instance, "app.kubernetes.io/component": component}
    return labelled(made, labels)


def part(
    kind: str, component: str, instance: str = "app", namespace: str = "sync", group: str = "", **fields: Any
) -> Manifest:
    """A part of an instance, named as usual."""
    made = manifest(kind, f"{instance}-{component}", namespace=namespace, group=group, **fields)
    return ours(made, component, instance)


def with_their_labels(made: Manifest, component: str = "api") -> Manifest:
    """Somebody's object with the labels that anybody may set."""
    labels = {"name": "powersync", "component": component, "instance": "app", "part-of": "powersync"}
    return labelled(made, {f"app.kubernetes.io/{label}": value for label, value in labels.items()})


def objects(*manifests: object) -> list[KubeObject]:
    """The manifests as rules see them."""
    return kube_objects(manifests)
