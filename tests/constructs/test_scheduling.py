"""Where pods run."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs.config import NodeRequirement, ObjectMetadata, Scheduling, Spread, Toleration

from .manifests import SERVING, WORKLOADS, Manifest, pod, pod_template, workload


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


def _shun(component: str) -> Manifest:
    return {"labelSelector": _labels(component), "topologyKey": "kubernetes.io/hostname"}


@pytest.mark.parametrize("component", ["api", "replication"])
def test_pods_are_spread(chart: Chart, component: str) -> None:
    """Where there is more than one, pods of a revision are spread over zones and nodes, as far as it goes."""
    found = pod(workload(chart, component), component)["topologySpreadConstraints"]

    assert found == [
        _spread(component, "topology.kubernetes.io/zone"),
        _spread(component, "kubernetes.io/hostname"),
    ]


@pytest.mark.parametrize("component", ["api", "replication"])
def test_pods_shun_each_other(chart: Chart, component: str) -> None:
    """Where there is more than one, pods shun the same node, as far as it goes."""
    preferred = [{"weight": 100, "podAffinityTerm": _shun(component)}]

    affinity = pod(workload(chart, component), component)["affinity"]

    assert affinity == {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": preferred}}


@pytest.mark.parametrize("component", ["compact", "migrate", "unified"])
def test_a_single_pod_runs_anywhere(chart: Chart, component: str) -> None:
    """Where there is one pod there is nothing to spread."""
    found = pod(workload(chart, component), component)

    assert {"affinity", "topologySpreadConstraints"} & set(found) == set()


@pytest.mark.parametrize("component", WORKLOADS)
def test_spread_is_a_choice(chart: Chart, component: str) -> None:
    """Pods are spread over what they are told, and as strictly."""
    rack = Spread(topology_key="example.com/rack", max_skew=2, when_unsatisfiable="DoNotSchedule")

    found = _pod(chart, component, spread=[rack])["topologySpreadConstraints"]

    assert found == [_spread(component, "example.com/rack", 2, "DoNotSchedule")]


@pytest.mark.parametrize("component", WORKLOADS)
def test_pods_can_be_kept_apart(chart: Chart, component: str) -> None:
    """With `required` two pods never share a node."""
    affinity = _pod(chart, component, anti_affinity="required")["affinity"]

    assert affinity == {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [_shun(component)]}}


@pytest.mark.parametrize("component", WORKLOADS)
def test_node_affinity(chart: Chart, component: str) -> None:
    """All that is asked of a node's labels must hold at once."""
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


def test_nodes_may_be_preferred(chart: Chart) -> None:
    """A label with a weight is wished for, by itself; without any other, nothing is a must."""
    wished = [
        NodeRequirement(key="example.com/spot", operator="Exists", weight=80),
        NodeRequirement(key="example.com/cores", operator="Gt", values=["4"], weight=20),
    ]

    affinity = _pod(chart, "compact", node_affinity=wished)["affinity"]

    spot = {"matchExpressions": [{"key": "example.com/spot", "operator": "Exists"}]}
    large = {"matchExpressions": [{"key": "example.com/cores", "operator": "Gt", "values": ["4"]}]}
    preferred = [{"weight": 80, "preference": spot}, {"weight": 20, "preference": large}]
    assert affinity == {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": preferred}}


def test_spread_can_insist(chart: Chart) -> None:
    """On so many zones, and on nodes that the pods may run on."""
    zones = Spread(
        topology_key="topology.kubernetes.io/zone",
        when_unsatisfiable="DoNotSchedule",
        min_domains=3,
        node_taints_policy="Honor",
    )

    [found] = _pod(chart, "api", spread=[zones])["topologySpreadConstraints"]

    assert (found["minDomains"], found["nodeTaintsPolicy"]) == (3, "Honor")


@pytest.mark.parametrize("component", ["compact", "migrate"])
@pytest.mark.parametrize("said", ["true", "false"])
def test_jobs_are_left_alone(chart: Chart, component: str, said: str) -> None:
    """The cluster's autoscalers do not move a pod that would have to begin anew, unless told otherwise."""
    mine = {} if said == "true" else {"karpenter.sh/do-not-disrupt": said}

    made = workload(chart, component, metadata=ObjectMetadata(pod_annotations=mine))

    assert pod_template(made, component)["metadata"]["annotations"] == {
        "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
        "karpenter.sh/do-not-disrupt": said,
    }


@pytest.mark.parametrize("component", SERVING)
def test_pods_that_stay_may_be_moved(chart: Chart, component: str) -> None:
    """They have budgets for that."""
    assert "annotations" not in pod_template(workload(chart, component), component)["metadata"]


@pytest.mark.parametrize("component", WORKLOADS)
def test_tolerations(chart: Chart, component: str) -> None:
    """Taints are tolerated as they are given."""
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
def test_plain_choices(chart: Chart, component: str, option: str, value: object, field: str) -> None:
    """What Kubernetes has one field for lands in that field."""
    assert _pod(chart, component, **{option: value})[field] == value
