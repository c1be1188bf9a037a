"""The props of databases beside an instance: their defaults, and what they refuse."""

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

from .refusal import refusal

POSTGRES = [PG_STORAGE, PG_SOURCE]
each_database = pytest.mark.parametrize("props", OPERATOR_DATABASES.values(), ids=OPERATOR_DATABASES)
each_postgres = pytest.mark.parametrize("props", POSTGRES, ids=["storage", "source"])
A_NAME = "is not the name of a database: a letter first, then lower-case letters, digits and dashes"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        pytest.param((PG_STORAGE.instances, PG_SOURCE.instances, MONGO.members), (3, 3, 3), id="three-nodes"),
        pytest.param({props.resources.memory for props in OPERATOR_DATABASES.values()}, {"2Gi"}, id="2-gib"),
        pytest.param(
            {props.resources.memory_limit for props in OPERATOR_DATABASES.values()}, {"2Gi"}, id="all-requested"
        ),
        pytest.param({props.anti_affinity for props in OPERATOR_DATABASES.values()}, {"required"}, id="apart"),
        pytest.param(
            {props.topology_key for props in OPERATOR_DATABASES.values()}, {"kubernetes.io/hostname"}, id="by-node"
        ),
        pytest.param((PG_STORAGE.database, PG_STORAGE.owner), ("powersync", "powersync"), id="storage"),
        pytest.param((PG_SOURCE.database, PG_SOURCE.owner), ("app", "app"), id="source"),
        pytest.param(PG_SOURCE.username, "powersync_role", id="replicating-role"),
        pytest.param((MONGO.database, MONGO.username), ("powersync", "powersync"), id="mongodb"),
        pytest.param(PG_STORAGE.major, 18, id="newest-postgres"),
        pytest.param(FULL_PG_SOURCE.major, 16, id="version-of-the-tag"),
        pytest.param(MOST_MEMBERS, 7, id="members-that-vote"),
    ],
)
def test_defaults(said: object, value: object) -> None:
    """What holds when nothing is said."""
    assert said == value


@each_database
@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param({"name": "1st"}, f"name: '1st' {A_NAME}", id="digit-first"),
        pytest.param({"name": "my.db"}, f"name: 'my.db' {A_NAME}", id="dot"),
        pytest.param({"name": "My-Db"}, f"name: 'My-Db' {A_NAME}", id="capitals"),
        pytest.param({"name": "db-"}, f"name: 'db-' {A_NAME}", id="dash-last"),
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
            "resources.memory_limit: '1Gi' is below the request of 2Gi; raise it, or ask for less",
            id="resources",
        ),
    ],
)
def test_an_operator_database_keeps_its_rules(props: OperatorDatabase, fields: dict[str, Any], line: str) -> None:
    """In every operator database, since each has them from the same place."""
    assert refusal(props.with_, **fields) == [f"{props.error_path}.{line}"]


@pytest.mark.parametrize(
    ("props", "most"), [(PG_STORAGE, 50), (PG_SOURCE, 50), (MONGO, 52)], ids=["storage", "source", "mongo"]
)
def test_a_name_leaves_room_for_the_operators_own(props: Any, most: int) -> None:
    """The longest name is taken, and one letter more is not."""
    longest, longer = "a" * most, "a" * (most + 1)

    lines = refusal(props.with_, name=longer)

    rule = f"has {most + 1} characters, and the operator's own names leave room for {most}; shorten it"
    assert (props.with_(name=longest).name, lines) == (longest, [f"{props.error_path}.name: '{longer}' {rule}"])


@pytest.mark.parametrize(
    ("props", "label"),
    [(PG_STORAGE, "cnpg.io/cluster"), (PG_SOURCE, "cnpg.io/reload"), (MONGO, "app")],
    ids=["storage", "source", "mongo"],
)
def test_a_label_of_the_operator_is_refused(props: OperatorDatabase, label: str) -> None:
    """With another value the operator would lose its pods."""
    lines = refusal(props.with_, metadata=ObjectMetadata(labels={label: "other"}))

    assert lines == [f"{props.error_path}.metadata.labels: '{label}' is the operator's; use a prefix of your own"]


@pytest.mark.parametrize("label", ["app.example.com/team", "application", "example.com/cnpg.io"])
@each_database
def test_a_label_that_only_looks_like_the_operators_is_taken(props: OperatorDatabase, label: str) -> None:
    """A whole key or prefix is compared."""
    metadata = ObjectMetadata(labels={label: "sync"})

    assert props.with_(metadata=metadata).metadata == metadata


@each_postgres
@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param({"instances": 0}, "instances: 0 should be greater than or equal to 1; it is …", id="no-instance"),
        *(
            pytest.param(
                {"image": image},
                f"image: '{image}' has no version in its tag, where CloudNativePG looks for it; write it like "
                "postgres:18.6",
                id=image,
            )
            for image in ("postgres", "postgres:latest", "registry.example.com:5000/postgres", "postgres:v18")
        ),
        pytest.param(
            {"image": "postgres:13.9"},
            "image: 'postgres:13.9' is older than Postgres 14, which CloudNativePG does not run; use a newer one",
            id="too-old",
        ),
        *(
            pytest.param({"owner": role}, f"owner: '{role}' is a role of CloudNativePG's own; choose another", id=role)
            for role in ("streaming_replica", "cnpg_pooler_pgbouncer")
        ),
        pytest.param(
            {"owner": "postgres"},
            "owner: 'postgres' is not available as a name in Postgres; use lower-case letters, digits and _, and do "
            "not begin with pg_",
            id="superuser",
        ),
        pytest.param(
            {"parameters": {"max connections": "9"}},
            "parameters.max connections: 'max connections' is no parameter of Postgres; write it like max_connections",
            id="no-parameter",
        ),
        pytest.param(
            {"server_ca_secret": "ca"},
            "server_tls_secret: missing beside server_ca_secret; give both, or neither",
            id="half-a-certificate",
        ),
        pytest.param(
            {"server_tls_secret": "tls"},
            "server_ca_secret: missing beside server_tls_secret; give both, or neither",
            id="other-half",
        ),
    ],
)
def test_postgres_keeps_its_rules(props: OperatorDatabase, fields: dict[str, Any], line: str) -> None:
    """For storage and source alike: what the operator or Postgres would refuse later."""
    assert refusal(props.with_, **fields) == [f"{props.error_path}.{line}"]


@pytest.mark.parametrize(
    ("image", "major"),
    [
        ("postgres:17", 17),
        ("registry.example.com:5000/pg/postgresql:15.13-minimal-bookworm", 15),
        (f"ghcr.io/cloudnative-pg/postgresql:18.1@sha256:{'0f' * 32}", 18),
    ],
)
def test_the_version_is_that_of_the_tag(image: str, major: int) -> None:
    """Of a registry with a port and of an image with a digest, too."""
    assert CloudNativePgStorageProps(size="1Gi", image=image).major == major


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            {"username": "app"}, "username: 'app' is owner too, and must only read; choose another", id="one-role"
        ),
        pytest.param(
            {"password": SecretRef("role", "pass")},
            "password: has another key than password, the one that CloudNativePG reads; use that one",
            id="another-key",
        ),
        *(
            pytest.param(
                {"parameters": {name: "off"}},
                f"parameters: '{name}' is required by replication; remove it",
                id=name,
            )
            for name in ("wal_level", "hot_standby_feedback", "sync_replication_slots")
        ),
        pytest.param(
            {"tables": ["a b"]},
            "tables[0]: 'a b' is no table; write it like lists, or like shop.lists with its schema",
            id="no-table",
        ),
        pytest.param(
            {"tables": ["lists", "public.lists"]},
            "tables: 'public.lists' is given twice; choose another, or keep one of the two",
            id="a-table-twice",
        ),
    ],
)
def test_source_keeps_its_rules(fields: dict[str, Any], line: str) -> None:
    """What would leave PowerSync without something to replicate."""
    assert refusal(PG_SOURCE.with_, **fields) == [f"cloud_native_pg_source.{line}"]


@pytest.mark.parametrize("model", [CloudNativePgSourceProps, MongoReplicaSetProps])
@pytest.mark.parametrize("password", ["hunter2", SecretValue("hunter2")], ids=["text", "value"])
def test_a_password_is_in_a_secret(model: Any, password: object) -> None:
    """An operator reads it there, and nothing shows it."""
    lines = refusal(model, size="1Gi", password=password)

    assert lines == [f"{model.error_path}.password: the operator reads a Secret alone; use SecretRef(name, key)"]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param({"members": 4}, "members: 4 is not one of 1, 3, 5 or 7; use one of these", id="even"),
        pytest.param({"members": 9}, "members: 9 is not one of 1, 3, 5 or 7; use one of these", id="more-than-vote"),
        *(
            pytest.param(
                {"version": version},
                f"version: '{version}' is no whole version, which the operator makes an image's tag of; write it like "
                "8.0.32",
                id=version,
            )
            for version in ("8.0", "8.0.32-ubi9", "latest")
        ),
        *(
            pytest.param(
                {"database": name}, f"database: '{name}' is a database of MongoDB's own; choose another", id=name
            )
            for name in ("admin", "config", "local")
        ),
        pytest.param(
            {"username": "a:b"},
            "username: 'a:b' is no plain name; use letters, digits, _ and -, at most 63 of them",
            id="user",
        ),
    ],
)
def test_mongodb_keeps_its_rules(fields: dict[str, Any], line: str) -> None:
    """What the operator would not roll out, or would roll out to no purpose."""
    assert refusal(MONGO.with_, **fields) == [f"mongo_replica_set.{line}"]


@each_postgres
@pytest.mark.parametrize(
    "name", ["port", "ssl", "ssl_cert_file", "listen_addresses", "shared_preload_libraries", "archive_mode", "hba_file"]
)
def test_a_parameter_of_the_operators_own_is_refused(props: Any, name: str) -> None:
    """Its webhook would refuse the Cluster."""
    (line,) = refusal(props.with_, parameters={name: "on"})

    assert line.endswith("is a parameter that CloudNativePG keeps to itself; leave it out")


@each_postgres
@pytest.mark.parametrize("name", ["max_connections", "ssl_min_protocol_version", "log_statement", "portal", "port.x"])
def test_a_parameter_that_only_looks_like_it_is_taken(props: Any, name: str) -> None:
    """The whole name is compared."""
    assert props.with_(parameters={name: "1"}).parameters[name] == "1"


@pytest.mark.parametrize("name", ["max_wal_senders", "max_replication_slots"])
def test_a_source_that_lets_nobody_replicate_is_refused(name: str) -> None:
    """Postgres then streams to nobody."""
    rule = f"'{name}' is 0, so that nothing could be replicated; raise it"

    assert refusal(PG_SOURCE.with_, parameters={name: "0"}) == [f"cloud_native_pg_source.parameters: {rule}"]


@pytest.mark.parametrize(("image", "taken"), [("postgres:16.4", True), ("postgres:17.0", False)])
def test_slots_depend_on_a_parameter_from_postgres_17_on(image: str, taken: bool) -> None:
    """Before, standbys keep no logical slots, and the parameter is the user's."""
    fields = {"image": image, "parameters": {"hot_standby_feedback": "off"}}

    if taken:
        assert PG_SOURCE.with_(**fields).parameters == fields["parameters"]
    else:
        assert "is required by replication" in refusal(PG_SOURCE.with_, **fields)[0]
