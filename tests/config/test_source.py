"""The five kinds of source database: what each needs, and what it refuses."""

from typing import Any

import pytest

from powersync_constructs.config import (
    ConvexSource,
    MongoSource,
    MySqlSource,
    PostgresSource,
    SecretRef,
    ServicePrincipal,
    ServicePrincipalOptions,
    SqlServerLogin,
    SqlServerLoginOptions,
    SqlServerPolling,
    SqlServerSource,
)
from powersync_constructs.config.core._model import Props

from .refusal import refusal, taken

SECRET = SecretRef("database", "secret")
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

SERVER = {"hostname": "db.example.com", "username": "powersync", "password": SECRET, "database": "app"}
POSTGRES = "postgres://powersync@db.example.com/app"
MONGO = {"uri": "mongodb://db.example.com/app"}
CONVEX = {"deployment_url": "https://a.convex.cloud", "deploy_key": SECRET}
LOGIN = SqlServerLogin(options=SqlServerLoginOptions(user_name="powersync", password=SECRET))
APPLICATION = ServicePrincipal(options=ServicePrincipalOptions(client_id="c", client_secret=SECRET, tenant_id="t"))


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        pytest.param(PostgresSource, SERVER, id="postgres"),
        pytest.param(PostgresSource, {"uri": SECRET}, id="postgres-uri"),
        pytest.param(PostgresSource, {"uri": POSTGRES, "password": SECRET}, id="postgres-plain-uri"),
        pytest.param(PostgresSource, {**SERVER, "uri": "postgres://db.example.com"}, id="postgres-uri-and-fields"),
        pytest.param(
            MySqlSource, {"uri": "mysql://u@db.example.com:3306/app", "password": SECRET}, id="mysql-plain-uri"
        ),
        pytest.param(PostgresSource, {"uri": SECRET, "password": SECRET}, id="postgres-uri-and-password"),
        pytest.param(PostgresSource, dict.fromkeys(SERVER, SECRET), id="postgres-all-from-secrets"),
        pytest.param(MongoSource, MONGO, id="mongodb"),
        pytest.param(MongoSource, {"uri": SECRET}, id="mongodb-uri"),
        pytest.param(MongoSource, {"uri": "mongodb+srv://db.example.com", "database": "app"}, id="mongodb-srv"),
        pytest.param(MySqlSource, SERVER, id="mysql"),
        pytest.param(MySqlSource, {"uri": SECRET}, id="mysql-uri"),
        pytest.param(SqlServerSource, SERVER, id="mssql"),
        pytest.param(SqlServerSource, {"uri": SECRET}, id="mssql-uri"),
        pytest.param(
            SqlServerSource,
            {"hostname": "db.example.com", "database": "app", "authentication": LOGIN},
            id="mssql-login",
        ),
        pytest.param(
            SqlServerSource,
            {"hostname": "db.example.com", "database": "app", "authentication": APPLICATION},
            id="mssql-entra",
        ),
        pytest.param(ConvexSource, CONVEX, id="convex"),
        pytest.param(ConvexSource, {"deployment_url": SECRET, "deploy_key": SECRET}, id="convex-all-from-secrets"),
    ],
)
def test_a_source_needs_no_more(model: type[Props], fields: dict[str, Any]) -> None:
    """The least that can be said of a source is taken."""
    assert taken(model, **fields)


PARTS = "give hostname, username, password, database, or a uri from a SecretRef"


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(PostgresSource, {}, f"source.hostname: missing; {PARTS}", id="postgres"),
        pytest.param(
            PostgresSource, {"hostname": "db.example.com"}, f"source.username: missing; {PARTS}", id="postgres-username"
        ),
        pytest.param(
            PostgresSource,
            {key: value for key, value in SERVER.items() if key != "password"},
            f"source.password: missing; {PARTS}",
            id="postgres-password",
        ),
        pytest.param(
            PostgresSource,
            {key: value for key, value in SERVER.items() if key != "database"},
            f"source.database: missing; {PARTS}",
            id="postgres-database",
        ),
        pytest.param(
            MongoSource,
            {},
            "source.uri: missing; it is …",
            id="mongodb",
        ),
        pytest.param(
            MongoSource,
            {"uri": "mongodb://db.example.com"},
            "source.database: missing; the URI has none in its path, so name it here (PSYNC_S1105)",
            id="mongodb-database",
        ),
        *(
            pytest.param(PostgresSource, {"uri": uri, "password": SECRET}, f"source.{part}: missing; {PARTS}", id=uri)
            for uri, part in (
                ("postgres:///app", "hostname"),
                ("postgres://db.example.com/app", "username"),
                ("postgres://powersync@db.example.com/", "database"),
            )
        ),
        pytest.param(PostgresSource, {"uri": POSTGRES}, f"source.password: missing; {PARTS}", id="postgres-uri"),
        pytest.param(MySqlSource, {}, f"source.hostname: missing; {PARTS}", id="mysql"),
        pytest.param(SqlServerSource, {}, f"source.hostname: missing; {PARTS}", id="mssql"),
        pytest.param(
            SqlServerSource,
            {"hostname": "db.example.com", "database": "app"},
            f"source.username: missing; {PARTS}",
            id="mssql-login",
        ),
        pytest.param(
            SqlServerSource,
            {"hostname": "db.example.com", "authentication": LOGIN},
            "source.database: missing; give hostname, database, or a uri from a SecretRef",
            id="mssql-database",
        ),
        pytest.param(
            ConvexSource,
            {"deployment_url": "https://a.convex.cloud"},
            "source.deploy_key: missing; it is …",
            id="convex",
        ),
    ],
)
def test_a_source_says_what_is_missing(model: type[Props], fields: dict[str, Any], line: str) -> None:
    """The first part that is missing is named, and how to give all of them."""
    assert refusal(model, **fields) == [line]


@pytest.mark.parametrize(
    ("model", "field", "uri", "line"),
    [
        (PostgresSource, "uri", "mysql://h/app", "begins with another scheme than postgresql:// or postgres://"),
        (PostgresSource, "uri", "h/app", "begins with another scheme than postgresql:// or postgres://"),
        (MongoSource, "uri", "postgres://h/app", "begins with another scheme than mongodb:// or mongodb+srv://"),
        (MySqlSource, "uri", "mariadb://h/app", "begins with another scheme than mysql://"),
        (SqlServerSource, "uri", "sqlserver://h/app", "begins with another scheme than mssql://"),
        (ConvexSource, "deployment_url", "a.convex.cloud", "'a.convex.cloud' is no http:// or https:// URL"),
    ],
)
def test_a_uri_has_the_scheme_of_its_kind(model: type[Props], field: str, uri: str, line: str) -> None:
    """A URI that belongs to something else is refused."""
    fields: dict[str, Any] = {**(CONVEX if model is ConvexSource else {}), field: uri}

    assert refusal(model, **fields) == [f"source.{field}: {line}; correct it"]


PAIR = ("client_certificate", "client_private_key")


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(
            PostgresSource,
            {**SERVER, "sslmode": "require"},
            "source.sslmode: 'require' is not one of 'verify-full', 'verify-ca' or 'disable'; use one of these",
            id="sslmode",
        ),
        pytest.param(
            PostgresSource,
            {**SERVER, "sslmode": "verify-ca"},
            "source.cacert: missing; sslmode verify-ca needs the certificate authority",
            id="verify-ca-without-a-ca",
        ),
        *(
            pytest.param(
                model,
                {**SERVER, given: SECRET},
                f"source.{missing}: missing beside {given}; give both, or neither",
                id=f"{model.__name__}-{given}-alone",
            )
            for model in (PostgresSource, MySqlSource)
            for given, missing in (PAIR, PAIR[::-1])
        ),
        pytest.param(
            PostgresSource,
            {"uri": "postgres://powersync@db.example.com:443/app", "password": SECRET},
            "source.uri: has port 443, and the service connects to 1024 and above; use another",
            id="port-in-the-uri",
        ),
        pytest.param(
            PostgresSource,
            {"uri": f"{POSTGRES}?sslmode=disable", "password": SECRET},
            "source.uri: has an sslmode, which the service ignores there; use the field sslmode",
            id="sslmode-in-the-uri",
        ),
        pytest.param(
            PostgresSource, {"uri": "postgres://db.example.com:x/app"}, "source.uri: is no URI; correct it", id="no-uri"
        ),
        pytest.param(
            PostgresSource,
            {**SERVER, "reject_ip_ranges": ["local", "10.0.0.0"]},
            "source.reject_ip_ranges[1]: '10.0.0.0' is not a range of addresses; write it like 10.0.0.0/8",
            id="range",
        ),
        pytest.param(
            MongoSource,
            {**MONGO, "post_images": "on"},
            "source.post_images: 'on' is not one of 'off', 'auto_configure' or 'read_only'; use one of these",
            id="post-images",
        ),
        pytest.param(
            SqlServerSource,
            {**SERVER, "cacert": CERTIFICATE, "additional_config": SqlServerPolling(trust_server_certificate=True)},
            "source.cacert: is of no use with trust_server_certificate (PSYNC_S1604); drop one of the two",
            id="ca-of-no-use",
        ),
        pytest.param(
            SqlServerSource,
            {**SERVER, "authentication": {"type": "ntlm", "options": {}}},
            "source.authentication: 'ntlm' is not one of 'default', 'azure-active-directory-service-principal-secret'; "
            "use one of these",
            id="another-login",
        ),
        pytest.param(
            SqlServerSource,
            {**SERVER, "authentication": {"type": "default", "options": {"user_name": "u"}}},
            "source.authentication.options.password: missing; it is …",
            id="login-without-a-password",
        ),
        pytest.param(
            MySqlSource,
            {**SERVER, "heartbeat_interval_seconds": 30},
            "source.heartbeat_interval_seconds: no such field; there are debug_api, id, tag, type, uri, hostname, "
            "port, username, password, database, server_id, cacert, client_certificate, client_private_key, "
            "reject_ip_ranges, binlog_queue_memory_limit",
            id="mysql-has-no-heartbeat",
        ),
    ],
)
def test_a_source_keeps_its_rules(model: type[Props], fields: dict[str, Any], line: str) -> None:
    """What the service refuses, or silently ignores, is refused with the way out."""
    assert refusal(model, **fields) == [line]
