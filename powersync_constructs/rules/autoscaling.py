"""Rules about what decides how many pods there are."""

from collections.abc import Sequence

from powersync_constructs.rules._finding import Finding, Manifest, kind_and_name

_AUTOSCALERS = ("HorizontalPodAutoscaler", "ScaledObject")


def workload_has_one_autoscaler(manifests: Sequence[Manifest]) -> list[Finding]:
    """Two autoscalers, also of two kinds, pull a workload to and fro: KEDA makes a HorizontalPodAutoscaler itself."""
    found: list[Finding] = []
    first: dict[tuple[object, ...], Manifest] = {}
    for manifest in manifests:
        if manifest["kind"] not in _AUTOSCALERS:
            continue
        target = manifest["spec"]["scaleTargetRef"]
        workload = (manifest["metadata"].get("namespace"), target.get("kind", "Deployment"), target["name"])
        other = first.setdefault(workload, manifest)
        if other is not manifest:
            reason = f"scales {workload[1]}/{workload[2]} beside {kind_and_name(other)}, and they pull it to and fro"
            found.append(Finding("one-autoscaler", "error", kind_and_name(manifest), reason, "keep one of the two"))
    return found
