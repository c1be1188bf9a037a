"""The objects that an object needs before it is applied, and before it can become ready."""

from collections.abc import Iterable, Iterator
from typing import Any

from powersync_constructs.config.pods._reserved import GATE
from tests.constructs.manifests import containers
from tests.emitted import Manifest

Key = tuple[str, str]
"""Kind and name: all objects of a test are in one namespace."""


def key(manifest: Manifest) -> Key:
    """Return the kind and name of an object."""
    return manifest["kind"], manifest["metadata"]["name"]


def pod_spec(manifest: Manifest) -> Manifest | None:
    """Return the pod spec of a workload, or None."""
    spec = manifest.get("spec", {})
    job = spec["jobTemplate"]["spec"] if manifest["kind"] == "CronJob" else spec
    found: Manifest | None = job.get("template", {}).get("spec") if isinstance(job, dict) else None
    return found


def configuration_of(manifest: Manifest) -> Iterator[Key]:
    """Yield the ConfigMaps, Secrets and SecretProviderClasses that pods read when they start."""
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
    """Return whether the pods of an object must not run before the storage is migrated."""
    return manifest["kind"] in ("Deployment", "CronJob")


def gate_of(manifest: Manifest) -> tuple[str, str] | None:
    """Return the ConfigMap and the key that pods wait for, or None."""
    if (spec := pod_spec(manifest)) is None:
        return None
    variables = [each for container in containers(spec) for each in container.get("env", [])]
    gates = [each["valueFrom"]["configMapKeyRef"] for each in variables if each["name"] == GATE]
    return (gates[0]["name"], gates[0]["key"]) if gates else None


def marker_of(job: Manifest) -> tuple[str, str] | None:
    """Return the ConfigMap and the key that the Job sets at its end, or None."""
    arguments = [step["args"] for step in containers(pod_spec(job) or {}) if step["name"] == "mark"]
    return (arguments[0][1], arguments[0][2]) if arguments else None


def needs_to_be_applied(manifest: Manifest, all_manifests: Iterable[Manifest]) -> set[Key]:
    """Return the objects without which the server refuses the object or cannot create its pods."""
    existing = {key(each) for each in all_manifests}
    return {found for found in _references(manifest) if found in existing and found != key(manifest)}


def needs_to_be_ready(manifest: Manifest, all_manifests: Iterable[Manifest]) -> set[Key]:
    """Return the objects without which a tool that waits for the object would wait forever."""
    manifests = list(all_manifests)
    return needs_to_be_applied(manifest, manifests) | {
        key(each)
        for each in manifests
        if any(needed(each, manifest) for needed in (_allows_traffic_of, _makes_ready, _opens_gate, _is_filled_by))
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


def _allows_traffic_of(policy: Manifest, manifest: Manifest) -> bool:
    """Return whether a NetworkPolicy allows the traffic of pods; the namespace is assumed to deny all other traffic."""
    if policy["kind"] != "NetworkPolicy" or pod_spec(manifest) is None:
        return False
    selector: dict[str, str] = policy["spec"]["podSelector"]["matchLabels"]
    labels: dict[str, str] = manifest["metadata"]["labels"]
    return selector.items() <= labels.items()


def _makes_ready(other: Manifest, manifest: Manifest) -> bool:
    """Return whether an object is never ready without another: an autoscaler or an Ingress without pods."""
    spec: dict[str, Any] = manifest.get("spec", {})
    if manifest["kind"] == "HorizontalPodAutoscaler":
        return key(other) == ("Deployment", spec["scaleTargetRef"]["name"])
    if manifest["kind"] == "Ingress":
        served = {path["backend"]["service"]["name"] for rule in spec["rules"] for path in rule["http"]["paths"]}
        return other["kind"] in ("Service", "Deployment") and other["metadata"]["name"] in served
    return False


def _is_filled_by(source: Manifest, manifest: Manifest) -> bool:
    """Return whether pods wait for a Secret that an operator creates from an object, or mount that object."""
    made: dict[str, set[str]] = {
        "ExternalSecret": {source["metadata"]["name"]},
        "Cluster": {f"{source['metadata']['name']}-{part}" for part in ("app", "ca")},
    }
    referred = {name for kind, name in _references(manifest) if kind == "Secret"}
    return not referred.isdisjoint(made.get(source["kind"], set())) or key(source) in configuration_of(manifest)


def _opens_gate(job: Manifest, manifest: Manifest) -> bool:
    gate = gate_of(manifest)
    return gate is not None and job["kind"] == "Job" and marker_of(job) == gate
