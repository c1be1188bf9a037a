"""The autoscaler of the API."""

from constructs import Construct

from powersync_constructs.config.autoscaling import HpaAutoscaling
from powersync_constructs.constructs._kplus import k8s, quantity
from powersync_constructs.constructs._metadata import Identity

CONNECTIONS_METRIC = "powersync_concurrent_connections"
"""The gauge of open streams (packages/types/src/metrics.ts of the service)."""


def horizontal_autoscaler(
    scope: Construct, props: HpaAutoscaling, identity: Identity
) -> k8s.KubeHorizontalPodAutoscalerV2:
    """Make the HorizontalPodAutoscaler of the Deployment that is called as its part."""
    spec = k8s.HorizontalPodAutoscalerSpecV2(
        scale_target_ref=k8s.CrossVersionObjectReferenceV2(
            api_version="apps/v1", kind="Deployment", name=identity.name
        ),
        min_replicas=props.min_replicas,
        max_replicas=props.max_replicas,
        metrics=_metrics(props),
        behavior=k8s.HorizontalPodAutoscalerBehaviorV2(scale_up=_scale_up(props), scale_down=_scale_down(props)),
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
        metric = k8s.MetricIdentifierV2(name=CONNECTIONS_METRIC)
        metrics.append(k8s.MetricSpecV2(type="Pods", pods=k8s.PodsMetricSourceV2(metric=metric, target=target)))
    return metrics


def _scale_up(props: HpaAutoscaling) -> k8s.HpaScalingRulesV2:
    period = props.scale_up_period_seconds
    policies = [
        k8s.HpaScalingPolicyV2(type="Percent", value=100, period_seconds=period),
        k8s.HpaScalingPolicyV2(type="Pods", value=4, period_seconds=period),
    ]
    return _rules(props.scale_up_window_seconds, policies)


def _scale_down(props: HpaAutoscaling) -> k8s.HpaScalingRulesV2:
    one = k8s.HpaScalingPolicyV2(
        type="Pods", value=props.scale_down_pods, period_seconds=props.scale_down_period_seconds
    )
    return _rules(props.scale_down_window_seconds, [one])


def _rules(window_seconds: int, policies: list[k8s.HpaScalingPolicyV2]) -> k8s.HpaScalingRulesV2:
    return k8s.HpaScalingRulesV2(stabilization_window_seconds=window_seconds, select_policy="Max", policies=policies)
