"""What Jobs have in common."""

from powersync_constructs.constructs._kplus import k8s

IGNORE_DISRUPTIONS = k8s.PodFailurePolicy(
    rules=[
        k8s.PodFailurePolicyRule(
            action="Ignore",
            on_pod_conditions=[k8s.PodFailurePolicyOnPodConditionsPattern(type="DisruptionTarget", status="True")],
        )
    ]
)
"""A pod that a drain or preemption took does not count as a try."""
