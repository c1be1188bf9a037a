"""Converts pydantic's errors into the library's error lines, without the inputs that may hold a secret.

A nested model reports its own problems as a ConfigError. Therefore the location in an error of pydantic is a
field of the model, followed only by indexes, keys of mappings, and pydantic's names for members of unions.
"""

import re
from collections.abc import Iterable, Mapping
from typing import get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from powersync_constructs.config.core._annotations import models_in
from powersync_constructs.config.core._documentation import summary
from powersync_constructs.config.core._suggestions import similar_name
from powersync_constructs.config.core._words import or_list
from powersync_constructs.config.core.errors import CREDENTIAL, ConfigError, Problem, shown

_KINDS = {
    "bool_type": "not True or False",
    "float_type": "not a number",
    "int_type": "not an integer",
    "mapping_type": "not a mapping",
    "string_type": "not a string",
}
"""What is wrong with a value, by the type of the pydantic error."""
_NO_SUCH_FIELD = "no such field"


def from_pydantic(error: ValidationError, model: type[BaseModel], root: str) -> ConfigError:
    """Return a ConfigError with the problems that pydantic reports."""
    details = _of_best_members(error.errors(), model)
    problems: list[Problem] = []
    for detail in details:
        if detail["type"] == "too_short" and _has_a_deeper_error(detail, details):
            continue
        reported = {problem.where for problem in problems}  # several members of a union can report the same field
        problems += [problem for problem in _problems(detail, model) if problem.where not in reported]
    return ConfigError(problems, root=root)


def _of_best_members(details: list[ErrorDetails], model: type[BaseModel]) -> list[ErrorDetails]:
    """Keep, for each union, only the error of the member that matches the value best.

    A member matches if it rejects neither a field name nor the `type`. The best match has the fewest problems. If no
    member matches, keep the errors of all members.
    """
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
    """Whether a model rejects only values of its fields, and neither a field name nor the `type`."""
    return all(where != ("type",) and not text.startswith(_NO_SUCH_FIELD) for where, text in refusal.problems)


def _names_a_member(detail: ErrorDetails, model: type[BaseModel]) -> bool:
    """Whether a location ends with pydantic's name for a member of a union, and not with a field, index or key."""
    first, *inner = detail["loc"] or ("",)
    field = model.__pydantic_fields__.get(str(first))
    is_key = len(inner) == 1 and _is_mapping(field)
    return bool(inner) and isinstance(inner[-1], str) and not is_key


def _cause(detail: ErrorDetails) -> object:
    return detail.get("ctx", {}).get("error")


def _is_mapping(field: FieldInfo | None) -> bool:
    return field is not None and get_origin(field.annotation) is Mapping


def _has_a_deeper_error(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Whether an item of a list has an error. Pydantic counts only valid items, so it may also report a short list."""
    depth = len(detail["loc"])
    return any(other["loc"][:depth] == detail["loc"] and len(other["loc"]) > depth for other in details)


def _problems(detail: ErrorDetails, model: type[BaseModel]) -> list[Problem]:
    field = model.__pydantic_fields__.get(str(detail["loc"][0])) if detail["loc"] else None
    where = _path(detail["loc"], field)
    cause = _cause(detail)
    if isinstance(cause, ConfigError):
        return [Problem((*where, *problem.where), problem.text) for problem in cause.problems]
    if detail["type"] == "extra_forbidden":
        return [Problem(where, _no_such_field(str(detail["loc"][-1]), model))]
    return [Problem(where, _text(detail, cause, field, _meaning(detail, model)))]


def _path(location: tuple[str | int, ...], field: FieldInfo | None) -> tuple[str | int, ...]:
    """Return the location without the names of union members and without pydantic's marker `[key]`."""
    inner = location[1:]
    kept = [part for index, part in enumerate(inner) if isinstance(part, int) or (index == 0 and _is_mapping(field))]
    return (*location[:1], *kept)


def _meaning(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """Return the fix for a value: that of a known mistake, or the description of the field."""
    if detail["type"] == "literal_error":
        return _correction(f"{detail['loc'][0]}={detail['input']}", model) or "use one of these"
    words = summary(model, str(detail["loc"][0])) if detail["loc"] else ""
    if not words:
        return "see the documentation of the field"
    return "set it to True or False" if words.startswith("whether") else f"set it to {words}"


def _text(detail: ErrorDetails, cause: object, field: FieldInfo | None, meaning: str) -> str:
    kind = detail["type"]
    if kind == CREDENTIAL:
        return detail["msg"]
    if without_value := _text_without_value(detail, field, meaning):
        return without_value
    rule = str(cause) if isinstance(cause, ValueError) else _rule(detail, meaning)
    # if a field expects a model or a list, a string may be the secret that belongs inside
    hidden = isinstance(detail["input"], str) and kind.startswith(("model_", "sequence_"))
    return rule if hidden else f"{shown(detail['input'])} {rule}".strip()


def _rule(detail: ErrorDetails, meaning: str) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "literal_error":
        return f"is not one of {context['expected']}; {meaning}"
    if kind == "too_short" and not context["actual_length"]:
        return "is empty; add at least one item"
    if kind in ("sequence_str", "is_instance_of"):
        return "is not a list; put the value in []"
    if kind.endswith("_type"):
        return f"is {_KINDS.get(kind, 'of the wrong type')}; {meaning}"
    return re.sub(r"^(Input|Value|String|List|Tuple|Dictionary)\b", "", detail["msg"]).strip() + f"; {meaning}"


def _text_without_value(detail: ErrorDetails, field: FieldInfo | None, meaning: str) -> str | None:
    """Return the text for an error without a value to show, for example a missing field. Otherwise, return None."""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f"missing; {meaning}"
        case "json_invalid":  # the input may hold a secret
            return f"is not JSON: {context['error']}; give a JSON object"
        case "union_tag_invalid":
            return f"{shown(context['tag'])} is not one of {context['expected_tags']}; use one of these".strip()
        case "union_tag_not_found":
            name = str(context["discriminator"]).strip("'")
            tags = [
                repr(model.__pydantic_fields__[name].default)
                for model in _models_of(field)
                if name in model.__pydantic_fields__
            ]
            return f"has no '{name}'; set it to one of {', '.join(dict.fromkeys(tags))}"
        case kind if kind.startswith("model_") and (wanted := _names_of_models(field)):
            return f"is not of type {wanted}; use such an object, or a mapping of its fields"
    return None


def _models_of(field: FieldInfo | None) -> list[type[BaseModel]]:
    return [] if field is None else list(dict.fromkeys(models_in(field.annotation)))


def _names_of_models(field: FieldInfo | None) -> str:
    """Return the names of the models that a field accepts: `PodPeer, NamespacePeer or CidrPeer`."""
    return or_list(model.__name__ for model in _models_of(field))


def _no_such_field(name: str, model: type[BaseModel]) -> str:
    fields = list(model.__pydantic_fields__)
    if correction := _correction(name, model):
        return f"{_NO_SUCH_FIELD}; {correction}"
    if similar := similar_name(name, fields):
        return f"{_NO_SUCH_FIELD}; did you mean {similar}?"
    if elsewhere := _fields_inside(name, [("", model)]):
        return f"{_NO_SUCH_FIELD}; did you mean {' or '.join(elsewhere)}?"
    return f"{_NO_SUCH_FIELD}; use one of: {', '.join(fields)}"


def _correction(mistake: str, model: type[BaseModel]) -> str | None:
    """Return the fix for a name or a `field=value` that the model or one of its bases lists in `corrections`."""
    listed: Iterable[Mapping[str, str]] = (base.__dict__.get("corrections", {}) for base in model.__mro__)
    return next((corrections[mistake] for corrections in listed if mistake in corrections), None)


def _fields_inside(name: str, models: Iterable[tuple[str, type[BaseModel]]]) -> list[str]:
    """Return the paths of the fields with this name in nested models, to a depth of two levels."""
    for _ in range(2):
        models = [
            (f"{path}{field_name}.", nested)
            for path, model in models
            for field_name, field in model.__pydantic_fields__.items()
            for nested in _models_of(field)
        ]
        found = [f"{path}{name}" for path, model in models if name in model.__pydantic_fields__]
        if found:
            return list(dict.fromkeys(found))
    return []
