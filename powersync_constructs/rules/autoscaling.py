"""Rules about what decides how many pods there are."""

from collections.abc import Mapping, Sequence
from typing import Any

from powersync_constructs.rules._finding import Finding, Manifest, kind_and_name

_AUTOSCALERS = {("autoscaling", "HorizontalPodAutoscaler"), ("keda.sh", "ScaledObject")}


def workload_has_one_autoscaler(manifests: Sequence[Manifest]) -> list[Finding]:
    """Two autoscalers, also of two kinds, pull a workload to and fro; two ScaledObjects fight over one autoscaler."""
    found: list[Finding] = []
    workloads: dict[tuple[Any, ...], Manifest] = {}
    kept: dict[tuple[Any, ...], Manifest] = {}
    for manifest in manifests:
        if (manifest["apiVersion"].partition("/")[0], manifest["kind"]) not in _AUTOSCALERS:
            continue
        namespace, target = manifest["metadata"].get("namespace"), _target_of(manifest)
        if "name" not in target:
            continue
        workload = (namespace, target.get("kind", "Deployment"), target["name"])
        autoscaler = (namespace, _hpa_of(manifest))
        other, rival = workloads.setdefault(workload, manifest), kept.setdefault(autoscaler, manifest)
        if other is not manifest:
            reason = f"scales {workload[1]}/{workload[2]} beside {kind_and_name(other)}, and they pull it to and fro"
            found.append(_finding(manifest, reason))
        elif rival is not manifest:
            reason = f"keeps HorizontalPodAutoscaler/{autoscaler[1]}, as {kind_and_name(rival)} does"
            found.append(_finding(manifest, reason))
    return found


def _target_of(manifest: Manifest) -> Mapping[str, Any]:
    """What is scaled; nothing where somebody's autoscaler does not say it, which the API server refuses."""
    target: Mapping[str, Any] = (manifest.get("spec") or {}).get("scaleTargetRef") or {}
    return target


def _hpa_of(manifest: Manifest) -> str:
    """The HorizontalPodAutoscaler that an autoscaler is, or that KEDA keeps for it."""
    name: str = manifest["metadata"]["name"]
    if manifest["kind"] == "HorizontalPodAutoscaler":
        return name
    config = manifest.get("spec", {}).get("advanced", {}).get("horizontalPodAutoscalerConfig", {})
    return config.get("name") or f"keda-hpa-{name}"


def _finding(manifest: Manifest, reason: str) -> Finding:
    return Finding("one-autoscaler", "error", kind_and_name(manifest), reason, "keep one of the two")
