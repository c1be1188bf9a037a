"""Reads the text of service.yaml: YAML 1.2 with `!env`, or JSON.

Source: packages/service-core/src/util/config/collectors of powersync-service 1.25, and the package `yaml` of npm.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, cast, get_args

from powersync_constructs.config.core._yaml_nodes import (
    CORE,
    Alias,
    Mapping,
    Node,
    Place,
    Scalar,
    Sequence,
    UnreadableError,
    read as read_nodes,
)
from powersync_constructs.rules._lib.manifest import Path
from powersync_constructs.rules._service_yaml._document import Cast, Document, Problem, Value, Variable

Form = Literal["yaml", "json"]
"""The syntax of a service.yaml."""
ENV = "!env"
PREFIX = "PS_"
"""What the name of a variable begins with (yaml-env.ts)."""
_MAX_ALIASES = 100
"""The number of values that an anchor and its aliases may stand for (`maxAliasCount` of the package `yaml`)."""
_KNOWN_TAGS = {"!", *(CORE + kind for kind in ("bool", "float", "int", "map", "null", "seq", "str"))}
_TAG_HANDLE = re.compile(r"(?<=tag handle) .*")
"""The only part of a message of the YAML parser that may be a value."""
_TAG_IN_TEXT = re.compile(r"!env\s+\S+")
_MAPPING = "write a mapping with the settings of the service"


def form_of(name: str) -> Form:
    """Return the syntax by the name of the file. The service reads only `.json` as JSON, and anything else as YAML."""
    return "json" if name.endswith(".json") else "yaml"


def read(text: str, *, form: Form = "yaml") -> Document:
    """Return the content of a service.yaml. Every problem is in the result; no text raises an exception."""
    return _read(text, form)


@lru_cache(maxsize=1024)
def _read(text: str, form: Form) -> Document:
    """Several rules read each file, and reading takes most of their time."""
    if not text.strip("\ufeff \t\r\n"):
        return _unreadable(Problem((), "is empty", "write the settings of the service", "unreadable"))
    return _read_json(text) if form == "json" else _read_yaml(text)


def _unreadable(problem: Problem, root: Node | None = None) -> Document:
    return Document({}, (problem,), root)


def _read_yaml(text: str) -> Document:
    try:
        root = read_nodes(text)
        reader = _Reader()
        value = reader.value((), root).value
    except UnreadableError as error:
        line = error.place.line if error.place else None
        return _unreadable(Problem((), _TAG_HANDLE.sub("", error.problem), error.fix, "unreadable", line))
    except RecursionError:
        return _unreadable(Problem((), "is nested too deeply", "remove some levels", "unreadable"))
    if not isinstance(value, dict):
        what = "is empty" if value is None else "is not a mapping"
        return _unreadable(Problem((), what, _MAPPING, "unreadable", root.place.line), root)
    return Document(value, tuple(reader.problems), root)


def _read_json(text: str) -> Document:
    try:
        value = json.loads(
            text, parse_constant=_no_constant, parse_float=_javascript_number, parse_int=_javascript_number
        )
    except json.JSONDecodeError as error:
        if ENV in text.split("\n")[error.lineno - 1]:
            reason = "contains !env, which the service does not accept in JSON"
            fix = "give the file a name that ends in .yaml; YAML can contain JSON"
            return _unreadable(Problem((), reason, fix, "unreadable", error.lineno))
        return _unreadable(Problem((), f"is not JSON: {error.msg}", "correct it", "unreadable", error.lineno))
    except (ValueError, RecursionError):
        return _unreadable(Problem((), "is not JSON that the service can read", "correct it", "unreadable"))
    if not isinstance(value, dict):
        return _unreadable(Problem((), "is not a mapping", "begin it with {", "unreadable"))
    return Document(value, tuple(_references_in_texts(value, ())), _nodes_of_json(text))


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _javascript_number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number


def _nodes_of_json(text: str) -> Node | None:
    """Return the nodes of JSON, which is YAML too. They only serve to find lines, of which compact JSON has one."""
    if "\n" not in text.strip():
        return None
    try:
        return read_nodes(text)
    except UnreadableError:
        return None


def _references_in_texts(value: Value, path: Path) -> Iterator[Problem]:
    match value:
        case str() if _TAG_IN_TEXT.fullmatch(value.strip()):
            reason = "is a string that begins with !env, which the service does not replace in JSON"
            yield Problem(path, reason, "give the file a name that ends in .yaml, and remove the quotes", "unreadable")
        case dict():
            for key, item in value.items():
                yield from _references_in_texts(item, (*path, key))
        case list():
            for index, item in enumerate(value):
                yield from _references_in_texts(item, (*path, index))


@dataclass(frozen=True)
class _Read:
    """A value, and how many values its aliases stand for (`aliasCount` of the package `yaml`)."""

    value: Value
    weight: int = 1


@dataclass
class _Anchor:
    """A value with an anchor. The value is None while it is not complete."""

    read: _Read | None = None
    uses: int = 1
    is_reported: bool = False


@dataclass
class _Reader:
    """Returns the values of nodes, and collects the problems."""

    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, _Anchor] = field(default_factory=dict)

    def value(self, path: Path, node: Node) -> _Read:
        """Return the value of a node."""
        if isinstance(node, Alias):
            return self._alias(path, node)
        anchor = _Anchor()
        if node.anchor is not None:
            self.anchors[node.anchor] = anchor
        match node:
            case Scalar():
                found = _Read(self._scalar(path, node))
            case Sequence():
                found = self._sequence(path, node)
            case Mapping():
                found = self._mapping(path, node)
        self._check_tag(path, node)
        anchor.read = found
        return found

    def _alias(self, path: Path, node: Alias) -> _Read:
        anchor = self.anchors[node.name]
        if anchor.read is None:
            self._add(path, "contains itself through an alias", "write the value itself", node.place)
            return _Read(None)
        anchor.uses += 1
        weight = anchor.uses * anchor.read.weight
        if weight > _MAX_ALIASES:
            if anchor.is_reported:
                return _Read(None)
            anchor.is_reported = True
            fix = "write the value itself where it is needed"
            self._add(path, f"repeats a value through more than {_MAX_ALIASES} aliases", fix, node.place)
            return _Read(None)
        return _Read(anchor.read.value, weight)

    def _sequence(self, path: Path, node: Sequence) -> _Read:
        items = [self.value((*path, index), item) for index, item in enumerate(node.items)]
        return _Read([item.value for item in items], max((item.weight for item in items), default=1))

    def _mapping(self, path: Path, node: Mapping) -> _Read:
        values: dict[str, Value] = {}
        seen: set[tuple[type, object]] = set()
        weight = 1
        for key, item in node.entries:
            name = _name(key)
            found = self.value((*path, name), item)
            weight = max(weight, found.weight)
            values[name] = found.value
            if isinstance(key, Scalar):
                identity = (type(key.value), key.value)
                if identity in seen:
                    self._add((*path, name), "occurs twice", "remove one of the two", key.place)
                seen.add(identity)
        return _Read(values, weight)

    def _scalar(self, path: Path, node: Scalar) -> Value:
        if node.tag == ENV:
            return self._variable(path, node)
        value = node.value
        if isinstance(value, str) and _TAG_IN_TEXT.fullmatch(value.strip()):
            reason = "is a string that begins with !env, because the tag is inside the quotes"
            self._add(path, reason, "put quotes around the name only, or use none", node.place)
        return value

    def _variable(self, path: Path, node: Scalar) -> Variable:
        name, *casts = node.text.split("::")
        if not name.startswith(PREFIX):
            reason = f"has !env with a name that does not begin with {PREFIX}"
            self._add(
                path, reason, f"rename the variable, here and in the pods, so that it begins with {PREFIX}", node.place
            )
        if casts and casts[0] not in get_args(Cast):
            self._add(path, "has !env with an unknown cast", "use ::number, ::boolean or no cast", node.place)
            casts = []
        return Variable(name, cast(Cast, casts[0]) if casts else "string")

    def _check_tag(self, path: Path, node: Scalar | Sequence | Mapping) -> None:
        """Check the tag of a value. The service only logs a warning for an unknown tag."""
        if node.tag is None or node.tag in _KNOWN_TAGS or (node.tag == ENV and isinstance(node, Scalar)):
            return
        reason = "has a tag that the service ignores"
        self.problems.append(Problem(path, reason, "remove the tag, or use !env", "ignored", node.place.line))

    def _add(self, path: Path, reason: str, fix: str, place: Place) -> None:
        self.problems.append(Problem(path, reason, fix, "unreadable", place.line))


def _name(key: Node) -> str:
    """Return a key as the name of a property in JavaScript."""
    value = key.value if isinstance(key, Scalar) else None
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
