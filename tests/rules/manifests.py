"""Manifests for the tests of the rules: objects of an instance, and objects of no instance."""

from collections.abc import Iterable, Mapping
from typing import Any

from powersync_constructs.rules import Finding, Manifest, Severity, rule_named
from powersync_constructs.rules._lib.manifest import kube_objects
from powersync_constructs.rules._lib.objects import Objects


def manifest(kind: str, name: str, *, namespace: str | None = "sync", group: str = "", **fields: Any) -> Manifest:
    """Return an object of no instance."""
    metadata = {"name": name} | ({"namespace": namespace} if namespace else {})
    return {"apiVersion": f"{group}/v1".lstrip("/"), "kind": kind, "metadata": metadata, **fields}


def labeled(made: Manifest, labels: Mapping[str, str]) -> Manifest:
    """Return the object with more labels."""
    metadata = made["metadata"]
    return {**made, "metadata": {**metadata, "labels": {**metadata.get("labels", {}), **labels}}}


def annotated(made: Manifest, annotations: Mapping[str, str]) -> Manifest:
    """Return the object with these annotations."""
    return {**made, "metadata": {**made["metadata"], "annotations": dict(annotations)}}


def of_instance(made: Manifest, component: str = "api", instance: str = "app") -> Manifest:
    """Return the object with the labels of an instance."""
    labels = {"powersync-constructs/instance": instance, "app.kubernetes.io/component": component}
    return labeled(made, labels)


def part(
    kind: str, component: str, instance: str = "app", namespace: str = "sync", group: str = "", **fields: Any
) -> Manifest:
    """Return an object of an instance, with the usual name."""
    made = manifest(kind, f"{instance}-{component}", namespace=namespace, group=group, **fields)
    return of_instance(made, component, instance)


_ARGS = {
    "api": ("start", "-r", "api"),
    "compact": ("compact",),
    "migrate": ("migrate", "up"),
    "replication": ("start", "-r", "sync"),
    "unified": ("start", "-r", "unified"),
}


def container(component: str = "api", version: str = "1.28.0", **fields: Any) -> dict[str, Any]:
    """Return a container that runs the service as this component of an instance."""
    image = f"journeyapps/powersync-service:{version}"
    return {"name": "powersync", "image": image, "args": [*_ARGS[component]], **fields}


def with_recommended_labels(made: Manifest, component: str = "api") -> Manifest:
    """Return the object with the labels that Kubernetes recommends, which any object may have."""
    labels = {"name": "powersync", "component": component, "instance": "app", "part-of": "powersync"}
    return labeled(made, {f"app.kubernetes.io/{label}": value for label, value in labels.items()})


def objects(*manifests: object) -> Objects:
    """Return the manifests as the rules read them."""
    return Objects(kube_objects(manifests), at_synth=True)


def app(charts: Mapping[str, Iterable[Manifest]]) -> Objects:
    """Return the manifests of several charts as the rules of the scope `app` read them."""
    return Objects(each for chart, manifests in charts.items() for each in kube_objects(manifests, chart))


def finding(name: str, severity: Severity, where: str, reason: str, fix: str) -> Finding:
    """Return a finding of the rule with this name."""
    rule = rule_named(name)
    assert rule is not None
    return rule.finding(where, reason, fix, severity=severity)
