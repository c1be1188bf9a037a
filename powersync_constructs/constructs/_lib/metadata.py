"""The names, labels, annotations and selectors of the objects of an instance."""

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
    """The instance and the component that an object belongs to. They determine its metadata."""

    instance: str
    component: str
    version: str | None
    """The version of the service, for the version label. None for an object without this label."""
    extra: tuple[ObjectMetadata, ...] = ()
    """The labels and annotations of the user. A later one overrides an earlier one."""
    order: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The annotations that determine when a tool applies the objects of the component."""

    @property
    def name(self) -> str:
        """The name of the objects of the component: `<instance>-<component>`."""
        return f"{self.instance}-{self.component}"

    @cached_property
    def shared_selector(self) -> dict[str, str]:
        """The labels that all components of the instance share."""
        return {"app.kubernetes.io/name": "powersync", "app.kubernetes.io/instance": self.instance}

    @cached_property
    def selector(self) -> dict[str, str]:
        """The labels for selectors. They never change, because selectors are immutable."""
        return {**self.shared_selector, "app.kubernetes.io/component": self.component}

    @cached_property
    def labels(self) -> dict[str, str]:
        """The labels of the objects and pods. The labels of this library override the labels of `extra`."""
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
        """Return the metadata of an object. Default of `name`: the name of the component.

        The `annotations` of the object override the annotations of the component, which override the annotations of
        the instance. All of them override `defaults`.
        """
        given = _pairs(self.order, defaults, *self._annotations, annotations)
        return _metadata(name or self.name, _pairs(self.labels), given)

    def job_meta(self) -> k8s.ObjectMeta:
        """Return the metadata of the Jobs of a CronJob. The CronJob names them."""
        return _metadata(None, _pairs(self.labels), _pairs(*self._annotations))

    def pod_meta(self, *, defaults: Mapping[str, str] = NOTHING) -> k8s.ObjectMeta:
        """Return the metadata of a pod. The user's annotations of pods override `defaults`."""
        labels = _pairs(*(extra.pod_labels for extra in self.extra), self.labels)
        return _metadata(None, labels, _pairs(defaults, *(extra.pod_annotations for extra in self.extra)))

    @property
    def _annotations(self) -> list[Mapping[str, str]]:
        return [extra.annotations for extra in self.extra]

    @cached_property
    def label_selector(self) -> k8s.LabelSelector:
        """The selector of the pods of the component."""
        return k8s.LabelSelector(match_labels=self.selector)


def namespace_of(construct: Construct, why: str) -> str:
    """Return the namespace of the construct's chart. Raises ConfigError, with the reason, if the chart has none."""
    namespace = Chart.of(construct).namespace
    if namespace is None:
        raise config_error("chart.namespace", f"missing, but {why}; use Chart(..., namespace=...)")
    return namespace


def _pairs(*mappings: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Merge mappings into hashable pairs, which can be a cache key. A later mapping overrides an earlier one."""
    return tuple({key: value for mapping in mappings for key, value in mapping.items()}.items())


@cached
def _metadata(
    name: str | None, labels: tuple[tuple[str, str], ...], annotations: tuple[tuple[str, str], ...]
) -> k8s.ObjectMeta:
    return k8s.ObjectMeta(name=name, labels=dict(labels), annotations=dict(annotations) or None)
