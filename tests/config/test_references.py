"""References as objects and as mappings, and secrets that another tool injects."""

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

from .validation import errors_of

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
NOT_A_KEY = "is not a key of a ConfigMap or Secret; use up to 253 letters, digits, '-', '_' and '.'"
NOT_INJECTABLE = "must come from a Secret, not from an injected variable; use SecretRef(name, key)"


@pytest.mark.parametrize("mapping", [{"name": "database", "key": "value"}, {"type": "secret", **vars(REFERENCE)}])
@pytest.mark.parametrize("place", PLACES)
def test_mapping_for_a_secret_ref_is_accepted(place: str, mapping: dict[str, str]) -> None:
    """A mapping is accepted wherever a SecretRef is accepted."""
    make, field = PLACES[place]

    assert getattr(make(**{field: mapping}), field) == REFERENCE


def test_mapping_for_a_secret_ref_in_a_list_is_accepted() -> None:
    """A list may contain mappings and plain values."""
    auth = CLIENT_AUTH.with_(jwks_uri=["https://auth.example.com/jwks.json", {"name": "auth", "key": "uri"}])

    assert auth.jwks_uri == ("https://auth.example.com/jwks.json", SecretRef("auth", "uri"))


@pytest.mark.parametrize("make", [lambda ref: ExistingServiceYaml(secret=ref, source_type="mysql").secret])
def test_mapping_for_a_required_secret_ref_is_accepted(make: Callable[[Any], object]) -> None:
    """A field that accepts only a SecretRef also accepts a mapping."""
    assert make({"name": "database", "key": "value"}) == REFERENCE


def test_mapping_for_an_operator_password_is_accepted() -> None:
    """The password of an operator database also accepts a mapping."""
    mapping: Any = {"name": "role", "key": "password"}

    props = CloudNativePgSourceProps(size="1Gi", password=mapping)

    assert props.password == SecretRef("role", "password")


@pytest.mark.parametrize(
    ("mapping", "lines"),
    [
        pytest.param({"name": "database"}, ["password.key: missing; set name and key"], id="no-key"),
        pytest.param({"key": CANARY}, ["password.name: missing; set name and key"], id="no-name"),
        pytest.param(
            {"name": "database", "key": "value", "optional": True},
            ["password.optional: no such field; use one of: name, key"],
            id="unknown-field",
        ),
        pytest.param(
            {"name": "database", "key": f"{CANARY}="},
            [f"password.key: {NOT_A_KEY}"],
            id="value-instead-of-a-key",
        ),
        pytest.param(
            {"type": "config-map", "name": "database", "key": "value"},
            ["password: must not come from a ConfigMap; use SecretRef(name, key)"],
            id="config-map",
        ),
    ],
)
def test_invalid_mapping_is_refused(mapping: dict[str, Any], lines: list[str]) -> None:
    """The error names the invalid field, and does not show a value that may be the secret."""
    assert errors_of(SOURCE.with_, password=mapping) == [f"source.{line}" for line in lines]


@pytest.mark.parametrize("reference", [REFERENCE, ConfigMapRef("ca", "ca.crt"), InjectedSecret("PS_CA")])
def test_dump_creates_an_equal_model(reference: Any) -> None:
    """A model can be created from the dump of an equal model."""
    source = SOURCE.with_(cacert=reference)

    assert PostgresSource(**source.model_dump(exclude_defaults=True)) == source


@pytest.mark.parametrize("copied", [copy, deepcopy, lambda given: pickle.loads(pickle.dumps(given))])
def test_a_reference_can_be_copied(copied: Callable[[Any], Any]) -> None:
    """A copy of a model with references equals the model."""
    source = SOURCE.with_(cacert=ConfigMapRef("ca", "ca.crt"), username=InjectedSecret("PS_USER"))

    assert copied(source) == source


@pytest.mark.parametrize("place", ["credential", "text", "address", "port", "uri", "url", "certificate"])
@pytest.mark.parametrize("as_mapping", [False, True])
def test_injected_secret_is_accepted(place: str, as_mapping: bool) -> None:
    """An injected secret is accepted wherever service.yaml can name a variable."""
    make, field = PLACES[place]
    given = {"variable": "PS_INJECTED"} if as_mapping else InjectedSecret("PS_INJECTED")

    assert getattr(make(**{field: given}), field) == InjectedSecret("PS_INJECTED")


@pytest.mark.parametrize(
    ("make", "fields", "line"),
    [
        pytest.param(Sentry, {"dsn": InjectedSecret("PS_DSN")}, f"sentry.dsn: {NOT_INJECTABLE}", id="sentry"),
        pytest.param(
            OpenTelemetry,
            {"headers": {"variable": "PS_A"}},
            f"open_telemetry.headers: {NOT_INJECTABLE}",
            id="open-telemetry",
        ),
        pytest.param(
            DevPostgresProps,
            {"password": InjectedSecret("PS_A")},
            f"dev_postgres.password: {NOT_INJECTABLE}",
            id="dev-postgres",
        ),
        pytest.param(
            CloudNativePgSourceProps,
            {"size": "1Gi", "password": InjectedSecret("PS_A")},
            "cloud_native_pg_source.password: is not a reference to a Secret, which the operator needs; "
            "use SecretRef(name, key)",
            id="operator",
        ),
        pytest.param(
            ExistingServiceYaml,
            {"source_type": "mysql", "secret": InjectedSecret("PS_A")},
            "service.secret: is not a reference to a Secret; use SecretRef(name, key)",
            id="existing-service-yaml",
        ),
    ],
)
def test_injected_secret_outside_service_yaml_is_refused(make: Any, fields: dict[str, Any], line: str) -> None:
    """If service.yaml does not read the variable, the field needs a Secret in the cluster."""
    assert errors_of(make, **fields) == [line]


@pytest.mark.parametrize(
    ("variable", "line"),
    [
        (CANARY, "is not a variable that the service reads; use PS_ followed by letters, digits and '_'"),
        ("PS_", "'PS_' is not a variable that the service reads; use PS_ followed by letters, digits and '_'"),
        ("PS_A-B", "'PS_A-B' is not a variable that the service reads; use PS_ followed by letters, digits and '_'"),
        (5, "is not a variable that the service reads; use PS_ followed by letters, digits and '_'"),
        ("PS_LOG_LEVEL", "'PS_LOG_LEVEL' is a variable that the service reads for another purpose; choose another"),
    ],
)
def test_invalid_variable_is_refused(variable: Any, line: str) -> None:
    """The service reads only PS_ variables; other text may be a secret, so the error does not show it."""
    assert errors_of(InjectedSecret, variable=variable) == [f"injected_secret.variable: {line}"]


def test_injected_secret_adds_no_variable() -> None:
    """An injected secret adds no variable to the pods, and two fields may share it."""
    shared = InjectedSecret("PS_DATABASE_PASSWORD")

    service = SERVICE.with_(source=SOURCE.with_(password=shared), storage=STORAGE.with_(password=shared))

    assert variables(service) == {}


def test_injected_secret_may_have_the_default_name() -> None:
    """An injected variable may have the name that the library would use for the same field."""
    service = SERVICE.with_(source=SOURCE.with_(password=InjectedSecret("PS_SOURCE_PASSWORD")))

    assert set(variables(service)) == {"PS_STORAGE_PASSWORD"}


def test_injected_secret_with_a_used_name_is_refused() -> None:
    """An injected variable must not have the name of a variable that the library sets for another field."""
    lines = errors_of(SERVICE.with_, storage=STORAGE.with_(password=InjectedSecret("PS_SOURCE_PASSWORD")))

    rule = (
        "'PS_SOURCE_PASSWORD' is the variable that the library sets for source.password; "
        "inject the value under another name"
    )
    assert lines == [f"service.storage.password: {rule}"]


@pytest.mark.parametrize("field", ["cacert", "client_certificate"])
def test_certificate_in_a_config_map_is_accepted(field: str) -> None:
    """A certificate may be in a ConfigMap, where trust-manager writes its bundles."""
    bundle = ConfigMapRef("bundle", "ca.crt")
    key = {"client_private_key": REFERENCE, "client_certificate": SecretRef("a", "b")}

    assert getattr(STORAGE.with_(**key | {field: bundle}), field) == bundle


def test_config_map_reference_becomes_a_variable() -> None:
    """A reference to a ConfigMap becomes a variable of the pods, as a reference to a Secret does."""
    bundle = ConfigMapRef("bundle", "ca.crt")

    assert variables(SERVICE.with_(storage=STORAGE.with_(cacert=bundle)))["PS_STORAGE_CACERT"] == bundle


def test_config_map_reference_for_a_url_is_refused() -> None:
    """Only certificates may come from a ConfigMap."""
    lines = errors_of(ClientAuth, jwks_uri=ConfigMapRef("a", "b"), audience=["a"])

    assert lines == ["client_auth.jwks_uri: is neither a string nor a SecretRef; use one of them"]


def test_references_of_different_kinds_differ() -> None:
    """A reference to a ConfigMap is not equal to a reference to a Secret of the same name and key."""
    assert len({SecretRef("a", "b"), ConfigMapRef("a", "b"), SecretRef("a", "b"), SecretValue("a")}) == 3
