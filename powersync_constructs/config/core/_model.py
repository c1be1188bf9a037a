"""The base of every model. Models are frozen, reject unknown fields, and report each error in one line.

A copy of a model is validated like a new model.

This module also defines how the library merges values. A nested model sets the fields that it names. Every other field
keeps the default that the outer model sets or, in `with_`, its current value. Mappings merge by key. A list
replaces the previous list, and another member of a union replaces the previous member.
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

from powersync_constructs.config.core._docstrings import own_docstring
from powersync_constructs.config.core._documentation import Documented, field_declarations
from powersync_constructs.config.core._pydantic_errors import from_pydantic
from powersync_constructs.config.core.errors import ConfigError, Problem

_BUILDING: ContextVar[type | None] = ContextVar("_BUILDING", default=None)
"""The model whose full schema pydantic is building."""


class Props(BaseModel, metaclass=Documented):
    """An immutable, validated model. `with_` returns a changed copy."""

    # deferred: pydantic builds a model when it is first used, so that importing all models is fast
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    error_path: ClassVar[str] = ""
    """The path before the field's name in an error: `api`, `source`, or empty for the whole instance."""
    corrections: ClassVar[Mapping[str, str]] = {}
    """The fixes for common mistakes: for a name that is not a field, and for a value, written as `field=value`."""

    def __init_subclass__(cls, *, is_mixin: bool = False, **options: Any) -> None:
        """Derive `error_path` from the class name, unless the class is a mixin, or the class or a base defines it."""
        super().__init_subclass__(**options)
        bases = [base for base in cls.__mro__ if issubclass(base, Props) and base is not Props]
        if not is_mixin and not any("error_path" in base.__dict__ for base in bases):
            cls.error_path = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()

    def with_(self, other: Self | None = None, /, **changes: Any) -> Self:
        """Return a copy with some fields changed. The copy is validated like a new model.

        A nested model, given as an object or as a mapping, changes the fields that it names and keeps the others:
        `props.with_(image={"tag": "1.25.0"})`. A mapping like labels merges by key, and the value None removes a key. A
        list, or another member of a union, replaces the previous value. `other`, a model of the same class, changes the
        fields that it names.

        Raises ConfigError, as the constructor does.
        """
        if other is not None:
            if type(other) is not type(self):
                rule = f"is not of type {type(self).__name__}; use such an object, or name the fields to change"
                raise ConfigError([Problem((), rule)], root=self.error_path)
            changes = {name: getattr(other, name) for name in other.model_fields_set} | changes
        return self._changed(changes, named=self.model_fields_set | changes.keys())

    def _names(self, *fields: str) -> bool:
        """Whether the input names all these fields. Only for validators.

        When a model is nested in another model or changed, its validators run again on the merged values. In this
        second validation, the input names every field.
        """
        return self.model_fields_set.issuperset(fields)

    def _takes(self, change: Mapping[str, object]) -> bool:
        """Whether a mapping changes this model. Otherwise, the mapping describes another member of the union."""
        return all(change.get(tag, value) == value for tag, value in _tags(type(self)).items())

    def _changed(self, changes: Mapping[str, object], *, named: Iterable[str], in_place: bool = False) -> Self:
        """Return a copy with the changes merged into it. The fields in `named` become its `model_fields_set`."""
        values: dict[str, object] = {name: getattr(self, name) for name in type(self).__pydantic_fields__}
        for name, change in changes.items():
            with _inside(type(self), name):
                values[name] = _merged(values.get(name), change, in_place=in_place)
        made = type(self).__new__(type(self))
        _validate(made, values)
        object.__setattr__(made, "__pydantic_fields_set__", set(named))
        return made

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the full schema of this model, or a minimal one if the model is nested in another.

        Pydantic passes a nested mapping to the constructor, so the minimal schema only distinguishes the members of a
        union.
        """
        if _BUILDING.get() is not cls:
            return _nested_schema(cls)
        _BUILDING.set(None)  # inside its own schema, this model is a nested model
        return handler(source)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe all fields, even if the schema is the minimal one of a nested model."""
        cls.model_rebuild()
        json_schema = handler(cls.__pydantic_core_schema__)
        described = handler.resolve_ref_schema(json_schema)
        described["description"] = own_docstring(cls)
        for name, declaration in field_declarations(cls).items():
            if name in described["properties"]:  # a field with an alias is there by its alias
                described["properties"][name]["description"] = declaration.description
        return json_schema

    @classmethod
    def model_rebuild(cls, **options: Any) -> bool | None:
        """Build the schema of this model, as pydantic does when the model is first used."""
        before = _BUILDING.set(cls)
        try:
            return super().model_rebuild(**options)
        finally:
            _BUILDING.reset(before)

    if TYPE_CHECKING:  # at run time, `Documented` creates the signature from the fields

        def __init__(self) -> None:
            """Create the model from its fields, which are keyword arguments.

            A nested model or mapping sets the fields that it names. Every other field keeps its default.

            Raises ConfigError with one line for each wrong value.
            """

    else:

        def __init__(self, **fields: Any) -> None:
            _validate(self, {name: self._placed(name, value) for name, value in fields.items()})

        @classmethod
        def _placed(cls, name: str, value: object) -> object:
            """Return the value of a field from the input. A model or a mapping is merged into the default."""
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
    """Convert a ValidationError of pydantic into a ConfigError."""
    try:
        yield
    except ValidationError as error:
        raise from_pydantic(error, model, model.error_path) from None


@contextmanager
def _inside(model: type[Props], field: str) -> Iterator[None]:
    """Add the field to the paths of a ConfigError, so that the paths begin at the model."""
    try:
        yield
    except ConfigError as error:
        raise error.within(field, root=model.error_path) from None


def _validate(model: Props, values: Mapping[str, object]) -> None:
    """Fill and validate a new model. Raises ConfigError."""
    with _lines_of_errors(type(model)):
        BaseModel.__init__(model, **values)


def _merged(current: object, change: object, *, in_place: bool) -> object:
    """Return the result of merging `change` into `current`.

    If `in_place` is true, `current` is the default of a field, so the `model_fields_set` of the result contains only
    the fields that `change` names.
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
    return dict(change) if isinstance(change, Mapping) else change  # pydantic makes a model only from a dict


def _named_by(current: Props, change: object) -> Mapping[str, object] | None:
    """Return the fields that a change names, or None if the change replaces this model."""
    if isinstance(change, Props):
        same = type(change) is type(current)
        return {name: getattr(change, name) for name in change.model_fields_set} if same else None
    return change if isinstance(change, Mapping) and current._takes(change) else None


@cache
def _default_of(model: type[Props], name: str) -> object:
    """Return the default of a field, or None."""
    field = model.__pydantic_fields__.get(name)
    return None if field is None or field.is_required() else field.get_default(call_default_factory=True)


@cache
def _tags(model: type[Props]) -> dict[str, str]:
    """Return the fields that distinguish a model from the other members of its union, each with its only value."""
    return {
        name: str(get_args(field.annotation)[0])
        for name, field in model.__pydantic_fields__.items()
        if get_origin(field.annotation) is Literal and len(get_args(field.annotation)) == 1 and not field.is_required()
    }
