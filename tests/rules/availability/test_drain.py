"""Pods have enough time to stop, and serving pods sleep before they stop."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.availability.drain import (
    grace_period_is_long_enough,
    serving_pods_sleep_before_they_stop,
)
from tests.rules.manifests import finding, manifest, objects
from tests.rules.workloads import OWNED, workload

SERVICE = manifest("Service", "powersync", spec={"selector": {"app": "api"}})


def pre_stop(*command: str, **hook: Any) -> dict[str, Any]:
    """Return the fields of a container with a preStop hook."""
    return {"lifecycle": {"preStop": {"exec": {"command": [*command]}} if command else hook}}


SLEEPS = [
    pytest.param(pre_stop("sleep", "20"), 20, id="program"),
    pytest.param(pre_stop("/bin/sleep", "20s"), 20, id="path"),
    pytest.param(pre_stop("sh", "-c", "sleep 20"), 20, id="shell"),
    pytest.param(pre_stop("sh", "-c", "touch /tmp/drain; sleep 1m"), 60, id="script"),
    pytest.param(pre_stop(sleep={"seconds": 20}), 20, id="action"),
]


@pytest.mark.parametrize(("hook", "seconds"), SLEEPS)
def test_shortest_grace_period_is_not_reported(hook: dict[str, Any], seconds: int) -> None:
    """A grace period of the sleep and 30 s is enough."""
    made = workload(pod={"terminationGracePeriodSeconds": seconds + 30}, more=hook)

    assert grace_period_is_long_enough.findings(objects(made)) == []


@pytest.mark.parametrize(("hook", "seconds"), SLEEPS)
def test_shorter_grace_period_is_reported(hook: dict[str, Any], seconds: int) -> None:
    """A grace period of one second less than the sleep and 30 s is too short, however the sleep is written."""
    made = workload(pod={"terminationGracePeriodSeconds": seconds + 29}, more=hook)

    needs = f"needs {seconds} s for the preStop sleep and 30 s to exit"
    reason = f"has a grace period of {seconds + 29} s, but {needs}"
    [found] = grace_period_is_long_enough.findings(objects(made))
    assert (found.reason, found.path[-1]) == (reason, "terminationGracePeriodSeconds")


def test_default_grace_period_is_known() -> None:
    """Without a field, the grace period is 30 s, which is too short for any sleep."""
    found = grace_period_is_long_enough.findings(objects(workload("replication", more=pre_stop("sleep", "5"))))

    reason = "has a grace period of 30 s (the default), but needs 5 s for the preStop sleep and 30 s to exit"
    fix = "set terminationGracePeriodSeconds to 45"
    assert [str(each) for each in found] == [
        str(finding("grace-period", "warning", "Deployment/app-replication", reason, fix))
    ]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(workload(), id="no-sleep"),
        pytest.param(workload("compact", "Job"), id="job"),
        pytest.param(workload(more=pre_stop("node", "drain.js")), id="program-of-unknown-duration"),
        pytest.param(workload(pod={"terminationGracePeriodSeconds": "10"}), id="not-a-number"),
        pytest.param(
            workload(kind="ReplicaSet", metadata=OWNED, pod={"terminationGracePeriodSeconds": 1}), id="of-a-deployment"
        ),
    ],
)
def test_other_grace_period_is_not_reported(made: Manifest) -> None:
    """The default is enough without a sleep, and the rule does not guess what a program does."""
    assert grace_period_is_long_enough.findings(objects(made)) == []


@pytest.mark.parametrize(
    "more", [{}, pre_stop("sleep", "0"), pre_stop(sleep={"seconds": 0})], ids=["nothing", "program", "action"]
)
@pytest.mark.parametrize("component", ["api", "unified"])
def test_pods_without_a_sleep_are_reported(component: str, more: dict[str, Any]) -> None:
    """Serving pods that stop at once are reported."""
    service = manifest("Service", "powersync", spec={"selector": {"app": component}})

    [found] = serving_pods_sleep_before_they_stop.findings(objects(service, workload(component, more=more)))

    assert found.where == f"Deployment/app-{component}"


@pytest.mark.parametrize(
    ("pod", "grace"),
    [
        pytest.param({}, ", and set terminationGracePeriodSeconds to 60", id="default"),
        pytest.param({"terminationGracePeriodSeconds": 50}, "", id="long-enough"),
    ],
)
def test_grace_period_has_room_for_the_sleep(pod: dict[str, Any], grace: str) -> None:
    """The fix raises a grace period that is too short for the new sleep."""
    [found] = serving_pods_sleep_before_they_stop.findings(objects(SERVICE, workload(pod=pod)))

    assert found.fix == f"add lifecycle.preStop.sleep.seconds: 20 to container 'powersync'{grace}"


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([SERVICE, workload(more=pre_stop("sleep", "1"))], id="sleep"),
        pytest.param([SERVICE, workload(more=pre_stop("node", "drain.js"))], id="another-program"),
        pytest.param([SERVICE, workload(more=pre_stop(httpGet={"path": "/drain"}))], id="request"),
        pytest.param([workload()], id="no-service"),
        pytest.param([SERVICE, workload("replication")], id="replicators"),
        pytest.param([SERVICE, workload(kind="ReplicaSet", metadata=OWNED)], id="of-a-deployment"),
    ],
)
def test_pods_that_need_no_sleep_are_not_reported(manifests: list[Manifest]) -> None:
    """Pods with a sleep or another hook, and pods that no Service reaches, are not reported."""
    assert serving_pods_sleep_before_they_stop.findings(objects(*manifests)) == []
