"""What may stand where a value would go: a reference to one, a secret's value, or a variable that something injects."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticSerializationUnexpectedValue
from pydantic_core.core_schema import is_instance_schema, plain_serializer_function_ser_schema

from powersync_constructs.config.core._types import config_key, is_placeholder, object_name
from powersync_constructs.config.core.errors import ConfigError, Problem, shown

_VARIABLE = re.compile(r"PS_[A-Za-z0-9_]{1,250}")
_OTHERS = frozenset({"PS_LOG_FORMAT", "PS_LOG_LEVEL", "PS_RUNNER_TYPE"})
"""Variables that the service reads for something else (util/env.ts, util/config.ts)."""


def _instances_of(kind: type[Any], dump: Callable[[Any], object]) -> CoreSchema:
    """A schema for objects of a class alone, which are dumped as said."""

    def dump_own(value: object) -> object:
        if not isinstance(value, kind):
            raise PydanticSerializationUnexpectedValue("another class")  # pydantic goes on to the next one of a union
        return dump(value)

    return is_instance_schema(kind, serialization=plain_serializer_function_ser_schema(dump_own))


class _Reference:
    """What is given as an object, or as a mapping of its fields."""

    error_path: ClassVar[str]
    kind: ClassVar[Mapping[str, str]] = {}
    """What a dump, and so a mapping, has beside the fields."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Mappings have become objects before: see `from_mapping`."""
        return _instances_of(cls, lambda value: {**cls.kind, **asdict(value)})

    def _check(self, part: str, check: Callable[[str], str], *, show: bool) -> None:
        """Raise for a field that fails its check. A wrong value may be the secret itself, so not all are shown."""
        text = getattr(self, part)
        try:
            check(text if isinstance(text, str) else "")
        except ValueError as error:
            line = f"{shown(text) if show else ''} {error}".strip()
            raise ConfigError([Problem((part,), line)], root=self.error_path) from None


@dataclass(frozen=True)
class SecretRef(_Reference):
    """A key of a Secret that somebody else keeps in the instance's namespace.

    It goes where the value would go. The library writes `!env PS_…` into service.yaml and a `secretKeyRef` into
    every workload that loads that file. As a mapping it is `{"name": …, "key": …}`.
    """

    error_path = "secret_ref"

    name: str
    """The Secret's name."""
    key: str
    """The key in it."""

    def __post_init__(self) -> None:
        self._check("name", object_name, show=True)
        self._check("key", config_key, show=False)


@dataclass(frozen=True)
class ConfigMapRef(_Reference):
    """A key of a ConfigMap that somebody else keeps in the instance's namespace.

    As a mapping it is `{"type": "config-map", "name": …, "key": …}`.
    """

    error_path = "config_map_ref"
    kind: ClassVar[Mapping[str, str]] = {"type": "config-map"}

    name: str
    """The ConfigMap's name."""
    key: str
    """The key in it."""

    def __post_init__(self) -> None:
        self._check("name", object_name, show=True)
        self._check("key", config_key, show=False)


@dataclass(frozen=True)
class InjectedSecret(_Reference):
    """An environment variable that something else puts into the pods: a webhook, an agent, or `env_from`.

    It goes where a `SecretRef` would go. The library writes `!env` and the variable into service.yaml, and nothing
    into the pods: every workload must get the variable. As a mapping it is `{"variable": …}`.
    """

    error_path = "injected_secret"

    variable: str
    """The variable's name, which begins with PS_: the service reads no others."""

    def __post_init__(self) -> None:
        self._check("variable", _variable, show=str(self.variable).startswith("PS_"))


@dataclass(frozen=True)
class SecretValue:
    """A secret's value, for development: it lands in a Secret in the manifests. Never shown by repr, error or log."""

    value: str = field(repr=False)
    """The secret itself."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A dump has no fields of it: it shows what repr does."""
        return _instances_of(cls, str)

    def __post_init__(self) -> None:
        if not isinstance(self.value, str) or not self.value:
            raise ConfigError([Problem(("value",), "empty; give the secret, or use a SecretRef")], root="secret_value")
        if is_placeholder(self.value):
            text = "is a placeholder; give a real secret, or use a SecretRef"
            raise ConfigError([Problem(("value",), text)], root="secret_value")


_KINDS: Mapping[object, type[SecretRef | ConfigMapRef | InjectedSecret]] = {
    "secret": SecretRef,
    "config-map": ConfigMapRef,
    "injected": InjectedSecret,
}
"""What a mapping says with its `type`; it may leave that out, except for a ConfigMapRef."""


def from_mapping(value: Any) -> Any:
    """The reference that a mapping stands for; everything else as it is.

    Raises ConfigError for a mapping that has some fields of a reference, but not all, or others besides.
    """
    if not isinstance(value, Mapping):
        return value
    kind = _kind_of(value)
    if kind is None:
        return value
    names = [part.name for part in fields(kind)]
    problems = [Problem((name,), f"missing; give {' and '.join(names)}") for name in names if name not in value]
    others = [str(name) for name in value if name not in ("type", *names)]
    problems += [Problem((name,), f"no such field; there are {' and '.join(names)}") for name in others]
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
        raise ValueError("is no variable that the service reads; use PS_, then letters, digits and _")
    if text in _OTHERS:
        raise ValueError("is what the service reads for something else; choose another")
    return text
