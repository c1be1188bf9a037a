"""Memory limits are high enough for the service."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.memory.limits import memory_limit_is_enough
from tests.rules.manifests import container, finding, manifest, objects, part


def limited(component: str, limit: object, name: str = "powersync") -> Manifest:
    """Return a workload with a memory limit."""
    resources = {"limits": {"memory": limit}}
    service = container(component, resources=resources)
    sidecar = {"name": name, "image": "envoyproxy/envoy", "resources": resources}
    template = {"spec": {"containers": [service if name == "powersync" else sidecar]}}
    if component == "compact":
        return part("CronJob", component, spec={"jobTemplate": {"spec": {"template": template}}})
    return part("Deployment", component, spec={"template": template})


FIRST_SYNCS = "the first sync of 150 clients used 420 MiB"
IDLE = "an idle process uses 75 MiB"


@pytest.mark.parametrize(
    ("component", "limit", "floor", "why"),
    [
        ("api", "511Mi", "512Mi", FIRST_SYNCS),
        ("api", "0.4Gi", "512Mi", FIRST_SYNCS),
        ("api", "75Mi", "512Mi", IDLE),
        ("unified", "256Mi", "512Mi", FIRST_SYNCS),
        (
            "replication",
            "256Mi",
            "512Mi",
            "a snapshot used 154 MiB under a limit of 512Mi, and lower limits were not tested",
        ),
        ("compact", "511Mi", "512Mi", "a compaction can use only the heap minus 128 MB"),
        ("migrate", "127Mi", "128Mi", IDLE),
    ],
)
def test_too_low_limit_is_reported(component: str, limit: object, floor: str, why: str) -> None:
    """The finding has the measured reason, and the lowest limit that is enough."""
    found = memory_limit_is_enough.findings(objects(limited(component, limit)))

    where = f"{'CronJob' if component == 'compact' else 'Deployment'}/app-{component}"
    reason = f"has a memory limit of {limit}, but {why}"
    assert found == [finding("memory-limit", "warning", where, reason, f"raise it to {floor} or more")]


@pytest.mark.parametrize("limit", ["64Mi", 67108864])
def test_limit_below_the_memory_of_an_idle_process_is_an_error(limit: object) -> None:
    """The container can never start."""
    [found] = memory_limit_is_enough.findings(objects(limited("api", limit)))

    assert (found.severity, found.fix) == ("error", "raise it to 512Mi or more")


def test_migration_container_is_checked() -> None:
    """The container that migrates is an init container, next to the container that sets the marker."""
    resources = {"limits": {"memory": "64Mi"}}
    mark = container("migrate", command=["node", "-e", "mark()"], args=[], name="mark", resources=resources)
    pod = {"initContainers": [container("migrate", resources=resources)], "containers": [mark]}
    spec: dict[str, Any] = {"template": {"spec": pod}}

    assert len(memory_limit_is_enough.findings(objects(part("Job", "migrate", spec=spec)))) == 1


def test_workload_of_another_tool_is_checked() -> None:
    """The image and the arguments identify the container, not the labels of this library."""
    workload = manifest("Deployment", "a", spec=limited("api", "64Mi")["spec"])

    assert len(memory_limit_is_enough.findings(objects(workload))) == 1


@pytest.mark.parametrize(
    "workload",
    [
        pytest.param(limited("api", "512Mi"), id="the-floor"),
        pytest.param(limited("api", "2Gi"), id="above-the-floor"),
        pytest.param(limited("compact", "512Mi"), id="floor-of-compaction"),
        pytest.param(limited("api", "much"), id="not-a-quantity"),
        pytest.param(limited("api", None), id="no-limit"),
        pytest.param(limited("api", 2147483648), id="number"),
        pytest.param(limited("api", "64Mi", name="proxy"), id="sidecar"),
        pytest.param(part("Deployment", "api"), id="no-pods"),
    ],
)
def test_other_limits_are_not_reported(workload: Manifest) -> None:
    """A limit is not reported if it is enough, not of the service, or not a valid quantity."""
    assert memory_limit_is_enough.findings(objects(workload)) == []
