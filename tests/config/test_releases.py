"""The table of releases, and the known problems that make the library reject an image."""

from itertools import pairwise
from typing import Any

import pytest

from powersync_constructs import presets
from powersync_constructs.config import (
    ClientAuth,
    Image,
    MongoSource,
    MongoStorage,
    ObjectStorage,
    SyncConfig,
)
from powersync_constructs.config.core._fields import metadata_of
from powersync_constructs.config.core._versions import ServiceVersion, Since
from powersync_constructs.config.service._version_checks import conditions_of, described
from powersync_constructs.config.service.releases._known_problems import KNOWN_PROBLEMS, KnownProblem, problems_of
from powersync_constructs.config.service.releases._lookup import release_of, since
from powersync_constructs.config.service.releases._release import Release
from powersync_constructs.config.service.releases._table import DEFAULT, NEWEST, OLDEST, RELEASES
from tests.samples.databases import SOURCE, STORAGE
from tests.samples.instance import INSTANCE

from .test_models import PROPS
from .validation import errors_of

MONGO = MongoStorage(uri="mongodb://db.example.com/powersync")
EDITION_1 = SyncConfig.from_text("bucket_definitions:\n  all:\n    data: [SELECT id FROM lists]\n")
REFUSED = [problem for problem in KNOWN_PROBLEMS if problem.reaction == "refuse"]
INSTANCES: dict[str, dict[str, Any]] = {
    "edition 3": {"storage": MONGO},
    "Postgres storage": {"sync_config": EDITION_1},
    "object storage": {"storage": MONGO.with_(object_storage=ObjectStorage(bucket="data")), "sync_config": EDITION_1},
}
"""Instances that meet one condition of the problems for which an image is rejected."""


def version(text: str) -> ServiceVersion:
    """Return a version."""
    return ServiceVersion.parse(text)


def before(problem: KnownProblem) -> str:
    """Return the newest release in the table with the problem."""
    return str([each.version for each in RELEASES if problem.affects(each.version, problem.when)][-1])


def id_of(problem: KnownProblem) -> str:
    """Return the id of a test."""
    return problem.id


def test_releases_are_in_order() -> None:
    """Each release is newer than the one before."""
    assert all(one.version < other.version for one, other in pairwise(RELEASES))


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: str(release.version))
def test_a_known_fact_names_its_source(release: Release) -> None:
    """A fact that was read or inferred names its source or reason."""
    assert [name for name, fact in release.facts.items() if fact.evidence != "unknown" and not fact.source] == []


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: str(release.version))
def test_node_accepts_the_heap_flag(release: Release) -> None:
    """The default of `node_options` needs Node.js 22.21 or newer: an older one does not start (measured)."""
    assert tuple(map(int, release.node.value.split("."))) >= (22, 21)


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: str(release.version))
def test_default_storage_version_is_selectable(release: Release) -> None:
    """A setting can name the default, so that an upgrade does not change the storage version."""
    for storage, versions in release.storage_versions.items():
        assert versions.value.default in (*versions.value.accepted, 2), storage


@pytest.mark.parametrize(
    ("text", "row"),
    [("1.25.0", "1.25.0"), ("1.25.3", "1.25.0"), ("1.29.1", "1.29.1"), ("2.0.0", "1.29.1"), ("1.23.1", "1.23.1")],
)
def test_version_without_a_row_is_like_the_release_before(text: str, row: str) -> None:
    """The table has no row for a version that it does not know."""
    assert str(release_of(version(text)).version) == row


def test_each_setting_of_a_release_is_a_field() -> None:
    """Each setting that a release added is a field that needs this release, except for two that are not fields."""
    gates = {(name, metadata_of(model, name, Since)) for model in PROPS for name in model.model_fields}
    fields = {(name, gate.version) for name, gate in gates if gate is not None}
    settings = [(each.name, str(release.version)) for release in RELEASES for each in release.adds]

    found = [
        name
        for name, since in settings
        if ": " not in name and (name.partition(" of ")[0].rpartition(".")[2], since) not in fields
    ]

    assert found == ["sync_config", "replication.connections[] of Convex"]


def test_name_without_a_row_is_refused() -> None:
    """A field cannot refer to an addition that the table does not have."""
    with pytest.raises(KeyError):
        since("storage.does_not_exist")


def test_default_has_no_problem_with_the_presets() -> None:
    """The default image needs neither an error nor a warning."""
    instance = presets.ha(
        host="powersync.example.com",
        source=SOURCE,
        storage=STORAGE,
        client_auth=ClientAuth(jwks_uri="https://auth.example.com/jwks.json", audience=["powersync"]),
        sync_config=INSTANCE.sync_config,
    )
    service = instance.configuration("powersync").service
    conditions = conditions_of(service, instance.sync_config, "api")

    found = [problem for problem in problems_of(DEFAULT, conditions) if problem.reaction != "mention"]

    assert (instance.image.version, found) == (DEFAULT, [])


def test_newer_releases_than_the_default_are_not_known_to_be_stable() -> None:
    """The default is the newest release that is known to be stable."""
    newer = [release.channel.value for release in RELEASES if release.version > DEFAULT]

    assert (release_of(DEFAULT).channel.value, set(newer)) == ("stable", {None})


@pytest.mark.parametrize("problem", REFUSED, ids=id_of)
def test_image_with_a_severe_problem_is_refused(problem: KnownProblem) -> None:
    """The error names the version, the problem, its id, and the version with the fix."""
    tag = before(problem)

    (line,) = errors_of(INSTANCE.with_, image=Image(tag=tag), **INSTANCES[problem.when[0]])

    assert f"image: {tag} {problem.effect} ({problem.id}, fixed in {problem.fixed_in}" in line


@pytest.mark.parametrize("problem", REFUSED, ids=id_of)
def test_image_with_the_fix_is_accepted(problem: KnownProblem) -> None:
    """The version in which all severe problems are fixed is accepted."""
    safe = str(max(each.fixed_in for each in REFUSED if each.fixed_in and each.when[0] == problem.when[0]))

    instance = INSTANCE.with_(image=Image(tag=safe), **INSTANCES[problem.when[0]])

    assert str(instance.image.version) == safe


@pytest.mark.parametrize(
    ("tag", "line"),
    [
        pytest.param(
            "1.20.0",
            "image: 1.20.0 sends users rows that they must not see, because it ignores some subqueries of streams "
            "(GHSA-q6wc-xx4m-92fj, fixed in 1.20.1, also powersync-service#556, also powersync-service#625); use "
            "1.21.0 or newer, or add the ids to image.accepted_problems",
            id="CVE-2026-30870",
        ),
        pytest.param(
            "1.20.1",
            "image: 1.20.1 sends users rows that they must not see, because it ignores parts of filters with OR "
            "(powersync-service#556, fixed in 1.20.2, also powersync-service#625); use 1.21.0 or newer, or add the "
            "ids to image.accepted_problems",
            id="pull-request-556",
        ),
        pytest.param(
            "1.20.5",
            "image: 1.20.5 sends too many or too few rows, because it replicates some parameters of streams "
            "incorrectly (powersync-service#625, fixed in 1.21.0); use 1.21.0 or newer, or add the id to "
            "image.accepted_problems",
            id="not-reported",
        ),
    ],
)
def test_edition_3_needs_an_image_without_leaks(tag: str, line: str) -> None:
    """An image that sends rows to the wrong users is rejected, with the advisory and the version that has the fix."""
    assert errors_of(INSTANCE.with_, image=Image(tag=tag), storage=MONGO) == [line]


def test_edition_1_is_not_affected_by_problems_of_edition_3() -> None:
    """The condition of a problem must hold."""
    instance = INSTANCE.with_(image=Image(tag="1.20.0"), storage=MONGO, sync_config=EDITION_1)

    assert instance.image.version == OLDEST


def test_accepted_problem_is_not_refused() -> None:
    """A user who must roll back can accept a problem."""
    image = Image(tag="1.23.3", accepted_problems=["powersync-service#718"])

    assert str(INSTANCE.with_(image=image).image.version) == "1.23.3"


def test_unknown_id_of_a_problem_is_refused() -> None:
    """The error lists the ids that exist."""
    (line,) = errors_of(Image, accepted_problems=["CVE-1"])

    ids = ", ".join(problem.id for problem in KNOWN_PROBLEMS)
    assert line == f"image.accepted_problems[0]: 'CVE-1' is not the id of a known problem; use one of: {ids}"


def test_problem_without_a_fix_affects_the_newest_release() -> None:
    """A problem without a version that has the fix affects all newer releases."""
    found = [problem for problem in problems_of(NEWEST, frozenset()) if problem.fixed_in is None]

    assert [described(problem) for problem in found] == ["powersync-service#700"]


def test_mongodb_source_meets_the_condition_of_its_problems() -> None:
    """The conditions of an instance contain the types of its databases."""
    source = MongoSource(uri="mongodb://db.example.com/app")
    service = INSTANCE.with_(source=source, storage=MONGO).configuration("a").service

    assert conditions_of(service, EDITION_1) == {"MongoDB source", "MongoDB storage"}
