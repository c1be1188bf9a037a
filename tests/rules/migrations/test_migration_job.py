"""The migration Job can be applied again, stays where GitOps expects it, and migrates up within a limited time."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.migrations.migration_job import (
    job_can_be_applied_again,
    job_stays_under_gitops,
    migration_has_a_deadline,
    nothing_migrates_down,
)
from tests.rules.manifests import annotated, finding, labeled, objects
from tests.rules.workloads import OWNED, workload

HOOK, ARGO_HOOK = {"helm.sh/hook": "pre-install"}, {"argocd.argoproj.io/hook": "Sync"}
FLUX = {"kustomize.toolkit.fluxcd.io/name": "apps"}


def job(name: str = "app-migrate", *args: str, **spec: Any) -> Manifest:
    """Return a Job that runs `migrate up`, or `migrate` with other arguments."""
    more = {"args": ["migrate", *args]} if args else None
    return workload("migrate", "Job", name=name, more=more, **spec)


def test_job_with_a_fixed_name_is_reported() -> None:
    """A Job that keeps its name is reported."""
    found = job_can_be_applied_again.findings(objects(job()))

    reason = "keeps its name when its image changes, but the pod template of a Job is immutable"
    fix = "end its name with a hash or with the version, or make it a hook"
    assert [str(each) for each in found] == [
        str(finding("job-applies-again", "warning", "Job/app-migrate", reason, fix))
    ]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(job("app-migrate-ff60d4e6ab"), id="hash"),
        pytest.param(job("app-migrate-6ct58987ht"), id="hash-of-kustomize"),
        pytest.param(job("app-migrate-1-28-0"), id="version"),
        pytest.param(annotated(job(), HOOK), id="helm-hook"),
        pytest.param(annotated(job(), ARGO_HOOK), id="argo-cd-hook"),
        pytest.param(annotated(job(), {"argocd.argoproj.io/sync-options": "Force=true,Replace=true"}), id="argo-cd"),
        pytest.param(annotated(job(), {"kustomize.toolkit.fluxcd.io/force": "enabled"}), id="flux"),
        pytest.param(annotated(job(), {"kapp.k14s.io/update-strategy": "fallback-on-replace"}), id="kapp"),
        pytest.param(annotated(job(), {"kapp.k14s.io/versioned": ""}), id="versioned-by-kapp"),
        pytest.param(job(ttlSecondsAfterFinished=0), id="time-to-live"),
        pytest.param({**job(), "metadata": {"generateName": "migrate-"}}, id="generated-name"),
        pytest.param(workload("migrate", "Job", metadata=OWNED), id="of-another-object"),
        pytest.param(workload("compact", "Job"), id="compaction"),
        pytest.param(workload("migrate", "Pod"), id="pod"),
    ],
)
def test_job_that_can_be_applied_again_is_not_reported(made: Manifest) -> None:
    """A Job with a new name for each version, and one that a tool replaces, can be applied again."""
    assert job_can_be_applied_again.findings(objects(made)) == []


@pytest.mark.parametrize(
    "annotations",
    [
        {"argocd.argoproj.io/sync-options": "Replace=true"},
        {"kustomize.toolkit.fluxcd.io/force": "disabled"},
        {"kapp.k14s.io/update-strategy": "skip"},
    ],
    ids=["argo-cd", "flux", "kapp"],
)
def test_annotation_that_does_not_replace_the_job_is_not_enough(annotations: dict[str, str]) -> None:
    """An annotation with another value does not make a tool replace the Job."""
    assert len(job_can_be_applied_again.findings(objects(annotated(job(), annotations)))) == 1


@pytest.mark.parametrize(
    ("made", "tool"),
    [
        pytest.param(labeled(job(ttlSecondsAfterFinished=0), FLUX), "Flux", id="flux"),
        pytest.param(
            annotated(job(ttlSecondsAfterFinished=60), {"argocd.argoproj.io/sync-wave": "1"}), "Argo CD", id="argo-cd"
        ),
    ],
)
def test_time_to_live_under_gitops_is_reported(made: Manifest, tool: str) -> None:
    """A time to live is reported if a label or an annotation shows that Argo CD or Flux applies the Job."""
    [found] = job_stays_under_gitops.findings(objects(made))

    assert found.reason == f"is removed after it has finished (ttlSecondsAfterFinished), so {tool} creates it again"


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(job(ttlSecondsAfterFinished=60), id="applied-by-hand"),
        pytest.param(labeled(job(), FLUX), id="no-time-to-live"),
        pytest.param(annotated(job(ttlSecondsAfterFinished=60), ARGO_HOOK), id="argo-cd-hook"),
    ],
)
def test_other_time_to_live_is_not_reported(made: Manifest) -> None:
    """A Job that no GitOps tool applies, and a hook, may have a time to live."""
    assert job_stays_under_gitops.findings(objects(made)) == []


@pytest.mark.parametrize(("spec", "count"), [({}, 1), ({"activeDeadlineSeconds": 1800}, 0)], ids=["none", "set"])
def test_deadline_is_required(spec: dict[str, Any], count: int) -> None:
    """A Job without a deadline is reported."""
    assert len(migration_has_a_deadline.findings(objects(job(**spec)))) == count


@pytest.mark.parametrize("kind", ["Job", "Pod", "Deployment"])
def test_migrate_down_is_reported(kind: str) -> None:
    """`migrate down` is reported in any workload."""
    [found] = nothing_migrates_down.findings(objects(workload("migrate", kind, more={"args": ["migrate", "down"]})))

    assert found.reason == "runs `migrate down`, which reverts all migrations of the bucket storage"


def test_migrate_up_is_not_reported() -> None:
    """`migrate up` is the only direction that is not reported."""
    assert nothing_migrates_down.findings(objects(job())) == []
