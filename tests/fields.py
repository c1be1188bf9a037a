"""The fields of models: their defaults, which of them are set, and which other values they could have."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from powersync_constructs import InjectedSecret, SecretRef, SecretValue, config
from powersync_constructs.config.core._model import Props

Path = tuple[Any, ...]
"""The place of a value in a model: names of fields, indices of lists and keys of mappings."""

MODELS = [
    model for name in dir(config) if isinstance(model := getattr(config, name), type) and issubclass(model, Props)
]
"""The public models."""
ABSENT = object()
"""Stands for a field that is not set."""


def choices(model: type[BaseModel]) -> list[str]:
    """Return the names of a model's fields, without fields of only one value, like the `type` of a union member."""
    return [name for name, field in model.model_fields.items() if len(_literals(field.annotation)) != 1]


def default_of(model: type[BaseModel], name: str, place: object = None) -> Any:
    """Return the default of a field: from the object that is the default at the model's place, else from the model."""
    if type(place) is model:
        return getattr(place, name)
    return model.model_fields[name].get_default(call_default_factory=True)


def written(value: BaseModel, place: object = None) -> dict[str, Any]:
    """Return the fields that a user must set to get this model: those that differ from a default of `default_of`."""
    model = type(value)
    return {
        name: getattr(value, name)
        for name in model.model_fields
        if getattr(value, name) != default_of(model, name) or getattr(value, name) != default_of(model, name, place)
    }


def written_in(value: Any, path: Path = (), place: object = None) -> Iterator[tuple[type[BaseModel], Path]]:
    """Yield each field that differs from its default, at every depth: its model and its path."""
    if isinstance(value, BaseModel):
        for name, field in written(value, place).items():
            default = default_of(type(value), name, place)
            if field != default:
                yield type(value), (*path, name)
                yield from written_in(field, (*path, name), default)
    else:
        for part in _parts(value):
            yield from written_in(value[part], (*path, part))


def replaced(value: Any, path: Path, new: object, place: object = None) -> Any:
    """Return the value with another value at a path, as if a user had set it; ABSENT removes the field."""
    if not path:
        return new
    head, rest = path[0], path[1:]
    if isinstance(value, BaseModel):
        inner = replaced(getattr(value, head), rest, new, default_of(type(value), head, place))
        fields = written(value, place) | {head: inner}
        return type(value)(**{name: field for name, field in fields.items() if field is not ABSENT})
    if isinstance(value, tuple):
        return tuple(replaced(item, rest, new) if index == head else item for index, item in enumerate(value))
    return {key: replaced(item, rest, new) if key == head else item for key, item in value.items()}


def others(props: BaseModel, path: Path) -> Iterator[tuple[Path, object]]:
    """Yield other values for the path and everything below it, with their paths; some of them are valid."""
    value: Any = props
    words: list[Any] = []
    for part in path:
        if isinstance(value, BaseModel):
            words = _literals(type(value).model_fields[part].annotation)
        value = _part(value, part)
    for part in _parts(value):
        yield from others(props, (*path, part))
    yield from ((path, other) for other in (*words, *_like(value)) if other != value)


def _part(value: Any, part: Any) -> Any:
    return getattr(value, part) if isinstance(value, BaseModel) else value[part]


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, BaseModel):
        return written(value)
    return value if isinstance(value, Mapping) else range(len(value)) if isinstance(value, tuple) else ()


def _like(value: object) -> list[object]:
    """Return values similar to a value; some of them are valid in its place."""
    others: list[object] = []
    match value:
        case bool():
            others = [not value]
        case int() | float():
            others = [value + 1, value - 1]
        case str():
            longer = [f"{value}2", f"{value}s", f"1{value}", value + value, f"{value}# other\n"]
            others = [*longer, value.replace("10.", "11."), "1.25.0", "log-shipper"]
        case SecretRef():
            others = [SecretRef(f"{value.name}2", value.key)]
        case InjectedSecret():
            others = [InjectedSecret(f"{value.variable}2")]
        case SecretValue():
            others = [SecretValue(value.value.swapcase())]
    return others


def _literals(annotation: object) -> list[Any]:
    """Return the literals of an annotation."""
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return [word for part in get_args(annotation) for word in _literals(part)]
