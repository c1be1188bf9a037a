"""ReplicationPair: the leader and the standby."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs.config import DisruptionBudget

from .manifests import container, pod, the, workload

_ONE_BY_ONE = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}
_IN_PLACE = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": 1}}


def test_objects(chart: Chart) -> None:
    """The construct creates a ServiceAccount, a Deployment and a budget, and no Service."""
    made = workload(chart, "replication")[2:]

    assert [(manifest["kind"], manifest["metadata"]["name"]) for manifest in made] == [
        ("ServiceAccount", "powersync-replication"),
        ("Deployment", "powersync-replication"),
        ("PodDisruptionBudget", "powersync-replication"),
    ]


def test_pods_run_the_sync_role(chart: Chart) -> None:
    """The service starts in the replication role."""
    assert container(workload(chart, "replication"), "replication")["args"] == ["start", "-r", "sync"]


@pytest.mark.filterwarnings("ignore:.*rollout-keeps-pods")
@pytest.mark.parametrize(
    ("props", "field", "value"),
    [
        ({}, "replicas", 2),
        ({"replicas": 1}, "replicas", 1),
        ({}, "strategy", _ONE_BY_ONE),
        ({"replicas": 1}, "strategy", {"type": "Recreate"}),
        ({"replicas": 1, "strategy": "RollingUpdate"}, "strategy", _ONE_BY_ONE),
        ({"strategy": "Recreate"}, "strategy", {"type": "Recreate"}),
        ({"max_surge": 0, "max_unavailable": 1}, "strategy", _IN_PLACE),
        ({}, "minReadySeconds", 15),
        ({"min_ready_seconds": 0}, "minReadySeconds", None),
        ({}, "progressDeadlineSeconds", 900),
        ({"progress_deadline_seconds": 1200}, "progressDeadlineSeconds", 1200),
        ({}, "revisionHistoryLimit", 5),
        ({"revision_history_limit": 2}, "revisionHistoryLimit", 2),
    ],
)
def test_deployment_fields(chart: Chart, props: dict[str, Any], field: str, value: object) -> None:
    """The Deployment has the fields of the props; by default, a single replicator is recreated."""
    spec = the(workload(chart, "replication", **props), "Deployment")["spec"]

    assert spec.get(field) == value


@pytest.mark.parametrize(("props", "seconds"), [({}, 45), ({"grace_seconds": 90}, 90)])
def test_grace_period(chart: Chart, props: dict[str, Any], seconds: int) -> None:
    """A replicator has the given time to hand over its lock."""
    assert pod(workload(chart, "replication", **props), "replication")["terminationGracePeriodSeconds"] == seconds


def test_pods_do_not_sleep_before_they_terminate(chart: Chart) -> None:
    """Replicators serve no streams that a drain would have to move."""
    assert "lifecycle" not in container(workload(chart, "replication"), "replication")


@pytest.mark.parametrize(
    ("pdb", "fields"),
    [
        (DisruptionBudget(max_unavailable=1), {"maxUnavailable": 1}),
        (DisruptionBudget(min_available=1), {"minAvailable": 1}),
    ],
)
def test_budget(chart: Chart, pdb: DisruptionBudget, fields: dict[str, object]) -> None:
    """The budget selects the replicators, and always allows the eviction of unhealthy pods."""
    manifests = workload(chart, "replication", pdb=pdb)
    selector = the(manifests, "Deployment")["spec"]["selector"]

    assert the(manifests, "PodDisruptionBudget")["spec"] == {
        **fields,
        "selector": selector,
        "unhealthyPodEvictionPolicy": "AlwaysAllow",
    }


def test_no_budget(chart: Chart) -> None:
    """`pdb=None` renders no budget."""
    manifests = workload(chart, "replication", pdb=None)

    assert "PodDisruptionBudget" not in {manifest["kind"] for manifest in manifests}
