"""References in every scalar of service.yaml: which fields accept them, and what the service then reads."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from powersync_constructs.config import (
    ConfigMapRef,
    EnvRef,
    FieldRef,
    InjectedSecret,
    ResourceFieldRef,
    SecretRef,
    ServiceConfig,
)
from powersync_constructs.config.core._annotations import models_in
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.service._service_yaml import render
from tests.judges import Judges
from tests.samples.configuration import SERVICE, full_service
from tests.samples.databases import CLIENT_AUTH, FULL_SOURCES, FULL_STORAGES, SOURCE

from .reading import environment, expected, unknown_keys

CONFIG_MAP, SECRET, INJECTED = (
    ConfigMapRef("tenant", "value"),
    SecretRef("tenant", "value"),
    InjectedSecret("PS_TENANT"),
)
PLAIN_FIELDS = {
    "alg of OkpKey",
    "default_storage_version",
    "disable_auto_migration",
    "kty",
    "max_concurrent_connections",
    "port of ServiceConfig",
    "prometheus_port",
    "supabase",
    "type",
    "use",
    "use_filesystem",
    "use_http",
}
"""The fields that accept only a plain value: other objects or checks depend on it, it selects the model, or it has only
one valid value."""
CREDENTIALS = {
    *("client_private_key", "client_secret", "deploy_key", "k", "password", "secret_access_key", "supabase_jwt_secret"),
    "tokens",
}
"""The fields that accept only a SecretRef, a SecretValue or an InjectedSecret."""
CASTS: dict[type, str] = {str: "", int: "::number", bool: "::boolean"}
FULL = [
    pytest.param(full_service(source, storage), id=f"{source}-on-{storage}")
    for source in FULL_SOURCES
    for storage in FULL_STORAGES
]


def models(model: type[BaseModel] = ServiceConfig) -> Iterator[type[BaseModel]]:
    """Yield every model of service.yaml."""
    yield model
    for field in model.model_fields.values():
        for inner in models_in(field.annotation):
            yield from models(inner)


def accepts_references(annotation: object) -> bool:
    """Return whether an annotation contains `EnvRef`."""
    return annotation is EnvRef or any(accepts_references(part) for part in get_args(annotation))


def with_references(value: Any) -> Any:
    """Return a model in which a reference replaces each value that is set and may come from a variable."""
    if not isinstance(value, BaseModel):
        return tuple(map(with_references, value)) if isinstance(value, tuple) else value
    given = {name: getattr(value, name) for name in type(value).model_fields if getattr(value, name) is not None}
    annotations = {name: field.annotation for name, field in type(value).model_fields.items()}
    return type(value)(
        **{
            name: referred(part) if accepts_references(annotations[name]) else with_references(part)
            for name, part in given.items()
        }
    )


def referred(value: Any) -> Any:
    """Return a reference, or a list or mapping of the same size with a reference in each place."""
    if isinstance(value, tuple):
        return [SECRET for _ in value]
    return dict.fromkeys(value, CONFIG_MAP) if isinstance(value, Mapping) else SECRET


def test_every_scalar_accepts_references() -> None:
    """Each scalar accepts references, except for credentials and for the plain fields, which are listed."""
    others = {
        name if {name} & (PLAIN_FIELDS | CREDENTIALS) else f"{name} of {model.__name__}"
        for model in models()
        for name, field in model.model_fields.items()
        if name != "extra" and not accepts_references(field.annotation) and not list(models_in(field.annotation))
    }

    assert others == PLAIN_FIELDS | CREDENTIALS


@pytest.mark.parametrize("service", FULL)
def test_the_service_reads_a_variable_in_every_scalar(judges: Judges, service: ServiceConfig) -> None:
    """With a variable in every scalar, the service reads and accepts the values, each with the type of its field."""
    made: ServiceConfig = with_references(service)

    document = judges.read_service_yaml(render(made), environment(made))

    assert document == expected(made)
    assert set(judges.config_problems(document)) == {f"{key}: unknown key" for key in unknown_keys(made)}


def connection(**fields: Any) -> ServiceConfig:
    """Return the smallest service.yaml with these fields of the source."""
    return SERVICE.with_(source=SOURCE.with_(**fields))


@pytest.mark.parametrize("reference", [CONFIG_MAP, SECRET, INJECTED, FieldRef(path="metadata.labels['tenant']")])
@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        pytest.param("source.sslmode", "disable", "disable", id="sslmode"),
        pytest.param("client_auth.audience.0", "app", "app", id="audience"),
        pytest.param("client_auth.jwks_uri", "https://a/k", "https://a/k", id="url"),
        pytest.param("system.logging.level", "warn", "warn", id="log-level"),
        pytest.param("metadata.region", "08", "08", id="metadata"),
        pytest.param("parameters.limit", "08", "08", id="parameter"),
        pytest.param("source.port", "6432", 6432, id="port"),
        pytest.param("storage.max_pool_size", "20", 20, id="pool-size"),
        pytest.param("source.debug_api", "TRUE", True, id="boolean"),
        pytest.param("telemetry.disable_telemetry_sharing", "false", False, id="boolean-with-a-default"),
        pytest.param("source.reject_ip_ranges.0", "local", "local", id="ip-range"),
        pytest.param("api.extra.new_limit", "5", "5", id="extra"),
    ],
)
def test_value_from_a_variable(judges: Judges, reference: EnvRef, path: str, text: str, value: object) -> None:
    """The service reads the content of the variable, cast to the type of the field."""
    service = SERVICE.with_(**nested(path, reference))
    name = INJECTED.variable if reference == INJECTED else "PS_" + path.upper().replace(".", "_")

    rendered = render(service)
    document = judges.read_service_yaml(rendered, {**environment(service), name: text})

    assert f'!env "{name}{CASTS[type(value)]}"' in rendered
    assert at(document, path) == value


def nested(path: str, reference: EnvRef) -> dict[str, Any]:
    """Return the fields that set a path to a reference; a number in the path is an item of a list."""
    inner: Any = reference
    for part in reversed(path.split(".")):
        inner = [inner] if part.isdigit() else {part: inner}
    return dict(inner)


def at(document: Any, path: str) -> object:
    """Return the value at the path of a field in the document that the service reads."""
    place = document | {"source": document["replication"]["connections"][0]}
    for part in path.replace("extra.", "").split("."):
        place = place[int(part) if part.isdigit() else part]
    return place


@pytest.mark.parametrize("reference", [CONFIG_MAP, SECRET, INJECTED])
def test_key_id_from_a_variable(judges: Judges, reference: EnvRef) -> None:
    """The ID and the algorithm of a key may come from variables."""
    key = {"kty": "RSA", "kid": reference, "n": "q83v", "e": "AQAB", "alg": SECRET}
    service = SERVICE.with_(client_auth=CLIENT_AUTH.with_(jwks={"keys": [key]}))

    document = judges.read_service_yaml(render(service), environment(service))

    assert document["client_auth"]["jwks"]["keys"][0]["kid"].startswith("value of")
    assert judges.config_problems(document) == []


def test_memory_limit_of_the_pod(judges: Judges) -> None:
    """A limit of the container can set a number, in the unit of the reference."""
    limit = ResourceFieldRef(resource="limits.memory", divisor="1Mi")
    service = SERVICE.with_(storage={"batch_limits": {"max_record_count": limit}})

    document = judges.read_service_yaml(render(service), environment(service))

    assert document["storage"]["batch_limits"] == {"max_record_count": 12}


def test_models_are_models_of_service_yaml() -> None:
    """Every model of service.yaml has `extra`."""
    assert [model.__name__ for model in models() if "extra" not in model.model_fields] == []
    assert all(issubclass(model, Props) for model in models())
