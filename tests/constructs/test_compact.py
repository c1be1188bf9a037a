"""CompactCron: the scheduled compaction."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs import ConfigError
from powersync_constructs.config import Image
from tests.samples.configuration import CONFIGURATION

from .manifests import Manifest, container, pod, the, workload


def _spec(chart: Chart, **props: Any) -> Manifest:
    spec: Manifest = the(workload(chart, "compact", **props), "CronJob", "powersync-compact")["spec"]
    return spec


def test_objects(chart: Chart) -> None:
    """The construct creates a ServiceAccount and a CronJob."""
    made = workload(chart, "compact")[2:]

    assert [manifest["kind"] for manifest in made] == ["ServiceAccount", "CronJob"]


@pytest.mark.parametrize(
    ("props", "field", "value"),
    [
        ({}, "schedule", "0 3 * * *"),
        ({"schedule": "30 1 * * sun"}, "schedule", "30 1 * * sun"),
        ({}, "timeZone", "Etc/UTC"),
        ({"time_zone": "Europe/Berlin"}, "timeZone", "Europe/Berlin"),
        ({}, "suspend", None),
        ({"suspend": True}, "suspend", True),
        ({}, "concurrencyPolicy", "Forbid"),
        ({}, "startingDeadlineSeconds", 3600),
        ({"starting_deadline_seconds": 600}, "startingDeadlineSeconds", 600),
        ({}, "successfulJobsHistoryLimit", 3),
        ({"successful_history": 0}, "successfulJobsHistoryLimit", 0),
        ({}, "failedJobsHistoryLimit", 3),
        ({"failed_history": 7}, "failedJobsHistoryLimit", 7),
    ],
)
def test_cron_job_fields(chart: Chart, props: dict[str, Any], field: str, value: object) -> None:
    """The CronJob has the fields of the props, and its runs never overlap."""
    assert _spec(chart, **props).get(field) == value


@pytest.mark.parametrize(
    ("props", "field", "value"),
    [
        ({}, "activeDeadlineSeconds", 21600),
        ({"active_deadline_seconds": 7200}, "activeDeadlineSeconds", 7200),
        ({}, "backoffLimit", 2),
        ({"backoff_limit": 0}, "backoffLimit", 0),
    ],
)
def test_job_fields(chart: Chart, props: dict[str, Any], field: str, value: object) -> None:
    """Each Job has the deadline and the retries of the props."""
    assert _spec(chart, **props)["jobTemplate"]["spec"][field] == value


def test_disruptions_are_not_failures(chart: Chart) -> None:
    """A pod that a drain evicts does not count as a failure."""
    disrupted = {"type": "DisruptionTarget", "status": "True"}

    policy = _spec(chart)["jobTemplate"]["spec"]["podFailurePolicy"]

    assert policy == {"rules": [{"action": "Ignore", "onPodConditions": [disrupted]}]}


def test_failed_pods_are_kept(chart: Chart) -> None:
    """A failed container is not restarted in its pod, so that its log stays available."""
    assert pod(workload(chart, "compact"), "compact")["restartPolicy"] == "Never"


def test_jobs_have_the_labels_of_their_pods(chart: Chart) -> None:
    """The Jobs of the CronJob have the same labels as their pods."""
    template = _spec(chart)["jobTemplate"]

    assert template["metadata"]["labels"] == template["spec"]["template"]["metadata"]["labels"]


def test_jobs_have_the_annotations_of_objects(chart: Chart) -> None:
    """The Jobs of the CronJob have the annotations of objects, and no pod annotations."""
    metadata = {"annotations": {"example.com/object": "a"}, "pod_annotations": {"example.com/pod": "b"}}

    template = _spec(chart, metadata=metadata)["jobTemplate"]

    assert template["metadata"]["annotations"] == {"example.com/object": "a"}


@pytest.mark.parametrize(
    ("props", "args"),
    [
        ({}, ["compact"]),
        ({"buckets": ["global[]", 'by_user["u1"]']}, ["compact", '--buckets=global[],by_user["u1"]']),
        ({"parameter_indexes": False}, ["compact", "--no-parameter-indexes"]),
        ({"incremental_only": True}, ["compact", "--incremental-only"]),
        (
            {"buckets": ["global[]"], "parameter_indexes": False, "incremental_only": True},
            ["compact", "--buckets=global[]", "--no-parameter-indexes", "--incremental-only"],
        ),
    ],
)
def test_arguments(chart: Chart, props: dict[str, Any], args: list[str]) -> None:
    """The props select what the service compacts; by default it compacts everything."""
    assert container(workload(chart, "compact", **props), "compact")["args"] == args


def test_newer_field_needs_a_newer_service(chart: Chart) -> None:
    """A field is refused if the image of the configuration is too old for it."""
    configuration = CONFIGURATION.with_(image=Image(tag="1.25.0"))

    with pytest.raises(ConfigError, match=r"^compact\.incremental_only: needs service 1\.26\.0"):
        workload(chart, "compact", configuration=configuration, incremental_only=True)
