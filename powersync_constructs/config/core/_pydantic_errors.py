"""Translates what pydantic reports of a model into our lines, without the inputs that may hold a secret.

A nested model reports its own problems as ConfigError, so that a location of pydantic has a field of the model and, in
it, only indexes, keys of mappings, and pydantic's names for members of unions.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from powersync_constructs.config.core.errors import CREDENTIAL, ConfigError, Problem, shown

_KINDS = {
    "bool_type": "neither True nor False",
    "float_type": "no number",
    "int_type": "no whole number",
    "mapping_type": "no mapping",
    "string_type": "no text",
}
"""What a value is, by the type of the error that it is not what it should be."""
_NO_SUCH_FIELD = "no such field"


def from_pydantic(error: ValidationError, model: type[BaseModel], root: str) -> ConfigError:
    """The report of pydantic as a ConfigError."""
    details = _of_best_members(error.errors(), model)
    problems = [
        problem
        for detail in details
        if not (detail["type"] == "too_short" and _has_a_deeper_error(detail, details))
        for problem in _problems(detail, model)
    ]
    first: dict[tuple[str | int, ...], Problem] = {}  # each member of a union reports that the value is not its own
    for problem in problems:
        first.setdefault(problem.where, problem)
    return ConfigError(first.values(), root=root)


def _of_best_members(details: list[ErrorDetails], model: type[BaseModel]) -> list[ErrorDetails]:
    """The details without those of other members of a union, where one has taken the value for its fields."""
    refusals: dict[tuple[str | int, ...], list[tuple[ErrorDetails, ConfigError]]] = {}
    for detail in details:
        if _names_a_member(detail, model) and isinstance(cause := _cause(detail), ConfigError):
            refusals.setdefault(detail["loc"][:-1], []).append((detail, cause))
    for place, members in refusals.items():
        takers = [each for each in members if _takes_its_fields(each[1])]
        if takers:
            best, _ = min(takers, key=lambda taker: len(taker[1].problems))
            details = [detail for detail in details if detail is best or detail["loc"][:-1] != place]
    return details


def _takes_its_fields(refusal: ConfigError) -> bool:
    """Whether a model refuses the values of its own fields, and neither the names of others nor another `type`."""
    return all(where != ("type",) and not text.startswith(_NO_SUCH_FIELD) for where, text in refusal.problems)


def _names_a_member(detail: ErrorDetails, model: type[BaseModel]) -> bool:
    """Whether a location ends with pydantic's name for a member of a union, and not with a field, index or key."""
    first, *inner = detail["loc"] or ("",)
    field = model.model_fields.get(str(first))
    is_key = len(inner) == 1 and _is_mapping(field)
    return bool(inner) and isinstance(inner[-1], str) and not is_key


def _cause(detail: ErrorDetails) -> object:
    return detail.get("ctx", {}).get("error")


def _is_mapping(field: FieldInfo | None) -> bool:
    return field is not None and get_origin(field.annotation) is Mapping


def _has_a_deeper_error(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Pydantic counts only the items that are right, and then calls a list with a wrong one too short."""
    depth = len(detail["loc"])
    return any(other["loc"][:depth] == detail["loc"] and len(other["loc"]) > depth for other in details)


def _problems(detail: ErrorDetails, model: type[BaseModel]) -> list[Problem]:
    field = model.model_fields.get(str(detail["loc"][0])) if detail["loc"] else None
    where = _path(detail["loc"], field)
    cause = _cause(detail)
    if isinstance(cause, ConfigError):
        return [Problem((*where, *problem.where), problem.text) for problem in cause.problems]
    if detail["type"] == "extra_forbidden":
        return [Problem(where, _no_such_field(str(detail["loc"][-1]), model))]
    return [Problem(where, _text(detail, cause, field))]


def _path(location: tuple[str | int, ...], field: FieldInfo | None) -> tuple[str | int, ...]:
    """The location without the names of members of unions, and without `[key]`."""
    inner = location[1:]
    kept = [part for index, part in enumerate(inner) if isinstance(part, int) or (index == 0 and _is_mapping(field))]
    return (*location[:1], *kept)


def _text(detail: ErrorDetails, cause: object, field: FieldInfo | None) -> str:
    meaning = f"it is {field.description}" if field is not None and field.description else "see its description"
    kind = detail["type"]
    if kind == CREDENTIAL:
        return detail["msg"]
    if without_value := _text_without_value(detail, field, meaning):
        return without_value
    rule = str(cause) if isinstance(cause, ValueError) else _rule(detail, meaning)
    # a text in the place of a model or a list may be a secret that belongs into it
    hidden = isinstance(detail["input"], str) and kind.startswith(("model_", "sequence_"))
    return rule if hidden else f"{shown(detail['input'])} {rule}".strip()


def _rule(detail: ErrorDetails, meaning: str) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "literal_error":
        return f"is not one of {context['expected']}; use one of these"
    if kind == "too_short" and not context["actual_length"]:
        return f"is empty; give at least one, {meaning}"
    if kind in ("sequence_str", "is_instance_of"):
        return f"is not a list; put it in [], {meaning}"
    if kind.endswith("_type"):
        return f"is {_KINDS.get(kind, 'of another type')}; {meaning}"
    return re.sub(r"^(Input|Value|String|List|Tuple|Dictionary)\b", "", detail["msg"]).strip() + f"; {meaning}"


def _text_without_value(detail: ErrorDetails, field: FieldInfo | None, meaning: str) -> str | None:
    """The text where the value is missing, or is a whole model, which is not shown; None otherwise."""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f"missing; {meaning}"
        case "json_invalid":  # with an input that may hold a secret
            return f"is not JSON: {context['error']}; give a JSON object"
        case "union_tag_invalid":
            return f"{shown(context['tag'])} is not one of {context['expected_tags']}; use one of these".strip()
        case "union_tag_not_found":
            name = str(context["discriminator"]).strip("'")
            tags = [repr(model.model_fields[name].default) for model in _models_of(field) if name in model.model_fields]
            return f"has no '{name}'; give one of {', '.join(dict.fromkeys(tags))}"
        case kind if kind.startswith("model_") and (wanted := _names_of_models(field)):
            return f"is no {wanted}; give one, {meaning}"
    return None


def _models_of(field: FieldInfo | None) -> list[type[BaseModel]]:
    return [] if field is None else list(dict.fromkeys(_models(field.annotation)))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _names_of_models(field: FieldInfo | None) -> str:
    """`PodPeer, NamespacePeer or CidrPeer`: the models that may stand in a field."""
    names = [model.__name__ for model in _models_of(field)]
    return " or ".join([*([", ".join(names[:-1])] if names[1:] else []), *names[-1:]])


def _no_such_field(name: str, model: type[BaseModel]) -> str:
    fields = list(model.model_fields)
    if close := difflib.get_close_matches(name, fields, n=1):
        return f"{_NO_SUCH_FIELD}; use {close[0]}"
    if elsewhere := _fields_inside(name, [("", model)]):
        return f"{_NO_SUCH_FIELD}; did you mean {' or '.join(elsewhere)}?"
    return f"{_NO_SUCH_FIELD}; there are {', '.join(fields)}"


def _fields_inside(name: str, models: Iterable[tuple[str, type[BaseModel]]]) -> list[str]:
    """The paths of the fields of this name in nested models, at most two levels down."""
    for _ in range(2):
        models = [
            (f"{path}{field_name}.", nested)
            for path, model in models
            for field_name, field in model.model_fields.items()
            for nested in _models_of(field)
        ]
        found = [f"{path}{name}" for path, model in models if name in model.model_fields]
        if found:
            return list(dict.fromkeys(found))
    return []
