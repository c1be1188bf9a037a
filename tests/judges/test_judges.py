"""Each validator refuses what the service refuses, and accepts what the service accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from . import judges as judges_module
from .judges import JudgeError, Judges, find_node
from .samples import ALL_POSTGRES, BUCKET_DEFINITIONS, ENV, SYNC_STREAMS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def document(judges: Judges) -> dict[str, Any]:
    """Return a valid document, for tests that change one value."""
    return dict(judges.read_service_yaml(ALL_POSTGRES, ENV))


def test_yaml_casts_variables(document: dict[str, Any]) -> None:
    """`!env` returns the text of the variable, or the number if it has a cast."""
    storage, source = document["storage"], document["replication"]["connections"][0]

    assert (source["password"], storage["password"], storage["max_pool_size"]) == ("p@ss: word", "", 12)


def test_yaml_casts_booleans_in_any_case(document: dict[str, Any]) -> None:
    """`::boolean` accepts `True` as well as `true`."""
    assert document["client_auth"]["supabase"] is True


def test_yaml_is_version_1_2(judges: Judges) -> None:
    """Plain scalars follow YAML 1.2: `yes` is a string, `0o17` and `1e3` are numbers, `<<` is an ordinary key."""
    value = judges.read_service_yaml("{a: yes, b: 0o17, c: 1e3, <<: {d: 1}}")

    assert value == {"a": "yes", "b": 15, "c": 1000, "<<": {"d": 1}}


def test_yaml_keeps_any_text(judges: Judges) -> None:
    """Line separators and characters outside the basic multilingual plane are kept."""
    assert judges.read_service_yaml('a: "\u2028 \U0001f600 é"') == {"a": "\u2028 \U0001f600 é"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("a: !env HOME", "must start with PS_", id="env-without-prefix"),
        pytest.param("a: !env PS_ABSENT", "undefined", id="env-undefined"),
        pytest.param("a: !env PS_TEXT::number", "not a number", id="env-number-of-text"),
        pytest.param("a: !env PS_TEXT::boolean", "not a boolean", id="env-boolean-of-text"),
        pytest.param("a: !env PS_TEXT::int", "unknown cast", id="env-unknown-cast"),
        pytest.param("a: !env [PS_TEXT]", "Unresolved tag", id="env-on-a-list"),
        pytest.param("a: !secret x", "Unresolved tag", id="unknown-tag"),
        pytest.param("a: 1\na: 2", "unique", id="duplicate-key"),
        pytest.param("a: 1\n---\nb: 2", "multiple documents", id="two-documents"),
        pytest.param("a: [1", "Flow sequence", id="syntax"),
    ],
)
def test_yaml_refuses(judges: Judges, text: str, complaint: str) -> None:
    """An error or a warning of the service's YAML reader is an error with the reason."""
    with pytest.raises(JudgeError, match=complaint):
        judges.read_service_yaml(text, {"PS_TEXT": "seven", "HOME": "eight"})


def test_config_accepts_all_postgres(judges: Judges, document: dict[str, Any]) -> None:
    """A full document with Postgres as source database and bucket storage has no problem."""
    assert judges.config_problems(document) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            {"type": "mongodb", "uri": "mongodb://db.example.com/app", "post_images": "read_only"}, id="mongodb"
        ),
        pytest.param({"type": "mysql", "uri": "mysql://db.example.com/app", "server_id": 7}, id="mysql"),
        pytest.param({"type": "mssql", "port": "1433", "additionalConfig": {"pollingIntervalMs": 500}}, id="mssql"),
        pytest.param({"type": "convex", "deployment_url": "https://app.example.com", "deploy_key": "k"}, id="convex"),
    ],
)
def test_config_accepts_every_source(judges: Judges, document: dict[str, Any], source: dict[str, object]) -> None:
    """Each type of source database is checked by the fields of that type."""
    document["replication"]["connections"] = [source]

    assert judges.config_problems(document) == []


def test_config_accepts_mongodb_storage(judges: Judges, document: dict[str, Any]) -> None:
    """MongoDB storage with chunks in S3 is checked by its own fields."""
    s3 = {"type": "s3", "bucket": "chunks", "region": "eu-central-1", "concurrency_limit": 16}
    document["storage"] = {"type": "mongodb", "uri": "mongodb://storage.example.com/powersync", "object_storage": s3}

    assert judges.config_problems(document) == []


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        pytest.param("port", True, "port: must be number", id="wrong-type"),
        pytest.param("client_auth", None, "client_auth: must be object", id="null-is-not-absent"),
        pytest.param("api", {"tokens": "x"}, "api.tokens: must be array", id="text-for-a-list"),
        pytest.param("metadata", {"a": 1}, "metadata.a: must be string", id="metadata-number"),
        pytest.param("telemetry", {"prometheus_port": 9464}, "telemetry: must have required", id="telemetry-sharing"),
        pytest.param("storage", {"type": "mongodb"}, "storage: must have required property 'uri'", id="mongodb-no-uri"),
        pytest.param("storage", {"type": "postgres"}, "(postgres)", id="storage-of-unknown-type"),
        pytest.param("storage", None, "storage: must be object", id="storage-null"),
        pytest.param("storage", {"max_pool_size": 8}, 'storage: tag "type"', id="storage-without-type"),
        pytest.param("replication", {"connections": [{"type": "pg"}]}, "connections.0: ", id="source-of-unknown-type"),
        pytest.param("client_auth", {"jwks": {"keys": [{"kty": "RSA"}]}}, "'kid'", id="rsa-without-kid"),
    ],
)
def test_config_refuses_a_value(
    judges: Judges, document: dict[str, Any], key: str, value: object, problem: str
) -> None:
    """A value that the service refuses is a problem, reported with its path."""
    problems = judges.config_problems({**document, key: value})

    assert any(problem in line for line in problems), problems


def test_config_refuses_sslmode_require(judges: Judges, document: dict[str, Any]) -> None:
    """A value outside an enum of the declared source type is a problem that lists the allowed values."""
    document["replication"]["connections"][0]["sslmode"] = "require"

    problems = judges.config_problems(document)

    assert [line for line in problems if line.startswith("replication.connections.0.sslmode") and "verify-ca" in line]


def test_config_refuses_two_connections(judges: Judges, document: dict[str, Any]) -> None:
    """The service accepts at most one source database."""
    document["replication"]["connections"] *= 2

    assert judges.config_problems(document) == ["replication.connections: must NOT have more than 1 items"]


def test_config_requires_storage(judges: Judges, document: dict[str, Any]) -> None:
    """The bucket storage is required, although the published schema does not require it."""
    del document["storage"]

    assert judges.config_problems(document) == ["the document: must have required property 'storage'"]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "replication",
        "replication.connections.0",
        "storage",
        "storage.batch_limits",
        "client_auth",
        "client_auth.jwks",
        "client_auth.jwks.keys.0",
        "client_auth.jwks.keys.1",
        "api.parameters",
        "telemetry",
        "healthcheck.probes",
        "system.logging",
        "sync_config",
    ],
)
def test_config_reports_an_unknown_key(judges: Judges, document: dict[str, Any], path: str) -> None:
    """A key that the service would silently ignore is a problem, at every depth."""
    place: Any = document
    for step in filter(None, path.split(".")):
        place = place[int(step)] if step.isdigit() else place[step]
    place["max_connection"] = 1

    assert judges.config_problems(document) == [f"{path}.max_connection: unknown key".lstrip(".")]


def test_config_reports_a_key_of_another_type(judges: Judges, document: dict[str, Any]) -> None:
    """A key of another type of source database is unknown."""
    document["replication"]["connections"][0]["server_id"] = 7

    assert judges.config_problems(document) == ["replication.connections.0.server_id: unknown key"]


@pytest.mark.parametrize("text", [SYNC_STREAMS, BUCKET_DEFINITIONS], ids=["streams", "bucket-definitions"])
def test_sync_config_accepts(judges: Judges, text: str) -> None:
    """Sync Streams of edition 3 and the older bucket definitions parse without an error."""
    assert judges.sync_config_problems(text) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(SYNC_STREAMS.replace("SELECT *", "FETCH *"), "Syntax error", id="syntax"),
        pytest.param(BUCKET_DEFINITIONS.replace("bucket.list_id", "bucket.other"), "bucket.other", id="parameter"),
        pytest.param(SYNC_STREAMS + "stream: {}\n", "the document: must NOT have", id="unknown-key"),
        pytest.param(BUCKET_DEFINITIONS.replace("priority", "prio"), "bucket_definitions.user_lists:", id="bucket-key"),
        pytest.param("config:\n  edition: 3\n", "'streams' are required", id="no-streams"),
        pytest.param("event_definitions: {}\n", "'bucket_definitions' or 'streams' is required", id="neither"),
        pytest.param("streams: [", "Flow sequence", id="not-yaml"),
    ],
)
def test_sync_config_refuses(judges: Judges, text: str, problem: str) -> None:
    """A problem that stops a replicator is an error with the reason."""
    problems = judges.sync_config_problems(text)

    assert any(problem in line for line in problems), problems


def test_sync_config_error_names_its_line(judges: Judges) -> None:
    """An error in a query names its line."""
    text = "config: {edition: 3}\nstreams:\n  lists:\n    query: FETCH * FROM lists\n"

    assert judges.sync_config_problems(text)[0].startswith("line 4: ")


def test_sync_config_warnings_are_not_problems(judges: Judges) -> None:
    """Warnings are kept apart from errors."""
    text = SYNC_STREAMS.replace("with:\n", "with:\n  unused: SELECT id FROM lists\n")

    found = judges.sync_config_problems(text), judges.sync_config_warnings(text)

    assert found == ([], ["line 6: This common table expression isn't referenced."])


def test_process_that_cannot_start_raises_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that cannot start raises an error, so that no test passes silently."""
    monkeypatch.setattr(judges_module, "SCRIPT", tmp_path / "absent.mjs")

    with Judges() as judges, pytest.raises(JudgeError, match="ended without a reply"):
        judges.config_problems({})


def test_jsii_node_is_the_first_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The validators run on the Node that JSII_NODE names."""
    monkeypatch.setenv("JSII_NODE", "/opt/node")

    assert find_node() == "/opt/node"
