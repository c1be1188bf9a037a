"""Props of the databases that an operator runs: their defaults, and the values that are refused."""

from typing import Any

import pytest

from powersync_constructs.config import (
    CloudNativePgSourceProps,
    CloudNativePgStorageProps,
    MongoReplicaSetProps,
    ObjectMetadata,
    SecretRef,
    SecretValue,
)
from powersync_constructs.config.databases._operator_database import OperatorDatabase
from powersync_constructs.config.databases.mongo_replica_set import MOST_MEMBERS
from tests.samples.operator_databases import FULL_PG_SOURCE, MONGO, OPERATOR_DATABASES, PG_SOURCE, PG_STORAGE

from .validation import errors_of

POSTGRES = [PG_STORAGE, PG_SOURCE]
each_database = pytest.mark.parametrize("props", OPERATOR_DATABASES.values(), ids=OPERATOR_DATABASES)
each_postgres = pytest.mark.parametrize("props", POSTGRES, ids=["storage", "source"])
NOT_A_NAME = (
    "is not valid as the name of a database; begin with a letter, and use lower-case letters, digits and dashes"
)


@pytest.mark.parametrize(
    ("actual", "value"),
    [
        pytest.param((PG_STORAGE.instances, PG_SOURCE.instances, MONGO.members), (3, 3, 3), id="three-nodes"),
        pytest.param({props.resources.memory for props in OPERATOR_DATABASES.values()}, {"2Gi"}, id="memory-request"),
        pytest.param(
            {props.resources.memory_limit for props in OPERATOR_DATABASES.values()}, {"2Gi"}, id="memory-limit"
        ),
        pytest.param(
            {props.anti_affinity for props in OPERATOR_DATABASES.values()}, {"required"}, id="anti-affinity-is-required"
        ),
        pytest.param(
            {props.topology_key for props in OPERATOR_DATABASES.values()}, {"kubernetes.io/hostname"}, id="topology-key"
        ),
        pytest.param((PG_STORAGE.database, PG_STORAGE.owner), ("powersync", "powersync"), id="storage"),
        pytest.param((PG_SOURCE.database, PG_SOURCE.owner), ("app", "app"), id="source"),
        pytest.param(PG_SOURCE.username, "powersync_role", id="replicating-role"),
        pytest.param((MONGO.database, MONGO.username), ("powersync", "powersync"), id="mongodb"),
        pytest.param(PG_STORAGE.major, 18, id="newest-postgres"),
        pytest.param(FULL_PG_SOURCE.major, 16, id="version-of-the-tag"),
        pytest.param(MOST_MEMBERS, 7, id="most-members"),
    ],
)
def test_defaults(actual: object, value: object) -> None:
    """The props have these defaults."""
    assert actual == value


@each_database
@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param({"name": "1st"}, f"name: '1st' {NOT_A_NAME}", id="digit-first"),
        pytest.param({"name": "my.db"}, f"name: 'my.db' {NOT_A_NAME}", id="dot"),
        pytest.param({"name": "My-Db"}, f"name: 'My-Db' {NOT_A_NAME}", id="capitals"),
        pytest.param({"name": "db-"}, f"name: 'db-' {NOT_A_NAME}", id="dash-last"),
        pytest.param(
            {"size": "20GB"},
            "size: '20GB' is not a Kubernetes quantity; write it like 500m, 2, 512Mi or 1Gi",
            id="size",
        ),
        pytest.param(
            {"anti_affinity": None},
            "anti_affinity: None is not one of 'required' or 'preferred'; use one of these",
            id="anti-affinity",
        ),
        pytest.param(
            {"resources": {"memory_limit": "1Gi"}},
            "resources.memory_limit: '1Gi' is below the request of 2Gi; increase the limit, or request less",
            id="resources",
        ),
    ],
)
def test_invalid_operator_database_is_refused(props: OperatorDatabase, fields: dict[str, Any], line: str) -> None:
    """All operator databases refuse these values."""
    assert errors_of(props.with_, **fields) == [f"{props.error_path}.{line}"]


@pytest.mark.parametrize(
    ("props", "most"), [(PG_STORAGE, 50), (PG_SOURCE, 50), (MONGO, 52)], ids=["storage", "source", "mongo"]
)
def test_too_long_database_name_is_refused(props: Any, most: int) -> None:
    """The names that the operator makes from the name must fit, so one character more is refused."""
    longest, longer = "a" * most, "a" * (most + 1)

    lines = errors_of(props.with_, name=longer)

    rule = f"has {most + 1} characters; shorten it to at most {most}"
    assert (props.with_(name=longest).name, lines) == (longest, [f"{props.error_path}.name: '{longer}' {rule}"])


@pytest.mark.parametrize(
    ("props", "label"),
    [(PG_STORAGE, "cnpg.io/cluster"), (PG_SOURCE, "cnpg.io/reload"), (MONGO, "app")],
    ids=["storage", "source", "mongo"],
)
def test_operator_label_is_refused(props: OperatorDatabase, label: str) -> None:
    """A label that the operator sets is refused, because the operator selects its pods by it."""
    lines = errors_of(props.with_, metadata=ObjectMetadata(labels={label: "other"}))

    assert lines == [f"{props.error_path}.metadata.labels: '{label}' is reserved for the operator; use your own prefix"]


@pytest.mark.parametrize("label", ["app.example.com/team", "application", "example.com/cnpg.io"])
@each_database
def test_similar_label_is_accepted(props: OperatorDatabase, label: str) -> None:
    """A label is accepted if only a part of its key or prefix equals one of the operator."""
    metadata = ObjectMetadata(labels={label: "sync"})

    assert props.with_(metadata=metadata).metadata == metadata


@each_postgres
@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            {"instances": 0}, "instances: 0 should be greater than or equal to 1; set it to …", id="zero-instances"
        ),
        *(
            pytest.param(
                {"image": image},
                f"image: '{image}' has no Postgres version in its tag, which CloudNativePG needs; write it like "
                "postgres:18.6",
                id=image,
            )
            for image in ("postgres", "postgres:latest", "registry.example.com:5000/postgres", "postgres:v18")
        ),
        pytest.param(
            {"image": "postgres:13.9"},
            "image: 'postgres:13.9' is older than Postgres 14, the oldest that CloudNativePG supports; use a newer one",
            id="too-old",
        ),
        *(
            pytest.param({"owner": role}, f"owner: '{role}' is reserved for CloudNativePG; choose another", id=role)
            for role in ("streaming_replica", "cnpg_pooler_pgbouncer")
        ),
        pytest.param(
            {"owner": "postgres"},
            "owner: 'postgres' is not valid as a name in Postgres, or is reserved; begin with a letter, use lower-case "
            "letters, digits and '_', and avoid postgres, pg_… and template…",
            id="superuser",
        ),
        pytest.param(
            {"parameters": {"max connections": "9"}},
            "parameters.max connections: 'max connections' is not a Postgres parameter; write it like max_connections",
            id="invalid-parameter",
        ),
        pytest.param(
            {"server_ca_secret": "ca"},
            "server_tls_secret: missing, but server_ca_secret is set; set both, or neither",
            id="ca-without-a-certificate",
        ),
        pytest.param(
            {"server_tls_secret": "tls"},
            "server_ca_secret: missing, but server_tls_secret is set; set both, or neither",
            id="certificate-without-a-ca",
        ),
    ],
)
def test_invalid_postgres_is_refused(props: OperatorDatabase, fields: dict[str, Any], line: str) -> None:
    """Both Postgres databases refuse values that the operator or Postgres would refuse later."""
    assert errors_of(props.with_, **fields) == [f"{props.error_path}.{line}"]


@pytest.mark.parametrize(
    ("image", "major"),
    [
        ("postgres:17", 17),
        ("registry.example.com:5000/pg/postgresql:15.13-minimal-bookworm", 15),
        (f"ghcr.io/cloudnative-pg/postgresql:18.1@sha256:{'0f' * 32}", 18),
    ],
)
def test_major_version_is_in_the_tag(image: str, major: int) -> None:
    """The major version is read from the tag, also if the image has a registry port or a digest."""
    assert CloudNativePgStorageProps(size="1Gi", image=image).major == major


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            {"username": "app"},
            "username: 'app' is also the owner, but PowerSync must only read; choose another",
            id="owner-as-username",
        ),
        pytest.param(
            {"password": SecretRef("role", "pass")},
            "password: must have the key 'password', which CloudNativePG reads; use that key",
            id="another-key",
        ),
        *(
            pytest.param(
                {"parameters": {name: "off"}},
                f"parameters: '{name}' has a fixed value, which replication requires; remove it",
                id=name,
            )
            for name in ("wal_level", "hot_standby_feedback", "sync_replication_slots")
        ),
        pytest.param(
            {"tables": ["a b"]},
            "tables[0]: 'a b' is not a table name; write it like 'lists', or like 'shop.lists' with its schema",
            id="invalid-table",
        ),
        pytest.param(
            {"tables": ["lists", "public.lists"]},
            "tables: 'public.lists' occurs twice; change or remove one of them",
            id="table-twice",
        ),
    ],
)
def test_invalid_postgres_source_is_refused(fields: dict[str, Any], line: str) -> None:
    """Values that prevent PowerSync from replicating are refused."""
    assert errors_of(PG_SOURCE.with_, **fields) == [f"cloud_native_pg_source.{line}"]


@pytest.mark.parametrize("model", [CloudNativePgSourceProps, MongoReplicaSetProps])
@pytest.mark.parametrize("password", ["hunter2", SecretValue("hunter2")], ids=["text", "value"])
def test_password_outside_a_secret_is_refused(model: Any, password: object) -> None:
    """The password must be in a Secret, because the operator reads it from there."""
    lines = errors_of(model, size="1Gi", password=password)

    rule = "is not a reference to a Secret, which the operator needs"
    assert lines == [f"{model.error_path}.password: {rule}; use SecretRef(name, key)"]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param({"members": 4}, "members: 4 is not one of 1, 3, 5 or 7; use one of these", id="even-number"),
        pytest.param({"members": 9}, "members: 9 is not one of 1, 3, 5 or 7; use one of these", id="too-many-members"),
        *(
            pytest.param(
                {"version": version},
                f"version: '{version}' is not a full version, which the operator uses as an image tag; write it like "
                "8.0.32",
                id=version,
            )
            for version in ("8.0", "8.0.32-ubi9", "latest")
        ),
        *(
            pytest.param(
                {"database": name}, f"database: '{name}' is a system database of MongoDB; choose another", id=name
            )
            for name in ("admin", "config", "local")
        ),
        pytest.param(
            {"username": "a:b"},
            "username: 'a:b' is not a valid name; begin with a letter, and use up to 63 letters, digits, _ and -",
            id="invalid-username",
        ),
    ],
)
def test_invalid_mongodb_is_refused(fields: dict[str, Any], line: str) -> None:
    """Values with which the operator would create no useful replica set are refused."""
    assert errors_of(MONGO.with_, **fields) == [f"mongo_replica_set.{line}"]


@each_postgres
@pytest.mark.parametrize(
    "name", ["port", "ssl", "ssl_cert_file", "listen_addresses", "shared_preload_libraries", "archive_mode", "hba_file"]
)
def test_operator_parameter_is_refused(props: Any, name: str) -> None:
    """A parameter that only the operator may set is refused, as its webhook would refuse it."""
    (line,) = errors_of(props.with_, parameters={name: "on"})

    assert line.endswith("is a parameter that only CloudNativePG may set; remove it")


@each_postgres
@pytest.mark.parametrize("name", ["max_connections", "ssl_min_protocol_version", "log_statement", "portal", "port.x"])
def test_similar_parameter_is_accepted(props: Any, name: str) -> None:
    """A parameter is accepted if only a part of its name equals a parameter of the operator."""
    assert props.with_(parameters={name: "1"}).parameters[name] == "1"


@pytest.mark.parametrize("name", ["max_wal_senders", "max_replication_slots"])
def test_source_that_prevents_replication_is_refused(name: str) -> None:
    """A value of 0 is refused, because Postgres would then accept no replication connections."""
    rule = f"'{name}' is 0, which prevents replication; increase it"

    assert errors_of(PG_SOURCE.with_, parameters={name: "0"}) == [f"cloud_native_pg_source.parameters: {rule}"]


@pytest.mark.parametrize(("image", "accepted"), [("postgres:16.4", True), ("postgres:17.0", False)])
def test_hot_standby_feedback_is_fixed_from_postgres_17_on(image: str, accepted: bool) -> None:
    """The parameter is fixed from Postgres 17 on, because older standbys have no logical slots."""
    fields = {"image": image, "parameters": {"hot_standby_feedback": "off"}}

    if accepted:
        assert PG_SOURCE.with_(**fields).parameters == fields["parameters"]
    else:
        assert "which replication requires" in errors_of(PG_SOURCE.with_, **fields)[0]
