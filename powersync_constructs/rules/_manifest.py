"""How rules read manifests. Whatever the shape of a manifest, reading it raises nothing: what is missing is empty."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from powersync_constructs.config.core._labels import INSTANCE_LABEL

Manifest = Mapping[str, Any]
"""An object as it is applied."""
_NOTHING: Manifest = {}


def mapping(value: object, *path: str) -> Manifest:
    """The mapping at a path of keys, or an empty one."""
    for key in path:
        value = mapping(value).get(key)
    return value if isinstance(value, Mapping) else _NOTHING


def mappings(value: object, *path: str) -> Iterator[Manifest]:
    """Those items of the list at a path of keys that are mappings."""
    items = mapping(value, *path[:-1]).get(path[-1]) if path else value
    if isinstance(items, list | tuple):
        yield from (item for item in items if isinstance(item, Mapping))


def text(value: object) -> str:
    """The value if it is a text, or an empty text."""
    return value if isinstance(value, str) else ""


def texts(value: object) -> Mapping[str, str]:
    """Those entries of a mapping that have a text as key and as value, like labels."""
    return {key: entry for key, entry in mapping(value).items() if isinstance(key, str) and isinstance(entry, str)}


@dataclass(frozen=True, eq=False)
class KubeObject:
    """One object, with what rules ask of every object."""

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
        """The name, empty where the API server is to generate it."""
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
    def pod(self) -> Manifest:
        """The spec of the pods that a workload makes."""
        spec = mapping(self.spec, "jobTemplate", "spec") if self.kind == "CronJob" else self.spec
        return mapping(spec, "template", "spec")

    @property
    def containers(self) -> Iterator[Manifest]:
        """All containers of these pods, in the order in which they start."""
        yield from mappings(self.pod, "initContainers")
        yield from mappings(self.pod, "containers")

    @property
    def instance(self) -> str:
        """The instance that the object belongs to; empty for somebody else's object."""
        return self.labels.get(INSTANCE_LABEL, "")

    @property
    def instance_id(self) -> tuple[str, str]:
        """What tells the instance from others: its namespace and name."""
        return self.namespace, self.instance

    @property
    def component(self) -> str:
        """Which part of its instance the object is; empty for somebody else's object."""
        return self.labels.get("app.kubernetes.io/component", "") if self.instance else ""

    def __str__(self) -> str:
        return f"{self.kind}/{self.name or text(self.metadata.get('generateName')) or '?'}"


def kube_objects(documents: Iterable[object], chart: str = "") -> list[KubeObject]:
    """The objects in the documents of a chart. A List counts as its items; what is no object is left out."""
    found = []
    for document in documents:
        kind = text(mapping(document).get("kind"))
        if kind.endswith("List") and "items" in mapping(document):
            found += kube_objects(mappings(document, "items"), chart)
        elif kind:
            found.append(KubeObject(mapping(document), chart))
    return found


class Watched:
    """Objects that remember which of them was looked at last, so that a rule that fails can name it."""

    def __init__(self, objects: Iterable[KubeObject]) -> None:
        self._objects = objects
        self.last: KubeObject | None = None

    def __iter__(self) -> Iterator[KubeObject]:
        for each in self._objects:
            self.last = each
            yield each
