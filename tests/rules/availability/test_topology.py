"""An instance has one topology, one workload that replicates, and at most two replicators."""

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.availability.topology import (
    instance_has_one_topology,
    one_workload_replicates,
    replicators_are_at_most_two,
)
from tests.rules.manifests import finding, objects, of_instance
from tests.rules.workloads import OWNED, autoscaler, workload


def test_second_replicating_workload_is_reported() -> None:
    """The second workload that replicates is reported, and names the first one."""
    found = one_workload_replicates.findings(objects(workload("replication"), workload("unified")))

    reason = "replicates into the same bucket storage as Deployment/app-replication"
    fix = "remove it or Deployment/app-replication"
    expected = finding("one-replicating-workload", "error", "Deployment/app-unified", reason, fix)
    assert [str(each) for each in found] == [str(expected)]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(workload("api"), id="api-pods"),
        pytest.param(of_instance(workload("replication", name="b"), "replication", "b"), id="another-instance"),
        pytest.param(workload("unified", replicas=0), id="no-replicas"),
        pytest.param(workload("replication", "ReplicaSet", name="rs", metadata=OWNED), id="replica-set-of-the-first"),
        pytest.param(workload("replication", "Pod", name="pod", metadata=OWNED), id="pod-of-the-first"),
    ],
)
def test_one_replicating_workload_is_not_reported(second: Manifest) -> None:
    """Other workloads, other instances, no replicas and what a Deployment creates are not reported."""
    assert one_workload_replicates.findings(objects(workload("replication"), second)) == []


def test_unified_pods_next_to_api_pods_are_reported() -> None:
    """API pods of an instance with unified pods are reported."""
    [found] = instance_has_one_topology.findings(objects(workload("unified"), workload("api")))

    assert found.reason == "runs API pods next to the unified pods of Deployment/app-unified"


def test_unified_workload_without_replicas_is_not_reported() -> None:
    """After a change of the topology, the unified workload may stay with no replicas."""
    assert instance_has_one_topology.findings(objects(workload("unified", replicas=0), workload("api"))) == []


def test_unified_pods_of_another_instance_are_not_reported() -> None:
    """Two instances may have different topologies."""
    unified = of_instance(workload("unified"), "unified", "other")

    assert instance_has_one_topology.findings(objects(unified, workload("api"))) == []


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        pytest.param(
            workload("replication", replicas=3), "has 3 replicators, but only one of them replicates", id="replicas"
        ),
        pytest.param(
            workload("replication", "DaemonSet"),
            "is a DaemonSet with a replicator on each node, but only one of them replicates",
            id="daemon-set",
        ),
    ],
)
def test_more_than_two_replicators_are_reported(made: Manifest, reason: str) -> None:
    """Three or more replicators are reported, with what causes their number."""
    assert [each.reason for each in replicators_are_at_most_two.findings(objects(made))] == [reason]


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([workload("replication", replicas=2)], id="two"),
        pytest.param([workload("api", replicas=9)], id="api-pods"),
        pytest.param([workload("unified", replicas=3)], id="unified-pods"),
        pytest.param([workload("replication", replicas="many")], id="not-a-number"),
        pytest.param([workload("replication", replicas=3), autoscaler(1, 3, "replication")], id="another-rule"),
    ],
)
def test_two_replicators_are_not_reported(manifests: list[Manifest]) -> None:
    """Two replicators, and any number of pods that serve clients, are not reported."""
    assert replicators_are_at_most_two.findings(objects(*manifests)) == []
