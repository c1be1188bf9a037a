"""Memory limits hold what the service needs."""

from typing import Any

import pytest

from powersync_constructs.rules import Finding, Manifest
from powersync_constructs.rules.memory import memory_limit_is_enough

from .manifests import manifest, objects, part


def limited(component: str, limit: object, name: str = "powersync") -> Manifest:
    """A workload with a memory limit."""
    template = {"spec": {"containers": [{"name": name, "resources": {"limits": {"memory": limit}}}]}}
    if component == "compact":
        return part("CronJob", component, spec={"jobTemplate": {"spec": {"template": template}}})
    return part("Deployment", component, spec={"template": template})


FIRST_SYNCS = "150 clients that sync for the first time took 420 MiB"
IDLE = "a process takes 75 MiB without any work"


@pytest.mark.parametrize(
    ("component", "limit", "floor", "why"),
    [
        ("api", "511Mi", "512Mi", FIRST_SYNCS),
        ("api", "0.4Gi", "512Mi", FIRST_SYNCS),
        ("api", "64Mi", "512Mi", IDLE),
        ("unified", "256Mi", "512Mi", FIRST_SYNCS),
        ("replication", "256Mi", "512Mi", "under this limit a snapshot took 154 MiB, and less has not been tried"),
        ("compact", "255Mi", "256Mi", "compaction gets only what its heap has beyond 128 MB"),
        ("migrate", "127Mi", "128Mi", IDLE),
    ],
)
def test_a_limit_that_is_too_low(component: str, limit: str, floor: str, why: str) -> None:
    """The reason is what was measured, and the way out is the least that will do."""
    found = [*memory_limit_is_enough(objects(limited(component, limit)))]

    where = f"{'CronJob' if component == 'compact' else 'Deployment'}/app-{component}"
    reason = f"has a memory limit of {limit}, and {why}"
    assert found == [Finding("memory-limit", "warning", where, reason, f"raise it to {floor} or more")]


def test_the_container_that_migrates() -> None:
    """It comes first, beside the one that sets the marker."""
    containers = [{"name": name, "resources": {"limits": {"memory": "64Mi"}}} for name in ("migrate", "mark")]
    spec: dict[str, Any] = {"template": {"spec": {"initContainers": containers[:1], "containers": containers[1:]}}}

    assert len([*memory_limit_is_enough(objects(part("Job", "migrate", spec=spec)))]) == 1


@pytest.mark.parametrize(
    "workload",
    [
        pytest.param(limited("api", "512Mi"), id="the-floor"),
        pytest.param(limited("api", "2Gi"), id="more"),
        pytest.param(limited("compact", "256Mi"), id="less-for-compaction"),
        pytest.param(limited("api", "much"), id="no-quantity"),
        pytest.param(limited("api", None), id="no-limit"),
        pytest.param(limited("api", 64), id="a-number"),
        pytest.param(limited("api", "64Mi", name="proxy"), id="a-sidecar"),
        pytest.param(limited("postgres", "64Mi"), id="another-component"),
        pytest.param(part("Deployment", "api"), id="no-pods"),
        pytest.param(manifest("Deployment", "a", spec=limited("api", "64Mi")["spec"]), id="somebody-elses"),
    ],
)
def test_a_limit_that_is_no_matter(workload: Manifest) -> None:
    """It is enough, or it is not the service's, or it is for the API server to refuse."""
    assert [*memory_limit_is_enough(objects(workload))] == []
