"""What clients notice first: too many of them, too few pods, or none."""

from collections.abc import Iterator

from powersync_constructs.config.monitoring import Alerts
from powersync_constructs.config.workloads.autoscaling import CONNECTIONS
from powersync_constructs.constructs._monitoring.alerts._alert import POD, VALUE, Alert
from powersync_constructs.constructs._monitoring.promql import MonitoredInstance


def api(watched: MonitoredInstance, alerts: Alerts) -> Iterator[Alert]:
    """The alerts of the pods that serve, and of their autoscaler."""
    yield from _connections(watched, alerts)
    yield from _pods(watched)
    if watched.autoscaler is not None:
        yield _autoscaler(watched, watched.autoscaler)


def _connections(watched: MonitoredInstance, alerts: Alerts) -> Iterator[Alert]:
    limit = watched.connections_limit
    for severity, minutes, percent in (
        ("warning", 5, alerts.connections_warning_percent),
        ("critical", 2, alerts.connections_critical_percent),
    ):
        yield Alert(
            "PowerSyncConnectionsNearLimit",
            severity,
            minutes,
            f"max by (pod) ({watched.of_api(CONNECTIONS)}) > {limit * percent // 100}",
            f"a pod has more than {percent} % of the connections that it takes",
            f"Pod {POD} has {VALUE} connections and takes {limit}; from then on clients are answered 429.",
        )


def _pods(watched: MonitoredInstance) -> Iterator[Alert]:
    yield Alert(
        "PowerSyncApiDown",
        "critical",
        5,
        f"absent({watched.of_api(CONNECTIONS)})",
        "no API pod answers",
        "No pod that serves clients has been scraped for 5 minutes.",
    )
    desired = watched.of("kube_deployment_spec_replicas", deployment=watched.api)
    available = watched.of("kube_deployment_status_replicas_available", deployment=watched.api)
    yield Alert(
        "PowerSyncApiPodsMissing",
        "warning",
        15,
        f"max({desired}) - max({available}) > 0",
        "API pods are missing",
        f"{VALUE} of the pods of Deployment {watched.api} have not been available for 15 minutes.",
    )


def _autoscaler(watched: MonitoredInstance, name: str) -> Alert:
    current = watched.of("kube_horizontalpodautoscaler_status_current_replicas", horizontalpodautoscaler=name)
    most = watched.of("kube_horizontalpodautoscaler_spec_max_replicas", horizontalpodautoscaler=name)
    return Alert(
        "PowerSyncAutoscalerAtMaximum",
        "warning",
        15,
        f"max({current}) >= max({most})",
        "the autoscaler can add no more pods",
        f"There have been {VALUE} API pods for 15 minutes, as many as max_replicas allows.",
    )
