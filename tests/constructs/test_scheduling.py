"""Where pods run."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs.config import NodeRequirement, Scheduling, Spread, Toleration

from .manifests import WORKLOADS, Manifest, pod, workload


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

    affinity = _pod(chart, component, node_affinity=wanted)["affinity"]

    assert affinity == {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": terms}}


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
