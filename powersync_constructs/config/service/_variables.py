"""The environment variables that service.yaml refers to: their names and sources."""

from collections.abc import Iterator

from pydantic import BaseModel
from typing_extensions import TypeIs

from powersync_constructs.config.core._versions import Path, walk
from powersync_constructs.config.core.errors import ConfigError, Problem
from powersync_constructs.config.core.secrets import ConfigMapRef, InjectedSecret, SecretRef, SecretValue

VariableSource = SecretRef | SecretValue | ConfigMapRef
"""The source of an environment variable that the library sets in the pods."""


def is_variable(value: object) -> TypeIs[VariableSource | InjectedSecret]:
    """Whether a value comes from an environment variable, so that service.yaml uses `!env` for it."""
    return isinstance(value, SecretRef | SecretValue | ConfigMapRef | InjectedSecret)


def variable_name(path: Path, value: object = None) -> str:
    """Return the name of a field's variable: `PS_STORAGE_PASSWORD` for `storage.password`.

    If the value is an InjectedSecret, return the name that it contains.
    """
    if isinstance(value, InjectedSecret):
        return value.variable
    return "_".join(("PS", *(str(part).upper() for part in path)))


def variables(service: BaseModel) -> dict[str, VariableSource]:
    """Return the variables that the library sets in the pods, by name. Injected variables are not included."""
    return {variable_name(path): value for path, value in _found(service) if not isinstance(value, InjectedSecret)}


def secret_values(service: BaseModel) -> dict[str, str]:
    """Return the value of each `SecretValue` in the props, by variable name."""
    return {name: source.value for name, source in variables(service).items() if isinstance(source, SecretValue)}


def refuse_taken_variables(service: BaseModel) -> None:
    """Raise if an injected variable has the name of a variable that the library sets for another field."""
    written = {variable_name(path): path for path, value in _found(service) if not isinstance(value, InjectedSecret)}
    for path, value in _found(service):
        if isinstance(value, InjectedSecret) and value.variable in written:
            field = ".".join(map(str, written[value.variable]))
            rule = f"'{value.variable}' is the variable that the library sets for {field}"
            raise ConfigError([Problem(path, f"{rule}; inject the value under another name")])


def _found(service: BaseModel) -> Iterator[tuple[Path, VariableSource | InjectedSecret]]:
    for path, value, _ in walk(service):
        if is_variable(value):
            yield path, value
