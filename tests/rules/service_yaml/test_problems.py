"""What the service refuses beyond the types of single fields, and what it ignores."""

import pytest

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.core.errors import error_path
from powersync_constructs.rules._service_yaml import Kind, decode, read

STORAGE = "storage: {type: mongodb, uri: mongodb://db.example.com/app}\n"
POSTGRES = "type: postgresql, hostname: a, username: b, password: c, database: d"
SOURCE = "replication.connections[0]"
NOT_ACCEPTED = "is a string that the service does not accept"
S3 = "type: mongodb, uri: mongodb://db.example.com/app, object_storage: {type: s3, bucket: b"


def storage(fields: str) -> str:
    """Return a service.yaml with this bucket storage."""
    return f"storage: {{{fields}}}\n"


def source(fields: str) -> str:
    """Return a service.yaml with this source database."""
    return f"{STORAGE}replication: {{connections: [{{{fields}}}]}}\n"


def problems(text: str, kind: Kind = "refused", version: str = "1.28.0") -> list[str]:
    """Return the problems of one kind, in one line each."""
    found = decode(read(text), ServiceVersion.parse(version))
    return [f"{error_path(each.path)} {each.reason}; {each.fix}" for each in found if each.kind == kind]


REFUSED = {
    "no-storage": ("port: 8080\n", "storage is missing; set storage"),
    "storage-without-type": (storage("uri: a"), "storage.type is missing; use mongodb or postgresql"),
    "storage-postgres": (
        storage("type: postgres"),
        "storage.type is a string that the service does not accept; use postgresql",
    ),
    "storage-of-mysql": (
        storage("type: mysql"),
        "storage.type is a string that the service does not accept; use mongodb or postgresql",
    ),
    "two-connections": (
        f"{STORAGE}replication: {{connections: [{{{POSTGRES}}}, {{{POSTGRES}}}]}}\n",
        (
            "replication.connections has 2 items, but the service accepts only 1; "
            "move each of the others to its own instance"
        ),
    ),
    "both-sync-configs": (
        f"{STORAGE}sync_config: {{path: a}}\nsync_rules: {{path: a}}\n",
        "sync_rules is set in addition to sync_config; remove it; it is the old name of sync_config",
    ),
    "sslmode-require": (
        source(f"{POSTGRES}, sslmode: require"),
        (f"{SOURCE}.sslmode {NOT_ACCEPTED}; use verify-full, with cacert if the CA is private; disable turns TLS off"),
    ),
    "sslmode-of-storage": (
        storage(f"{POSTGRES}, sslmode: verify"),
        "storage.sslmode is a string that the service does not accept; use verify-full, verify-ca or disable",
    ),
    "verify-ca": (
        source(f"{POSTGRES}, sslmode: verify-ca"),
        f"{SOURCE}.cacert is missing, and sslmode verify-ca needs it; set the CA certificates as text",
    ),
    "low-port": (
        storage(f"{POSTGRES}, port: 443"),
        "storage.port is not a port from 1024 to 65535; use a port in this range",
    ),
    "low-port-in-uri": (
        storage("type: postgresql, uri: 'postgres://a:b@c:80/d'"),
        "storage.uri has a port that is not from 1024 to 65535; use a port in this range",
    ),
    "uri-of-another-database": (
        source("type: postgresql, uri: 'mysql://a:b@c/d'"),
        f"{SOURCE}.uri does not begin with postgresql:// or postgres://; correct it",
    ),
    "uri-without-database": (
        storage("type: postgresql, uri: 'postgres://a:b@c'"),
        "storage.database is missing; set database, or a uri that contains it",
    ),
    "uri-without-password": (
        source("type: mysql, uri: 'mysql://a@c/d'"),
        f"{SOURCE}.password is missing; set password, or a uri that contains it",
    ),
    "empty-hostname": (
        storage("type: postgresql, hostname: '', uri: 'postgres://a:b@c/d'"),
        "storage.hostname is missing; set hostname, or a uri that contains it",
    ),
    "mongodb-without-database": (
        storage("type: mongodb, uri: 'mongodb://db.example.com/?replicaSet=rs0'"),
        "storage.database is missing, and the path of the URI has no database (PSYNC_S1105); set it here or in the URI",
    ),
    "mongodb-scheme": (
        storage("type: mongodb, uri: 'http://db.example.com/app'"),
        "storage.uri is not a mongodb:// or mongodb+srv:// URI; correct it",
    ),
    "mongodb-srv-with-port": (
        storage("type: mongodb, uri: 'mongodb+srv://db.example.com:27017/app'"),
        (
            "storage.uri has a port or several hosts, which mongodb+srv:// does not accept; use one host without "
            "a port, or mongodb://"
        ),
    ),
    "one-key-of-s3": (
        storage(f"{S3}, access_key_id: a}}"),
        "storage.object_storage.secret_access_key is missing, but access_key_id is set; set both, or neither",
    ),
    "prefix-of-s3": (
        storage(f"{S3}, prefix: a/}}"),
        "storage.object_storage.prefix ends with a slash; shorten it to 256 bytes, without a slash at the end",
    ),
    "requests-to-s3": (
        storage(f"{S3}, concurrency_limit: 0}}"),
        "storage.object_storage.concurrency_limit is less than 1; increase it",
    ),
    "object-storage-type": (
        storage("type: mongodb, uri: 'mongodb://a/b', object_storage: {type: gcs, bucket: b}"),
        "storage.object_storage.type is a string that the service does not accept; use s3",
    ),
    "throttle-rate": (
        storage("type: mongodb, uri: 'mongodb://a/b', clear_batch_throttle_rate: 21"),
        "storage.clear_batch_throttle_rate is more than 20; decrease it",
    ),
    "heartbeat": (
        source(f"{POSTGRES}, heartbeat_interval_seconds: 4"),
        f"{SOURCE}.heartbeat_interval_seconds is less than 5; increase it",
    ),
    "trusts-any-certificate": (
        source(
            f"{POSTGRES.replace('postgresql', 'mssql')}, cacert: a, additionalConfig: {{trustServerCertificate: true}}"
        ),
        (
            f"{SOURCE}.cacert cannot be combined with additionalConfig.trustServerCertificate "
            "(PSYNC_S1604); remove one of the two"
        ),
    ),
    "convex-url": (
        source("type: convex, deployment_url: 'ftp://a', deploy_key: b"),
        f"{SOURCE}.deployment_url is not an http:// or https:// URL; write a URL with http:// or https://",
    ),
    "jwks-uri": (
        f"{STORAGE}client_auth: {{jwks_uri: keys.example.com}}\n",
        "client_auth.jwks_uri is not an http:// or https:// URL; write a URL with http:// or https://",
    ),
    "audience-is-a-string": (
        f"{STORAGE}client_auth: {{audience: app}}\n",
        "client_auth.audience is a string, not a list; write a list",
    ),
    "rsa-key-without-id": (
        f"{STORAGE}client_auth: {{jwks: {{keys: [{{kty: RSA, n: a, e: AQAB}}]}}}}\n",
        "client_auth.jwks.keys[0].kid is missing; set kid",
    ),
    "algorithm": (
        f"{STORAGE}client_auth: {{jwks: {{keys: [{{kty: oct, k: a, alg: RS256}}]}}}}\n",
        "client_auth.jwks.keys[0].alg is a string that the service does not accept; use HS256, HS384 or HS512",
    ),
    "telemetry": (
        f"{STORAGE}telemetry: {{prometheus_port: 9090}}\n",
        "telemetry.disable_telemetry_sharing is missing; set disable_telemetry_sharing",
    ),
    "empty-section": (
        f"{STORAGE}api:\n",
        "api is empty, which the service refuses; set a value, or remove the key",
    ),
    "number-in-quotes": (
        f"{STORAGE}api: {{parameters: {{max_concurrent_connections: '100'}}}}\n",
        "api.parameters.max_concurrent_connections is a string, not a number; write a number without quotes",
    ),
    "boolean-of-yaml-1.1": (
        f"{STORAGE}migrations: {{disable_auto_migration: yes}}\n",
        "migrations.disable_auto_migration is a string, not true or false; write true or false, without quotes",
    ),
    "variable-without-cast": (
        f"{STORAGE}migrations: {{disable_auto_migration: !env PS_JOB}}\n",
        "migrations.disable_auto_migration is a variable without the cast to a boolean; write !env PS_JOB::boolean",
    ),
    "variable-with-cast": (
        storage("type: mongodb, uri: !env 'PS_URI::number'"),
        "storage.uri is a variable with the cast number, not a string; remove ::number",
    ),
    "retention": (
        f"{STORAGE}api: {{parameters: {{checkpoint_request_retention_minutes: 0.5}}}}\n",
        "api.parameters.checkpoint_request_retention_minutes is not a whole number; correct it",
    ),
    "port-of-api": (f"{STORAGE}port: http\n", "port is not a port number; write a number"),
    "log-level": (
        f"{STORAGE}system: {{logging: {{level: warning}}}}\n",
        "system.logging.level is a string that the service does not accept; use warn",
    ),
    "metadata": (f"{STORAGE}metadata: {{build: 12}}\n", "metadata.build is a number, not a string; put it in quotes"),
    "storage-version": (
        storage("type: mongodb, uri: 'mongodb://a/b', default_storage_version: 1"),
        "storage.default_storage_version is not a storage version of mongodb storage in service 1.28.0; use 2, 3 or 4",
    ),
}
"""Documents that the service 1.25 refuses (run from its source), with the line of the library."""
STRICTER = {
    "storage-version-of-postgres": (
        storage(f"{POSTGRES}, default_storage_version: 4"),
        "storage.default_storage_version is not a storage version of postgresql storage in service 1.28.0; use 2",
    ),
    "port-of-database": (storage(f"{POSTGRES}, port: abc"), "storage.port is not a port number; write a number"),
    "no-connections": (
        f"{STORAGE}api: {{parameters: {{max_concurrent_connections: 0}}}}\n",
        "api.parameters.max_concurrent_connections is less than 1; increase it",
    ),
    "ip-range": (
        source(f"{POSTGRES}, reject_ip_ranges: [all]"),
        f"{SOURCE}.reject_ip_ranges[0] is not a CIDR range; write ranges like 10.0.0.0/8, or local",
    ),
    "high-port": (f"{STORAGE}port: 99999\n", "port is not a port from 1 to 65535; use a port in this range"),
}
"""Documents that the service accepts when it starts, but that it cannot work with."""
ACCEPTED = {
    "variables": storage("type: postgresql, uri: !env PS_URI"),
    "variable-of-port": storage(f"{POSTGRES}, port: !env PS_PORT"),
    "fields-and-uri": storage("type: postgresql, uri: 'postgres://a@c', password: b, database: d"),
    "mongodb-hosts": storage("type: mongodb, uri: 'mongodb://a:b@h1:1,h2:2/app?replicaSet=rs0'"),
    "mongodb-srv": storage("type: mongodb, uri: 'mongodb+srv://a:b@db.example.com', database: app"),
    "null-heartbeat": source(f"{POSTGRES}, heartbeat_interval_seconds: null"),
    "no-connection": f"{STORAGE}replication: {{connections: []}}\n",
    "parameters": f"{STORAGE}parameters: {{a: 1, b: text, c: true, d: null}}\n",
    "several-urls": f"{STORAGE}client_auth: {{jwks_uri: ['https://a.example.com', 'http://b']}}\n",
    "entra": source(
        "type: mssql, hostname: a, database: d, authentication: {type: "
        "azure-active-directory-service-principal-secret, options: {clientId: a, clientSecret: b, tenantId: c}}"
    ),
    "port-in-quotes": f"{STORAGE}port: '8080'\n",
    "key-of-the-cli": f"_type: self-hosted\n{STORAGE}",
}
"""Documents that the service accepts."""


@pytest.mark.parametrize(
    ("text", "line"), [pytest.param(*case, id=name) for name, case in (REFUSED | STRICTER).items()]
)
def test_refused_document_has_one_problem(text: str, line: str) -> None:
    """A document that the service refuses, or cannot work with, has one problem, which names the fix."""
    assert problems(text) == [line]


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in ACCEPTED.items()])
def test_accepted_document_has_no_problem(text: str) -> None:
    """A document that the service accepts has no problem of any kind."""
    assert [*decode(read(text))] == []


@pytest.mark.parametrize(
    ("text", "version", "lines"),
    [
        pytest.param(
            source(f"{POSTGRES}, hostnme: a"),
            "1.29.1",
            [(f"{SOURCE}.hostnme is not a key of service.yaml, so the service ignores it; did you mean 'hostname'?")],
            id="typo",
        ),
        pytest.param(
            source(f"{POSTGRES}, ssl: true"),
            "1.29.1",
            [f"{SOURCE}.ssl is not a key of service.yaml, so the service ignores it; use sslmode"],
            id="name-of-another-tool",
        ),
        pytest.param(
            f"{STORAGE}api: {{port: 8080}}\n",
            "1.29.1",
            [
                (
                    "api.port is not a key of service.yaml, so the service ignores it; "
                    "move it to port, at the top of the file"
                )
            ],
            id="key-of-the-top",
        ),
        pytest.param(
            f"{STORAGE}batch: 1\n",
            "1.26.1",
            ["batch is not a key of service.yaml, so the service ignores it; remove it"],
            id="unknown",
        ),
        pytest.param(
            f"{STORAGE}batch: 1\n",
            "1.28.0",
            [
                (
                    "batch is not a key of service.yaml in releases up to 1.26.1, "
                    "so the service probably ignores it; remove it"
                )
            ],
            id="unknown-in-a-newer-release",
        ),
        pytest.param(f"{STORAGE}metadata: {{anything: a}}\n", "1.26.1", [], id="free-mapping"),
        pytest.param(
            storage(f"{POSTGRES}, object_storage: {{type: s3}}"),
            "1.26.1",
            ["storage.object_storage is not a key of service.yaml, so the service ignores it; remove it"],
            id="of-another-type",
        ),
    ],
)
def test_unknown_key_is_ignored(text: str, version: str, lines: list[str]) -> None:
    """The service ignores a key that it does not have, without a message."""
    assert problems(text, "ignored", version) == lines


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(f"{STORAGE}dev: {{}}\n", "dev", id="dev"),
        pytest.param(f"{STORAGE}connections: []\n", "connections", id="connections"),
        pytest.param(f"{STORAGE}client_auth: {{allow_local_jwks: true}}\n", "client_auth.allow_local_jwks", id="jwks"),
    ],
)
def test_key_of_guides_is_not_read(text: str, line: str) -> None:
    """A key that guides contain, but that no release reads, has its own kind of problem."""
    assert [found.partition(" ")[0] for found in problems(text, "unread")] == [line]


def test_every_release_reads_the_old_name_of_the_sync_config() -> None:
    """Only `sync_config` is new. A release without it reads `sync_rules`, which must stay."""
    assert problems(f"{STORAGE}sync_rules: {{path: a.yaml}}\n", "newer", "1.18.2") == []


def test_older_release_ignores_a_setting() -> None:
    """A setting of a newer release is ignored, also if its value is wrong."""
    assert problems(source(f"{POSTGRES}, slot_failover: 12"), "newer") == [
        (
            f"{SOURCE}.slot_failover needs service 1.29.0, but the image has 1.28.0, which ignores it; "
            "use a newer image, or remove the setting"
        )
    ]
    assert problems(source(f"{POSTGRES}, slot_failover: 12")) == []
