"""Nothing sets the replicas of an autoscaled workload, pods are spread over nodes, and a rollout keeps pods."""

import json
from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.availability.replicas import (
    autoscaler_owns_the_replicas,
    pods_are_spread_over_nodes,
    rollout_keeps_pods,
)
from tests.rules.manifests import finding, objects
from tests.rules.workloads import OWNED, autoscaler, scaled_object, workload

LIVE = {"resourceVersion": "1"}
APPLIED = {"kubectl.kubernetes.io/last-applied-configuration": json.dumps({"spec": {"replicas": 2}})}
APPLIED_WITHOUT = {"kubectl.kubernetes.io/last-applied-configuration": json.dumps({"spec": {}})}


def managed(operation: str) -> dict[str, Any]:
    """Return metadata in which a manager of this kind owns the replicas."""
    fields = {"operation": operation, "fieldsV1": {"f:spec": {"f:replicas": {}}}}
    return {**LIVE, "managedFields": [fields]}


@pytest.mark.parametrize(
    ("metadata", "scaler"),
    [
        pytest.param({}, autoscaler(), id="horizontal-pod-autoscaler"),
        pytest.param({}, scaled_object(), id="scaled-object"),
        pytest.param({**LIVE, "annotations": APPLIED}, autoscaler(), id="live-after-client-side-apply"),
        pytest.param(managed("Apply"), autoscaler(), id="live-after-server-side-apply"),
    ],
)
def test_applied_replicas_of_an_autoscaled_workload_are_reported(metadata: Any, scaler: Manifest) -> None:
    """Replicas that each apply sets are reported, also if the object comes from a cluster."""
    found = autoscaler_owns_the_replicas.findings(objects(scaler, workload(replicas=2, metadata=metadata)))

    reason = f"sets replicas, which {scaler['kind']}/scaler changes, so each apply undoes the scaling"
    assert [(each.where, each.reason) for each in found] == [("Deployment/app-api", reason)]


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([autoscaler(), workload()], id="no-replicas"),
        pytest.param([workload(replicas=2)], id="no-autoscaler"),
        pytest.param([autoscaler(component="web"), workload(replicas=2)], id="autoscaler-of-another-workload"),
        pytest.param([autoscaler(), workload(replicas=2, metadata=LIVE)], id="live"),
        pytest.param([autoscaler(), {**workload(replicas=2), "status": {}}], id="live-without-metadata"),
        pytest.param([autoscaler(), workload(replicas=2, metadata=managed("Update"))], id="set-by-the-autoscaler"),
        pytest.param(
            [autoscaler(), workload(replicas=2, metadata={**LIVE, "annotations": APPLIED_WITHOUT})],
            id="live-applied-without-replicas",
        ),
    ],
)
def test_replicas_that_no_apply_resets_are_not_reported(manifests: list[Manifest]) -> None:
    """A fixed number without an autoscaler, and the number that an autoscaler has set, are not reported."""
    assert autoscaler_owns_the_replicas.findings(objects(*manifests)) == []


OWN, OTHER = {"matchLabels": {"app": "api"}}, {"matchLabels": {"app": "web"}}
HOST = "kubernetes.io/hostname"


def spread(selector: Any = OWN) -> dict[str, Any]:
    """Return a topology spread constraint."""
    return {"topologySpreadConstraints": [{"topologyKey": HOST, "labelSelector": selector}]}


def affinity(kind: str, term: Any, *, preferred: bool = False) -> dict[str, Any]:
    """Return an affinity with one term."""
    name = "preferred" if preferred else "required"
    terms = [{"weight": 1, "podAffinityTerm": term}] if preferred else [term]
    return {"affinity": {kind: {f"{name}DuringSchedulingIgnoredDuringExecution": terms}}}


def node_affinity(*hosts: str) -> dict[str, Any]:
    """Return a required node affinity to these nodes."""
    terms = [{"matchExpressions": [{"key": HOST, "operator": "In", "values": [*hosts]}]}]
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}
    return {"affinity": {"nodeAffinity": required}}


TERM = {"topologyKey": HOST, "labelSelector": OWN}


@pytest.mark.parametrize(
    ("pod", "why"),
    [
        pytest.param({}, "neither a topology spread constraint nor", id="nothing"),
        pytest.param(spread(OTHER), "neither a topology spread constraint nor", id="spread-of-other-pods"),
        pytest.param(spread(None), "neither a topology spread constraint nor", id="spread-of-no-pods"),
        pytest.param({**spread(), "nodeName": "a"}, "because of nodeName", id="node-name"),
        pytest.param({**spread(), "nodeSelector": {HOST: "a"}}, "because of the nodeSelector", id="node-selector"),
        pytest.param({**spread(), **node_affinity("a")}, "because of the required node affinity", id="node-affinity"),
        pytest.param(
            {**spread(), **affinity("podAffinity", TERM)}, "because of the required pod affinity", id="pod-affinity"
        ),
    ],
)
@pytest.mark.parametrize("kind", ["Deployment", "StatefulSet"])
def test_pods_that_may_run_on_one_node_are_reported(kind: str, pod: dict[str, Any], why: str) -> None:
    """Pods that are not spread, or that can run on only one node, are reported with the cause."""
    [found] = pods_are_spread_over_nodes.findings(objects(workload(kind=kind, replicas=2, pod=pod)))

    assert why in found.reason


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([workload(replicas=2, pod=spread())], id="spread"),
        pytest.param([workload(replicas=2, pod=spread({}))], id="spread-of-all-pods"),
        pytest.param([workload(replicas=2, pod=affinity("podAntiAffinity", TERM))], id="required"),
        pytest.param([workload(replicas=2, pod=affinity("podAntiAffinity", TERM, preferred=True))], id="preferred"),
        pytest.param([workload(replicas=2, pod={**spread(), **node_affinity("a", "b")})], id="two-nodes"),
        pytest.param([workload(replicas=1)], id="one-pod"),
        pytest.param([workload("unified", replicas=2)], id="unified-pods"),
        pytest.param([workload(kind="ReplicaSet", replicas=2, metadata=OWNED)], id="of-a-deployment"),
        pytest.param([workload(kind="Pod", pod={"nodeName": "a"})], id="pod-on-its-node"),
    ],
)
def test_pods_on_several_nodes_are_not_reported(manifests: list[Manifest]) -> None:
    """Any constraint or anti-affinity that selects the pods is enough; one pod needs none."""
    assert pods_are_spread_over_nodes.findings(objects(*manifests)) == []


def test_pods_of_an_autoscaled_workload_are_counted() -> None:
    """The upper limit of an autoscaler decides whether a workload has several pods."""
    [found] = pods_are_spread_over_nodes.findings(objects(autoscaler(1, 4), workload()))

    assert found.reason.startswith("has up to 4 pods, but")


def rolling(limit: object) -> dict[str, Any]:
    """Return a strategy with a limit of unavailable pods."""
    return {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": limit}}


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (workload(replicas=2, strategy={"type": "Recreate"}), "stops all 2 pods"),
        (workload("replication", replicas=2, strategy={"type": "Recreate"}), "stops all 2 pods"),
        (workload(replicas=2, strategy=rolling(1)), "stops 1 of 2 pods"),
        (workload(replicas=3, strategy=rolling("70%")), "stops 2 of 3 pods"),
        (workload("unified", replicas=2, strategy=rolling("50%")), "stops 1 of 2 pods"),
    ],
    ids=["recreated", "recreated-replicators", "number", "percentage", "unified-pods"],
)
def test_rollout_that_stops_half_of_the_pods_is_reported(made: Manifest, why: str) -> None:
    """A rollout that stops half of the pods or more before new ones are ready is reported."""
    [found] = rollout_keeps_pods.findings(objects(made))

    assert found.reason.startswith(why)


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(workload(replicas=2), id="default-strategy"),
        pytest.param(workload(replicas=4, strategy=rolling("25%")), id="one-of-four"),
        pytest.param(workload(replicas=3, strategy=rolling("66%")), id="percentage-that-is-rounded-down"),
        pytest.param(workload(replicas=3, strategy=rolling(1)), id="one-of-three"),
        pytest.param(workload(replicas=1, strategy={"type": "Recreate"}), id="one-pod"),
        pytest.param(workload("replication", replicas=2, strategy=rolling(1)), id="replicators-have-a-standby"),
        pytest.param(workload(replicas=2, strategy=rolling("half")), id="not-a-number"),
    ],
)
def test_rollout_that_keeps_pods_is_not_reported(made: Manifest) -> None:
    """A rollout that keeps more than half of the pods is not reported."""
    assert rollout_keeps_pods.findings(objects(made)) == []


def test_rollout_finding_names_the_field() -> None:
    """The finding about a strategy names its cause, and the field in the manifest."""
    [found] = rollout_keeps_pods.findings(objects(workload(replicas=2, strategy={"type": "Recreate"})))

    reason = "stops all 2 pods in a rollout before new ones are ready, because of the strategy Recreate"
    fix = "set the strategy to RollingUpdate with maxUnavailable: 0"
    assert str(found) == str(finding("rollout-keeps-pods", "warning", "Deployment/app-api", reason, fix))
