"""Rules about what decides how many pods there are."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject, mapping, text

_AUTOSCALERS = {("autoscaling", "HorizontalPodAutoscaler"), ("keda.sh", "ScaledObject")}


class _Target(NamedTuple):
    """What is scaled, or the HorizontalPodAutoscaler that does it."""

    namespace: str
    kind: str
    name: str


def workload_has_one_autoscaler(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """Two autoscalers, also of two kinds, undo each other's changes; two ScaledObjects need an HPA each."""
    ours = {_Target(each.namespace, each.kind, each.name) for each in objects if each.instance}
    first: dict[_Target, KubeObject] = {}
    for each in objects:
        workload = _workload(each)
        if not workload.name:
            continue
        hpa = _Target(each.namespace, "HorizontalPodAutoscaler", _hpa_name(each))
        other, rival = first.setdefault(workload, each), first.setdefault(hpa, each)
        if not (workload in ours or each.instance or other.instance or rival.instance):
            continue
        if other is not each:
            reason = f"scales {workload.kind}/{workload.name}, as {other} does"
            fix = "keep one of the two: two autoscalers would undo each other's changes"
            yield Finding("one-autoscaler", "error", str(each), reason, fix)
        elif rival is not each:
            reason = f"keeps HorizontalPodAutoscaler/{hpa.name}, as {rival} does"
            yield Finding("one-autoscaler", "error", str(each), reason, "keep one of the two")


def _workload(each: KubeObject) -> _Target:
    """What an autoscaler scales; without a name where the object is none, or does not say it."""
    target = mapping(each.spec, "scaleTargetRef") if (each.group, each.kind) in _AUTOSCALERS else {}
    return _Target(each.namespace, text(target.get("kind")) or "Deployment", text(target.get("name")))


def _hpa_name(each: KubeObject) -> str:
    """The HorizontalPodAutoscaler that an autoscaler is, or that KEDA keeps for it."""
    if each.kind == "HorizontalPodAutoscaler":
        return each.name
    config = mapping(each.spec, "advanced", "horizontalPodAutoscalerConfig")
    return text(config.get("name")) or f"keda-hpa-{each.name}"
