"""The addresses of the databases in service.yaml are ones that the service can use."""

import pytest

from powersync_constructs.rules.configuration.connections import (
    databases_are_allowed,
    databases_are_not_poolers,
    uri_is_read_completely,
)
from tests.rules.manifests import manifest
from tests.rules.service_files import CLIENT_AUTH, PASSWORD, config_map, lines, reasons, secret, workload

ADDRESS = "username: a, password: b, database: c"
POOLER = "hostname: ep-a-pooler.eu-central-1.aws.neon.tech"


def storage(fields: str) -> str:
    """Return a service.yaml with this bucket storage."""
    return f"storage: {{{fields}}}\n{CLIENT_AUTH}"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param("uri: 'postgresql://a:b@c/d?sslmode=disable'", "has the parameter sslmode", id="sslmode"),
        pytest.param("uri: 'postgresql://a:p%40ss@c/d'", "has an encoded character in the user or", id="password"),
        pytest.param("uri: 'postgresql://a%40b:p@c/d'", "has an encoded character in the user or", id="user"),
        pytest.param("uri: 'postgresql://a:p:q@c/d'", "has a colon in the password", id="colon"),
    ],
)
def test_part_of_a_uri_is_lost(fields: str, reason: str) -> None:
    """The service ignores a part of the URI, or reads it in another way."""
    [found] = reasons(uri_is_read_completely, config_map(storage(f"type: postgresql, {fields}")), workload())

    assert found.startswith(f"service.yaml line 1: storage.uri {reason}")


def test_uri_with_a_password_from_a_secret_is_checked() -> None:
    """Only the password of a URI that is made from other variables is unknown."""
    env = (
        {"name": "PS_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}},
        {"name": "PS_URI", "value": "postgresql://a:$(PS_PASSWORD)@c/d?sslmode=disable"},
    )
    manifests = (config_map(storage("type: postgresql, uri: !env PS_URI")), workload(env=env))

    [found] = reasons(uri_is_read_completely, *manifests)

    assert "has the parameter sslmode" in found


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param("type: postgresql, uri: 'postgresql://a:b@c/d?connect_timeout=5'", id="other-parameter"),
        pytest.param("type: postgresql, uri: 'postgresql://a:p%40@c/d', password: p", id="password-apart"),
        pytest.param("type: mongodb, uri: 'mongodb://a:p%40@c/d'", id="mongodb"),
        pytest.param("type: postgresql, uri: !env PS_URI", id="hidden"),
        pytest.param("type: postgresql, uri: 'postgresql://[a'", id="invalid"),
    ],
)
def test_uri_is_read_completely(fields: str) -> None:
    """The driver of MongoDB decodes its URIs, and other fields replace parts of a URI."""
    assert reasons(uri_is_read_completely, config_map(storage(fields)), workload()) == []


def test_uri_of_a_secret_is_read_but_not_shown() -> None:
    """A URI from a Secret of the manifests is checked too, and the finding does not contain it."""
    stored = {**manifest("Secret", "database"), "stringData": {"password": "postgresql://a:hunter%402@c/d"}}
    text = storage("type: postgresql, uri: !env PS_PASSWORD")

    [found] = lines(uri_is_read_completely, config_map(text), workload(env=(PASSWORD,)), stored)

    assert "hunter" not in found


def test_pooler_is_an_error() -> None:
    """The finding has the fix of the provider."""
    assert lines(
        databases_are_not_poolers, config_map(storage(f"type: postgresql, {POOLER}, {ADDRESS}")), workload()
    ) == [
        (
            "error: ConfigMap/config: service.yaml line 1: storage.hostname "
            "'ep-a-pooler.eu-central-1.aws.neon.tech' is the "
            "pooler of Neon in transaction mode, but the service uses LISTEN and SET search_path; use "
            "ep-a.eu-central-1.aws.neon.tech"
        )
    ]


@pytest.mark.parametrize("port", [5432, "'5432'", "!env PS_PORT"])
def test_session_mode_is_enough_for_the_bucket_storage(port: object) -> None:
    """A pooler in session mode, or with an unknown port, is accepted for the bucket storage."""
    host = "hostname: aws-0-eu-central-1.pooler.supabase.com"
    text = storage(f"type: postgresql, {host}, port: {port}, {ADDRESS}")

    assert reasons(databases_are_not_poolers, config_map(text), workload()) == []


def test_own_address_is_rejected() -> None:
    """The range `local` rejects a Service in the cluster."""
    text = storage(f"type: postgresql, hostname: db.databases.svc, {ADDRESS}, reject_ip_ranges: [local, wrong]")

    assert lines(databases_are_allowed, config_map(text), workload()) == [
        (
            "error: ConfigMap/config: service.yaml line 1: storage.hostname has the host 'db.databases.svc', "
            "which 'local' in "
            "reject_ip_ranges rejects; remove 'local' in reject_ip_ranges, or use another host"
        )
    ]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(f"type: postgresql, hostname: db.example.com, {ADDRESS}", id="public-name"),
        pytest.param(f"type: postgresql, hostname: !env PS_HOST, {ADDRESS}", id="hidden"),
        pytest.param("type: mongodb, uri: 'mongodb://db.example.com/app'", id="mongodb"),
        pytest.param("type: mongodb", id="no-uri"),
    ],
)
def test_other_addresses_are_allowed(fields: str) -> None:
    """A public or an unknown address is accepted."""
    text = storage(f"{fields}, reject_ip_ranges: [local]")

    assert reasons(databases_are_allowed, config_map(text), workload()) == []


def test_host_of_a_secret_is_not_shown() -> None:
    """The findings for a service.yaml in a Secret do not contain the host."""
    text = storage(f"type: postgresql, {POOLER}, {ADDRESS}, reject_ip_ranges: [local]").replace(
        "neon.tech", "neon.tech"
    )
    local = storage(f"type: postgresql, hostname: db.databases.svc, {ADDRESS}, reject_ip_ranges: [local]")

    assert reasons(databases_are_not_poolers, secret(text), workload(kind="secret")) == [
        "service.yaml line 1: storage.hostname is the address of a connection pooler"
    ]
    assert reasons(databases_are_allowed, secret(local), workload(kind="secret")) == [
        "service.yaml line 1: storage.hostname has a host that reject_ip_ranges rejects"
    ]
