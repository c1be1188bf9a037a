"""Values that may come from an environment variable. The service resolves `!env` in every scalar of service.yaml."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args

from pydantic import BeforeValidator, GetCoreSchemaHandler
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_wrap_validator_function, wrap_serializer_function_ser_schema
from typing_extensions import TypeIs

from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.core.pod_fields import (
    POD_FIELD_TYPES,
    FieldRef,
    ResourceFieldRef,
    pod_field_from_mapping,
)
from powersync_constructs.config.core.secrets import REFERENCE_TYPES, EnvRef, SecretValue, from_mapping

_Plain = TypeVar("_Plain")


def reference(value: Any) -> Any:
    """Return the reference that a mapping describes. Return any other value unchanged. Raises ConfigError."""
    return from_mapping(pod_field_from_mapping(value))


def describes_reference(value: object) -> bool:
    """Whether a value is a mapping with the `type`, or with exactly the keys, of a reference."""
    if not isinstance(value, Mapping):
        return False
    has_type = value.get("type") in (*REFERENCE_TYPES, *POD_FIELD_TYPES)
    return has_type or set(value) in ({"name", "key"}, {"variable"})


def is_variable(value: object) -> TypeIs[EnvRef | SecretValue]:
    """Whether a value comes from an environment variable, so that service.yaml uses `!env` for it."""
    return isinstance(value, EnvRef | SecretValue)


def plain_only(reason: str) -> BeforeValidator:
    """Return a validator that rejects a reference, because a check or another object needs the value."""

    def check(value: Any) -> Any:
        if is_variable(reference(value)):
            raise ValueError(f"must be a plain value, because {reason}; set the value itself")
        return value

    return BeforeValidator(check)


@dataclass(frozen=True)
class FromEnv:
    """The metadata of a union with `EnvRef`. Any value except a reference is validated by the other members.

    Pydantic would report one error per member, also for `EnvRef`. This schema reports only the errors of the others.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of the other members, which also accepts references."""
        members = tuple(member for member in get_args(source) if member is not EnvRef)
        plain = handler.generate_schema(reduce(or_, members))
        return no_info_wrap_validator_function(
            _validator(takes_secret_values=SecretValue in members),
            plain,
            serialization=wrap_serializer_function_ser_schema(_dumped, schema=plain),
        )


def _validator(*, takes_secret_values: bool) -> Callable[[Any, Callable[[Any], Any]], Any]:
    def validate(value: Any, validate_plain: Callable[[Any], Any]) -> Any:
        given = reference(value)
        if isinstance(given, EnvRef):
            check_reference(given)
            return given
        if isinstance(given, SecretValue) and not takes_secret_values:
            raise ValueError("must not be a SecretValue; use the value itself, or SecretRef(name, key)")
        return validate_plain(given)

    return validate


def check_reference(given: EnvRef) -> None:
    """Raise ConfigError for a reference to a pod field that no variable of service.yaml can contain."""
    if isinstance(given, FieldRef):
        given.check_env()
    if isinstance(given, ResourceFieldRef) and given.container is not None:
        rule = f"'{given.container}' is not the container of the service in every workload"
        raise config_error("container", f"{rule}; remove this field")


def _dumped(value: Any, dump_plain: Callable[[Any], Any]) -> Any:
    return value.as_mapping() if isinstance(value, EnvRef) else dump_plain(value)


if TYPE_CHECKING:
    OrEnv = Annotated[_Plain | EnvRef, FromEnv()]
    """A value, or a reference to it. For a reference, service.yaml contains `!env` with the cast of the field."""
else:

    class OrEnv:
        """The same without a type variable, whose substitution takes about 100 microseconds per type (measured)."""

        def __class_getitem__(cls, plain: Any) -> Any:
            return Annotated[plain | EnvRef, FromEnv()]
