"""A Helm hook does not wait for an object that Helm applies later."""

from typing import Any

import pytest

from powersync_constructs.rules import Finding, Manifest
from powersync_constructs.rules.hooks import hooks_wait_for_no_release

from .manifests import annotated, manifest, objects, part

HOOK = {"helm.sh/hook": "pre-install,pre-upgrade"}
CLUSTER = manifest("Cluster", "buckets", group="postgresql.cnpg.io")


def job(secret: str = "buckets-app", **more: Any) -> Manifest:
    """Return the migration Job, whose pods read a Secret."""
    variable = {"name": "A", "valueFrom": {"secretKeyRef": {"name": secret, "key": "password", **more}}}
    pod = {"containers": [{"name": "migrate", "env": [variable]}]}
    return part("Job", "migrate", spec={"template": {"spec": pod}})


def test_database_of_the_same_release_is_reported() -> None:
    """Helm applies the Cluster after the hook, but the hook waits for the Secret of the Cluster."""
    found = [*hooks_wait_for_no_release(objects(CLUSTER, annotated(job(), HOOK)))]

    reason = "is a Helm hook and needs Secret/buckets-app from Cluster/buckets, which Helm applies after the hook"
    fix = "put Cluster/buckets into a separate release"
    assert found == [Finding("hooks-wait-for-no-release", "error", "Job/app-migrate", reason, fix)]


def test_one_finding_per_database() -> None:
    """All Secrets of one Cluster give one finding."""
    two = annotated(job(), HOOK)
    pod, other = (each["spec"]["template"]["spec"] for each in (two, job("buckets-ca")))
    pod["containers"] += other["containers"]

    assert len([*hooks_wait_for_no_release(objects(CLUSTER, two))]) == 1


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([CLUSTER, job()], id="no-hook"),
        pytest.param([CLUSTER, annotated({**job(), "metadata": {"name": "a"}}, HOOK)], id="hook-of-no-instance"),
        pytest.param([annotated(CLUSTER, HOOK), annotated(job(), HOOK)], id="both-are-hooks"),
        pytest.param([annotated(job(), HOOK)], id="database-outside-the-release"),
        pytest.param([CLUSTER, annotated(job("another"), HOOK)], id="another-secret"),
        pytest.param([CLUSTER, annotated(job(optional=True), HOOK)], id="optional"),
        pytest.param(
            [manifest("Cluster", "buckets", namespace="other", group="postgresql.cnpg.io"), annotated(job(), HOOK)],
            id="another-namespace",
        ),
    ],
)
def test_hook_that_can_run_is_not_reported(manifests: list[Manifest]) -> None:
    """A hook whose Secret is optional or comes from elsewhere is not reported, and neither is another Job."""
    assert [*hooks_wait_for_no_release(objects(*manifests))] == []
