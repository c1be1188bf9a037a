"""The findings about the version of the service: known problems, and the storage version."""

import warnings
from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs import FindingWarning, PowerSync
from powersync_constructs.config import Image, MongoSource, MongoStorage, ObjectStorage, PowerSyncProps, SyncConfig
from powersync_constructs.constructs._lib.version_findings import version_findings
from powersync_constructs.rules import Finding, check
from tests.samples.configuration import EXISTING, old_image
from tests.samples.instance import INSTANCE

URI = "mongodb://db.example.com/powersync"
BUCKET = ObjectStorage(bucket="data")
POSTGRES_PROBLEM = "powersync-service#814"


def problems(props: PowerSyncProps) -> list[str]:
    """Return the ids of the known problems that a synth of an instance reports."""
    return [finding.reason.partition("(")[2].partition(",")[0] for finding in known_problems(props)]


def known_problems(props: PowerSyncProps) -> list[Finding]:
    """Return the findings of the rule about known problems, from the manifests and from the props."""
    chart = Chart(App(), "chart", namespace="sync", disable_resource_name_hashes=True)
    PowerSync(chart, "sync", props)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FindingWarning)
        found = check({"chart": chart.to_json()})
    return [each for each in [*found, *findings(props)] if each.name == "known-problem"]


def findings(props: PowerSyncProps) -> list[Finding]:
    """Return the findings about the storage version and the version label of an instance."""
    return [*version_findings(props.configuration("sync"), "PowerSync/sync")]


def with_mongo(**fields: Any) -> PowerSyncProps:
    """Return the instance with bucket storage in MongoDB."""
    return INSTANCE.with_(storage=MongoStorage(uri=URI, **fields))


@pytest.mark.parametrize("tag", ["1.26.0", "1.26.1"])
def test_postgres_storage_that_sends_operations_twice_is_a_warning(tag: str) -> None:
    """Clients of releases before 1.27.0 can download their data repeatedly (powersync-service#813)."""
    assert POSTGRES_PROBLEM in problems(INSTANCE.with_(image=Image(tag=tag)))


def test_mongodb_storage_does_not_have_the_problem_of_postgres_storage() -> None:
    """The condition of a problem must hold."""
    assert POSTGRES_PROBLEM not in problems(with_mongo().with_(image=Image(tag="1.26.0")))


@pytest.mark.parametrize(
    ("tag", "is_reported"), [("1.20.2", False), ("1.20.3", True), ("1.21.0", True), ("1.22.0", False)]
)
def test_mongodb_source_that_stops_is_a_warning(tag: str, is_reported: bool) -> None:
    """With a MongoDB source, checkpoints stall in 1.20.3 to 1.21.0 (powersync-service#659)."""
    props = with_mongo().with_(source=MongoSource(uri="mongodb://db.example.com/app"), image=old_image(tag))

    assert ("powersync-service#659" in problems(props)) is is_reported


def test_existing_service_yaml_names_the_source() -> None:
    """A known problem of a source database is also reported for an existing service.yaml, which names the type."""
    existing = EXISTING.with_(source_type="mongodb")
    without = {"source": None, "storage": None, "client_auth": None}
    props = INSTANCE.with_(service=existing, image=old_image("1.21.0"), **without)

    assert "powersync-service#659" in problems(props)


def test_accepted_problem_is_a_warning() -> None:
    """A problem for which the library would reject the image is still reported."""
    props = INSTANCE.with_(image=Image(tag="1.23.3", accepted_problems=["powersync-service#718"]))

    assert "powersync-service#718" in problems(props)


def test_finding_has_the_effect_and_the_fix() -> None:
    """The finding names the version, the effect, the id, and the version with the fix."""
    props = INSTANCE.with_(image=Image(tag="1.26.1"))

    first, *_ = known_problems(props)

    assert str(first).endswith(
        ": runs service 1.26.1, which can send operations twice, and clients then download their data repeatedly "
        "because the checksums differ (powersync-service#814, fixed in 1.27.0); use 1.27.0 or newer "
        "[PS111 known-problem]"
    )


def test_default_image_has_no_finding() -> None:
    """The minimal instance needs no warning."""
    assert (problems(INSTANCE), findings(INSTANCE)) == ([], [])


@pytest.mark.parametrize("tag", ["1.27.0", "1.28.0", "1.99.0"])
def test_new_default_of_the_storage_version_is_a_warning(tag: str) -> None:
    """Since 1.27, the next sync config uses storage version 4, which makes all clients download all data."""
    (found,) = findings(with_mongo().with_(image=Image(tag=tag)))

    assert str(found) == (
        "PowerSync/sync.storage: the next sync config will use storage version 4, so every client downloads all data "
        "once; set default_storage_version to 4 to accept this, or to 2 to postpone it [PS132 storage-version-changes]"
    )


@pytest.mark.parametrize(
    "props",
    [
        pytest.param(with_mongo(default_storage_version=2), id="pinned"),
        pytest.param(with_mongo(default_storage_version=4), id="accepted"),
        pytest.param(with_mongo().with_(image=Image(tag="1.26.1")), id="older-release"),
        pytest.param(
            with_mongo().with_(
                sync_config={
                    "text": "config:\n  edition: 3\n  storage_version: 2\nstreams:\n  a:\n    query: SELECT * FROM a\n"
                }
            ),
            id="in-the-sync-config",
        ),
    ],
)
def test_known_storage_version_is_no_warning(props: PowerSyncProps) -> None:
    """A setting that names the version, and a release with the old default, change nothing."""
    assert findings(props) == []


@pytest.mark.parametrize("number", [2, 3])
def test_object_storage_without_storage_version_4_is_a_warning(number: int) -> None:
    """Only storage version 4 uses the bucket."""
    (found,) = findings(with_mongo(object_storage=BUCKET, default_storage_version=number))

    assert str(found) == (
        f"PowerSync/sync.storage.object_storage: has no effect, because the sync config uses storage version {number}; "
        "set default_storage_version to 4, or remove object_storage [PS133 storage-version-is-enough]"
    )


def test_fix_names_the_setting_that_takes_precedence() -> None:
    """The storage version in the sync config takes precedence over the default of the storage."""
    text = "config: {edition: 3, storage_version: 2}\nstreams: {a: {query: SELECT * FROM a}}\n"
    props = with_mongo(object_storage=BUCKET, default_storage_version=4).with_(sync_config=SyncConfig.from_text(text))

    (found,) = findings(props)

    assert found.fix == "set config.storage_version of the sync config to 4, or remove object_storage"


def test_concurrent_compaction_needs_storage_version_4() -> None:
    """Only storage version 4 compacts several buckets at the same time."""
    (found,) = findings(with_mongo(chunk_compaction_concurrency=8, default_storage_version=2))

    assert found.where == "PowerSync/sync.storage.chunk_compaction_concurrency"


def test_object_storage_with_the_default_of_an_older_release_is_a_warning() -> None:
    """Release 1.26 uses storage version 2 if no setting names another one."""
    props = with_mongo(object_storage=BUCKET).with_(image=Image(tag="1.26.1"))

    assert [found.name for found in findings(props)] == ["storage-version-is-enough"]


def test_object_storage_with_storage_version_4_is_no_warning() -> None:
    """The bucket is used."""
    assert findings(with_mongo(object_storage=BUCKET, default_storage_version=4)) == []


def test_version_label_is_a_note() -> None:
    """A note says what a change of the label costs."""
    (found,) = findings(INSTANCE.with_(service={"sync_config": {"version_label": "2026-11"}}))

    assert (found.name, found.severity) == ("version-label", "note")


def test_findings_are_reported_at_synth(app: App, chart: Chart) -> None:
    """A synth reports a known problem once per version, however many workloads have the image."""
    PowerSync(chart, "sync", with_mongo(default_storage_version=2).with_(image=Image(tag="1.26.1")))

    with pytest.warns(FindingWarning) as caught:
        app.synth()

    assert [str(each.message).partition("-")[0] for each in caught] == ["Job/sync"]


def test_image_of_a_workload_is_reported(app: App, chart: Chart) -> None:
    """A known problem of the image of one workload is reported too."""
    PowerSync(chart, "sync", INSTANCE.with_(compact={"image": Image(tag="1.26.1")}))

    with pytest.warns(FindingWarning) as caught:
        app.synth()

    assert {str(each.message).partition(" ")[0] for each in caught} == {"CronJob/sync-compact:"}
