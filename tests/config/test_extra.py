"""`extra`: keys of service.yaml that the library does not know."""

from typing import Any

import pytest

from powersync_constructs.config import (
    ConfigMapRef,
    ExistingServiceYaml,
    FieldRef,
    HealthCheckProbes,
    InjectedSecret,
    ResourceFieldRef,
    SecretRef,
    SecretValue,
    ServiceSettings,
    SqlServerSource,
    SyncConfigOptions,
)
from powersync_constructs.config.service._service_yaml import render
from powersync_constructs.config.service._variables import variables
from tests.samples.configuration import SERVICE
from tests.samples.databases import CLIENT_AUTH, FULL_STORAGES, SOURCE, STORAGE

from .validation import errors_of

REFERENCE = SecretRef("future", "token")
SQL_SERVER = SqlServerSource(uri=SecretRef("database", "uri"))


def test_keys_are_next_to_the_fields() -> None:
    """The keys follow the fields of the same mapping, sorted, and with quoted strings."""
    service = SERVICE.with_(
        source={"extra": {"zeta": "1e3", "alpha": {"b": [1, 0.5, True], "a": "x"}}},
        healthcheck={"probes": {"extra": {"use_grpc": True}}},
    )

    text = render(service)

    assert '      database: "app"\n      alpha:\n        a: "x"\n        b:\n          - 1\n          - 0.5\n' in text
    assert '          - true\n      zeta: "1e3"\nstorage:\n' in text
    assert "    use_filesystem: false\n    use_grpc: true\n" in text


@pytest.mark.parametrize(
    ("changes", "variable"),
    [
        ({"extra": {"token": REFERENCE}}, "PS_EXTRA_TOKEN"),
        ({"api": {"extra": {"keys": [{"a-b": REFERENCE}]}}}, "PS_API_EXTRA_KEYS_0_A_B"),
        ({"storage": {"extra": {"camelCase": REFERENCE}}}, "PS_STORAGE_EXTRA_CAMELCASE"),
        ({"client_auth": {"extra": {"token": {"name": "future", "key": "token"}}}}, "PS_CLIENT_AUTH_EXTRA_TOKEN"),
    ],
)
def test_reference_becomes_a_variable(changes: dict[str, Any], variable: str) -> None:
    """A reference at any depth is a variable of the pods; a mapping with exactly its keys means the same."""
    service = SERVICE.with_(**changes)

    assert variables(service)[variable] == REFERENCE
    assert f'!env "{variable}"' in render(service)


@pytest.mark.parametrize(
    "value",
    [
        REFERENCE,
        ConfigMapRef("future", "token"),
        InjectedSecret("PS_FUTURE"),
        FieldRef(path="metadata.name"),
        ResourceFieldRef(resource="limits.cpu"),
        {"list": [1, {"deep": REFERENCE}], "text": "", "name": "only a name"},
        {"type": ["secret"], "name": "a", "key": "b"},
    ],
)
def test_dump_creates_an_equal_model(value: object) -> None:
    """A model can be created from the dump of an equal model."""
    settings = ServiceSettings(extra={"future": value})

    assert ServiceSettings(**settings.model_dump(exclude_defaults=True)) == settings


def test_secret_value_is_accepted_but_not_dumped() -> None:
    """A SecretValue is accepted, and no dump or repr shows it."""
    settings = ServiceSettings(extra={"future": [SecretValue("c4n4ry")]})

    assert "c4n4ry" not in repr(settings) + settings.model_dump_json()


def test_keys_merge() -> None:
    """`with_` merges the keys, and None removes one."""
    settings = ServiceSettings(extra={"a": 1, "b": {"c": 2}})

    changed = settings.with_(extra={"a": None, "b": {"d": 3}})

    assert changed == ServiceSettings(extra={"b": {"c": 2, "d": 3}})


def test_extra_cannot_be_changed() -> None:
    """The mapping and its mappings are immutable, and lists are tuples."""
    extra: Any = ServiceSettings(extra={"a": {"b": [1]}}).extra

    assert extra["a"]["b"] == (1,)
    for mapping in (extra, extra["a"]):
        with pytest.raises(TypeError, match="cannot be changed"):
            mapping["c"] = 1


def known(field: str) -> str:
    """Return the rule for a key that a field sets."""
    return f"is a field of the library; set {field}, and remove the key from extra"


@pytest.mark.parametrize(
    ("make", "key", "line"),
    [
        pytest.param(ServiceSettings, "port", f"service.extra.port: {known('port')}", id="field"),
        pytest.param(ServiceSettings, "replication", f"service.extra.replication: {known('source')}", id="source"),
        pytest.param(ServiceSettings, "sync_rules", f"service.extra.sync_rules: {known('sync_config')}", id="old-name"),
        pytest.param(
            ServiceSettings, "migrations", f"service.extra.migrations: {known('topology.migrate')}", id="migrations"
        ),
        pytest.param(
            SyncConfigOptions,
            "path",
            f"sync_config_options.extra.path: {known('sync_config of the instance')}",
            id="path-of-the-sync-config",
        ),
        pytest.param(
            STORAGE.with_, "max_pool_size", f"storage.extra.max_pool_size: {known('max_pool_size')}", id="storage"
        ),
        pytest.param(SOURCE.with_, "type", f"source.extra.type: {known('type')}", id="type"),
        pytest.param(SQL_SERVER.with_, "schema", f"source.extra.schema: {known('schema_name')}", id="alias"),
        pytest.param(SQL_SERVER.with_, "schema_name", f"source.extra.schema_name: {known('schema_name')}", id="name"),
        pytest.param(
            FULL_STORAGES["mongodb"].with_,
            "object_storage",
            f"storage.extra.object_storage: {known('object_storage')}",
            id="nested-model",
        ),
        pytest.param(CLIENT_AUTH.with_, "extra", f"client_auth.extra.extra: {known('extra')}", id="itself"),
    ],
)
def test_known_key_is_refused(make: Any, key: str, line: str) -> None:
    """A key that a field of the library sets is refused, with the name of the field."""
    assert errors_of(make, extra={key: 1}) == [line]


@pytest.mark.parametrize(
    ("extra", "line"),
    [
        pytest.param({"a": None}, ".a: is null, which the service rejects; remove the key", id="null"),
        pytest.param({"a": [{"b": None}]}, ".a[0].b: is null, which the service rejects; remove the key", id="deep"),
        pytest.param(
            {"a": ["https://user:c4n4ry@host/path"]},
            ".a[0]: contains a URI with a secret, which the manifests would show; use SecretRef(name, key)",
            id="secret",
        ),
        pytest.param(
            {"a": 2**53},
            ".a: 9007199254740992 is not a number that JavaScript can represent exactly; use a string",
            id="number",
        ),
        pytest.param({"a": {1}}, ".a: is not a number, a string or a boolean; use one of these", id="set"),
        pytest.param({"": 1}, ": '' is not a key of service.yaml; use a string that is not empty", id="empty-key"),
        pytest.param({5: 1}, "[5]: 5 is not a key of service.yaml; use a string that is not empty", id="number-as-key"),
        pytest.param(
            {"a": FieldRef(path="metadata.labels")},
            ".a.path: 'metadata.labels' is available only in files; use one key, like metadata.labels['app']",
            id="all-labels",
        ),
        pytest.param(
            {"a": {"type": "config-map", "name": "b"}}, ".a.key: missing; set name and key", id="incomplete-reference"
        ),
    ],
)
def test_invalid_value_is_refused(extra: Any, line: str) -> None:
    """The error names the key at any depth, and never shows a secret."""
    assert errors_of(ServiceSettings, extra=extra) == [f"service.extra{line}"]


def test_extra_that_is_not_a_mapping_is_refused() -> None:
    """`extra` is a mapping."""
    lines = errors_of(ServiceSettings, extra=["a"])

    rule = "is not a mapping; use a mapping from keys of service.yaml to their values"
    assert lines == [f"service.extra: {rule}"]


def test_keys_with_the_same_variable_are_refused() -> None:
    """Two keys whose references would have the same variable are refused."""
    lines = errors_of(SERVICE.with_, metadata={"a.b": REFERENCE, "a-b": REFERENCE})

    rule = "would share the variable 'PS_METADATA_A_B' with metadata.a-b; rename one of the two keys"
    assert lines == [f"service.metadata.a.b: {rule}"]


def test_probes_of_an_existing_service_yaml_have_no_extra() -> None:
    """The library does not write an existing service.yaml, so it cannot add a key."""
    probes = HealthCheckProbes(extra={"use_grpc": True})

    lines = errors_of(ExistingServiceYaml, secret=REFERENCE, source_type="mysql", probes=probes)

    rule = "has no effect on the file; add the keys to the file, and remove them here"
    assert lines == [f"service.probes.extra: {rule}"]
