"""A hook of Helm waits for nothing that comes after it."""

from typing import Any

import pytest

from powersync_constructs.rules import Finding, Manifest
from powersync_constructs.rules.hooks import hooks_wait_for_no_release

from .manifests import annotated, manifest, objects, part

HOOK = {"helm.sh/hook": "pre-install,pre-upgrade"}
CLUSTER = manifest("Cluster", "buckets", group="postgresql.cnpg.io")


def job(secret: str = "buckets-app", **more: Any) -> Manifest:
    """The migration Job, whose pods read a Secret."""
    variable = {"name": "A", "valueFrom": {"secretKeyRef": {"name": secret, "key": "password", **more}}}
    pod = {"containers": [{"name": "migrate", "env": [variable]}]}
    return part("Job", "migrate", spec={"template": {"spec": pod}})


def test_a_database_of_the_release_comes_too_late() -> None:
    """Helm applies the Cluster when the hook has ended, and the hook waits for its Secret."""
    found = [*hooks_wait_for_no_release(objects(CLUSTER, annotated(job(), HOOK)))]

    reason = "is a hook, and waits for Secret/buckets-app of Cluster/buckets, which comes after it"
    fix = "keep Cluster/buckets in a release of its own"
    assert found == [Finding("hooks-wait-for-no-release", "error", "Job/app-migrate", reason, fix)]


def test_one_finding_for_all_keys_of_a_maker() -> None:
    """The password and the authority are both of the one Cluster."""
    two = annotated(job(), HOOK)
    pod, other = (each["spec"]["template"]["spec"] for each in (two, job("buckets-ca")))
    pod["containers"] += other["containers"]

    assert len([*hooks_wait_for_no_release(objects(CLUSTER, two))]) == 1


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([CLUSTER, job()], id="no-hook"),
        pytest.param([CLUSTER, annotated({**job(), "metadata": {"name": "a"}}, HOOK)], id="somebody-elses-hook"),
        pytest.param([annotated(CLUSTER, HOOK), annotated(job(), HOOK)], id="both-are-hooks"),
        pytest.param([annotated(job(), HOOK)], id="made-elsewhere"),
        pytest.param([CLUSTER, annotated(job("another"), HOOK)], id="another-secret"),
        pytest.param([CLUSTER, annotated(job(optional=True), HOOK)], id="optional"),
        pytest.param(
            [manifest("Cluster", "buckets", namespace="other", group="postgresql.cnpg.io"), annotated(job(), HOOK)],
            id="another-namespace",
        ),
    ],
)
def test_a_hook_that_can_run(manifests: list[Manifest]) -> None:
    """What it needs is there, or is not the release's."""
    assert [*hooks_wait_for_no_release(objects(*manifests))] == []
