"""Whether pods start, stay, and are replaced."""

from collections.abc import Iterator

from powersync_constructs.constructs._alerts._alert import CONTAINER, DEPLOYMENT, POD, Alert
from powersync_constructs.constructs._series import Watched


def pods(watched: Watched) -> Iterator[Alert]:
    """The alerts of all pods that stay."""
    waiting = watched.of_all_pods("kube_pod_container_status_waiting_reason", reason="CrashLoopBackOff")
    yield Alert(
        "PowerSyncCrashLooping",
        "warning",
        5,
        f"max by (pod, container) (max_over_time({waiting}[5m])) > 0",
        "a container ends again and again",
        f"Container {CONTAINER} of pod {POD} is in CrashLoopBackOff.",
    )
    killed = watched.of_all_pods("kube_pod_container_status_last_terminated_reason", reason="OOMKilled")
    restarts = watched.of_all_pods("kube_pod_container_status_restarts_total")
    yield Alert(
        "PowerSyncOutOfMemory",
        "warning",
        0,
        f"max by (pod, container) ({killed}) > 0\n"
        f"and on (pod, container) max by (pod, container) (increase({restarts}[1h])) > 0",
        "a container was killed at its memory limit",
        f"Container {CONTAINER} of pod {POD} was out of memory within the last hour.",
    )
    stuck = watched.of_deployments("kube_deployment_status_condition", condition="Progressing", status="false")
    yield Alert(
        "PowerSyncRolloutStuck",
        "warning",
        1,
        f"max by (deployment) ({stuck}) > 0",
        "a roll-out makes no progress",
        f"Deployment {DEPLOYMENT} has passed its progress deadline; its old pods go on.",
    )
