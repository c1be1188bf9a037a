"""The base of every model: frozen, without unknown fields, with errors of one line and copies that are checked.

It also has the one merge of the library. A nested model sets the fields that it names, and every other field keeps the
default of the place where it stands; in `with_` it keeps the current value. Mappings merge by key, lists replace, and
another member of a union replaces.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NoReturn, get_args, get_origin

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema
from typing_extensions import Self

from powersync_constructs.config.core._pydantic_errors import from_pydantic
from powersync_constructs.config.core.errors import ConfigError, Problem

_BUILDING: ContextVar[type | None] = ContextVar("_BUILDING", default=None)
"""The model whose own schema is being built."""


class Props(BaseModel):
    """A frozen value. Build another one with `with_`; nothing that is wrong can be built."""

    # deferred: a model is built when it is first used, so that importing all of them stays cheap
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    error_path: ClassVar[str] = ""
    """What stands before the field's name in an error: `api`, `source`, or nothing for the whole instance."""

    def __init_subclass__(cls, **options: Any) -> None:
        """Derive the path in errors from the class name where the class does not define it."""
        super().__init_subclass__(**options)
        bases = [base for base in cls.__mro__ if issubclass(base, Props) and base is not Props]
        if not any("error_path" in base.__dict__ for base in bases):
            cls.error_path = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()

    def with_(self, other: Self | None = None, /, **changes: Any) -> Self:
        """Return a copy with some fields changed, checked like a new one.

        A nested model, given as an object or as a mapping, changes the fields that it names and leaves the others:
        `props.with_(image={"tag": "1.25.0"})`. A mapping like labels merges by key, and None removes a key. A list, and
        another member of a union, replaces what was there. `other`, a model of this class, changes what it names.

        Raises ConfigError as the constructor does.
        """
        if other is not None:
            if type(other) is not type(self):
                rule = f"is no {type(self).__name__}; give one, or its fields by name"
                raise ConfigError([Problem((), rule)], root=self.error_path)
            changes = {name: getattr(other, name) for name in other.model_fields_set} | changes
        return self._changed(changes, named=self.model_fields_set | changes.keys())

    def _names(self, *fields: str) -> bool:
        """Whether the input named all these fields. For validators alone: afterwards, every value is explicit."""
        return self.model_fields_set.issuperset(fields)

    def _takes(self, change: Mapping[str, object]) -> bool:
        """Whether a mapping changes this model, rather than describes another member of its union."""
        return all(change.get(tag, value) == value for tag, value in _tags(type(self)).items())

    def _changed(self, changes: Mapping[str, object], *, named: Iterable[str], in_place: bool = False) -> Self:
        """A copy with the changes merged into it, which counts as having named the given fields."""
        values: dict[str, object] = {name: getattr(self, name) for name in type(self).model_fields}
        for name, change in changes.items():
            with _inside(type(self), name):
                values[name] = _merged(values.get(name), change, in_place=in_place)
        made = type(self).__new__(type(self))
        _validate(made, values)
        object.__setattr__(made, "__pydantic_fields_set__", set(named))
        return made

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Build the full schema of this model, or a minimal one where the model is nested in another.

        A nested mapping goes to the constructor, so that the schema only has to tell the members of a union apart.
        """
        if _BUILDING.get() is not cls:
            return _nested_schema(cls)
        _BUILDING.set(None)  # a model inside itself is nested
        return handler(source)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe all fields, also where the schema is the minimal one of a nested model."""
        cls.model_rebuild()
        return handler(cls.__pydantic_core_schema__)

    @classmethod
    def model_rebuild(cls, **options: Any) -> bool | None:
        """Build the schema of this model, as pydantic does when the model is first used."""
        before = _BUILDING.set(cls)
        try:
            return super().model_rebuild(**options)
        finally:
            _BUILDING.reset(before)

    if not TYPE_CHECKING:  # type checkers take the signatures from the fields and from pydantic

        def __init__(self, **fields: Any) -> None:
            _validate(self, {name: self._placed(name, value) for name, value in fields.items()})

        @classmethod
        def _placed(cls, name: str, value: object) -> object:
            """What a field holds when this value is given for it: merged into the default of this place."""
            default = _default_of(cls, name) if isinstance(value, Props | Mapping) else None
            with _inside(cls, name):
                return _merged(default, value, in_place=True)

        def __setattr__(self, name: str, value: Any) -> None:
            raise ConfigError(
                [Problem((name,), f"cannot be changed; make a copy: with_({name}=...)")], root=self.error_path
            )

        def __delattr__(self, name: str) -> None:
            raise ConfigError([Problem((name,), "cannot be removed; make a copy: with_(...)")], root=self.error_path)

        def copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
            return self.with_(**(update or {}))

        def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
            return self.with_(**(update or {}))

        @classmethod
        def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> NoReturn:
            raise ConfigError([Problem((), f"cannot be built without checks; use {cls.__name__}(...)")])

        @classmethod
        def model_validate(cls, obj: Any, **options: Any) -> Self:
            with _lines_of_errors(cls):
                return super().model_validate(obj, **options)

        @classmethod
        def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
            with _lines_of_errors(cls):
                return super().model_validate_json(json_data, **options)

        @classmethod
        def model_validate_strings(cls, obj: Any, **options: Any) -> Self:
            with _lines_of_errors(cls):
                return super().model_validate_strings(obj, **options)


def _nested_schema(model: type[Props]) -> CoreSchema:
    tags = {
        name: core_schema.model_field(core_schema.with_default_schema(core_schema.literal_schema([tag]), default=tag))
        for name, tag in _tags(model).items()
    }
    return core_schema.model_schema(
        model,
        core_schema.model_fields_schema(tags, model_name=model.__name__, strict=True),
        custom_init=True,
        serialization=core_schema.simple_ser_schema("any"),
    )


@contextmanager
def _lines_of_errors(model: type[Props]) -> Iterator[None]:
    """Raise ConfigError for what pydantic refuses."""
    try:
        yield
    except ValidationError as error:
        raise from_pydantic(error, model, model.error_path) from None


@contextmanager
def _inside(model: type[Props], field: str) -> Iterator[None]:
    """Raise ConfigError as the model does that has the field in which something is refused."""
    try:
        yield
    except ConfigError as error:
        raise error.within(field, root=model.error_path) from None


def _validate(model: Props, values: Mapping[str, object]) -> None:
    """Fill a new model. Raises ConfigError."""
    with _lines_of_errors(type(model)):
        BaseModel.__init__(model, **values)


def _merged(current: object, change: object, *, in_place: bool) -> object:
    """What stands in a place that holds `current` once `change` is given for it.

    With `in_place`, `current` is the default of the place, so that the result names only what the change names.
    """
    if isinstance(current, Props):
        changes = _named_by(current, change)
        if changes is None:
            return change
        named = changes.keys() if in_place else current.model_fields_set | changes.keys()
        return current._changed(changes, named=named, in_place=in_place)
    if isinstance(current, Mapping) and isinstance(change, Mapping):
        removed = {key for key, value in change.items() if value is None and (key in current or not in_place)}
        merged = {key: _merged(current.get(key), value, in_place=in_place) for key, value in change.items()}
        return {key: value for key, value in {**current, **merged}.items() if key not in removed}
    return dict(change) if isinstance(change, Mapping) else change  # pydantic makes a model of a dict alone


def _named_by(current: Props, change: object) -> Mapping[str, object] | None:
    """The fields that a change names; None where it is no change of this model but takes its place."""
    if isinstance(change, Props):
        same = type(change) is type(current)
        return {name: getattr(change, name) for name in change.model_fields_set} if same else None
    return change if isinstance(change, Mapping) and current._takes(change) else None


@cache
def _default_of(model: type[Props], name: str) -> object:
    """The default of a place, or None."""
    field = model.model_fields.get(name)
    return None if field is None or field.is_required() else field.get_default(call_default_factory=True)


@cache
def _tags(model: type[Props]) -> dict[str, str]:
    """The fields that tell a model from the other members of its union, with their only value."""
    return {
        name: str(get_args(field.annotation)[0])
        for name, field in model.model_fields.items()
        if get_origin(field.annotation) is Literal and len(get_args(field.annotation)) == 1 and not field.is_required()
    }
