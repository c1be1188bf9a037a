"""The environment variables that service.yaml reads: what they are called, and where they come from."""

from collections.abc import Iterator

from pydantic import BaseModel
from typing_extensions import TypeIs

from powersync_constructs.config.core._versions import Path, walk
from powersync_constructs.config.core.errors import ConfigError, Problem
from powersync_constructs.config.core.secrets import ConfigMapRef, InjectedSecret, SecretRef, SecretValue

VariableSource = SecretRef | SecretValue | ConfigMapRef
"""Where a variable comes from that the library writes into the pods."""


def is_variable(value: object) -> TypeIs[VariableSource | InjectedSecret]:
    """Whether a value stands in the environment, so that service.yaml has `!env` for it."""
    return isinstance(value, SecretRef | SecretValue | ConfigMapRef | InjectedSecret)


def variable_name(path: Path, value: object = None) -> str:
    """The variable of the field at a path: `PS_STORAGE_PASSWORD` of `storage.password`, or the one that is injected."""
    if isinstance(value, InjectedSecret):
        return value.variable
    return "_".join(("PS", *(str(part).upper() for part in path)))


def variables(service: BaseModel) -> dict[str, VariableSource]:
    """The variables that workloads with this service.yaml are given, by name: all but those that are injected."""
    return {variable_name(path): value for path, value in _found(service) if not isinstance(value, InjectedSecret)}


def secret_values(service: BaseModel) -> dict[str, str]:
    """The variables whose values are in the props themselves, by name."""
    return {name: source.value for name, source in variables(service).items() if isinstance(source, SecretValue)}


def refuse_taken_variables(service: BaseModel) -> None:
    """Raise for a variable that is injected under the name that the library writes for another field."""
    written = {variable_name(path): path for path, value in _found(service) if not isinstance(value, InjectedSecret)}
    for path, value in _found(service):
        if isinstance(value, InjectedSecret) and value.variable in written:
            field = ".".join(map(str, written[value.variable]))
            text = f"'{value.variable}' is what the library writes for {field}; inject another variable"
            raise ConfigError([Problem(path, text)])


def _found(service: BaseModel) -> Iterator[tuple[Path, VariableSource | InjectedSecret]]:
    for path, value, _ in walk(service):
        if is_variable(value):
            yield path, value
