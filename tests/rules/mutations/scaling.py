"""Mistakes in autoscalers."""

from collections.abc import Mapping
from typing import Any

from .mutation import Change, add, mutation, remove, service_yaml

CONNECTIONS = "powersync_concurrent_connections"
PACE = {"scaleDown": {"policies": [{"type": "Pods", "value": 1, "periodSeconds": 300}]}}


def pods_metric(name: str = CONNECTIONS, target: str = "80") -> Mapping[str, Any]:
    """Return a metric of the pods of a HorizontalPodAutoscaler."""
    return {
        "type": "Pods",
        "pods": {"metric": {"name": name}, "target": {"type": "AverageValue", "averageValue": target}},
    }


def hpa(component: str = "api", **fields: Any) -> tuple[Change, Change]:
    """Add a HorizontalPodAutoscaler, with these fields instead of the correct ones."""
    name = f"powersync-{component}"
    spec = {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name},
        "minReplicas": 2,
        "maxReplicas": 10,
        "metrics": [pods_metric()],
        "behavior": PACE,
    }
    metadata = {"name": name, "namespace": "powersync"}
    made = {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": metadata}
    return remove(f"Deployment/{name}", "spec.replicas"), add({**made, "spec": {**spec, **fields}})


def scaled_object(**fields: Any) -> tuple[Change, Change]:
    """Add a ScaledObject, with these fields instead of the correct ones."""
    metadata = {
        "serverAddress": "http://prometheus.monitoring.svc:9090",
        "query": f'sum({CONNECTIONS}{{namespace="powersync"}})',
        "threshold": "80",
        "ignoreNullValues": "false",
    }
    spec = {
        "scaleTargetRef": {"name": "powersync-api"},
        "minReplicaCount": 2,
        "maxReplicaCount": 10,
        "advanced": {"horizontalPodAutoscalerConfig": {"behavior": PACE}},
        "triggers": [{"type": "prometheus", "metadata": {**metadata, **fields.pop("metadata", {})}}],
    }
    names = {"name": "powersync-api", "namespace": "powersync"}
    made = {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": names, "spec": {**spec, **fields}}
    return remove("Deployment/powersync-api", "spec.replicas"), add(made)


CPU = {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}}
RESOURCES = "spec.template.spec.containers.0.resources"
FAST = {"scaleDown": {"policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}]}}

MUTATIONS = [
    mutation("PS801", "two-autoscalers", *hpa(), scaled_object()[1]),
    mutation("PS802", "target-at-the-limit", *hpa(metrics=[pods_metric(target="190")])),
    mutation("PS802", "threshold-of-keda", *scaled_object(metadata={"threshold": "200"})),
    mutation(
        "PS802",
        "lower-limit",
        service_yaml("client_auth:\n", "api:\n  parameters:\n    max_concurrent_connections: 50\nclient_auth:\n"),
        *hpa(),
    ),
    mutation("PS803", "unknown-metric", *hpa(metrics=[pods_metric("powersync_connections")])),
    mutation("PS803", "metric-of-replicators", *hpa(metrics=[pods_metric("powersync_replication_lag_seconds")])),
    mutation(
        "PS804",
        "no-requests",
        *hpa(metrics=[CPU]),
        remove("Deployment/powersync-api", f"{RESOURCES}.requests.cpu"),
        remove("Deployment/powersync-api", f"{RESOURCES}.limits.cpu"),
    ),
    mutation("PS805", "autoscaled-replicators", *hpa("replication", metrics=[CPU])),
    mutation("PS806", "no-room", *hpa(maxReplicas=2)),
    mutation("PS807", "no-pods-with-keda", *scaled_object(minReplicaCount=0)),
    mutation("PS807", "one-pod", *hpa(minReplicas=1)),
    mutation("PS808", "default-pace", *hpa(behavior={})),
    mutation("PS808", "all-at-once", *hpa(behavior=FAST)),
    mutation("PS809", "missing-metric-as-zero", *scaled_object(metadata={"ignoreNullValues": "true"})),
]
