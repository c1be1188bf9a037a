"""Where pods run: affinity, spread and the rest of a pod's scheduling."""

from collections.abc import Sequence

from powersync_constructs.config.pods.scheduling import NodeRequirement, Scheduling
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.metadata import Identity


def affinity(scheduling: Scheduling, identity: Identity) -> k8s.Affinity | None:
    """Which nodes are wanted, and that pods of one workload shun each other's."""
    node, pods = _node_affinity(scheduling), _anti_affinity(scheduling, identity)
    return k8s.Affinity(node_affinity=node, pod_anti_affinity=pods) if node or pods else None


def spread(scheduling: Scheduling, identity: Identity) -> list[k8s.TopologySpreadConstraint] | None:
    """How pods are spread, each revision by itself: old pods that are leaving do not count."""
    return [
        k8s.TopologySpreadConstraint(
            label_selector=identity.label_selector,
            match_label_keys=["pod-template-hash"],
            max_skew=wanted.max_skew,
            min_domains=wanted.min_domains,
            node_taints_policy=wanted.node_taints_policy,
            topology_key=wanted.topology_key,
            when_unsatisfiable=wanted.when_unsatisfiable,
        )
        for wanted in scheduling.spread
    ] or None


def tolerations(scheduling: Scheduling) -> list[k8s.Toleration] | None:
    """The taints that are tolerated."""
    return [
        k8s.Toleration(
            key=given.key,
            operator=given.operator,
            value=given.value,
            effect=given.effect,
            toleration_seconds=given.seconds,
        )
        for given in scheduling.tolerations
    ] or None


def _node_affinity(scheduling: Scheduling) -> k8s.NodeAffinity | None:
    """Nodes must have all labels without a weight; those with one count each for itself."""
    musts = [wanted for wanted in scheduling.node_affinity if wanted.weight is None]
    wishes = [
        k8s.PreferredSchedulingTerm(weight=wanted.weight, preference=_nodes_with([wanted]))
        for wanted in scheduling.node_affinity
        if wanted.weight is not None
    ]
    if not musts and not wishes:
        return None
    return k8s.NodeAffinity(
        required_during_scheduling_ignored_during_execution=(
            k8s.NodeSelector(node_selector_terms=[_nodes_with(musts)]) if musts else None
        ),
        preferred_during_scheduling_ignored_during_execution=wishes or None,
    )


def _nodes_with(wanted: Sequence[NodeRequirement]) -> k8s.NodeSelectorTerm:
    return k8s.NodeSelectorTerm(
        match_expressions=[
            k8s.NodeSelectorRequirement(key=each.key, operator=each.operator, values=list(each.values) or None)
            for each in wanted
        ]
    )


def _anti_affinity(scheduling: Scheduling, identity: Identity) -> k8s.PodAntiAffinity | None:
    if scheduling.anti_affinity is None:
        return None
    term = k8s.PodAffinityTerm(label_selector=identity.label_selector, topology_key="kubernetes.io/hostname")
    if scheduling.anti_affinity == "required":
        return k8s.PodAntiAffinity(required_during_scheduling_ignored_during_execution=[term])
    weighted = k8s.WeightedPodAffinityTerm(weight=100, pod_affinity_term=term)
    return k8s.PodAntiAffinity(preferred_during_scheduling_ignored_during_execution=[weighted])
