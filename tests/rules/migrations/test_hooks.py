"""A hook or a Job in a sync wave does not wait for an object that the tool applies later."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.migrations.hooks import hooks_wait_for_no_release
from tests.rules.manifests import annotated, finding, manifest, objects, part
from tests.rules.workloads import workload

HOOK = {"helm.sh/hook": "pre-install,pre-upgrade"}
CLUSTER = manifest("Cluster", "buckets", group="postgresql.cnpg.io")


def job(secret: str = "buckets-app", **more: Any) -> Manifest:
    """Return the migration Job, whose pods read a Secret."""
    variable = {"name": "A", "valueFrom": {"secretKeyRef": {"name": secret, "key": "password", **more}}}
    pod = {"containers": [{"name": "migrate", "env": [variable]}]}
    return part("Job", "migrate", spec={"template": {"spec": pod}})


def test_database_of_the_same_release_is_reported() -> None:
    """Helm applies the Cluster after the hook, but the hook waits for the Secret of the Cluster."""
    found = hooks_wait_for_no_release.findings(objects(CLUSTER, annotated(job(), HOOK)))

    reason = "is a hook of Helm and needs Secret/buckets-app from Cluster/buckets, which Helm applies after the Job"
    fix = "put Cluster/buckets into a separate release"
    assert found == [finding("hooks-wait-for-no-release", "error", "Job/app-migrate", reason, fix)]


def test_one_finding_per_database() -> None:
    """All Secrets of one Cluster give one finding."""
    two = annotated(job(), HOOK)
    pod, other = (each["spec"]["template"]["spec"] for each in (two, job("buckets-ca")))
    pod["containers"] += other["containers"]

    assert len(hooks_wait_for_no_release.findings(objects(CLUSTER, two))) == 1


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
    assert hooks_wait_for_no_release.findings(objects(*manifests)) == []


def reader(**metadata: Any) -> Manifest:
    """Return a Job of the service that reads a ConfigMap and a Secret, and has a ServiceAccount."""
    source = {"envFrom": [{"configMapRef": {"name": "settings"}}, {"secretRef": {"name": "password"}}]}
    made = workload("migrate", "Job", name="app-migrate-1", more=source, pod={"serviceAccountName": "migrator"})
    return annotated(made, metadata)


NEEDED = [manifest("ConfigMap", "settings"), manifest("Secret", "password"), manifest("ServiceAccount", "migrator")]
ARGO_HOOK, WAVE = "argocd.argoproj.io/hook", "argocd.argoproj.io/sync-wave"


@pytest.mark.parametrize(
    ("annotations", "reason"),
    [
        pytest.param(HOOK, "is a hook of Helm and needs {}, which Helm applies after the Job", id="helm"),
        pytest.param(
            {ARGO_HOOK: "PreSync"},
            "is a hook of Argo CD and needs {}, which Argo CD applies after the Job",
            id="argo-cd-hook",
        ),
        pytest.param(
            {"helm.sh/hook": "pre-upgrade", WAVE: "0"},
            "is a hook of Argo CD and needs {}, which Argo CD applies after the Job",
            id="hook-of-helm-that-argo-cd-runs",
        ),
        pytest.param({WAVE: "-1"}, "needs {}, which Argo CD applies after the Job", id="sync-wave"),
    ],
)
@pytest.mark.parametrize("needed", NEEDED, ids=lambda each: each["kind"])
def test_object_of_a_later_step_is_reported(annotations: dict[str, str], reason: str, needed: Manifest) -> None:
    """A ConfigMap, a Secret or a ServiceAccount that the tool applies after the Job is reported."""
    found = hooks_wait_for_no_release.findings(objects(needed, reader(**annotations)))

    name = f"{needed['kind']}/{needed['metadata']['name']}"
    assert [each.reason for each in found] == [reason.format(name)]


@pytest.mark.parametrize(
    ("of_job", "of_needed"),
    [
        pytest.param({**HOOK, "helm.sh/hook-weight": "-5"}, {**HOOK, "helm.sh/hook-weight": "-10"}, id="lower-weight"),
        pytest.param(HOOK, HOOK, id="same-weight"),
        pytest.param({ARGO_HOOK: "PreSync"}, {ARGO_HOOK: "PreSync", WAVE: "-1"}, id="lower-wave-of-a-hook"),
        pytest.param({ARGO_HOOK: "Sync", WAVE: "1"}, {}, id="sync-hook"),
        pytest.param({"helm.sh/hook": "post-install"}, {}, id="post-install"),
        pytest.param({"helm.sh/hook": "pre-upgrade"}, {}, id="pre-upgrade"),
        pytest.param({"helm.sh/hook": "test"}, {}, id="test"),
        pytest.param({WAVE: "first"}, {}, id="not-a-number"),
    ],
)
@pytest.mark.parametrize("needed", NEEDED, ids=lambda each: each["kind"])
def test_object_of_an_earlier_step_is_not_reported(
    of_job: dict[str, str], of_needed: dict[str, str], needed: Manifest
) -> None:
    """An object that the tool applies before the Job, or together with it, is not reported."""
    assert hooks_wait_for_no_release.findings(objects(annotated(needed, of_needed), reader(**of_job))) == []


@pytest.mark.parametrize(
    ("hook", "phase"),
    [("PreSync", ", and make the Job a Sync hook"), ("Sync", "")],
)
def test_fix_of_a_hook_of_argo_cd(hook: str, phase: str) -> None:
    """A sync wave orders objects only within a phase, so a PreSync hook must become a Sync hook."""
    [found] = hooks_wait_for_no_release.findings(objects(NEEDED[0], reader(**{ARGO_HOOK: hook, WAVE: "-1"})))

    assert found.fix == f"give ConfigMap/settings a lower sync wave than the Job{phase}"


def test_later_weight_is_reported() -> None:
    """A hook that needs another hook with a higher weight is reported."""
    late = annotated(NEEDED[0], {**HOOK, "helm.sh/hook-weight": "5"})

    [found] = hooks_wait_for_no_release.findings(objects(late, reader(**HOOK)))

    copy = "give the Job a copy of it that is a hook with a lower weight"
    assert found.fix == f"put ConfigMap/settings into a separate release, or {copy}"
