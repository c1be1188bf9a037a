"""Names and labels: what every object of an instance carries, and what selectors look at."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from powersync_constructs.config.pod import ObjectMetadata
from powersync_constructs.constructs._kplus import cached, k8s


@dataclass(frozen=True)
class Identity:
    """Whose part an object is, and which."""

    instance: str
    component: str
    version: str | None
    extra: tuple[ObjectMetadata, ...] = ()

    @property
    def name(self) -> str:
        """The name of the part's objects: `<instance>-<component>`."""
        return f"{self.instance}-{self.component}"

    @cached_property
    def selector(self) -> dict[str, str]:
        """The labels that never change: selectors are immutable."""
        return {
            "app.kubernetes.io/name": "powersync",
            "app.kubernetes.io/instance": self.instance,
            "app.kubernetes.io/component": self.component,
        }

    @cached_property
    def labels(self) -> dict[str, str]:
        """The labels of the objects and pods."""
        labels = {label: value for extra in self.extra for label, value in extra.labels.items()}
        labels |= self.selector
        labels |= {"app.kubernetes.io/part-of": "powersync", "app.kubernetes.io/managed-by": "cdk8s"}
        return labels | ({"app.kubernetes.io/version": self.version} if self.version else {})

    def object_meta(self, name: str | None = None, annotations: Mapping[str, str] | None = None) -> k8s.ObjectMeta:
        """Metadata of an object; named as the part unless given another name."""
        given = {key: value for extra in self.extra for key, value in extra.annotations.items()}
        return self._meta(name or self.name, {**(annotations or {}), **given})

    def pod_meta(self) -> k8s.ObjectMeta:
        """Metadata of a pod."""
        return self._meta(None, {key: value for extra in self.extra for key, value in extra.pod_annotations.items()})

    def _meta(self, name: str | None, annotations: Mapping[str, str]) -> k8s.ObjectMeta:
        return _metadata(name, tuple(self.labels.items()), tuple(annotations.items()))

    @cached_property
    def label_selector(self) -> k8s.LabelSelector:
        """The selector of the part's pods."""
        return k8s.LabelSelector(match_labels=self.selector)


Pairs = tuple[tuple[str, str], ...]


@cached
def _metadata(name: str | None, labels: Pairs, annotations: Pairs) -> k8s.ObjectMeta:
    return k8s.ObjectMeta(name=name, labels=dict(labels), annotations=dict(annotations) or None)


def content_hash(content: object) -> str:
    """Ten hexadecimal digits of what something is made of."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:10]
