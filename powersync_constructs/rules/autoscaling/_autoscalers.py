"""The autoscalers of the service: what each one scales, and on which metrics."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from powersync_constructs.config.core._quantities import quantity
from powersync_constructs.rules._lib.instances import workloads_of
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, Path, indexed, mapping, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.replicas import AUTOSCALERS
from powersync_constructs.rules._lib.service_containers import ServiceContainer

_SERIES = re.compile(r"\bpowersync_[a-z0-9_]+")
_QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'')
"""A value of a label in a query, which can look like a series."""
RESOURCES = frozenset({"cpu", "memory"})
"""The types of the triggers of KEDA that read the usage of the pods."""


class Autoscaler(NamedTuple):
    """An autoscaler of pods that run the service."""

    object: KubeObject
    container: ServiceContainer
    """The container of the service in the pods."""

    @property
    def behavior(self) -> tuple[Manifest, Path]:
        """The speed of scaling, and its path."""
        if self.object.kind == "HorizontalPodAutoscaler":
            return mapping(self.object.spec, "behavior"), ("spec", "behavior")
        path = ("advanced", "horizontalPodAutoscalerConfig", "behavior")
        return mapping(self.object.spec, *path), ("spec", *path)


class Metric(NamedTuple):
    """A metric of the service that an autoscaler reads."""

    names: tuple[str, ...]
    """The names of the series of the service."""
    per_pod: Decimal | None
    """The target per pod; None for a target of another kind."""
    path: Path
    trigger: Manifest
    """The item of `triggers` of KEDA; empty for a HorizontalPodAutoscaler."""


class Utilization(NamedTuple):
    """A target in percent of a request."""

    resource: str
    container: str
    """The name of the only container that counts; empty for all containers of the pod."""
    path: Path


def autoscalers(objects: Objects) -> tuple[Autoscaler, ...]:
    """Return the autoscalers of pods that run the service."""
    return objects.once(_autoscalers)


def _autoscalers(objects: Objects) -> tuple[Autoscaler, ...]:
    return tuple(
        Autoscaler(each, container)
        for each in objects.of_kind(*AUTOSCALERS)
        for workload in workloads_of(each, objects)
        for container in objects.services_in(workload)
        if not container.is_init
    )


def metrics_of(each: KubeObject) -> Iterator[Metric]:
    """Yield the metrics of the service that an autoscaler reads."""
    for index, metric in indexed(each.spec, "metrics"):
        for kind in ("pods", "external", "object"):
            settings = mapping(metric, kind)
            names = tuple(_SERIES.findall(text(mapping(settings, "metric").get("name"))))
            if names:
                target = _number(mapping(settings, "target").get("averageValue"))
                yield Metric(names, target, ("spec", "metrics", index, kind), {})
    for index, trigger in indexed(each.spec, "triggers"):
        settings = mapping(trigger, "metadata")
        names = tuple(dict.fromkeys(_SERIES.findall(_QUOTED.sub("", text(settings.get("query"))))))
        if trigger.get("type") == "prometheus" and names:
            is_average = trigger.get("metricType", "AverageValue") == "AverageValue"
            target = _number(settings.get("threshold")) if is_average else None
            yield Metric(names, target, ("spec", "triggers", index, "metadata"), trigger)


def utilizations_of(each: KubeObject) -> Iterator[Utilization]:
    """Yield the targets of an autoscaler in percent of a request."""
    if "targetCPUUtilizationPercentage" in each.spec:
        yield Utilization("cpu", "", ("spec", "targetCPUUtilizationPercentage"))
    elif each.kind == "HorizontalPodAutoscaler" and not each.spec.get("metrics"):
        yield Utilization("cpu", "", ("spec",))  # the API server sets 80 %
    for index, metric in indexed(each.spec, "metrics"):
        for kind in ("resource", "containerResource"):
            settings = mapping(metric, kind)
            if mapping(settings, "target").get("type") == "Utilization":
                path: Path = ("spec", "metrics", index, kind)
                yield Utilization(text(settings.get("name")), text(settings.get("container")), path)
    for index, trigger in indexed(each.spec, "triggers"):
        kind, settings = text(trigger.get("type")), mapping(trigger, "metadata")
        in_percent = (trigger.get("metricType") or settings.get("type")) == "Utilization"
        if kind in RESOURCES and in_percent:
            yield Utilization(kind, text(settings.get("containerName")), ("spec", "triggers", index))


def without_request(pod: Manifest, target: Utilization) -> Iterator[str]:
    """Yield the containers of a pod that have no request for the resource of a target."""
    if target.resource in mapping(pod, "resources", "requests"):
        return
    for _, container in indexed(pod, "containers"):
        name, resources = text(container.get("name")), mapping(container, "resources")
        is_set = any(target.resource in mapping(resources, kind) for kind in ("requests", "limits"))
        if target.container in ("", name) and not is_set:
            yield name


def _number(written: object) -> Decimal | None:
    try:
        return quantity(str(written)) if isinstance(written, str | int) else None
    except ValueError:
        return None
