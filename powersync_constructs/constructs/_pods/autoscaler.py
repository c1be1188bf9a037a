"""The autoscaler of the API pods."""

from typing import Any

from cdk8s import ApiObject
from constructs import Construct

from powersync_constructs.config.workloads.autoscaling import CONNECTIONS, Autoscaling, HpaAutoscaling, KedaAutoscaling
from powersync_constructs.constructs._lib.custom_resource import custom_resource
from powersync_constructs.constructs._lib.kplus import k8s, quantity
from powersync_constructs.constructs._lib.metadata import Identity, namespace_of
from powersync_constructs.constructs._monitoring.promql import of_pods

KEDA = "keda.sh/v1alpha1"
"""The API version of KEDA. The `behavior` of the fallback needs KEDA 2.17."""
TRANSFER = "scaledobject.keda.sh/transfer-hpa-ownership"
"""The annotation that lets KEDA take over an existing HorizontalPodAutoscaler with the same name.

Without it, KEDA rejects the ScaledObject.
"""


def autoscaler(scope: Construct, props: Autoscaling, identity: Identity) -> ApiObject:
    """Create the autoscaler of the Deployment with the same name: a HorizontalPodAutoscaler or a ScaledObject."""
    if isinstance(props, HpaAutoscaling):
        return _horizontal_pod_autoscaler(scope, props, identity)
    return _scaled_object(scope, props, identity)


def _horizontal_pod_autoscaler(
    scope: Construct, props: HpaAutoscaling, identity: Identity
) -> k8s.KubeHorizontalPodAutoscalerV2:
    spec = k8s.HorizontalPodAutoscalerSpecV2(
        scale_target_ref=k8s.CrossVersionObjectReferenceV2(
            api_version="apps/v1", kind="Deployment", name=identity.name
        ),
        min_replicas=props.min_replicas,
        max_replicas=props.max_replicas,
        metrics=_metrics(props),
        behavior=_behavior(props),
    )
    return k8s.KubeHorizontalPodAutoscalerV2(scope, "hpa", metadata=identity.object_meta(), spec=spec)


def _metrics(props: HpaAutoscaling) -> list[k8s.MetricSpecV2]:
    metrics = []
    if props.cpu_percent is not None:
        target = k8s.MetricTargetV2(type="Utilization", average_utilization=props.cpu_percent)
        metrics.append(
            k8s.MetricSpecV2(type="Resource", resource=k8s.ResourceMetricSourceV2(name="cpu", target=target))
        )
    if props.connections is not None:
        target = k8s.MetricTargetV2(type="AverageValue", average_value=quantity(str(props.connections)))
        metric = k8s.MetricIdentifierV2(name=CONNECTIONS)
        metrics.append(k8s.MetricSpecV2(type="Pods", pods=k8s.PodsMetricSourceV2(metric=metric, target=target)))
    return metrics


def _scaled_object(scope: Construct, props: KedaAutoscaling, identity: Identity) -> ApiObject:
    hpa = {"name": props.hpa_of(identity.name), "behavior": _behavior(props)}
    spec: dict[str, Any] = {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": identity.name},
        "pollingInterval": props.polling_interval_seconds,
        "minReplicaCount": props.min_replicas,
        "maxReplicaCount": props.max_replicas,
        "advanced": {"horizontalPodAutoscalerConfig": hpa},
        "triggers": [],
    }
    if props.cpu_percent is not None:
        spec["triggers"].append(
            {"type": "cpu", "metricType": "Utilization", "metadata": {"value": str(props.cpu_percent)}}
        )
    if props.connections is not None:
        spec["triggers"].append(_connections(props, props.query or _query(scope, identity)))
        spec["fallback"] = {
            "failureThreshold": props.fallback_after_failures,
            "replicas": props.fewest_without_prometheus,
            "behavior": "currentReplicasIfHigher",
        }
    return custom_resource(
        scope,
        "scaled-object",
        api_version=KEDA,
        kind="ScaledObject",
        name=identity.name,
        spec=spec,
        identity=identity,
        defaults={TRANSFER: "true"},
    )


def _query(scope: Construct, identity: Identity) -> str:
    """Return the query for all connections. It counts a pod once, even if several Prometheus servers scrape the pod."""
    namespace = namespace_of(scope, "the query for connections must contain it")
    return f"sum(max by (pod) ({of_pods(CONNECTIONS, namespace, identity.name)}))"


def _connections(props: KedaAutoscaling, query: str) -> dict[str, Any]:
    """Return the trigger on connections: the total number of connections, with a target per pod.

    A query without a result must fail. Otherwise KEDA would assume that pods which Prometheus cannot scrape have no
    clients.
    """
    metadata = {
        "serverAddress": props.prometheus_url,
        "query": query,
        "threshold": str(props.connections),
        "ignoreNullValues": "false",
    }
    trigger: dict[str, Any] = {"type": "prometheus", "metricType": "AverageValue", "metadata": metadata}
    if props.authentication is not None:
        if props.authentication.modes:
            metadata["authModes"] = ",".join(props.authentication.modes)
        trigger["authenticationRef"] = {"name": props.authentication.name, "kind": props.authentication.kind}
    return trigger


def _behavior(props: Autoscaling) -> k8s.HorizontalPodAutoscalerBehaviorV2:
    """Return the scaling behavior: scale up by doubling the pods, and scale down by `scale_down_pods` pods."""
    double = k8s.HpaScalingPolicyV2(type="Percent", value=100, period_seconds=props.scale_up_period_seconds)
    few = k8s.HpaScalingPolicyV2(
        type="Pods", value=props.scale_down_pods, period_seconds=props.scale_down_period_seconds
    )
    return k8s.HorizontalPodAutoscalerBehaviorV2(
        scale_up=_rules(props.scale_up_window_seconds, double), scale_down=_rules(props.scale_down_window_seconds, few)
    )


def _rules(window_seconds: int, policy: k8s.HpaScalingPolicyV2) -> k8s.HpaScalingRulesV2:
    return k8s.HpaScalingRulesV2(stabilization_window_seconds=window_seconds, select_policy="Max", policies=[policy])
