"""References as objects and as mappings, and variables that something else injects."""

import pickle
from collections.abc import Callable
from copy import copy, deepcopy
from typing import Any

import pytest

from powersync_constructs.config import (
    ClientAuth,
    CloudNativePgSourceProps,
    ConfigMapRef,
    DevPostgresProps,
    ExistingServiceYaml,
    InjectedSecret,
    OpenTelemetry,
    PostgresSource,
    SecretRef,
    SecretValue,
    Sentry,
)
from powersync_constructs.config.service._variables import variables
from tests.samples.configuration import SERVICE
from tests.samples.databases import CLIENT_AUTH, SOURCE, STORAGE

from .refusal import refusal

CANARY = "c4n4ry-s3cr3t"
REFERENCE = SecretRef("database", "value")
PLACES: dict[str, tuple[Callable[..., Any], str]] = {
    "credential": (SOURCE.with_, "password"),
    "text": (SOURCE.with_, "username"),
    "address": (SOURCE.with_, "hostname"),
    "port": (SOURCE.with_, "port"),
    "uri": (PostgresSource, "uri"),
    "url": (CLIENT_AUTH.with_, "jwks_uri"),
    "certificate": (SOURCE.with_, "cacert"),
    "stored-url": (Sentry, "dsn"),
    "stored-credential": (OpenTelemetry, "headers"),
    "development": (DevPostgresProps, "password"),
}
NO_KEY = "is not a key of a ConfigMap or Secret: letters, digits, -, _ and ., at most 253 characters; choose another"
NO_STORE = "is read from a Secret alone, not injected; use SecretRef(name, key)"


@pytest.mark.parametrize("mapping", [{"name": "database", "key": "value"}, {"type": "secret", **vars(REFERENCE)}])
@pytest.mark.parametrize("place", PLACES)
def test_a_secret_ref_may_be_a_mapping(place: str, mapping: dict[str, str]) -> None:
    """Wherever the object goes."""
    make, field = PLACES[place]

    assert getattr(make(**{field: mapping}), field) == REFERENCE


def test_a_secret_ref_may_be_a_mapping_in_a_list() -> None:
    """Also beside plain values."""
    auth = CLIENT_AUTH.with_(jwks_uri=["https://auth.example.com/jwks.json", {"name": "auth", "key": "uri"}])

    assert auth.jwks_uri == ("https://auth.example.com/jwks.json", SecretRef("auth", "uri"))


@pytest.mark.parametrize("make", [lambda ref: ExistingServiceYaml(secret=ref, source_type="mysql").secret])
def test_a_reference_alone_may_be_a_mapping(make: Callable[[Any], object]) -> None:
    """Where nothing else may stand."""
    assert make({"name": "database", "key": "value"}) == REFERENCE


def test_an_operators_password_may_be_a_mapping() -> None:
    """It is read by the operator."""
    mapping: Any = {"name": "role", "key": "password"}

    props = CloudNativePgSourceProps(size="1Gi", password=mapping)

    assert props.password == SecretRef("role", "password")


@pytest.mark.parametrize(
    ("mapping", "lines"),
    [
        pytest.param({"name": "database"}, ["password.key: missing; give name and key"], id="no-key"),
        pytest.param({"key": CANARY}, ["password.name: missing; give name and key"], id="no-name"),
        pytest.param(
            {"name": "database", "key": "value", "optional": True},
            ["password.optional: no such field; there are name and key"],
            id="a-field-more",
        ),
        pytest.param(
            {"name": "database", "key": f"{CANARY}="},
            [f"password.key: {NO_KEY}"],
            id="a-value-for-a-key",
        ),
        pytest.param(
            {"type": "config-map", "name": "database", "key": "value"},
            ["password: a secret does not belong in a ConfigMap; use SecretRef(name, key)"],
            id="config-map",
        ),
    ],
)
def test_a_wrong_mapping(mapping: dict[str, Any], lines: list[str]) -> None:
    """The line names the part of it, and shows no value that may be the secret."""
    assert refusal(SOURCE.with_, password=mapping) == [f"source.{line}" for line in lines]


@pytest.mark.parametrize("reference", [REFERENCE, ConfigMapRef("ca", "ca.crt"), InjectedSecret("PS_CA")])
def test_a_dump_gives_the_same_again(reference: Any) -> None:
    """What a model is dumped to makes an equal one."""
    source = SOURCE.with_(cacert=reference)

    assert PostgresSource(**source.model_dump(exclude_defaults=True)) == source


@pytest.mark.parametrize("copied", [copy, deepcopy, lambda given: pickle.loads(pickle.dumps(given))])
def test_a_reference_can_be_copied(copied: Callable[[Any], Any]) -> None:
    """By itself and in a model."""
    source = SOURCE.with_(cacert=ConfigMapRef("ca", "ca.crt"), username=InjectedSecret("PS_USER"))

    assert copied(source) == source


@pytest.mark.parametrize("place", ["credential", "text", "address", "port", "uri", "url", "certificate"])
@pytest.mark.parametrize("as_mapping", [False, True])
def test_a_secret_may_be_injected(place: str, as_mapping: bool) -> None:
    """Wherever service.yaml can name a variable."""
    make, field = PLACES[place]
    given = {"variable": "PS_INJECTED"} if as_mapping else InjectedSecret("PS_INJECTED")

    assert getattr(make(**{field: given}), field) == InjectedSecret("PS_INJECTED")


@pytest.mark.parametrize(
    ("make", "fields", "line"),
    [
        pytest.param(Sentry, {"dsn": InjectedSecret("PS_DSN")}, f"sentry.dsn: {NO_STORE}", id="sentry"),
        pytest.param(
            OpenTelemetry, {"headers": {"variable": "PS_A"}}, f"open_telemetry.headers: {NO_STORE}", id="open-telemetry"
        ),
        pytest.param(
            DevPostgresProps,
            {"password": InjectedSecret("PS_A")},
            f"dev_postgres.password: {NO_STORE}",
            id="dev-postgres",
        ),
        pytest.param(
            CloudNativePgSourceProps,
            {"size": "1Gi", "password": InjectedSecret("PS_A")},
            "cloud_native_pg_source.password: the operator reads a Secret alone; use SecretRef(name, key)",
            id="operator",
        ),
        pytest.param(
            ExistingServiceYaml,
            {"source_type": "mysql", "secret": InjectedSecret("PS_A")},
            "service.secret: is no reference to a Secret; use SecretRef(name, key)",
            id="existing-service-yaml",
        ),
    ],
)
def test_a_secret_that_must_be_there(make: Any, fields: dict[str, Any], line: str) -> None:
    """Where no service.yaml reads the variable, something else must read the Secret."""
    assert refusal(make, **fields) == [line]


@pytest.mark.parametrize(
    ("variable", "line"),
    [
        (CANARY, "is no variable that the service reads; use PS_, then letters, digits and _"),
        ("PS_", "'PS_' is no variable that the service reads; use PS_, then letters, digits and _"),
        ("PS_A-B", "'PS_A-B' is no variable that the service reads; use PS_, then letters, digits and _"),
        (5, "is no variable that the service reads; use PS_, then letters, digits and _"),
        ("PS_LOG_LEVEL", "'PS_LOG_LEVEL' is what the service reads for something else; choose another"),
    ],
)
def test_no_variable(variable: Any, line: str) -> None:
    """The service reads those alone that begin with PS_; what does not begin so may be the secret, and is not shown."""
    assert refusal(InjectedSecret, variable=variable) == [f"injected_secret.variable: {line}"]


def test_an_injected_secret_needs_nothing_in_the_pods() -> None:
    """And two fields may share it."""
    shared = InjectedSecret("PS_DATABASE_PASSWORD")

    service = SERVICE.with_(source=SOURCE.with_(password=shared), storage=STORAGE.with_(password=shared))

    assert variables(service) == {}


def test_an_injected_secret_may_be_called_as_ours_is() -> None:
    """Of the same field, for then nothing else is called so."""
    service = SERVICE.with_(source=SOURCE.with_(password=InjectedSecret("PS_SOURCE_PASSWORD")))

    assert set(variables(service)) == {"PS_STORAGE_PASSWORD"}


def test_an_injected_secret_is_not_called_as_another_is() -> None:
    """The library writes that one, and the field would get it."""
    lines = refusal(SERVICE.with_, storage=STORAGE.with_(password=InjectedSecret("PS_SOURCE_PASSWORD")))

    rule = "'PS_SOURCE_PASSWORD' is what the library writes for source.password; inject another variable"
    assert lines == [f"service.storage.password: {rule}"]


@pytest.mark.parametrize("field", ["cacert", "client_certificate"])
def test_a_certificate_may_be_in_a_config_map(field: str) -> None:
    """Where trust-manager puts a bundle."""
    bundle = ConfigMapRef("bundle", "ca.crt")
    key = {"client_private_key": REFERENCE, "client_certificate": SecretRef("a", "b")}

    assert getattr(STORAGE.with_(**key | {field: bundle}), field) == bundle


def test_a_variable_of_a_config_map_is_given_to_pods() -> None:
    """As those of Secrets are."""
    bundle = ConfigMapRef("bundle", "ca.crt")

    assert variables(SERVICE.with_(storage=STORAGE.with_(cacert=bundle)))["PS_STORAGE_CACERT"] == bundle


def test_a_config_map_is_no_url() -> None:
    """Only certificates come from one."""
    lines = refusal(ClientAuth, jwks_uri=ConfigMapRef("a", "b"), audience=["a"])

    assert lines == ["client_auth.jwks_uri: is neither text nor a SecretRef; give one of them"]


def test_a_value_is_equal_to_itself_alone() -> None:
    """A reference to a ConfigMap is none to a Secret of that name."""
    assert len({SecretRef("a", "b"), ConfigMapRef("a", "b"), SecretRef("a", "b"), SecretValue("a")}) == 3
