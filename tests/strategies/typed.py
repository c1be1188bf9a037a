"""Strategies for any value of a type. A model's strategy is derived from its fields, so new fields are covered too."""

import types
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, reduce
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from hypothesis import reject, strategies as st
from pydantic import AfterValidator, BaseModel, BeforeValidator, TypeAdapter, ValidationError

from powersync_constructs import ConfigError

Values = st.SearchStrategy[Any]
Fields = dict[str, Any]
Model = TypeVar("Model")
Adjust = Callable[[Fields], Fields]

_REGISTERED: dict[Any, Values] = {}


def register(hint: Any, values: Values) -> None:
    """Register the strategy for a type of fields, or for a model."""
    _REGISTERED[hint] = values
    of_type.cache_clear()


@cache
def of_type(hint: Any) -> Values:
    """Return a strategy for any value of a field's type."""
    if hint in _REGISTERED:
        return _REGISTERED[hint]
    parts = get_args(hint)
    made: dict[Any, Callable[[], Values]] = {
        None: lambda: of_model(hint),
        Annotated: lambda: _annotated(hint),
        Union: lambda: st.one_of(*(of_type(part) for part in parts)),
        types.UnionType: lambda: st.one_of(*(of_type(part) for part in parts)),
        Literal: lambda: st.sampled_from(parts),
        Sequence: lambda: _lists(of_type(parts[0])),
        Mapping: lambda: st.dictionaries(of_type(parts[0]), of_type(parts[1]), max_size=4),
    }
    return made[get_origin(hint)]()


def not_none(hint: Any) -> Values:
    """Return a strategy for any value of a field's type except None."""
    if get_origin(hint) not in (Union, types.UnionType):
        return of_type(hint)
    return st.one_of(*(of_type(part) for part in get_args(hint) if part is not type(None)))


def of_model(model: type[BaseModel], always: Collection[str] = (), adjust: Adjust = dict, **own: Values) -> Values:
    """Return a strategy for a model that sets any of its fields, and always those in `always`.

    `adjust` changes fields that do not fit together. Where the model still refuses optional fields, they are left out.
    """
    hints = get_type_hints(model, include_extras=True)
    needed = {name for name, field in model.model_fields.items() if field.is_required()} | set(always)
    fields = {
        name: (not_none if name in needed else of_type)(hints[name]) for name in model.model_fields if name not in own
    }
    required = {name: values for name, values in (fields | own).items() if name in needed}
    optional = {name: values for name, values in (fields | own).items() if name not in needed}
    return st.fixed_dictionaries(required, optional=optional).map(lambda drawn: build(model, adjust(drawn), needed))


def accepted(hint: Any, candidates: Iterable[Any]) -> Values:
    """Return those candidates that the type accepts: a candidate is drawn if the type lacks a check that refuses it."""
    return st.sampled_from(list(filter(_accepts(hint), candidates)))


def _accepts(hint: Any) -> Callable[[Any], bool]:
    adapter = TypeAdapter[Any](hint)

    def is_accepted(candidate: Any) -> bool:
        try:
            adapter.validate_python(candidate)
        except ValidationError:
            return False
        return True

    return is_accepted


def without(drawn: Fields, *names: str) -> Fields:
    """Return the fields without those names."""
    return {name: value for name, value in drawn.items() if name not in names}


def _lists(items: Values) -> Values:
    """Return lists of few items, mostly with different names, because models seldom accept duplicates."""
    return st.lists(items, max_size=3, unique_by=lambda item: getattr(item, "name", None) or object()) | st.lists(
        items, max_size=2
    )


def _annotated(hint: Any) -> Values:
    base, *checks = get_args(hint)
    for count in range(len(checks) - 1, 0, -1):  # a type that adds a check to another type
        wider = reduce(lambda inner, check: Annotated[inner, check], checks[:count], base)
        if wider in _REGISTERED:
            return _REGISTERED[wider].filter(_accepts(hint))
    if base is str and any(isinstance(check, AfterValidator | BeforeValidator) for check in checks):
        raise LookupError(
            f"{hint}: has no strategy, and its checks would refuse most texts; register a strategy for it"
        )
    bounds = TypeAdapter[Any](hint).json_schema() if base is int else {}
    return st.integers(bounds["minimum"], bounds["maximum"]) if "maximum" in bounds else of_type(base)


def build(make: Callable[..., Model], drawn: Fields, needed: Collection[str]) -> Model:
    """Return what `make` returns, without optional fields that it refuses, and without others if necessary."""
    try:
        return make(**drawn)
    except ConfigError as error:
        optional = [name for name in drawn if name not in needed]
        refused = {str(problem.where[0]) for problem in error.problems if problem.where}.intersection(optional)
        if not optional:
            reject()
        return build(make, without(drawn, *(refused or optional[-1:])), needed)
