"""The scheduling of pods: affinity, topology spread and tolerations."""

from collections.abc import Sequence

from powersync_constructs.config.pods.scheduling import NodeRequirement, Scheduling
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.metadata import Identity


def affinity(scheduling: Scheduling, identity: Identity) -> k8s.Affinity | None:
    """Return the node affinity, and the anti-affinity between the pods of a workload; None if the props set neither."""
    node, pods = _node_affinity(scheduling), _anti_affinity(scheduling, identity)
    return k8s.Affinity(node_affinity=node, pod_anti_affinity=pods) if node or pods else None


def spread(scheduling: Scheduling, identity: Identity) -> list[k8s.TopologySpreadConstraint] | None:
    """Return the spread constraints. They count only pods of one revision, so old pods do not count in a rollout."""
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
    """Return the tolerations; None if the props set none."""
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
    """Return the node affinity. Nodes must meet all requirements without a weight; the others are preferences."""
    required = [wanted for wanted in scheduling.node_affinity if wanted.weight is None]
    preferred = [
        k8s.PreferredSchedulingTerm(weight=wanted.weight, preference=_nodes_with([wanted]))
        for wanted in scheduling.node_affinity
        if wanted.weight is not None
    ]
    if not required and not preferred:
        return None
    return k8s.NodeAffinity(
        required_during_scheduling_ignored_during_execution=(
            k8s.NodeSelector(node_selector_terms=[_nodes_with(required)]) if required else None
        ),
        preferred_during_scheduling_ignored_during_execution=preferred or None,
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
