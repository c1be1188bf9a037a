"""Functions to read manifests of any shape. They never raise an exception: a missing value is returned as empty."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeGuard

from powersync_constructs.config.core._labels import INSTANCE_LABEL

Manifest = Mapping[str, Any]
"""A Kubernetes object as it is applied."""
Path = tuple[str | int, ...]
"""The path of a field in a manifest: the keys of mappings, and the positions in lists."""
CONTROLLERS = ("DaemonSet", "Deployment", "DeploymentConfig", "ReplicaSet", "Rollout", "StatefulSet")
"""The kinds that keep pods running. A DeploymentConfig is from OpenShift, and a Rollout from Argo Rollouts."""
POD_SPECS: Mapping[str, Path] = {
    "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
    "Pod": ("spec",),
    **dict.fromkeys(("Job", *CONTROLLERS), ("spec", "template", "spec")),
}
"""The path of the pod spec, by the kind of the workload."""
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
"""The annotation in which a client-side `kubectl apply` stores the object."""
_NOTHING: Manifest = {}


def mapping(value: object, *path: str) -> Manifest:
    """Return the mapping at a path of keys, or an empty mapping."""
    found = _at(value, path)
    return found if _is_mapping(found) else _NOTHING


def mappings(value: object, *path: str) -> list[Manifest]:
    """Return the mappings in the list at a path of keys. Other items are left out."""
    found = _at(value, path)
    return [item for item in found if _is_mapping(item)] if isinstance(found, (list, tuple)) else []


def indexed(value: object, *path: str) -> list[tuple[int, Manifest]]:
    """Return the mappings in the list at a path of keys, each with its position in the list."""
    found = _at(value, path)
    items = enumerate(found) if isinstance(found, (list, tuple)) else ()
    return [(index, item) for index, item in items if _is_mapping(item)]


def _at(value: object, path: tuple[str, ...]) -> object:
    """Return the value at a path of keys; None if there is none."""
    for key in path:
        if not (isinstance(value, dict) or _is_mapping(value)):
            return None
        value = value.get(key)
    return value


def _is_mapping(value: object) -> TypeGuard[Manifest]:
    """Whether a value is a mapping. The check for `dict` is much faster than the check for `Mapping`."""
    return isinstance(value, dict) or (value is not None and isinstance(value, Mapping))


def text(value: object) -> str:
    """Return the value if it is a string, or an empty string."""
    return value if isinstance(value, str) else ""


def texts(value: object) -> Mapping[str, str]:
    """Return the entries of a mapping whose key and value are strings, like labels."""
    return {key: entry for key, entry in mapping(value).items() if isinstance(key, str) and isinstance(entry, str)}


@dataclass(frozen=True, eq=False)
class KubeObject:
    """An object of a manifest, with the properties that rules read."""

    manifest: Manifest
    chart: str = ""
    """The chart that the object is in."""

    @cached_property
    def group(self) -> str:
        """The API group; empty for the core group."""
        return text(self.manifest.get("apiVersion")).rpartition("/")[0]

    @cached_property
    def kind(self) -> str:
        """The kind."""
        return text(self.manifest.get("kind"))

    @cached_property
    def name(self) -> str:
        """The name; empty if the API server generates it."""
        return text(self.metadata.get("name"))

    @cached_property
    def namespace(self) -> str:
        """The namespace."""
        return text(self.metadata.get("namespace"))

    @cached_property
    def metadata(self) -> Manifest:
        """The metadata."""
        return mapping(self.manifest, "metadata")

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The labels."""
        return texts(self.metadata.get("labels"))

    @cached_property
    def annotations(self) -> Mapping[str, str]:
        """The annotations."""
        return texts(self.metadata.get("annotations"))

    @cached_property
    def spec(self) -> Manifest:
        """The spec."""
        return mapping(self.manifest, "spec")

    @cached_property
    def data(self) -> Mapping[str, str]:
        """The data of a ConfigMap or Secret."""
        return texts(self.manifest.get("data"))

    @cached_property
    def pod_path(self) -> Path:
        """The path of the pod spec; empty for an object without pods."""
        return POD_SPECS.get(self.kind, ())

    @cached_property
    def pod(self) -> Manifest:
        """The pod spec of a workload; empty for other objects."""
        return mapping(self.manifest, *map(str, self.pod_path)) if self.pod_path else _NOTHING

    @cached_property
    def pod_metadata(self) -> Manifest:
        """The metadata of the pods of a workload; empty for other objects."""
        *template, _ = self.pod_path or ("",)
        return mapping(self.manifest, *map(str, template), "metadata") if self.pod_path else _NOTHING

    @cached_property
    def pod_labels(self) -> Mapping[str, str]:
        """The labels of the pods of a workload; empty for other objects."""
        return texts(self.pod_metadata.get("labels"))

    @cached_property
    def pod_annotations(self) -> Mapping[str, str]:
        """The annotations of the pods of a workload; empty for other objects."""
        return texts(self.pod_metadata.get("annotations"))

    @property
    def containers(self) -> Iterator[Manifest]:
        """All containers of the pods, in the order in which they start."""
        yield from mappings(self.pod, "initContainers")
        yield from mappings(self.pod, "containers")

    @property
    def instance(self) -> str:
        """The name of the instance that the object belongs to; empty for an object of the user."""
        return self.labels.get(INSTANCE_LABEL, "")

    @property
    def instance_id(self) -> tuple[str, str]:
        """The namespace and the name of the instance, which together are unique in a cluster."""
        return self.namespace, self.instance

    @property
    def component(self) -> str:
        """The component of the instance that the object belongs to; empty for an object of the user."""
        return self.labels.get("app.kubernetes.io/component", "") if self.instance else ""

    @property
    def is_from_cluster(self) -> bool:
        """Whether an API server has returned the manifest, as for `kubectl get -o yaml`."""
        return "resourceVersion" in self.metadata or "status" in self.manifest

    def __str__(self) -> str:
        return f"{self.kind}/{self.name or text(self.metadata.get('generateName')) or '?'}"


def kube_objects(documents: Iterable[object], chart: str = "") -> list[KubeObject]:
    """Return the objects in the documents of a chart.

    The items of a List are returned as single objects. A document that is not an object is left out. A workload whose
    controller is one of the objects is left out too: `kubectl get` returns a Deployment together with its Pods and the
    ReplicaSets of earlier rollouts.
    """
    found = [*_single_objects(documents, chart)]
    present = {(each.kind, each.namespace, each.name) for each in found}
    return [each for each in found if not (each.pod_path and _has_controller(each, present))]


def _single_objects(documents: Iterable[object], chart: str) -> Iterator[KubeObject]:
    for document in documents:
        kind = text(mapping(document).get("kind"))
        if kind.endswith("List") and "items" in mapping(document):
            yield from _single_objects(mappings(document, "items"), chart)
        elif kind:
            yield KubeObject(mapping(document), chart)


def _has_controller(each: KubeObject, present: set[tuple[str, str, str]]) -> bool:
    """Whether the controller of an object is among the kinds, namespaces and names."""
    owners = (owner for owner in mappings(each.metadata, "ownerReferences") if owner.get("controller") is True)
    return any((text(owner.get("kind")), each.namespace, text(owner.get("name"))) in present for owner in owners)
