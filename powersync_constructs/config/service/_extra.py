"""The keys of service.yaml that the library does not know: the field `extra` of each mapping of service.yaml."""

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import GetCoreSchemaHandler, field_validator, model_validator
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_plain_validator_function, plain_serializer_function_ser_schema
from typing_extensions import Self

from powersync_constructs.config.core._env import check_reference, describes_reference, is_variable, reference
from powersync_constructs.config.core._interpolation import refuse_interpolation_inside
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import NOTHING, as_frozen
from powersync_constructs.config.core._uris import refuse_secrets
from powersync_constructs.config.core.errors import ConfigError, Problem, shown
from powersync_constructs.config.core.secrets import EnvRef, SecretValue

EXTRA = "extra"
"""The name of the field. In service.yaml, its keys are next to those of the other fields."""


def scalar(value: Any) -> Any:
    """Check a string, a boolean or a number. Raises ValueError for a number that JavaScript cannot represent."""
    if not isinstance(value, str | int | float):
        raise ValueError("is not a number, a string or a boolean; use one of these")
    if (isinstance(value, int) and abs(value) >= 2**53) or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError("is not a number that JavaScript can represent exactly; use a string")
    return value + 0.0 if isinstance(value, float) else value  # write -0.0 as 0.0, because they are equal


def _mapping(given: Any) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise ValueError("is not a mapping; use a mapping from keys of service.yaml to their values")
    return as_frozen({_at(key, _key, key): _at(key, _value, value) for key, value in given.items()})


def _key(given: Any) -> str:
    if not isinstance(given, str) or not given:
        raise ValueError("is not a key of service.yaml; use a string that is not empty")
    return given


def _value(given: Any) -> Any:
    found = reference(given) if describes_reference(given) else given
    if found is None:
        raise ValueError("is null, which the service rejects; remove the key")
    if isinstance(found, EnvRef):
        check_reference(found)
    if is_variable(found):
        return found
    if isinstance(found, Mapping):
        return _mapping(found)
    if isinstance(found, list | tuple):
        return tuple(_at(index, _value, item) for index, item in enumerate(found))
    return scalar(refuse_secrets(found))


def _at(part: Any, check: Callable[[Any], Any], given: Any) -> Any:
    """Check the value of a key, or the item at an index. The path of an error begins with the key or the index."""
    try:
        return check(given)
    except ConfigError as error:
        raise ConfigError([Problem((part, *where), text) for where, text in error.problems]) from None
    except PydanticCustomError as error:  # about a secret
        raise ConfigError([Problem((part,), error.message())]) from None
    except ValueError as error:
        value = "" if given is None else shown(given)
        raise ConfigError([Problem((part,), f"{value} {error}".strip())]) from None


def _dumped(value: Any) -> Any:
    match value:
        case EnvRef():
            return value.as_mapping()
        case SecretValue():
            return str(value)
        case Mapping():
            return {key: _dumped(item) for key, item in value.items()}
        case tuple():
            return [_dumped(item) for item in value]
        case _:
            return value


class _AnyYaml:
    """The metadata of `extra`: anything that YAML can contain, except for nulls and URIs with a password."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of one function, because the values are nested to any depth."""
        serialization = plain_serializer_function_ser_schema(_dumped)
        return no_info_plain_validator_function(_mapping, serialization=serialization)


Extra = Annotated[Mapping[str, Any], _AnyYaml()]
"""Keys of service.yaml with their values: strings, numbers, booleans, lists, mappings and references."""


class ServiceYamlMapping(Props, is_mixin=True):
    """A mapping in service.yaml. `extra` adds keys that the library does not know."""

    set_elsewhere: ClassVar[Mapping[str, str]] = NOTHING
    """The keys in this place of service.yaml that fields of other models set, each with the name of such a field."""

    extra: Extra = as_frozen({})
    """The mapping of additional keys in this place of service.yaml, for example for a newer service. Values are
    strings, numbers, booleans, lists, mappings, or references, which the service reads as strings. The library does
    not check the keys. It rejects keys that another field sets.
    """

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        """Move `extra` after the other fields of the class, so that every list of its fields ends with `extra`."""
        super().__pydantic_init_subclass__(**options)
        cls.__pydantic_fields__[EXTRA] = cls.__pydantic_fields__.pop(EXTRA)

    @field_validator(EXTRA)
    @classmethod
    def _refuse_known_keys(cls, given: Mapping[str, Any]) -> Mapping[str, Any]:
        known = _fields_by_key(cls)
        problems = [
            Problem((key,), f"is a field of the library; set {known[key]}, and remove the key from extra")
            for key in given
            if key in known
        ]
        if problems:
            raise ConfigError(problems)
        return given

    @model_validator(mode="after")
    def _has_no_interpolation(self) -> Self:
        refuse_interpolation_inside(self)
        return self


@cache
def _fields_by_key(model: type[ServiceYamlMapping]) -> dict[str, str]:
    """Return the field that sets each key in the place of a model, by the name of the key and of the field."""
    fields = model.__pydantic_fields__
    aliases = {field.serialization_alias or name: name for name, field in fields.items()}
    return {name: name for name in fields} | aliases | dict(model.set_elsewhere)
