"""What Jobs have in common."""

from powersync_constructs.constructs._lib.kplus import k8s

IGNORE_DISRUPTIONS = k8s.PodFailurePolicy(
    rules=[
        k8s.PodFailurePolicyRule(
            action="Ignore",
            on_pod_conditions=[k8s.PodFailurePolicyOnPodConditionsPattern(type="DisruptionTarget", status="True")],
        )
    ]
)
"""A pod that a drain or preemption took does not count as a try."""
DO_NOT_EVICT = {"cluster-autoscaler.kubernetes.io/safe-to-evict": "false", "karpenter.sh/do-not-disrupt": "true"}
"""Annotations by which the cluster's own autoscalers leave a node alone until a Job's pod has ended."""
