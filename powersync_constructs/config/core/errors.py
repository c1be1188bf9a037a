"""One line for a wrong input: the field, its value (never a secret's), the rule, and the way out."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

CREDENTIAL = "credential"
"""The type of the pydantic errors whose input must never be shown."""

_SHOWN_LENGTH = 80
_TYPES = {
    "bool_type": "neither True nor False",
    "float_type": "no number",
    "int_type": "no whole number",
    "mapping_type": "no mapping",
    "string_type": "no text",
}
_USERINFO = re.compile(r"(//|:).*@", re.DOTALL)


class Problem(NamedTuple):
    """One thing that is wrong: where it is, seen from the model that refuses it, and what to do about it."""

    where: tuple[str | int, ...]
    text: str


class ConfigError(ValueError):
    """A configuration that cannot be right. Its text has one line for each problem, and is the last thing on stderr."""

    def __init__(self, problems: Iterable[Problem], *, root: str = "") -> None:
        self.problems = tuple(problems)
        self.root = root
        super().__init__("\n".join(self.lines))

    def within(self, path: str, *, root: str = "") -> "ConfigError":
        """The same problems, seen from a model that holds the refused one at this path, like `topology.api`."""
        parts = tuple(path.split(".")) if path else ()
        return ConfigError([Problem((*parts, *problem.where), problem.text) for problem in self.problems], root=root)

    @property
    def lines(self) -> list[str]:
        """The problems, each as `field: value rule; way out`."""
        return [f"{error_path((self.root, *problem.where))}: {problem.text}" for problem in self.problems]


def config_error(where: str, text: str) -> ConfigError:
    """The error of one field that is wrong because of another; `where` is its path seen from the model."""
    return ConfigError([Problem(tuple(where.split(".")), text)])


def require_unique(where: str, names: list[str]) -> None:
    """Raise for a name that is there twice, or that is there already in what we make ourselves."""
    for name in names:
        if names.count(name) > 1:
            raise config_error(where, f"'{name}' is taken; choose another, or keep one of the two")


def from_pydantic(error: ValidationError, model: type[BaseModel], root: str) -> ConfigError:
    """Turn pydantic's report into our lines, without the inputs that may hold a secret."""
    details = error.errors()
    problems = [
        problem
        for detail in details
        if not (detail["type"] == "too_short" and _has_a_deeper_error(detail, details))
        for problem in _problems(detail, model)
    ]
    first: dict[tuple[str | int, ...], Problem] = {}  # each member of a union has said why the value is not its own
    for problem in problems:
        first.setdefault(problem.where, problem)
    return ConfigError(first.values(), root=root)


def shown(value: object) -> str:
    """A value as an error may show it: plain and short, and nothing that holds a password."""
    if not isinstance(value, str | int | float | bool | None):
        return ""
    if isinstance(value, str) and _USERINFO.search(value):
        return ""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"


def _has_a_deeper_error(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Pydantic counts only the items that are right, and then calls a list with a wrong one too short."""
    depth = len(detail["loc"])
    return any(other["loc"][:depth] == detail["loc"] and len(other["loc"]) > depth for other in details)


def _problems(detail: ErrorDetails, model: type[BaseModel]) -> list[Problem]:
    where, field, owners = _walk(detail, model)
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, ConfigError):
        return [Problem((*where, *problem.where), problem.text) for problem in cause.problems]
    return [Problem(where, _text(detail, cause, field, owners))]


def _walk(
    detail: ErrorDetails, model: type[BaseModel]
) -> tuple[tuple[str | int, ...], FieldInfo | None, list[type[BaseModel]]]:
    """The path without pydantic's names for the members of unions, its last field, and the models that it is in."""
    where: list[str | int] = []
    field: FieldInfo | None = None
    owners, inside, keyed = [model], [model], False
    for part in detail["loc"]:
        fields = [candidate.model_fields[part] for candidate in inside if part in candidate.model_fields]
        if fields:
            field, owners = fields[0], inside
            inside = [nested for found in fields for nested in _models(found.annotation)]
            keyed = get_origin(fields[0].annotation) is Mapping
        elif keyed:
            keyed = False  # a key of the user's, where unions have the names of their members
        elif isinstance(part, str) and (part.startswith("[") or (inside and detail["type"] != "extra_forbidden")):
            continue  # "[key]", our own tags, and the tags of unions of models
        elif isinstance(part, str):
            owners = inside
        where.append(part)
    return tuple(where), field, owners


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _names_of_models(field: FieldInfo | None) -> str:
    """`PodPeer, NamespacePeer or CidrPeer`: the models that may stand in a field."""
    names = list(dict.fromkeys(model.__name__ for model in _models(field.annotation))) if field is not None else []
    return " or ".join([*([", ".join(names[:-1])] if names[1:] else []), *names[-1:]])


def _text(detail: ErrorDetails, cause: object, field: FieldInfo | None, owners: list[type[BaseModel]]) -> str:
    meaning = f"it is {field.description}" if field is not None and field.description else "see its description"
    if detail["type"] == "missing":
        return f"missing; {meaning}"
    if detail["type"] == "extra_forbidden":
        return _no_such_field(str(detail["loc"][-1]), owners)
    if detail["type"] == CREDENTIAL:
        return detail["msg"]
    if detail["type"].startswith("model_") and (wanted := _names_of_models(field)):
        return f"is no {wanted}; give one, {meaning}"
    rule = str(cause) if isinstance(cause, ValueError) else _rule_of_pydantic(detail, meaning)
    # a text in the place of a model or a list may be a secret that belongs into it
    hidden = isinstance(detail["input"], str) and detail["type"].startswith(("model_", "sequence_"))
    return rule if hidden else f"{shown(detail['input'])} {rule}".strip()


def _rule_of_pydantic(detail: ErrorDetails, meaning: str) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "literal_error":
        return f"is not one of {context['expected']}; use one of these"
    if kind.startswith("union_tag_"):
        return _rule_of_a_tag(kind, context)
    if kind == "too_short" and not context["actual_length"]:
        return f"is empty; give at least one, {meaning}"
    if kind in ("sequence_str", "is_instance_of"):
        return f"is not a list; put it in [], {meaning}"
    if kind.endswith("_type"):
        return f"is {_TYPES.get(kind, 'of another type')}; {meaning}"
    return re.sub(r"^(Input|Value|String|List|Tuple|Dictionary)\b", "", detail["msg"]).strip() + f"; {meaning}"


def _rule_of_a_tag(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "union_tag_invalid":
        return f"{shown(context['tag'])} is not one of {context['expected_tags']}; use one of these".strip()
    return f"has no {context['discriminator']}, which says what it is; give it"


def _no_such_field(name: str, owners: list[type[BaseModel]]) -> str:
    fields = [field for owner in owners for field in owner.model_fields]
    close = difflib.get_close_matches(name, fields, n=1)
    return f"no such field; use {close[0]}" if close else f"no such field; there are {', '.join(dict.fromkeys(fields))}"


def error_path(parts: Iterable[str | int]) -> str:
    """The path of a field as an error shows it: `topology.api.env[0]`."""
    text = ""
    for part in (part if shown(part) else "…" for part in parts):
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text and part else part
    return text
