"""The environment variables that service.yaml refers to: their names, sources and casts."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from powersync_constructs.config.core._env import is_variable
from powersync_constructs.config.core._fields import Path, walk
from powersync_constructs.config.core.errors import ConfigError, Problem, error_path
from powersync_constructs.config.core.pod_fields import FieldRef, ResourceFieldRef
from powersync_constructs.config.core.secrets import ConfigMapRef, EnvRef, InjectedSecret, SecretRef, SecretValue

VariableSource = SecretRef | SecretValue | ConfigMapRef | FieldRef | ResourceFieldRef
"""The source of an environment variable that the library sets in the pods."""
Cast = Literal["number", "boolean"]
"""The type to which service.yaml casts a variable: `number` in `!env NAME::number`."""
_SCALARS: dict[object, str] = {bool: "boolean", int: "number", float: "number", str: "string"}


def variable_name(path: Path, value: object = None) -> str:
    """Return the name of a field's variable: `PS_STORAGE_PASSWORD` for `storage.password`.

    If the value is an InjectedSecret, return the name that it contains. In the key of a mapping, `_` replaces each
    character that a name of a variable cannot have.
    """
    if isinstance(value, InjectedSecret):
        return value.variable
    return "_".join(("PS", *(re.sub(r"[^A-Z0-9_]", "_", str(part).upper()) for part in path)))


@cache
def cast_of(model: type[BaseModel], field: str) -> Cast | None:
    """Return the cast of a variable in a field, in an item of its list, or in a value of its mapping.

    It is None for strings, and for a field that accepts both strings and numbers: the service then reads a string.
    """
    kinds = set(_scalar_types(model.__pydantic_fields__[field].annotation))
    return "number" if kinds == {"number"} else "boolean" if kinds == {"boolean"} else None


def _scalar_types(annotation: Any) -> Iterator[str]:
    """Yield the scalar types of YAML in an annotation, without those of the keys of a mapping."""
    parts = get_args(annotation)
    if isinstance(annotation, type) and annotation in _SCALARS:
        yield _SCALARS[annotation]
    elif get_origin(annotation) is Literal:
        yield from (_SCALARS[type(word)] for word in parts)
    else:
        for part in parts[-1:] if get_origin(annotation) is Mapping else parts:
            yield from _scalar_types(part)


def variables(service: BaseModel) -> dict[str, VariableSource]:
    """Return the variables that the library sets in the pods, by name. Injected variables are not included."""
    return {variable_name(path): value for path, value in _found(service) if isinstance(value, VariableSource)}


def secret_values(service: BaseModel) -> dict[str, str]:
    """Return the value of each `SecretValue` in the props, by variable name."""
    return {name: source.value for name, source in variables(service).items() if isinstance(source, SecretValue)}


def refuse_taken_variables(service: BaseModel) -> None:
    """Raise if two values have a variable of the same name, except for two injected variables."""
    written: dict[str, Path] = {}
    found = list(_found(service))
    for path, value in found:
        if isinstance(value, VariableSource):
            name = variable_name(path)
            if name in written:
                rule = f"would share the variable '{name}' with {error_path(written[name])}"
                raise ConfigError([Problem(path, f"{rule}; rename one of the two keys")])
            written[name] = path
    for path, value in found:
        if isinstance(value, InjectedSecret) and value.variable in written:
            rule = f"'{value.variable}' is the variable that the library sets for {error_path(written[value.variable])}"
            raise ConfigError([Problem(path, f"{rule}; inject the value under another name")])


def _found(service: BaseModel) -> Iterator[tuple[Path, EnvRef | SecretValue]]:
    for path, value, _ in walk(service):
        if is_variable(value):
            yield path, value
