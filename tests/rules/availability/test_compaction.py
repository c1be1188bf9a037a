"""A CronJob compacts the bucket storage, once at a time and in time."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.availability.compaction import (
    bucket_storage_is_compacted,
    buckets_to_compact_have_full_names,
    compaction_may_start_late,
    only_one_compaction_runs,
)
from tests.rules.manifests import finding, objects, of_instance
from tests.rules.workloads import cron_job, workload

SPLIT = [workload("api"), workload("replication")]
LABELS = {"app.kubernetes.io/instance": "app"}
FOREIGN = [{**each, "metadata": {**each["metadata"], "labels": LABELS}} for each in SPLIT]
"""The same workloads as another tool writes them."""


def test_missing_compaction_is_reported() -> None:
    """An instance with API pods and replicators, but without a CronJob for `compact`, is reported."""
    found = bucket_storage_is_compacted.findings(objects(*FOREIGN))

    reason = "replicates, but no CronJob compacts its bucket storage"
    fix = "add a CronJob that runs `compact` once a day"
    expected = finding("storage-is-compacted", "warning", "Deployment/app-replication", reason, fix)
    assert [str(each) for each in found] == [str(expected)]


@pytest.mark.parametrize(
    "replicators",
    [
        pytest.param(SPLIT[1], id="decision-in-the-props"),
        pytest.param(
            {**FOREIGN[1], "metadata": {**FOREIGN[1]["metadata"], "resourceVersion": "1"}}, id="part-of-a-cluster"
        ),
    ],
)
def test_missing_compaction_can_be_a_note(replicators: Manifest) -> None:
    """For an instance of this library, and for objects from a cluster, the finding is a note."""
    api = SPLIT[0] if replicators is SPLIT[1] else FOREIGN[0]

    [found] = bucket_storage_is_compacted.findings(objects(api, replicators))

    assert found.severity == "note"


def test_compaction_of_another_instance_does_not_count() -> None:
    """Of two instances in a namespace, the one without a compaction of its own is reported."""
    other = [
        of_instance(workload(component, name=f"b-{component}"), component, "b") for component in ("api", "replication")
    ]

    [found] = bucket_storage_is_compacted.findings(objects(*SPLIT, *other, cron_job()))

    assert found.where == "Deployment/b-replication"


def test_suspended_compaction_is_reported() -> None:
    """If the only CronJob is suspended, the finding is about this CronJob."""
    [found] = bucket_storage_is_compacted.findings(objects(*SPLIT, cron_job(suspend=True)))

    assert (found.where, found.path) == ("CronJob/app-compact", ("spec", "suspend"))


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([*SPLIT, cron_job()], id="cron-job"),
        pytest.param([*SPLIT, workload("compact", "Job", name="once")], id="job"),
        pytest.param(
            [*SPLIT, cron_job(suspend=True), workload("compact", "Job", name="once")], id="job-next-to-a-suspended-one"
        ),
        pytest.param([workload("replication")], id="only-replicators"),
        pytest.param([workload("unified")], id="unified-pods"),
    ],
)
def test_compacted_instance_is_not_reported(manifests: list[Manifest]) -> None:
    """An instance with any compaction, and one of which the manifests show only a part, are not reported."""
    assert bucket_storage_is_compacted.findings(objects(*manifests)) == []


@pytest.mark.parametrize(
    ("spec", "policies"),
    [
        ({}, ["has the concurrencyPolicy Allow, so a new compaction runs next to one that is not finished"]),
        (
            {"concurrencyPolicy": "Replace"},
            ["has the concurrencyPolicy Replace, so a new compaction stops one that is not finished"],
        ),
        ({"concurrencyPolicy": "Forbid"}, []),
    ],
    ids=["default", "replace", "forbid"],
)
def test_only_forbid_keeps_compactions_apart(spec: dict[str, Any], policies: list[str]) -> None:
    """Every policy but Forbid is reported, the default included."""
    found = only_one_compaction_runs.findings(objects(cron_job(**spec)))

    assert [each.reason for each in found] == policies


@pytest.mark.parametrize(
    ("spec", "severities"),
    [
        ({}, ["note"]),
        ({"startingDeadlineSeconds": 9}, ["warning"]),
        ({"startingDeadlineSeconds": 10}, []),
        ({"startingDeadlineSeconds": "soon"}, []),
    ],
    ids=["none", "too-short", "shortest", "not-a-number"],
)
def test_starting_deadline_is_checked(spec: dict[str, Any], severities: list[str]) -> None:
    """A missing deadline is a note, and one that the controller can miss is a warning."""
    found = compaction_may_start_late.findings(objects(cron_job(**spec)))

    assert [each.severity for each in found] == severities


@pytest.mark.parametrize(
    ("args", "shown"),
    [
        pytest.param(["--buckets", "lists"], "the bucket 'lists' without parameters", id="word"),
        pytest.param(["-b", "global[],lists"], "the bucket 'lists' without parameters", id="second"),
        pytest.param(["--buckets=lists"], "the bucket 'lists' without parameters", id="equals-sign"),
        pytest.param(["--buckets"], "no bucket", id="no-value"),
    ],
)
def test_incomplete_bucket_names_are_reported(args: list[str], shown: str) -> None:
    """A bucket without `[` is reported, in all forms of the option."""
    [found] = buckets_to_compact_have_full_names.findings(objects(cron_job(*args)))

    assert found.reason == f"names {shown} in --buckets, so `compact` exits with an error"


@pytest.mark.parametrize(
    "args",
    [
        pytest.param([], id="all-buckets"),
        pytest.param(["--buckets", "global[]"], id="no-parameters"),
        pytest.param(["--buckets", "$(BUCKETS)"], id="variable"),
        pytest.param(["--buckets", 'lists["a"],global[]'], id="two"),
        pytest.param(["--buckets", 'lists["a,b"]'], id="comma-in-a-parameter"),
    ],
)
def test_full_bucket_names_are_not_reported(args: list[str]) -> None:
    """All buckets, and buckets with their parameters, can be compacted."""
    assert buckets_to_compact_have_full_names.findings(objects(cron_job(*args))) == []
