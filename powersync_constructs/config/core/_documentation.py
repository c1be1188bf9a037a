"""The documentation of a model for `help()`, `inspect.signature`, errors and the reference pages.

The description of a field is the docstring under it. Pydantic can read these docstrings when it defines a model
(`use_attribute_docstrings`), but that takes as long as the import of all models (measured). Therefore this module reads
them only when a description is needed.
"""

import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from powersync_constructs.config.core._docstrings import Declaration, declarations, docstring_with_list

if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass

    Documented = ModelMetaclass  # for type checkers, the models have the metaclass of pydantic
else:

    class Documented(type(BaseModel)):
        """The metaclass of the models. Docstrings list the fields, and signatures have the fields as parameters."""

        @property
        def __doc__(cls) -> str:
            return docstring_with_list(cls, "Fields", _listed(cls))

        @property
        def __signature__(cls) -> inspect.Signature:
            return inspect.Signature([_parameter(cls, name, field) for name, field in cls.__pydantic_fields__.items()])

        @__signature__.setter
        def __signature__(cls, _: object) -> None:
            """Ignore the signature that pydantic sets, because it contains every annotation in full."""

        @property
        def model_fields(cls) -> dict[str, FieldInfo]:
            fields = cls.__pydantic_fields__
            for name, declaration in field_declarations(cls).items():
                fields[name].description = declaration.description
            return fields

        def __dir__(cls) -> list[str]:
            """Return the names, without special names and the names that every pydantic model has."""
            return [name for name in super().__dir__() if not name.startswith("__") and name not in _OF_EVERY_MODEL]


_OF_EVERY_MODEL = {*dir(BaseModel), "error_path"}


@cache
def field_declarations(model: type[BaseModel]) -> dict[str, Declaration]:
    """Return the declarations of the fields of a model, including the inherited fields."""
    found = declarations(model)
    return {name: _declaration(field, found.get(name)) for name, field in model.__pydantic_fields__.items()}


def _declaration(field: FieldInfo, found: Declaration | None) -> Declaration:
    """Return the declaration from the source, or the values of pydantic in place of what the source does not have."""
    described = found.description if found else ""
    annotation = found.type if found else inspect.formatannotation(field.annotation)
    return Declaration(annotation, described or field.description or "")


def summary(model: type[BaseModel], field: str) -> str:
    """Return the first sentence of a field's description in the form that errors quote: `the host of the API`."""
    declaration = field_declarations(model).get(field)
    words = declaration.description.split(". ")[0].removesuffix(".") if declaration else ""
    words = words if words[1:2].isupper() else words[:1].lower() + words[1:]
    return f"the {words}" if words.startswith("seconds ") else words


def as_written(value: object) -> str:
    """Return a value as Python source. For a model, it contains only the fields that differ from their defaults."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key!r}: {as_written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(as_written, value)) + "]"
    if not isinstance(value, BaseModel):
        return repr(value)
    given = {
        name: item
        for name, field in type(value).__pydantic_fields__.items()
        if (item := getattr(value, name)) != field.get_default(call_default_factory=True)
    }
    return f"{type(value).__name__}({', '.join(f'{name}={as_written(item)}' for name, item in given.items())})"


def _listed(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Yield each field with its type and default, and its description."""
    for name, declaration in field_declarations(model).items():
        field = model.__pydantic_fields__[name]
        default = "" if field.is_required() else f" = {as_written(field.get_default(call_default_factory=True))}"
        yield f"{name}: {declaration.type}{default}", declaration.description


def _parameter(model: type[BaseModel], name: str, field: FieldInfo) -> inspect.Parameter:
    default: Any = inspect.Parameter.empty if field.is_required() else field.get_default(call_default_factory=True)
    annotation = field_declarations(model)[name].type
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
