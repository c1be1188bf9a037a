"""Settings that all Jobs share."""

from powersync_constructs.constructs._lib.kplus import k8s

IGNORE_DISRUPTIONS = k8s.PodFailurePolicy(
    rules=[
        k8s.PodFailurePolicyRule(
            action="Ignore",
            on_pod_conditions=[k8s.PodFailurePolicyOnPodConditionsPattern(type="DisruptionTarget", status="True")],
        )
    ]
)
"""The failure policy that does not count a pod as a failed attempt if a drain or a preemption removed it."""
DO_NOT_EVICT = {"cluster-autoscaler.kubernetes.io/safe-to-evict": "false", "karpenter.sh/do-not-disrupt": "true"}
"""The annotations that prevent node autoscalers from removing a node while the pod of a Job runs on it."""
