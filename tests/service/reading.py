"""The content of a service.yaml that the service must read, computed from the models and the names of the variables."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from powersync_constructs.config import (
    ConfigMapRef,
    EnvRef,
    FieldRef,
    InjectedSecret,
    ResourceFieldRef,
    SecretRef,
    SecretValue,
    ServiceConfig,
)
from powersync_constructs.config.core._fields import Path
from powersync_constructs.config.service._variables import variable_name

SYNC_CONFIG_PATH = "/powersync/sync-config/sync-config.yaml"
NUMBER = 12
"""The content of every variable that must become a number. Every field accepts it."""
NUMBER_VARIABLE = "PS_PORT"
"""The injected variable that contains the number."""
CONTENTS = {"pin": "0123", "flag": "true", "lines": "a: |\r\n  'b'\n\n::number \U0001f600"}
"""The content of Secrets under these keys, if a string is expected."""


def environment(service: ServiceConfig) -> dict[str, str]:
    """Return the variables of a pod, with contents that the fields accept."""
    return {
        variable_name(path, source): _as_text(meant(source, annotation))
        for path, source, annotation in references(service)
    }


def references(
    value: Any, path: Path = (), annotation: object = str
) -> Iterator[tuple[Path, EnvRef | SecretValue, object]]:
    """Yield each value that comes from a variable: its path, the value, and the annotation of its field."""
    if isinstance(value, EnvRef | SecretValue):
        yield path, value, annotation
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from references(getattr(value, name), (*path, name), field.annotation)
    elif isinstance(value, tuple | Mapping):
        for key, item in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from references(item, (*path, key), annotation)


def meant(source: EnvRef | SecretValue, annotation: object) -> Any:
    """Return what the service must read for a variable: one of the words of its field, a number, True, or a text."""
    if isinstance(source, SecretValue):
        return source.value
    plain = list(_plain(annotation))
    if str in plain or not plain:
        return _text_of(source)
    first = plain[0]
    return NUMBER if first in (int, float) else True if first is bool else first


def _plain(annotation: object) -> Iterator[Any]:
    """Yield the words of an annotation, and its types int, float, bool and str."""
    if annotation in (int, float, bool, str):
        yield annotation
    parts = get_args(annotation)
    if get_origin(annotation) is Literal:
        yield from parts
    else:
        for part in parts:
            yield from _plain(part)


def _text_of(source: EnvRef) -> str:
    match source:
        case InjectedSecret():
            return f"value of {source.variable}"
        case SecretRef() | ConfigMapRef():
            return CONTENTS.get(source.key, f"{source.key} of {source.name}: \u00e9 \"'\\")
        case FieldRef():
            return f"value of {source.path}"
        case ResourceFieldRef():
            return "536870912"
    raise TypeError(source)


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def expected(service: ServiceConfig) -> dict[str, Any]:
    """Return the document that the service must read."""
    document: dict[str, Any] = read(service)
    document["replication"] = {"connections": [document.pop("source")]}
    document["sync_config"]["path"] = SYNC_CONFIG_PATH
    return document


def read(value: Any, annotation: object = str) -> Any:
    """Return a value as the service must read it: a variable's content, and only the fields that are set."""
    if isinstance(value, EnvRef | SecretValue):
        return meant(value, annotation)
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        given = {name: part for name, part in value if part is not None and part not in ((), {})}
        keys = {name: fields[name].serialization_alias or name for name in given}
        read_fields = {keys[name]: read(part, fields[name].annotation) for name, part in given.items()}
        extra = read_fields.pop("extra", {})
        return {**read_fields, **extra}
    if isinstance(value, tuple):
        return [read(item, annotation) for item in value]
    if isinstance(value, Mapping):
        return {key: read(item, annotation) for key, item in value.items()}
    return value


def unknown_keys(value: Any, path: str = "") -> set[str]:
    """Return the paths of the keys of `extra`, which the service ignores until it has settings of these names."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        keys = {name: _place(field.serialization_alias or name) for name, field in fields.items()}
        inner = [unknown_keys(getattr(value, name), f"{path}{key}.") for name, key in keys.items()]
        return {f"{path}{key}" for key in getattr(value, "extra", {})}.union(*inner)
    if isinstance(value, tuple):
        return set().union(*(unknown_keys(item, f"{path}{index}.") for index, item in enumerate(value)))
    return set()


def _place(key: str) -> str:
    return {"source": "replication.connections.0"}.get(key, key)
