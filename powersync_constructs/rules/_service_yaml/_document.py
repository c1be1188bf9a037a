"""A service.yaml as the service reads it: the values, and the problems of the text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeAlias

from powersync_constructs.config.core._yaml_nodes import Alias, Mapping as MappingNode, Node, Sequence
from powersync_constructs.rules._lib.manifest import Manifest, Path, mappings

Cast = Literal["string", "number", "boolean"]
"""The type to which the service casts a variable: `!env PS_NAME::number`."""
Kind = Literal["unreadable", "refused", "ignored", "unread", "newer"]
"""What the service does about a problem.

`unreadable`: it cannot read the text. `refused`: it refuses a value. `ignored`: it ignores an unknown key or tag.
`unread`: it ignores a key of old examples and guides. `newer`: it ignores a key that only newer releases read.
"""


class Variable(str):
    """The name of an environment variable that service.yaml reads with `!env`, without the cast."""

    __slots__ = ("cast",)

    cast: Cast

    def __new__(cls, name: str, cast: Cast = "string") -> "Variable":
        """Return the variable with this name and cast."""
        made = super().__new__(cls, name)
        made.cast = cast
        return made


Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
"""A value of service.yaml. A string may be a `Variable`."""


@dataclass(frozen=True)
class Problem:
    """A problem of service.yaml. It never contains a value, because any value may be a secret."""

    path: Path
    """The path of the field in service.yaml; empty for the whole file."""
    reason: str
    """The problem, as the rest of a sentence that begins with the field."""
    fix: str
    """What to do about it, as an instruction."""
    kind: Kind = "refused"
    line: int | None = field(default=None, compare=False)
    """The line in the text, counted from 1. None for the whole file."""
    is_certain: bool = True
    """False for a key that the library does not know, but that the release may have."""


@dataclass(frozen=True, eq=False)
class Document:
    """The content of a service.yaml."""

    value: Mapping[str, Value]
    """The settings; empty if the text cannot be read, or is not a mapping."""
    problems: tuple[Problem, ...] = ()
    """The problems of the text: YAML, tags and aliases."""
    root: Node | None = None
    """The nodes of the text, for the lines."""

    @property
    def is_readable(self) -> bool:
        """Whether the service can read the text, and the values are complete."""
        return not any(problem.kind == "unreadable" for problem in self.problems)

    def at_line(self, problem: Problem) -> Problem:
        """Return a problem with the line of its field, or of the nearest field around it that exists."""
        return replace(problem, line=self.line_of(problem.path)) if problem.line is None else problem

    def line_of(self, path: Path) -> int | None:
        """Return the line of a field, or of the nearest field around it that exists; None for the whole text."""
        node, line = self.root, None
        for part in path:
            if isinstance(part, str) and isinstance(node, MappingNode):
                place, node = node.place_of(part), node.get(part)
            elif isinstance(part, int) and isinstance(node, Sequence) and part < len(node.items):
                node = node.items[part]
                place = node.place
            else:
                break
            if place is None or isinstance(node, Alias):
                return place.line if place else line
            line = place.line
        return line


def source_of(document: Manifest) -> Manifest:
    """Return the settings of the source database; empty if there are none. The service accepts only one."""
    return next(iter(mappings(document, "replication", "connections")), {})


class Written(NamedTuple):
    """A string or a variable in service.yaml."""

    path: Path
    field: str
    """The name of the field; for an item of a list, that of the list."""
    value: str


def texts_in(document: Mapping[str, Value]) -> Iterator[Written]:
    """Yield the strings and the variables of a document, in the order of the text."""
    for key, value in document.items():
        yield from _texts(value, (key,), key)


def variables_in(document: Mapping[str, Value]) -> Iterator[tuple[Path, Variable]]:
    """Yield the variables of a document with the paths of their fields, in the order of the text."""
    for text in texts_in(document):
        if isinstance(text.value, Variable):
            yield text.path, text.value


def _texts(value: Value, path: Path, field: str) -> Iterator[Written]:
    if isinstance(value, str):
        yield Written(path, field, value)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*path, key), key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index), field)
