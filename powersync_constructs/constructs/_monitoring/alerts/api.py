"""Alerts about the API: connections near the limit, failing connections, missing pods, and the autoscaler."""

from collections.abc import Iterator

from powersync_constructs.config.alerts import AlertLevel, Alerts
from powersync_constructs.config.workloads.autoscaling import CONNECTIONS
from powersync_constructs.constructs._monitoring.alerts.alert import CODE, POD, ROUNDED, VALUE, Alert
from powersync_constructs.constructs._monitoring.monitored import MonitoredInstance
from powersync_constructs.constructs._monitoring.promql import promql


def api(instance: MonitoredInstance, alerts: Alerts) -> Iterator[Alert]:
    """Yield the alerts of the pods that serve clients, and of their autoscaler."""
    yield _connections(instance, "warning", minutes=5, percent=alerts.connections_warning_percent)
    yield _connections(instance, "critical", minutes=2, percent=alerts.connections_critical_percent)
    yield _failing(instance, alerts.failed_connections_per_minute)
    yield _down(instance)
    yield _pods_missing(instance)
    if instance.autoscaler is not None:
        yield _autoscaler_at_maximum(instance, instance.autoscaler)


def _connections(instance: MonitoredInstance, level: AlertLevel, *, minutes: int, percent: int) -> Alert:
    limit = instance.connections_limit
    return Alert(
        name="PowerSyncConnectionsNearLimit",
        level=level,
        minutes=minutes,
        expression=promql(
            "max by (pod) ({connections}) > {threshold}",
            connections=instance.series.of_api(CONNECTIONS),
            threshold=str(limit * percent // 100),
        ),
        summary=f"a pod uses more than {percent} % of its connection limit",
        description=f"Pod {POD} has {VALUE} of {limit} connections. At the limit, it answers new clients with 429.",
    )


def _failing(instance: MonitoredInstance, per_minute: int) -> Alert:
    """The time range of the rate is shorter than the time until the alert fires, so a single burst never fires it.

    A rollout can cause such a burst, because a pod that shuts down refuses new connections.
    """
    return Alert(
        name="PowerSyncConnectionsFailing",
        level="warning",
        minutes=10,
        expression=promql(
            "sum by (error_code) (rate({failed}[5m])) * 60 > {per_minute}",
            failed=instance.series.of_failed_connections(),
            per_minute=str(per_minute),
        ),
        summary="sync connections fail or are refused",
        description=f"For 10 minutes, {ROUNDED} sync connections per minute have failed or have been refused with the "
        f"error code {CODE}.",
    )


def _down(instance: MonitoredInstance) -> Alert:
    return Alert(
        name="PowerSyncApiDown",
        level="critical",
        minutes=5,
        expression=promql("absent({connections})", connections=instance.series.of_api(CONNECTIONS)),
        summary="no API pod can be scraped",
        description="For 5 minutes, Prometheus has not scraped any pod that serves clients.",
    )


def _pods_missing(instance: MonitoredInstance) -> Alert:
    return Alert(
        name="PowerSyncApiPodsMissing",
        level="warning",
        minutes=15,
        expression=promql(
            "max({desired}) - max({available}) > 0",
            desired=instance.series.of("kube_deployment_spec_replicas", deployment=instance.api),
            available=instance.series.of("kube_deployment_status_replicas_available", deployment=instance.api),
        ),
        summary="fewer API pods are available than desired",
        description=f"Deployment {instance.api} has had too few available pods for 15 minutes. Missing pods: {VALUE}.",
    )


def _autoscaler_at_maximum(instance: MonitoredInstance, name: str) -> Alert:
    hpa = "kube_horizontalpodautoscaler"
    return Alert(
        name="PowerSyncAutoscalerAtMaximum",
        level="warning",
        minutes=15,
        expression=promql(
            "max({current}) >= max({most})",
            current=instance.series.of(f"{hpa}_status_current_replicas", horizontalpodautoscaler=name),
            most=instance.series.of(f"{hpa}_spec_max_replicas", horizontalpodautoscaler=name),
        ),
        summary="the autoscaler cannot add more pods",
        description=f"For 15 minutes, the number of API pods has been {VALUE}, the maximum of the autoscaler "
        "(max_replicas).",
    )
