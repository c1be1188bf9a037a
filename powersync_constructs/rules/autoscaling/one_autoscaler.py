"""Rules about the objects that set the number of pods."""

from collections.abc import Iterator
from typing import NamedTuple

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.instances import instance_of
from powersync_constructs.rules._lib.manifest import KubeObject, mapping, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule

_AUTOSCALERS = {("autoscaling", "HorizontalPodAutoscaler"), ("keda.sh", "ScaledObject")}


class _Target(NamedTuple):
    """The scaled workload, or the HorizontalPodAutoscaler that scales it."""

    chart: str
    """The chart of the workload, because two charts may be for two clusters."""
    namespace: str
    kind: str
    name: str


@rule(
    "PS801",
    "one-autoscaler",
    "error",
    looks_at="HorizontalPodAutoscalers and ScaledObjects",
    fix="Remove one of the two autoscalers.",
)
def workload_has_one_autoscaler(objects: Objects) -> Iterator[Violation]:
    """A workload has only one autoscaler, and a HorizontalPodAutoscaler has only one definition.

    Two autoscalers of a workload undo each other's changes, even if they are of different kinds. KEDA creates a
    HorizontalPodAutoscaler for each ScaledObject, so the name of this HorizontalPodAutoscaler must be unique too.
    """
    ours = {
        _Target(each.chart, each.namespace, each.kind, each.name) for each in objects.all if instance_of(each, objects)
    }
    first: dict[_Target, KubeObject] = {}
    for each in objects:
        workload = _workload(each, objects)
        if not workload.name:
            continue
        hpa = _Target(workload.chart, each.namespace, "HorizontalPodAutoscaler", _hpa_name(each))
        other, rival = first.setdefault(workload, each), first.setdefault(hpa, each)
        if not (workload in ours or each.instance or other.instance or rival.instance):
            continue
        if other is not each:
            reason = f"scales {workload.kind}/{workload.name}, which {other} also scales"
            fix = "remove one of the two, because they would undo each other's changes"
            yield Violation(each, reason, fix)
        elif rival is not each:
            reason = f"defines HorizontalPodAutoscaler/{hpa.name}, and so does {rival}"
            yield Violation(each, reason, "remove one of the two")


def _workload(each: KubeObject, objects: Objects) -> _Target:
    """Return the workload that an autoscaler scales.

    The name is empty if the autoscaler has no target, or if the object is not an autoscaler.
    """
    target = mapping(each.spec, "scaleTargetRef") if (each.group, each.kind) in _AUTOSCALERS else {}
    kind, name = text(target.get("kind")) or "Deployment", text(target.get("name"))
    workload = objects.get(kind, each.namespace, name, near=each) if name else None
    return _Target((workload or each).chart, each.namespace, kind, name)


def _hpa_name(each: KubeObject) -> str:
    """Return the name of a HorizontalPodAutoscaler, or of the one that KEDA creates for a ScaledObject."""
    if each.kind == "HorizontalPodAutoscaler":
        return each.name
    config = mapping(each.spec, "advanced", "horizontalPodAutoscalerConfig")
    return text(config.get("name")) or f"keda-hpa-{each.name}"
