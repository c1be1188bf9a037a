"""The PodDisruptionBudget of a workload."""

from constructs import Construct

from powersync_constructs.config.pods.pod import DisruptionBudget
from powersync_constructs.constructs._lib.kplus import int_or_string, k8s
from powersync_constructs.constructs._lib.metadata import Identity


def disruption_budget(scope: Construct, props: DisruptionBudget, identity: Identity) -> k8s.KubePodDisruptionBudget:
    """Make the budget; pods that crash in a loop never block a drain."""
    at_most = props.at_most
    spec = k8s.PodDisruptionBudgetSpec(
        max_unavailable=None if at_most is None else int_or_string(at_most),
        min_available=None if props.min_available is None else int_or_string(props.min_available),
        selector=identity.label_selector,
        unhealthy_pod_eviction_policy="AlwaysAllow",
    )
    return k8s.KubePodDisruptionBudget(scope, "pdb", metadata=identity.object_meta(), spec=spec)
