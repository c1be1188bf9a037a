"""Any value of a type. Models are made from the types of their fields, so that a new field is covered too."""

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
Tidy = Callable[[Fields], Fields]

_TAUGHT: dict[Any, Values] = {}


def teach(hint: Any, values: Values) -> None:
    """Say what stands in a field of a type, or how a model is made."""
    _TAUGHT[hint] = values
    of_type.cache_clear()


@cache
def of_type(hint: Any) -> Values:
    """Any value of a field's type."""
    if hint in _TAUGHT:
        return _TAUGHT[hint]
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


def said(hint: Any) -> Values:
    """Any value of a field's type but None."""
    if get_origin(hint) not in (Union, types.UnionType):
        return of_type(hint)
    return st.one_of(*(of_type(part) for part in get_args(hint) if part is not type(None)))


def of_model(model: type[BaseModel], always: Collection[str] = (), tidy: Tidy = dict, **own: Values) -> Values:
    """Any fields of a model, some of them always.

    `tidy` mends what does not go together; where the model still refuses fields that may be left out, they are.
    """
    hints = get_type_hints(model, include_extras=True)
    needed = {name for name, field in model.model_fields.items() if field.is_required()} | set(always)
    fields = {
        name: (said if name in needed else of_type)(hints[name]) for name in model.model_fields if name not in own
    }
    required = {name: values for name, values in (fields | own).items() if name in needed}
    optional = {name: values for name, values in (fields | own).items() if name not in needed}
    return st.fixed_dictionaries(required, optional=optional).map(lambda drawn: build(model, tidy(drawn), needed))


def accepted(hint: Any, candidates: Iterable[Any]) -> Values:
    """Those of the candidates that a type's own check accepts: what is missing in that check stays in."""
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
    """The other fields."""
    return {name: value for name, value in drawn.items() if name not in names}


def _lists(items: Values) -> Values:
    """Any few items: mostly no two of one name, which models seldom take."""
    return st.lists(items, max_size=3, unique_by=lambda item: getattr(item, "name", None) or object()) | st.lists(
        items, max_size=2
    )


def _annotated(hint: Any) -> Values:
    base, *checks = get_args(hint)
    for count in range(len(checks) - 1, 0, -1):  # a type that adds a check to another one
        wider = reduce(lambda inner, check: Annotated[inner, check], checks[:count], base)
        if wider in _TAUGHT:
            return _TAUGHT[wider].filter(_accepts(hint))
    if base is str and any(isinstance(check, AfterValidator | BeforeValidator) for check in checks):
        raise LookupError(f"teach what {hint} takes: any text would hardly pass its checks")
    bounds = TypeAdapter[Any](hint).json_schema() if base is int else {}
    return st.integers(bounds["minimum"], bounds["maximum"]) if "maximum" in bounds else of_type(base)


def build(make: Callable[..., Model], drawn: Fields, needed: Collection[str]) -> Model:
    """What is made of the fields; those that are refused are left out, and others with them if need be."""
    try:
        return make(**drawn)
    except ConfigError as error:
        optional = [name for name in drawn if name not in needed]
        refused = {str(problem.where[0]) for problem in error.problems if problem.where}.intersection(optional)
        if not optional:
            reject()
        return build(make, without(drawn, *(refused or optional[-1:])), needed)
