"""Scheduling of pods: spread, affinity, node selection and tolerations."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs.config import NodeRequirement, ObjectMetadata, Scheduling, Spread, Toleration

from .manifests import LONG_RUNNING, WORKLOADS, Manifest, pod, pod_template, workload


def _pod(chart: Chart, component: str, **scheduling: Any) -> Manifest:
    return pod(workload(chart, component, scheduling=Scheduling(**scheduling)), component)


def _labels(component: str) -> Manifest:
    return {
        "matchLabels": {
            "app.kubernetes.io/name": "powersync",
            "app.kubernetes.io/instance": "powersync",
            "app.kubernetes.io/component": component,
        }
    }


def _spread(component: str, key: str, skew: int = 1, otherwise: str = "ScheduleAnyway") -> Manifest:
    return {
        "labelSelector": _labels(component),
        "matchLabelKeys": ["pod-template-hash"],
        "maxSkew": skew,
        "topologyKey": key,
        "whenUnsatisfiable": otherwise,
    }


def _term(component: str) -> Manifest:
    return {"labelSelector": _labels(component), "topologyKey": "kubernetes.io/hostname"}


@pytest.mark.parametrize("component", ["api", "replication"])
def test_pods_are_spread(chart: Chart, component: str) -> None:
    """API pods and replicators of one revision are spread over zones and nodes as far as possible."""
    found = pod(workload(chart, component), component)["topologySpreadConstraints"]

    assert found == [
        _spread(component, "topology.kubernetes.io/zone"),
        _spread(component, "kubernetes.io/hostname"),
    ]


@pytest.mark.parametrize("component", ["api", "replication"])
def test_pods_prefer_different_nodes(chart: Chart, component: str) -> None:
    """API pods prefer a node without API pods, and replicators a node without replicators."""
    preferred = [{"weight": 100, "podAffinityTerm": _term(component)}]

    affinity = pod(workload(chart, component), component)["affinity"]

    assert affinity == {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": preferred}}


@pytest.mark.parametrize("component", ["compact", "migrate", "unified"])
def test_a_single_pod_runs_anywhere(chart: Chart, component: str) -> None:
    """A workload with one pod has neither spread constraints nor affinity."""
    found = pod(workload(chart, component), component)

    assert {"affinity", "topologySpreadConstraints"} & set(found) == set()


@pytest.mark.parametrize("component", WORKLOADS)
def test_spread_can_be_set(chart: Chart, component: str) -> None:
    """Pods have the given spread constraints."""
    rack = Spread(topology_key="example.com/rack", max_skew=2, when_unsatisfiable="DoNotSchedule")

    found = _pod(chart, component, spread=[rack])["topologySpreadConstraints"]

    assert found == [_spread(component, "example.com/rack", 2, "DoNotSchedule")]


@pytest.mark.parametrize("component", WORKLOADS)
def test_pods_can_require_different_nodes(chart: Chart, component: str) -> None:
    """With `required`, two pods never share a node."""
    affinity = _pod(chart, component, anti_affinity="required")["affinity"]

    assert affinity == {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [_term(component)]}}


@pytest.mark.parametrize("component", WORKLOADS)
def test_node_affinity(chart: Chart, component: str) -> None:
    """A node must match all requirements."""
    wanted = [
        NodeRequirement(key="example.com/pool", values=["sync", "general"]),
        NodeRequirement(key="example.com/spot", operator="DoesNotExist"),
    ]

    expressions = [
        {"key": "example.com/pool", "operator": "In", "values": ["sync", "general"]},
        {"key": "example.com/spot", "operator": "DoesNotExist"},
    ]
    terms = {"nodeSelectorTerms": [{"matchExpressions": expressions}]}

    affinity = _pod(chart, component, node_affinity=wanted, anti_affinity=None)["affinity"]

    assert affinity == {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": terms}}


def test_nodes_can_be_preferred(chart: Chart) -> None:
    """Each requirement with a weight is a separate preference; without other requirements, any node is possible."""
    wished = [
        NodeRequirement(key="example.com/spot", operator="Exists", weight=80),
        NodeRequirement(key="example.com/cores", operator="Gt", values=["4"], weight=20),
    ]

    affinity = _pod(chart, "compact", node_affinity=wished)["affinity"]

    spot = {"matchExpressions": [{"key": "example.com/spot", "operator": "Exists"}]}
    large = {"matchExpressions": [{"key": "example.com/cores", "operator": "Gt", "values": ["4"]}]}
    preferred = [{"weight": 80, "preference": spot}, {"weight": 20, "preference": large}]
    assert affinity == {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": preferred}}


def test_spread_can_require_domains_and_tolerated_nodes(chart: Chart) -> None:
    """A spread can set the minimum of domains, and the policy for node taints."""
    zones = Spread(
        topology_key="topology.kubernetes.io/zone",
        when_unsatisfiable="DoNotSchedule",
        min_domains=3,
        node_taints_policy="Honor",
    )

    [found] = _pod(chart, "api", spread=[zones])["topologySpreadConstraints"]

    assert (found["minDomains"], found["nodeTaintsPolicy"]) == (3, "Honor")


@pytest.mark.parametrize("component", ["compact", "migrate"])
@pytest.mark.parametrize("value", ["true", "false"])
def test_jobs_are_not_moved(chart: Chart, component: str, value: str) -> None:
    """By default, cluster autoscalers do not evict pods that would have to start again."""
    mine = {} if value == "true" else {"karpenter.sh/do-not-disrupt": value}

    made = workload(chart, component, metadata=ObjectMetadata(pod_annotations=mine))

    assert pod_template(made, component)["metadata"]["annotations"] == {
        "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
        "karpenter.sh/do-not-disrupt": value,
    }


@pytest.mark.parametrize("component", LONG_RUNNING)
def test_long_running_pods_can_be_moved(chart: Chart, component: str) -> None:
    """Long-running pods have budgets instead of these annotations."""
    assert "annotations" not in pod_template(workload(chart, component), component)["metadata"]


@pytest.mark.parametrize("component", WORKLOADS)
def test_tolerations(chart: Chart, component: str) -> None:
    """Pods have the given tolerations."""
    given = [
        Toleration(key="dedicated", value="sync", effect="NoSchedule"),
        Toleration(key="node.kubernetes.io/unreachable", operator="Exists", effect="NoExecute", seconds=0),
        Toleration(operator="Exists"),
    ]

    assert _pod(chart, component, tolerations=given)["tolerations"] == [
        {"key": "dedicated", "operator": "Equal", "value": "sync", "effect": "NoSchedule"},
        {
            "key": "node.kubernetes.io/unreachable",
            "operator": "Exists",
            "effect": "NoExecute",
            "tolerationSeconds": 0,
        },
        {"operator": "Exists"},
    ]


@pytest.mark.parametrize("component", WORKLOADS)
@pytest.mark.parametrize(
    ("option", "value", "field"),
    [
        ("node_selector", {"kubernetes.io/arch": "arm64"}, "nodeSelector"),
        ("priority_class_name", "business-critical", "priorityClassName"),
        ("runtime_class_name", "gvisor", "runtimeClassName"),
        ("scheduler_name", "bin-packer", "schedulerName"),
    ],
)
def test_plain_fields(chart: Chart, component: str, option: str, value: object, field: str) -> None:
    """Settings that are one field in Kubernetes are rendered as that field."""
    assert _pod(chart, component, **{option: value})[field] == value
