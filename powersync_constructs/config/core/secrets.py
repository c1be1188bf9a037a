"""References, secret values and injected environment variables, which fields accept in place of plain values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticSerializationUnexpectedValue
from pydantic_core.core_schema import is_instance_schema, plain_serializer_function_ser_schema

from powersync_constructs.config.core._interpolation import whole_interpolation
from powersync_constructs.config.core._placeholders import is_placeholder
from powersync_constructs.config.core._types import config_key, object_name
from powersync_constructs.config.core.errors import ConfigError, Problem, shown

_VARIABLE = re.compile(r"PS_[A-Za-z0-9_]{1,250}")
_OTHERS = frozenset({"PS_LOG_FORMAT", "PS_LOG_LEVEL", "PS_RUNNER_TYPE"})
"""Variables that the service reads for other purposes (util/env.ts, util/config.ts)."""


def _instances_of(kind: type[Any], dump: Callable[[Any], object]) -> CoreSchema:
    """Return a schema that accepts only objects of one class, and that serializes them with `dump`."""

    def dump_own(value: object) -> object:
        if not isinstance(value, kind):
            raise PydanticSerializationUnexpectedValue("another class")  # pydantic tries the next member of a union
        return dump(value)

    return is_instance_schema(kind, serialization=plain_serializer_function_ser_schema(dump_own))


class EnvRef:
    """A reference that a field of service.yaml accepts in place of its value.

    It is a `SecretRef`, a `ConfigMapRef`, a `FieldRef`, a `ResourceFieldRef` or an `InjectedSecret`. The library writes
    `!env PS_…` into service.yaml, with the cast of the field: `::number` or `::boolean`.
    """

    def as_mapping(self) -> dict[str, Any]:
        """Return the mapping that means the same."""
        raise NotImplementedError


class _Reference(EnvRef):
    """A reference, given as an object or as a mapping of its fields."""

    error_path: ClassVar[str]
    kind: ClassVar[Mapping[str, str]] = {}
    """The keys of a serialized reference in addition to its fields."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Accept only objects. `from_mapping` converts mappings before the validation."""
        return _instances_of(cls, cls.as_mapping)

    def as_mapping(self) -> dict[str, Any]:
        """Return the mapping that means the same."""
        return {**self.kind, **vars(self)}

    def _check(self, part: str, check: Callable[[str], str], *, show: bool) -> None:
        """Raise ConfigError if a field fails its check. `show` is False for a value that may be the secret itself."""
        text = getattr(self, part)
        try:
            check(text if isinstance(text, str) else "")
        except ValueError as error:
            line = f"{shown(text) if show else ''} {error}".strip()
            raise ConfigError([Problem((part,), line)], root=self.error_path) from None


@dataclass(frozen=True)
class SecretRef(_Reference):
    """A reference to a key of an existing Secret in the namespace of the instance.

    Use it in place of the value. The library writes `!env PS_…` into service.yaml, and a `secretKeyRef` into every
    workload that loads service.yaml. The mapping `{"name": …, "key": …}` means the same.
    """

    error_path = "secret_ref"

    name: str
    """The name of the Secret."""
    key: str
    """The key in the Secret."""

    def __post_init__(self) -> None:
        self._check("name", object_name, show=True)
        self._check("key", config_key, show=False)


@dataclass(frozen=True)
class ConfigMapRef(_Reference):
    """A reference to a key of an existing ConfigMap in the namespace of the instance.

    The mapping `{"type": "config-map", "name": …, "key": …}` means the same.
    """

    error_path = "config_map_ref"
    kind: ClassVar[Mapping[str, str]] = {"type": "config-map"}

    name: str
    """The name of the ConfigMap."""
    key: str
    """The key in the ConfigMap."""

    def __post_init__(self) -> None:
        self._check("name", object_name, show=True)
        self._check("key", config_key, show=False)


@dataclass(frozen=True)
class InjectedSecret(_Reference):
    """An environment variable that the library does not set. A webhook, an agent or `env_from` adds it to the pods.

    Use it in place of a `SecretRef`. The library writes `!env` and the name of the variable into service.yaml, but does
    not add the variable to the pods. Make sure that every workload gets it. The mapping `{"variable": …}` means the
    same.
    """

    error_path = "injected_secret"

    variable: str
    """The name of the variable. It must begin with PS_, because `!env` accepts no other names."""

    def __post_init__(self) -> None:
        self._check("variable", _variable, show=str(self.variable).startswith("PS_"))


@dataclass(frozen=True)
class SecretValue:
    """The value of a secret, for development. The manifests contain it in a Secret; no repr, error or log shows it."""

    value: str = field(repr=False)
    """The secret."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Serialize the object as its repr, without the value."""
        return _instances_of(cls, str)

    def __post_init__(self) -> None:
        if not isinstance(self.value, str) or not self.value:
            text = "must be a string that is not empty; set the secret, or use SecretRef(name, key)"
            raise ConfigError([Problem(("value",), text)], root="secret_value")
        if found := whole_interpolation(self.value):
            text = f"is {found}, which nothing replaces; set the secret itself, or use SecretRef(name, key)"
            raise ConfigError([Problem(("value",), text)], root="secret_value")
        if is_placeholder(self.value):
            text = "is a placeholder; replace it with a real secret, or use SecretRef(name, key)"
            raise ConfigError([Problem(("value",), text)], root="secret_value")


_KINDS: Mapping[object, type[SecretRef | ConfigMapRef | InjectedSecret]] = {
    "secret": SecretRef,
    "config-map": ConfigMapRef,
    "injected": InjectedSecret,
}
"""The class for each `type` of a mapping. Only the mapping for a ConfigMapRef needs the `type`."""
REFERENCE_TYPES = tuple(_KINDS)
"""The `type` of a mapping that describes a reference of this module."""


def from_mapping(value: Any) -> Any:
    """Return the reference that a mapping describes. Return any other value unchanged.

    Raises ConfigError for a mapping that lacks a field of a reference, or has additional fields.
    """
    if not isinstance(value, Mapping):
        return value
    kind = _kind_of(value)
    if kind is None:
        return value
    names = [part.name for part in fields(kind)]
    problems = [Problem((name,), f"missing; set {' and '.join(names)}") for name in names if name not in value]
    others = [str(name) for name in value if name not in ("type", *names)]
    problems += [Problem((name,), f"no such field; use one of: {', '.join(names)}") for name in others]
    if problems:
        raise ConfigError(problems, root=kind.error_path)
    return kind(**{name: value[name] for name in names})


def _kind_of(value: Mapping[Any, Any]) -> type[SecretRef | ConfigMapRef | InjectedSecret] | None:
    given = value.get("type")
    if isinstance(given, str):
        return _KINDS.get(given)
    if "variable" in value:
        return InjectedSecret
    return SecretRef if "name" in value or "key" in value else None


def _variable(text: str) -> str:
    if not _VARIABLE.fullmatch(text):
        raise ValueError("is not a variable that the service reads; use PS_ followed by letters, digits and '_'")
    if text in _OTHERS:
        raise ValueError("is a variable that the service reads for another purpose; choose another")
    return text
