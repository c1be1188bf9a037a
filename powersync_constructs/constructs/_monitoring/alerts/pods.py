"""Alerts about pods: crash loops, memory, and rollouts."""

from collections.abc import Iterator

from powersync_constructs.config.alerts import Alerts
from powersync_constructs.config.pods._reserved import SERVICE_CONTAINER
from powersync_constructs.constructs._monitoring.alerts.alert import DEPLOYMENT, POD, Alert
from powersync_constructs.constructs._monitoring.monitored import MonitoredInstance
from powersync_constructs.constructs._monitoring.promql import promql


def pods(instance: MonitoredInstance, _: Alerts) -> Iterator[Alert]:
    """Yield the alerts of the long-running pods and their service container."""
    yield _crash_looping(instance)
    yield _out_of_memory(instance)
    yield _rollout_stuck(instance)


def _crash_looping(instance: MonitoredInstance) -> Alert:
    return Alert(
        name="PowerSyncCrashLooping",
        level="warning",
        minutes=15,
        expression=promql(
            "max by (pod) (max_over_time({waiting}[5m])) > 0",
            waiting=_of_container(instance, "kube_pod_container_status_waiting_reason", reason="CrashLoopBackOff"),
        ),
        summary="a pod is crash looping",
        description=f"In the last 15 minutes, pod {POD} was repeatedly in CrashLoopBackOff.",
    )


def _out_of_memory(instance: MonitoredInstance) -> Alert:
    return Alert(
        name="PowerSyncOutOfMemory",
        level="warning",
        expression=promql(
            """
            max by (pod) ({killed}) > 0
            and on (pod) max by (pod) (increase({restarts}[1h])) > 0
            """,
            killed=_of_container(instance, "kube_pod_container_status_last_terminated_reason", reason="OOMKilled"),
            restarts=_of_container(instance, "kube_pod_container_status_restarts_total"),
        ),
        summary="a pod was killed because it reached its memory limit",
        description=f"The service container of pod {POD} was OOMKilled within the last hour.",
    )


def _rollout_stuck(instance: MonitoredInstance) -> Alert:
    progressing = {"condition": "Progressing", "status": "false"}
    return Alert(
        name="PowerSyncRolloutStuck",
        level="warning",
        minutes=1,
        expression=promql(
            "max by (deployment) ({stuck}) > 0",
            stuck=instance.series.of_deployments("kube_deployment_status_condition", **progressing),
        ),
        summary="a rollout does not progress",
        description=f"Deployment {DEPLOYMENT} has exceeded its progress deadline.",
    )


def _of_container(instance: MonitoredInstance, series: str, **labels: str) -> str:
    return instance.series.of_all_pods(series, container=SERVICE_CONTAINER, **labels)
