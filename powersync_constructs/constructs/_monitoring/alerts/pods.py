"""Whether pods start, stay, and are replaced."""

from collections.abc import Iterator

from powersync_constructs.config.pods._reserved import SERVICE_CONTAINER
from powersync_constructs.constructs._monitoring.alerts._alert import DEPLOYMENT, POD, Alert
from powersync_constructs.constructs._monitoring.promql import MonitoredInstance


def pods(watched: MonitoredInstance) -> Iterator[Alert]:
    """The alerts of all pods that stay, and of the service's container in them."""
    container = {"container": SERVICE_CONTAINER}
    waiting = watched.of_all_pods("kube_pod_container_status_waiting_reason", **container, reason="CrashLoopBackOff")
    yield Alert(
        "PowerSyncCrashLooping",
        "warning",
        15,
        f"max by (pod) (max_over_time({waiting}[5m])) > 0",
        "a pod ends again and again",
        f"Pod {POD} has been in CrashLoopBackOff again and again for 15 minutes.",
    )
    killed = watched.of_all_pods("kube_pod_container_status_last_terminated_reason", **container, reason="OOMKilled")
    restarts = watched.of_all_pods("kube_pod_container_status_restarts_total", **container)
    yield Alert(
        "PowerSyncOutOfMemory",
        "warning",
        0,
        f"max by (pod) ({killed}) > 0\nand on (pod) max by (pod) (increase({restarts}[1h])) > 0",
        "a pod was killed at its memory limit",
        f"Pod {POD} was out of memory within the last hour.",
    )
    stuck = watched.of_deployments("kube_deployment_status_condition", condition="Progressing", status="false")
    yield Alert(
        "PowerSyncRolloutStuck",
        "warning",
        1,
        f"max by (deployment) ({stuck}) > 0",
        "a roll-out makes no progress",
        f"Deployment {DEPLOYMENT} has passed its progress deadline.",
    )
