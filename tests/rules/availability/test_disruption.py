"""PodDisruptionBudgets allow node drains, and protect the pods of the service."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.availability.disruption import (
    budget_allows_a_drain,
    budget_limits_evictions,
    budget_selects_pods,
    pods_have_one_budget,
)
from tests.rules.manifests import finding, manifest, objects
from tests.rules.workloads import OWNED, autoscaler, scaled_object, workload


def budget(name: str = "app-api", app: str = "api", **spec: Any) -> Manifest:
    """Return a PodDisruptionBudget for the pods with a label."""
    selector = {"matchLabels": {"app": app}}
    return manifest("PodDisruptionBudget", name, group="policy", spec={"selector": selector, **spec})


@pytest.mark.parametrize(
    ("spec", "others"),
    [
        pytest.param({"maxUnavailable": 0}, [workload(replicas=5)], id="zero"),
        pytest.param({"maxUnavailable": "0%"}, [workload(replicas=5)], id="zero-percent"),
        pytest.param({"minAvailable": 2}, [workload(replicas=2)], id="all"),
        pytest.param({"minAvailable": 3}, [workload(replicas=2)], id="more-than-all"),
        pytest.param({"minAvailable": "51%"}, [workload(replicas=2)], id="percentage-that-is-rounded-up"),
        pytest.param({"minAvailable": 1}, [workload()], id="one-replica-by-default"),
        pytest.param({"minAvailable": 2}, [workload(replicas=9), autoscaler(2, 9)], id="lower-limit-of-an-autoscaler"),
        pytest.param({"minAvailable": 1}, [workload(kind="StatefulSet", replicas=1)], id="stateful-set"),
    ],
)
def test_budget_that_blocks_drains_is_reported(spec: dict[str, Any], others: list[Manifest]) -> None:
    """A budget that allows no eviction is reported, at the field that is too strict."""
    [found] = budget_allows_a_drain.findings(objects(budget(**spec), *others))

    assert found.path == ("spec", *spec)


def labeled(component: str, replicas: int) -> Manifest:
    """Return a workload that shares the label `app` with others."""
    made = workload(component, replicas=replicas)
    made["spec"]["template"]["metadata"]["labels"]["app"] = "api"
    return made


SHARED = [labeled("api", 3), labeled("replication", 2)]


def test_pods_of_all_workloads_count() -> None:
    """A budget that selects several workloads blocks drains only if it needs the pods of all of them."""
    found = [budget_allows_a_drain.findings(objects(budget(minAvailable=pods), *SHARED)) for pods in (2, 3, 5)]

    reason = "blocks every node drain, because minAvailable 5 allows no eviction of the 5 pods that it selects"
    assert [[each.reason for each in of_budget] for of_budget in found] == [[], [], [reason]]


def test_pods_of_another_workload_do_not_protect_the_clients() -> None:
    """If a budget selects several workloads, all pods that serve clients can be evicted at once."""
    [found] = budget_limits_evictions.findings(objects(budget(minAvailable=1), *SHARED))

    assert found.reason == "allows the eviction of 3 of 3 pods of Deployment/app-api at once, with minAvailable 1"


@pytest.mark.parametrize(
    ("spec", "others"),
    [
        pytest.param({"maxUnavailable": 1}, [workload(replicas=1)], id="one"),
        pytest.param({"maxUnavailable": "1%"}, [workload(replicas=1)], id="percentage-that-is-rounded-up"),
        pytest.param({"minAvailable": 1}, [workload(replicas=2)], id="one-of-two"),
        pytest.param({"minAvailable": "50%"}, [workload(replicas=2)], id="half"),
        pytest.param({"minAvailable": 1}, [workload(), autoscaler(2, 9)], id="autoscaler"),
        pytest.param({"minAvailable": 1}, [workload(replicas=0)], id="no-pods"),
        pytest.param({"minAvailable": 1}, [workload(), scaled_object()], id="scaled-to-zero"),
        pytest.param({"minAvailable": "all"}, [workload()], id="not-a-number"),
        pytest.param({"maxUnavailable": 0}, [manifest("Deployment", "app-api", group="apps")], id="other-pods"),
        pytest.param({"maxUnavailable": 0}, [workload(kind="ReplicaSet", metadata=OWNED)], id="of-a-deployment"),
        pytest.param({}, [workload()], id="without-a-limit"),
    ],
)
def test_budget_that_allows_a_drain_is_not_reported(spec: dict[str, Any], others: list[Manifest]) -> None:
    """A budget that allows an eviction is not reported, and neither is one for other pods."""
    assert budget_allows_a_drain.findings(objects(budget(**spec), *others)) == []


@pytest.mark.parametrize(
    ("spec", "others", "evicted"),
    [
        pytest.param({"minAvailable": 1}, [workload(replicas=4)], "3 of 4", id="one-of-four"),
        pytest.param({"minAvailable": 1}, [workload(), autoscaler(2, 10)], "9 of 10", id="upper-limit"),
        pytest.param({"minAvailable": 1}, [workload(), scaled_object()], "99 of 100", id="default-of-keda"),
        pytest.param({"maxUnavailable": "100%"}, [workload(replicas=2)], "2 of 2", id="all"),
    ],
)
def test_budget_that_protects_too_few_pods_is_reported(
    spec: dict[str, Any], others: list[Manifest], evicted: str
) -> None:
    """A budget that allows the eviction of more than half of the pods is reported, with the number."""
    [found] = budget_limits_evictions.findings(objects(budget(**spec), *others))

    assert found.reason.startswith(f"allows the eviction of {evicted} pods of Deployment/app-api at once")


@pytest.mark.parametrize(
    ("spec", "pods"),
    [
        pytest.param({"minAvailable": 1}, workload(replicas=3), id="half-rounded-up"),
        pytest.param({"maxUnavailable": "40%"}, workload(replicas=3), id="percentage-rounded-up"),
        pytest.param({"maxUnavailable": 1}, workload(replicas=1), id="one-pod"),
        pytest.param({"minAvailable": 1}, workload("replication", replicas=9), id="replicators"),
    ],
)
def test_budget_that_protects_half_of_the_pods_is_not_reported(spec: dict[str, Any], pods: Manifest) -> None:
    """Half of the pods, rounded up, may be evicted, and any number of pods without clients."""
    app = pods["spec"]["template"]["metadata"]["labels"]["app"]

    assert budget_limits_evictions.findings(objects(budget(app=app, **spec), pods)) == []


def test_budget_with_the_name_of_a_workload_selects_its_pods() -> None:
    """A budget with the name of a workload is reported if it does not select the pods of the workload."""
    found = budget_selects_pods.findings(objects(budget(app="apis", maxUnavailable=1), workload()))

    reason = "selects no pods, because the pods of Deployment/app-api do not match app=apis"
    fix = "use the labels of Deployment/app-api in the selector"
    expected = finding("budget-selects-pods", "warning", "PodDisruptionBudget/app-api", reason, fix)
    assert [str(each) for each in found] == [str(expected)]


def test_selector_that_differs_in_one_label_is_reported() -> None:
    """A budget with another name is reported if its selector has one wrong label."""
    wrong = budget("drains")
    wrong["spec"]["selector"]["matchLabels"]["tier"] = "web"

    [found] = budget_selects_pods.findings(objects(wrong, workload()))

    assert found.reason.endswith("do not match tier=web")


def test_budget_of_a_custom_resource_is_not_reported() -> None:
    """A budget that selects the pods of a CloneSet of OpenKruise is not one with a wrong label."""
    wrong = budget("drains")
    wrong["spec"]["selector"]["matchLabels"]["tier"] = "web"
    other = workload(kind="CloneSet", name="other")
    other["spec"]["template"]["metadata"]["labels"]["tier"] = "web"

    assert budget_selects_pods.findings(objects(wrong, workload(), other)) == []


def test_selector_with_another_name_is_not_reported() -> None:
    """A budget for another application of the same release may be for pods that an operator creates."""
    other = budget("cache", "cache")
    other["spec"]["selector"]["matchLabels"]["release"] = "prod"
    pods = workload()
    pods["spec"]["template"]["metadata"]["labels"]["release"] = "prod"

    assert budget_selects_pods.findings(objects(other, pods)) == []


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([budget(maxUnavailable=1), workload()], id="selects-the-pods"),
        pytest.param([budget("shop", "shop"), workload()], id="of-another-application"),
        pytest.param([budget(app="apis")], id="no-workload"),
        pytest.param([{**budget(app="apis"), "metadata": {"name": "app-api"}}, workload()], id="another-namespace"),
        pytest.param([manifest("PodDisruptionBudget", "app-api", spec={"selector": {}}), workload()], id="all-pods"),
    ],
)
def test_budget_of_something_else_is_not_reported(manifests: list[Manifest]) -> None:
    """A budget that selects pods, and one that may be for pods of other manifests, are not reported."""
    assert budget_selects_pods.findings(objects(*manifests)) == []


def test_second_budget_is_reported() -> None:
    """The second budget of a pod is reported, and names the first one."""
    [found] = pods_have_one_budget.findings(
        objects(budget("one", maxUnavailable=1), budget("two", maxUnavailable=1), workload())
    )

    assert (found.where, "PodDisruptionBudget/one" in found.reason) == ("PodDisruptionBudget/two", True)


def test_budgets_of_different_pods_are_not_reported() -> None:
    """Each workload may have its own budget."""
    budgets = [budget("one", maxUnavailable=1), budget("two", "replication", maxUnavailable=1)]

    assert pods_have_one_budget.findings(objects(*budgets, workload(), workload("replication"))) == []
