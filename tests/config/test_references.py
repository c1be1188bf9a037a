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
    EnvRef,
    ExistingServiceYaml,
    FieldRef,
    HmacKey,
    Image,
    InjectedSecret,
    OpenTelemetry,
    PostgresSource,
    ResourceFieldRef,
    SecretRef,
    SecretValue,
    Sentry,
    ServiceSettings,
)
from powersync_constructs.config.service._migration_marker import marker_key
from powersync_constructs.config.service._variables import variables
from tests.samples.configuration import SERVICE
from tests.samples.databases import CLIENT_AUTH, SOURCE, STORAGE
from tests.samples.instance import INSTANCE
from tests.samples.network import NETWORK

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
    "literal": (SOURCE.with_, "sslmode"),
    "boolean": (SOURCE.with_, "debug_api"),
    "stored-url": (Sentry, "dsn"),
    "stored-credential": (OpenTelemetry, "headers"),
    "development": (DevPostgresProps, "password"),
}
NOT_A_KEY = "is not a key of a ConfigMap or Secret; use up to 253 letters, digits, '-', '_' and '.'"
NOT_SECRET = "must not be a SecretValue; use the value itself, or SecretRef(name, key)"
PLAIN = "must be a plain value, because "
TOO_SMALL = "should be greater than or equal to 1"
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
            ["password: must not come from a ConfigMap or a pod field; use SecretRef(name, key)"],
            id="config-map",
        ),
        pytest.param(
            {"type": "field", "path": "metadata.name"},
            ["password: must not come from a ConfigMap or a pod field; use SecretRef(name, key)"],
            id="pod-field",
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


@pytest.mark.parametrize("place", ["credential", "text", "address", "port", "uri", "url", "certificate", "literal"])
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


@pytest.mark.parametrize("reference", [ConfigMapRef("a", "b"), FieldRef(path="metadata.name")])
@pytest.mark.parametrize("place", ["text", "address", "port", "uri", "url", "certificate", "literal", "boolean"])
def test_other_references_are_accepted(place: str, reference: EnvRef) -> None:
    """A value that is not a credential may come from a ConfigMap or from a field of the pod."""
    make, field = PLACES[place]

    assert getattr(make(**{field: reference.as_mapping()}), field) == reference


def test_config_map_reference_outside_service_yaml_is_refused() -> None:
    """The address of Sentry is not in service.yaml, so a ConfigMap cannot contain it."""
    lines = errors_of(Sentry, dsn=ConfigMapRef("a", "b"))

    assert lines == ["sentry.dsn: is neither a string nor a SecretRef; use one of them"]


@pytest.mark.parametrize("before", [FieldRef(path="metadata.name"), ResourceFieldRef(resource="limits.cpu")])
def test_another_kind_of_reference_replaces_a_pod_field(before: EnvRef) -> None:
    """In `with_`, the mapping of another kind of reference replaces a reference to a pod field."""
    source = SOURCE.with_(database=before)

    assert source.with_(database={"name": "a", "key": "b"}).database == SecretRef("a", "b")


@pytest.mark.parametrize(
    ("make", "fields", "line"),
    [
        pytest.param(SOURCE.with_, {"sslmode": SecretValue("disable")}, f"source.sslmode: {NOT_SECRET}", id="literal"),
        pytest.param(SOURCE.with_, {"debug_api": SecretValue("true")}, f"source.debug_api: {NOT_SECRET}", id="boolean"),
        pytest.param(
            HmacKey,
            {"k": REFERENCE, "alg": "RS256"},
            "key.alg: 'RS256' is not one of 'HS256', 'HS384' or 'HS512'; use one of these",
            id="wrong-word",
        ),
        pytest.param(
            SOURCE.with_, {"connect_timeout": 0}, f"source.connect_timeout: 0 {TOO_SMALL}; set it to …", id="too-small"
        ),
        pytest.param(
            SOURCE.with_,
            {"connect_timeout": "5"},
            "source.connect_timeout: '5' is not an integer; set it to …",
            id="text-for-a-number",
        ),
        pytest.param(
            SOURCE.with_,
            {"sslmode": {"name": "a"}},
            "source.sslmode.key: missing; set name and key",
            id="incomplete-reference",
        ),
        pytest.param(
            SOURCE.with_,
            {"connect_timeout": ResourceFieldRef(resource="limits.cpu", container="powersync")},
            "source.connect_timeout.container: 'powersync' is not the container of the service in every workload; "
            "remove this field",
            id="another-container",
        ),
        pytest.param(
            SOURCE.with_,
            {"database": FieldRef(path="metadata.labels")},
            "source.database.path: 'metadata.labels' is available only in files; use one key, like "
            "metadata.labels['app']",
            id="all-labels",
        ),
        pytest.param(
            ServiceSettings,
            {"port": REFERENCE},
            f"service.port: {PLAIN}the pods, the Services and the NetworkPolicies need the port; set the value itself",
            id="port",
        ),
        pytest.param(
            ServiceSettings,
            {"api": {"parameters": {"max_concurrent_connections": {"name": "a", "key": "b"}}}},
            f"service.api.parameters.max_concurrent_connections: {PLAIN}alerts and autoscaling depend on it; "
            "set the value itself",
            id="connections",
        ),
        pytest.param(
            ServiceSettings,
            {"healthcheck": {"probes": {"use_http": InjectedSecret("PS_A")}}},
            f"service.healthcheck.probes.use_http: {PLAIN}the probes of the pods depend on it; set the value itself",
            id="probes",
        ),
        pytest.param(
            STORAGE.with_,
            {"default_storage_version": ConfigMapRef("a", "b")},
            f"storage.default_storage_version: {PLAIN}the checks of the storage versions need it; set the value itself",
            id="storage-version",
        ),
    ],
)
def test_wrong_value_has_one_short_error(make: Any, fields: dict[str, Any], line: str) -> None:
    """A wrong value has the error of the plain type, and a reference where the value is needed has a reason."""
    assert errors_of(make, **fields) == [line]


def test_audience_from_a_variable_is_not_empty() -> None:
    """A reference counts as an audience."""
    auth = ClientAuth(jwks_uri="https://a/k", audience=[ConfigMapRef("tenant", "audience")])

    assert auth.audience == (ConfigMapRef("tenant", "audience"),)


def test_hmac_key_has_at_least_the_bytes_of_the_shortest_hash() -> None:
    """If the algorithm comes from a variable, only the length for the shortest hash is known."""
    lines = errors_of(HmacKey, k=SecretValue("QUFB"), alg=REFERENCE)

    assert lines == ["key.k: has fewer than the 32 bytes that HS256 needs; use a longer random key"]


def test_usage_data_from_a_variable_needs_no_destination() -> None:
    """If only a variable shows whether the service sends usage data, the destination may be missing or given."""
    telemetry = {"telemetry": {"disable_telemetry_sharing": REFERENCE}}

    for destination in (None, NETWORK.telemetry):
        props = INSTANCE.with_(service=telemetry, network=NETWORK.with_(telemetry=destination))
        assert props.network is not None


def test_marker_key_depends_on_the_reference() -> None:
    """The marker key changes with the reference to the address of the storage, of any kind."""
    hosts: list[EnvRef] = [
        *(kind("a", "b") for kind in (SecretRef, ConfigMapRef)),
        FieldRef(path="metadata.labels['a']"),
    ]
    hosts += [ConfigMapRef("a", "c"), InjectedSecret("PS_HOST")]

    keys = {marker_key(Image(), SERVICE.with_(storage={"hostname": host})) for host in hosts}

    assert len(keys) == len(hosts)


def test_references_of_different_kinds_differ() -> None:
    """A reference to a ConfigMap is not equal to a reference to a Secret of the same name and key."""
    assert len({SecretRef("a", "b"), ConfigMapRef("a", "b"), SecretRef("a", "b"), SecretValue("a")}) == 3
