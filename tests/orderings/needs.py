"""What an object needs: before it is applied, and before it is ready."""

from collections.abc import Iterable, Iterator
from typing import Any

from tests.constructs.manifests import containers
from tests.emitted import Manifest

Key = tuple[str, str]
"""Kind and name; all objects of a test are in one namespace."""


def key(manifest: Manifest) -> Key:
    """What an object is known by."""
    return manifest["kind"], manifest["metadata"]["name"]


def pod_spec(manifest: Manifest) -> Manifest | None:
    """The pods of a workload; None for what has none."""
    spec = manifest.get("spec", {})
    job = spec["jobTemplate"]["spec"] if manifest["kind"] == "CronJob" else spec
    found: Manifest | None = job.get("template", {}).get("spec") if isinstance(job, dict) else None
    return found


def configuration_of(manifest: Manifest) -> Iterator[Key]:
    """What pods read when they start: ConfigMaps, Secrets, and what the Secrets Store is told."""
    spec = pod_spec(manifest) or {"volumes": [], "containers": []}
    for volume in spec["volumes"]:
        match volume:
            case {"configMap": {"name": name}}:
                yield "ConfigMap", name
            case {"secret": {"secretName": name}}:
                yield "Secret", name
            case {"csi": {"volumeAttributes": {"secretProviderClass": name}}}:
                yield "SecretProviderClass", name
    for variable in [each for container in containers(spec) for each in container.get("env", [])]:
        match variable:
            case {"valueFrom": {"secretKeyRef": {"name": name}}}:
                yield "Secret", name


def is_workload(manifest: Manifest) -> bool:
    """Tell whether an object has pods that must not run before the storage is migrated."""
    return manifest["kind"] in ("Deployment", "CronJob")


def gate_of(manifest: Manifest) -> tuple[str, str] | None:
    """The ConfigMap and the key that pods wait for, if there is one."""
    volumes = (pod_spec(manifest) or {}).get("volumes", [])
    gates = [volume["configMap"] for volume in volumes if volume["name"] == "migrated"]
    return (gates[0]["name"], gates[0]["items"][0]["key"]) if gates else None


def mark_of(job: Manifest) -> tuple[str, str] | None:
    """The ConfigMap and the key that the Job sets in the end, if it does."""
    marking = [step["args"] for step in containers(pod_spec(job) or {}) if step["name"] == "mark"]
    return (marking[0][1], marking[0][2]) if marking else None


def needs_to_be_applied(manifest: Manifest, all_of_them: Iterable[Manifest]) -> set[Key]:
    """What must be there before: without it the object is refused, or its pods cannot be made."""
    there = {key(each) for each in all_of_them}
    return {found for found in _references(manifest) if found in there and found != key(manifest)}


def needs_to_be_ready(manifest: Manifest, all_of_them: Iterable[Manifest]) -> set[Key]:
    """What must be there for a tool that waits until the object is ready, by its own idea of that."""
    manifests = list(all_of_them)
    return needs_to_be_applied(manifest, manifests) | {
        key(each)
        for each in manifests
        if any(needed(each, manifest) for needed in (_lets_through, _keeps_waiting, _opens_gate, _is_filled_by))
    }


def _references(manifest: Manifest) -> Iterator[Key]:
    if "namespace" in manifest["metadata"]:
        yield "Namespace", manifest["metadata"]["namespace"]
    if manifest["kind"] == "RoleBinding":
        yield "Role", manifest["roleRef"]["name"]
        yield from (("ServiceAccount", subject["name"]) for subject in manifest["subjects"])
    spec = pod_spec(manifest)
    if spec is not None:
        yield "ServiceAccount", spec["serviceAccountName"]
        yield from (found for found in configuration_of(manifest) if found[0] != "SecretProviderClass")


def _lets_through(policy: Manifest, manifest: Manifest) -> bool:
    """Tell whether pods reach what they need by a NetworkPolicy alone, as in a namespace that lets nothing through."""
    if policy["kind"] != "NetworkPolicy" or pod_spec(manifest) is None:
        return False
    selector: dict[str, str] = policy["spec"]["podSelector"]["matchLabels"]
    labels: dict[str, str] = manifest["metadata"]["labels"]
    return selector.items() <= labels.items()


def _keeps_waiting(other: Manifest, manifest: Manifest) -> bool:
    """Tell whether an object is never ready without another: an autoscaler or an ingress without pods."""
    spec: dict[str, Any] = manifest.get("spec", {})
    if manifest["kind"] == "HorizontalPodAutoscaler":
        return key(other) == ("Deployment", spec["scaleTargetRef"]["name"])
    if manifest["kind"] == "Ingress":
        served = {path["backend"]["service"]["name"] for rule in spec["rules"] for path in rule["http"]["paths"]}
        return other["kind"] in ("Service", "Deployment") and other["metadata"]["name"] in served
    return False


def _is_filled_by(source: Manifest, manifest: Manifest) -> bool:
    """Tell whether pods wait for a Secret that an operator makes of another object, or for what a volume is made of."""
    made: dict[str, set[str]] = {
        "ExternalSecret": {source["metadata"]["name"]},
        "Cluster": {f"{source['metadata']['name']}-{part}" for part in ("app", "ca")},
    }
    referred = {name for kind, name in _references(manifest) if kind == "Secret"}
    return not referred.isdisjoint(made.get(source["kind"], set())) or key(source) in configuration_of(manifest)


def _opens_gate(job: Manifest, manifest: Manifest) -> bool:
    gate = gate_of(manifest)
    return gate is not None and job["kind"] == "Job" and mark_of(job) == gate
