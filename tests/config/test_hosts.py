"""Hosts to which the service could never connect: rejected IP ranges, and poolers."""

from typing import Any

import pytest

from powersync_constructs.config import (
    ClientAuth,
    ConvexSource,
    MongoSource,
    MongoStorage,
    MySqlSource,
    PostgresSource,
    PostgresStorage,
    SecretRef,
    SqlServerSource,
)
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.service._hosts import is_in_cluster

from .validation import accepts, errors_of

PASSWORD = SecretRef("database", "password")
LOGIN: dict[str, Any] = {"database": "app", "username": "powersync", "password": PASSWORD}
LOCAL_IN_LIST = "'local' in jwks_reject_ip_ranges"


def client_auth(jwks_uri: str | list[str], **fields: Any) -> ClientAuth:
    """Return a client authentication with these key URLs."""
    return ClientAuth(jwks_uri=jwks_uri, audience=["powersync"], **fields)


@pytest.mark.parametrize(
    "name",
    [
        "localhost",
        "auth",
        "auth.identity.svc",
        "auth.identity.svc.cluster.local",
        "auth.my-app",
        "auth.team2",
        "a.svc.",
    ],
)
def test_name_in_the_cluster_is_recognized(name: str) -> None:
    """Names without a dot, of a Service, and of a namespace that is not a top-level domain are in the cluster."""
    assert is_in_cluster(name)


@pytest.mark.parametrize(
    "name", ["auth.example.com", "auth.default", "example.com", "xn--a.xn--p1ai", "10.0.0.1", "::1", "svc.example.com"]
)
def test_other_name_may_be_public(name: str) -> None:
    """A name that could be in the public DNS is not assumed to be in the cluster."""
    assert not is_in_cluster(name)


@pytest.mark.parametrize(
    ("host", "fields", "setting"),
    [
        ("auth.identity.svc.cluster.local", {"block_local_jwks": True}, "block_local_jwks"),
        ("auth.identity.svc", {"jwks_reject_ip_ranges": ["local"]}, LOCAL_IN_LIST),
        ("auth", {"jwks_reject_ip_ranges": ["local"]}, LOCAL_IN_LIST),
        ("auth.my-app", {"jwks_reject_ip_ranges": ["local"]}, LOCAL_IN_LIST),
        ("localhost:3000", {"block_local_jwks": True}, "block_local_jwks"),
        ("10.96.0.20", {"block_local_jwks": True}, "block_local_jwks"),
        ("169.254.169.254", {"jwks_reject_ip_ranges": ["local"]}, LOCAL_IN_LIST),
        ("100.64.0.7", {"jwks_reject_ip_ranges": ["local"]}, LOCAL_IN_LIST),
        ("10.96.0.20", {"jwks_reject_ip_ranges": ["10.0.0.0/8"]}, "'10.0.0.0/8' in jwks_reject_ip_ranges"),
        ("8.8.8.8", {"jwks_reject_ip_ranges": ["0.0.0.0/0"]}, "'0.0.0.0/0' in jwks_reject_ip_ranges"),
        ("[fd00::1]", {"jwks_reject_ip_ranges": ["local"]}, LOCAL_IN_LIST),
        ("[2606:4700::1]", {"block_local_jwks": True}, "block_local_jwks"),
        ("[::ffff:8.8.8.8]", {"jwks_reject_ip_ranges": ["local"]}, LOCAL_IN_LIST),
    ],
)
def test_rejected_key_url_is_refused(host: str, fields: dict[str, Any], setting: str) -> None:
    """If the service would reject the host of a key URL, no token could be verified, so the URL is refused."""
    (line,) = errors_of(client_auth, jwks_uri=f"http://{host}/jwks.json", **fields)

    shown = host.removesuffix(":3000").strip("[]")
    fix = f"remove {setting}, or use another host"
    assert line == f"client_auth.jwks_uri: has the host '{shown}', which {setting} rejects; {fix}"


def test_only_the_rejected_url_of_a_list_is_named() -> None:
    """In a list of key URLs, the error names the one that is rejected."""
    urls = ["https://auth.example.com/jwks.json", "http://auth.identity.svc/jwks.json"]

    (line,) = errors_of(client_auth, jwks_uri=urls, block_local_jwks=True)

    assert line.startswith("client_auth.jwks_uri[1]: has the host 'auth.identity.svc', which block_local_jwks rejects")


@pytest.mark.parametrize(
    ("url", "fields"),
    [
        ("http://auth.identity.svc/jwks.json", {}),
        ("http://auth.identity.svc/jwks.json", {"block_local_jwks": False}),
        ("http://auth.identity.svc/jwks.json", {"jwks_reject_ip_ranges": ["10.0.0.0/8"]}),
        ("http://10.96.0.20/jwks.json", {"jwks_reject_ip_ranges": ["192.168.0.0/16"]}),
        ("https://8.8.8.8/jwks.json", {"jwks_reject_ip_ranges": ["local"]}),
        ("https://[2606:4700::1]/jwks.json", {"jwks_reject_ip_ranges": ["local", "10.0.0.0/8"]}),
        ("https://auth.example.com/jwks.json", {"block_local_jwks": True}),
        (SecretRef("auth", "url"), {"block_local_jwks": True}),
    ],
)
def test_key_url_that_may_be_reachable_is_accepted(url: Any, fields: dict[str, Any]) -> None:
    """Without a range that certainly contains the address, the URL is accepted."""
    assert client_auth(url, **fields).jwks_uri == url


@pytest.mark.parametrize(
    ("model", "fields", "field", "host"),
    [
        (PostgresSource, {"hostname": "postgres", **LOGIN}, "hostname", "postgres"),
        (PostgresSource, {"uri": "postgres://u@10.0.0.5/app", "password": PASSWORD}, "uri", "10.0.0.5"),
        (PostgresStorage, {"hostname": "storage-rw.sync.svc", **LOGIN}, "hostname", "storage-rw.sync.svc"),
        (MongoSource, {"uri": "mongodb://db.example.com,mongo-0.mongo-svc/app"}, "uri", "mongo-0.mongo-svc"),
        (MongoStorage, {"uri": "mongodb://[fd00::5]:27017/app"}, "uri", "fd00::5"),
        (MySqlSource, {"hostname": "10.0.0.5", **LOGIN}, "hostname", "10.0.0.5"),
        (SqlServerSource, {"hostname": "192.168.0.5", **LOGIN}, "hostname", "192.168.0.5"),
        (
            ConvexSource,
            {"deployment_url": "http://convex.apps.svc:3210", "deploy_key": PASSWORD},
            "deployment_url",
            "convex.apps.svc",
        ),
    ],
)
def test_rejected_database_is_refused(model: type[Props], fields: dict[str, Any], field: str, host: str) -> None:
    """A database to which the service could never connect is refused."""
    (line,) = errors_of(model, **fields, reject_ip_ranges=["local"])

    local = "'local' in reject_ip_ranges"
    rule = f"has the host '{host}', which {local} rejects; remove {local}, or use another host"
    assert line == f"{model.error_path}.{field}: {rule}"


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (PostgresSource, {"hostname": "db.example.com", **LOGIN}),
        (PostgresSource, {**LOGIN, "hostname": PASSWORD}),
        (PostgresSource, {**LOGIN, "hostname": PASSWORD, "uri": "postgres://10.0.0.5/app"}),
        (MongoSource, {"uri": "mongodb+srv://mongo-svc.sync.svc/app"}),
        (MySqlSource, {"hostname": "mysql.apps.svc", **LOGIN}),
        (SqlServerSource, {"hostname": "mssql", **LOGIN}),
    ],
)
def test_database_that_may_be_reachable_is_accepted(model: type[Props], fields: dict[str, Any]) -> None:
    """Public and unknown hosts are accepted. The service does not check the host names of MySQL and SQL Server."""
    assert accepts(model, **fields, reject_ip_ranges=["local"])


DIRECT = "but logical replication needs a direct connection"
SUPABASE, PROJECT = "aws-0-eu-west-1.pooler.supabase.com", "abcdefghijklmnopqrst"
NEON = "ep-cool-darkness-a1b2c3d4-pooler.us-east-2.aws.neon.tech"
NEON_DIRECT = "ep-cool-darkness-a1b2c3d4.us-east-2.aws.neon.tech"
AZURE, OCEAN = "app.postgres.database.azure.com", "app-do-user-1-0.b.db.ondigitalocean.com"
RDS_PROXY = "app.proxy-c1a2b3d4e5f6.eu-west-1.rds.amazonaws.com"


@pytest.mark.parametrize(
    ("address", "name", "fix"),
    [
        (
            (SUPABASE, 6543, f"role.{PROJECT}"),
            "the shared pooler of Supabase",
            f"use the direct host, db.{PROJECT}.supabase.co",
        ),
        (
            (SUPABASE, None, "postgres"),
            "the shared pooler of Supabase",
            "use the direct host, db.<project>.supabase.co",
        ),
        (
            (f"db.{PROJECT}.supabase.co", 6543, "u"),
            "the dedicated pooler of Supabase",
            "use port 5432 of the same host",
        ),
        ((NEON, None, "app"), "the pooler of Neon", f"use {NEON_DIRECT}"),
        ((AZURE, 6432, "app"), "the PgBouncer of Azure", "use port 5432 of the same host"),
        (
            (OCEAN, 25061, "app"),
            "a connection pool of DigitalOcean",
            "use port 25060 and the name of the database, not of the pool",
        ),
        ((RDS_PROXY, None, "app"), "an RDS Proxy", "use the endpoint of the DB instance or of the writer"),
    ],
)
@pytest.mark.parametrize("form", ["hostname", "uri"])
def test_pooler_as_a_source_is_refused(address: tuple[str, int | None, str], name: str, fix: str, form: str) -> None:
    """A pooler does not forward logical replication, so the error names the direct address where it is known."""
    host, port, username = address
    server = f"{host}:{port}" if port else host
    fields = {
        "hostname": {**LOGIN, "hostname": host, "port": port, "username": username},
        "uri": {"uri": f"postgres://{username}@{server}/app", "password": PASSWORD},
    }

    lines = errors_of(PostgresSource, **fields[form])

    assert lines == [f"source.{form}: '{host}' is {name}, {DIRECT}; {fix}"]


@pytest.mark.parametrize(
    ("host", "port"),
    [
        (f"db.{PROJECT}.supabase.co", None),
        (f"db.{PROJECT}.supabase.co", PASSWORD),
        (NEON_DIRECT, None),
        (AZURE, 5432),
        (OCEAN, 25060),
        ("app.c1a2b3d4e5f6.eu-west-1.rds.amazonaws.com", None),
        ("pgbouncer.example.com", 6432),
        ("app-pooler.example.com", None),
    ],
)
def test_direct_or_unknown_address_of_a_source_is_accepted(host: str, port: Any) -> None:
    """Direct addresses, and addresses of unknown providers, are accepted."""
    assert PostgresSource(**LOGIN, hostname=host, port=port).hostname == host


@pytest.mark.parametrize(
    ("host", "port", "fix"),
    [
        (SUPABASE, 6543, "use port 5432 for session mode"),
        (f"db.{PROJECT}.supabase.co", 6543, "use port 5432 of the same host"),
        (NEON, None, f"use {NEON_DIRECT}"),
    ],
)
def test_pooler_in_transaction_mode_as_storage_is_refused(host: str, port: int | None, fix: str) -> None:
    """A pooler that is always in transaction mode is refused, because the service uses LISTEN and SET search_path."""
    (line,) = errors_of(PostgresStorage, **LOGIN, hostname=host, port=port)

    assert line.endswith(f"in transaction mode, but the service uses LISTEN and SET search_path; {fix}")


@pytest.mark.parametrize(("host", "port"), [(SUPABASE, 5432), (AZURE, 6432), (OCEAN, 25061), (RDS_PROXY, None)])
def test_pooler_that_may_keep_sessions_is_accepted_as_storage(host: str, port: int | None) -> None:
    """A pooler in session mode, or with a mode that the library cannot know, is accepted for bucket storage."""
    assert PostgresStorage(**LOGIN, hostname=host, port=port).hostname == host


def test_fields_override_the_uri_for_poolers() -> None:
    """`hostname` and `port` override the URI, so the error names the field that contains the pooler."""
    direct = "postgres://app@db.example.com:5432/app"

    lines = errors_of(PostgresSource, uri=direct, hostname=NEON, password=PASSWORD)

    assert lines[0].startswith(f"source.hostname: '{NEON}' is the pooler of Neon")
