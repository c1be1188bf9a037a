"""The five kinds of source database: their required fields, and the values that are refused."""

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

from .validation import accepts, errors_of

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
def test_minimal_source_is_accepted(model: type[Props], fields: dict[str, Any]) -> None:
    """The required fields of each kind are enough."""
    assert accepts(model, **fields)


PARTS = "set hostname, username, password and database, or a uri from a SecretRef"


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
            "source.uri: missing; set it to …",
            id="mongodb",
        ),
        pytest.param(
            MongoSource,
            {"uri": "mongodb://db.example.com"},
            "source.database: missing, and the path of the URI has no database (PSYNC_S1105); set it here or in the "
            "URI",
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
            "source.database: missing; set hostname and database, or a uri from a SecretRef",
            id="mssql-database",
        ),
        pytest.param(
            ConvexSource,
            {"deployment_url": "https://a.convex.cloud"},
            "source.deploy_key: missing; set it to …",
            id="convex",
        ),
    ],
)
def test_missing_field_is_named(model: type[Props], fields: dict[str, Any], line: str) -> None:
    """The error names the first missing field, and lists all required fields."""
    assert errors_of(model, **fields) == [line]


@pytest.mark.parametrize(
    ("model", "field", "uri", "line"),
    [
        (PostgresSource, "uri", "mysql://h/app", "does not begin with postgresql:// or postgres://"),
        (PostgresSource, "uri", "h/app", "does not begin with postgresql:// or postgres://"),
        (MongoSource, "uri", "postgres://h/app", "does not begin with mongodb:// or mongodb+srv://"),
        (MySqlSource, "uri", "mariadb://h/app", "does not begin with mysql://"),
        (SqlServerSource, "uri", "sqlserver://h/app", "does not begin with mssql://"),
        (ConvexSource, "deployment_url", "a.convex.cloud", "'a.convex.cloud' is not an http:// or https:// URL"),
    ],
)
def test_uri_with_another_scheme_is_refused(model: type[Props], field: str, uri: str, line: str) -> None:
    """The scheme of a URI must match the kind of database."""
    fields: dict[str, Any] = {**(CONVEX if model is ConvexSource else {}), field: uri}

    assert errors_of(model, **fields) == [f"source.{field}: {line}; correct it"]


PAIR = ("client_certificate", "client_private_key")


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(
            PostgresSource,
            {**SERVER, "sslmode": "require"},
            "source.sslmode: 'require' is not one of 'verify-full', 'verify-ca' or 'disable'; use verify-full, with "
            "cacert if the CA is private; disable turns TLS off",
            id="sslmode",
        ),
        pytest.param(
            PostgresSource,
            {**SERVER, "sslmode": "verify-ca"},
            "source.cacert: missing; set the CA certificates, which sslmode verify-ca needs",
            id="verify-ca-without-a-ca",
        ),
        *(
            pytest.param(
                model,
                {**SERVER, given: SECRET},
                f"source.{missing}: missing, but {given} is set; set both, or neither",
                id=f"{model.__name__}-{given}-alone",
            )
            for model in (PostgresSource, MySqlSource)
            for given, missing in (PAIR, PAIR[::-1])
        ),
        pytest.param(
            PostgresSource,
            {"uri": "postgres://powersync@db.example.com:443/app", "password": SECRET},
            "source.uri: has port 443, and the service connects only to ports 1024 to 65535; use another port",
            id="port-in-the-uri",
        ),
        pytest.param(
            PostgresSource,
            {"uri": f"{POSTGRES}?sslmode=disable", "password": SECRET},
            "source.uri: has the parameter sslmode, which the service ignores in a URI; use the field sslmode",
            id="sslmode-in-the-uri",
        ),
        pytest.param(
            PostgresSource,
            {"uri": "postgres://db.example.com:x/app"},
            "source.uri: is not a URI; correct it",
            id="invalid-uri",
        ),
        pytest.param(
            PostgresSource,
            {**SERVER, "reject_ip_ranges": ["local", "10.0.0.0"]},
            "source.reject_ip_ranges[1]: '10.0.0.0' is not a CIDR range; write it like 10.0.0.0/8",
            id="invalid-range",
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
            "source.cacert: cannot be combined with trust_server_certificate (PSYNC_S1604); remove one of the two",
            id="ca-without-effect",
        ),
        pytest.param(
            SqlServerSource,
            {**SERVER, "authentication": {"type": "ntlm", "options": {}}},
            "source.authentication: 'ntlm' is not one of 'default', 'azure-active-directory-service-principal-secret'; "
            "use one of these",
            id="unknown-login",
        ),
        pytest.param(
            SqlServerSource,
            {**SERVER, "authentication": {"type": "default", "options": {"user_name": "u"}}},
            "source.authentication.options.password: missing; set it to …",
            id="login-without-a-password",
        ),
        pytest.param(
            MySqlSource,
            {**SERVER, "heartbeat_interval_seconds": 30},
            "source.heartbeat_interval_seconds: no such field; use one of: debug_api, id, tag, type, uri, hostname, "
            "port, username, password, database, server_id, cacert, client_certificate, client_private_key, "
            "reject_ip_ranges, binlog_queue_memory_limit, extra",
            id="mysql-has-no-heartbeat",
        ),
        *(
            pytest.param(
                PostgresSource,
                {**SERVER, "slot_name_prefix": prefix},
                f"source.slot_name_prefix: '{prefix}' is not valid in the name of a replication slot; use only "
                "lower-case letters, digits and underscores",
                id=f"slot-prefix-{prefix}",
            )
            for prefix in ("app-1_", "App_", "")
        ),
        pytest.param(
            PostgresSource,
            {**SERVER, "slot_name_prefix": "a" * 49},
            f"source.slot_name_prefix: '{'a' * 49}' has 49 characters, but the maximum is 48; shorten it",
            id="slot-prefix-too-long",
        ),
    ],
)
def test_invalid_source_is_refused(model: type[Props], fields: dict[str, Any], line: str) -> None:
    """Values that the service refuses or ignores are refused, and the error has a way out."""
    assert errors_of(model, **fields) == [line]
