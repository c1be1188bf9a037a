"""The PodDisruptionBudget of a workload."""

from constructs import Construct

from powersync_constructs.config.pods.pod import DisruptionBudget
from powersync_constructs.constructs._lib.kplus import int_or_string, k8s


def disruption_budget(
    scope: Construct, props: DisruptionBudget, metadata: k8s.ObjectMeta, selector: k8s.LabelSelector
) -> k8s.KubePodDisruptionBudget:
    """Create the budget of the selected pods. Unhealthy pods never block draining a node (`AlwaysAllow`)."""
    at_most = props.at_most
    spec = k8s.PodDisruptionBudgetSpec(
        max_unavailable=None if at_most is None else int_or_string(at_most),
        min_available=None if props.min_available is None else int_or_string(props.min_available),
        selector=selector,
        unhealthy_pod_eviction_policy="AlwaysAllow",
    )
    return k8s.KubePodDisruptionBudget(scope, "pdb", metadata=metadata, spec=spec)
