"""Names and labels: what every object of an instance carries, and what selectors look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cdk8s import Chart
from constructs import Construct

from powersync_constructs.config.core._labels import INSTANCE_LABEL
from powersync_constructs.config.core._types import NOTHING
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.pods.pod import ObjectMetadata
from powersync_constructs.constructs._lib.kplus import cached, k8s


@dataclass(frozen=True)
class Identity:
    """The instance and the component that an object belongs to."""

    instance: str
    component: str
    version: str | None
    extra: tuple[ObjectMetadata, ...] = ()
    order: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Annotations that say when the part's objects are applied."""

    @property
    def name(self) -> str:
        """The name of the part's objects: `<instance>-<component>`."""
        return f"{self.instance}-{self.component}"

    @cached_property
    def shared_selector(self) -> dict[str, str]:
        """The labels that all parts of the instance have."""
        return {"app.kubernetes.io/name": "powersync", "app.kubernetes.io/instance": self.instance}

    @cached_property
    def selector(self) -> dict[str, str]:
        """The labels that never change: selectors are immutable."""
        return {**self.shared_selector, "app.kubernetes.io/component": self.component}

    @cached_property
    def labels(self) -> dict[str, str]:
        """The labels of the objects and pods, of which ours beat those of `extra`."""
        labels = {label: value for extra in self.extra for label, value in extra.labels.items()}
        labels |= {**self.selector, INSTANCE_LABEL: self.instance}
        labels |= {"app.kubernetes.io/part-of": "powersync", "app.kubernetes.io/managed-by": "cdk8s"}
        return labels | ({"app.kubernetes.io/version": self.version} if self.version else {})

    @property
    def annotations(self) -> dict[str, str]:
        """The user's annotations of the objects."""
        return {key: value for mapping in self._annotations for key, value in mapping.items()}

    def object_meta(
        self,
        name: str | None = None,
        *,
        defaults: Mapping[str, str] = NOTHING,
        annotations: Mapping[str, str] = NOTHING,
    ) -> k8s.ObjectMeta:
        """Metadata of an object, named as the part unless given another name.

        `annotations` of this one object beat those of the part, these those of the instance, and all beat `defaults`.
        """
        given = _pairs(self.order, defaults, *self._annotations, annotations)
        return _metadata(name or self.name, _pairs(self.labels), given)

    def job_meta(self) -> k8s.ObjectMeta:
        """Metadata of the Jobs of a CronJob, which are named by it."""
        return _metadata(None, _pairs(self.labels), _pairs(*self._annotations))

    def pod_meta(self, *, defaults: Mapping[str, str] = NOTHING) -> k8s.ObjectMeta:
        """Metadata of a pod. The user's annotations of pods beat `defaults`."""
        labels = _pairs(*(extra.pod_labels for extra in self.extra), self.labels)
        return _metadata(None, labels, _pairs(defaults, *(extra.pod_annotations for extra in self.extra)))

    @property
    def _annotations(self) -> list[Mapping[str, str]]:
        return [extra.annotations for extra in self.extra]

    @cached_property
    def label_selector(self) -> k8s.LabelSelector:
        """The selector of the part's pods."""
        return k8s.LabelSelector(match_labels=self.selector)


def namespace_of(construct: Construct, why: str) -> str:
    """The namespace of a construct's chart. Raises ConfigError, with the reason why it is needed, when it has none."""
    namespace = Chart.of(construct).namespace
    if namespace is None:
        raise config_error("chart.namespace", f"missing, and {why}; use Chart(..., namespace=...)")
    return namespace


def _pairs(*mappings: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What the mappings say together, a later one beating an earlier one, as something that can be cached."""
    return tuple({key: value for mapping in mappings for key, value in mapping.items()}.items())


@cached
def _metadata(
    name: str | None, labels: tuple[tuple[str, str], ...], annotations: tuple[tuple[str, str], ...]
) -> k8s.ObjectMeta:
    return k8s.ObjectMeta(name=name, labels=dict(labels), annotations=dict(annotations) or None)
