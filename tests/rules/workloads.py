"""Workloads of an instance for the tests of the rules about availability and migration."""

from collections.abc import Mapping
from typing import Any

from powersync_constructs.rules import Manifest
from tests.rules.manifests import container, manifest, part

OWNED = {"ownerReferences": [{"kind": "Deployment", "name": "app-api", "controller": True}]}
"""Metadata of an object that a Deployment controls."""


def workload(
    component: str = "api",
    kind: str = "Deployment",
    *,
    name: str = "",
    metadata: Mapping[str, Any] | None = None,
    pod: Mapping[str, Any] | None = None,
    more: Mapping[str, Any] | None = None,
    **spec: Any,
) -> Manifest:
    """Return a workload whose pods have the label `app` with the component.

    `pod` has fields of the pod spec, `more` those of the container, and the other fields are those of the workload.
    """
    pod_spec = {"containers": [container(component, **(more or {}))], **(pod or {})}
    template = {"metadata": {"labels": {"app": component}}, "spec": pod_spec}
    of_kind = pod_spec if kind == "Pod" else {"template": template, **spec}
    made = part(kind, component, group="apps", spec=of_kind)
    return {**made, "metadata": {**made["metadata"], **({"name": name} if name else {}), **(metadata or {})}}


def cron_job(*args: str, **spec: Any) -> Manifest:
    """Return a CronJob that runs `compact`, with more arguments."""
    pod = {"containers": [container("compact", args=["compact", *args])]}
    return part(
        "CronJob", "compact", group="batch", spec={"jobTemplate": {"spec": {"template": {"spec": pod}}}, **spec}
    )


def autoscaler(minimum: int = 2, maximum: int = 10, component: str = "api") -> Manifest:
    """Return the HorizontalPodAutoscaler of a Deployment."""
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": f"app-{component}"}
    spec = {"scaleTargetRef": target, "minReplicas": minimum, "maxReplicas": maximum}
    return manifest("HorizontalPodAutoscaler", "scaler", group="autoscaling", spec=spec)


def scaled_object(component: str = "api", **spec: Any) -> Manifest:
    """Return the ScaledObject of a Deployment."""
    target = {"name": f"app-{component}"}
    return manifest("ScaledObject", "scaler", group="keda.sh", spec={"scaleTargetRef": target, **spec})
