"""Reads the YAML of service.yaml or of a sync config into nodes with their positions.

The service reads YAML 1.2 (the core schema), but PyYAML reads YAML 1.1. Therefore this module takes only the syntax
from PyYAML, and determines the type of each scalar itself: in YAML 1.2, `yes` is a string and `0o3` is 3.

libyaml reads first, because it is ten times as fast. If it rejects a text, PyYAML decides, with a reader that accepts
more of YAML 1.2 and explains mistakes.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml.scanner import ScannerError

CORE = "tag:yaml.org,2002:"
"""The prefix of the tags of YAML itself: `!!int` is `tag:yaml.org,2002:int`."""
_NOT_PRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that PyYAML rejects everywhere, but the service only outside of scalars and comments."""
_SPACE = re.compile(r"\r(?!\n)|(?<=\S)[ \t]+")
"""White space in YAML 1.2. PyYAML treats it as a line break, or rejects it."""
_BLANK_LINE = re.compile(r"^[ \t]+$", re.MULTILINE)
_LATE_TAB = re.compile(r"^(?: +\t+(?![^\n]*:(?:\s|$))(?=[^\s#-])|[ \t]*\t[ \t]*(?=#))", re.MULTILINE)
"""Tabs after spaces in a line that continues a text, or before a comment. PyYAML rejects them."""
_DIRECTIVE = re.compile(r"^%YAML +[0-9]+\.[0-9]+", re.MULTILINE)
_TEMPLATE = re.compile(r"\s*(\{\{|\{%|<%)")
_SCALARS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("null", re.compile(r"~|[Nn]ull|NULL|")),
    ("bool", re.compile(r"[Tt]rue|TRUE|[Ff]alse|FALSE")),
    ("int", re.compile(r"0o[0-7]+|[-+]?[0-9]+|0x[0-9a-fA-F]+")),
    (
        "float",
        re.compile(
            r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
        ),
    ),
)
"""The types of plain scalars, in the order in which YAML 1.2 tries them. Any other scalar is a string."""
_LONGEST_INTEGER = 300
"""The number of characters above which an integer exceeds the numbers of JavaScript."""
_FAST_LOADER: type[Any] | None = getattr(yaml, "CBaseLoader", None)

Value = str | int | float | bool | None


class Place(NamedTuple):
    """A position in the text, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Scalar:
    """A single value."""

    place: Place
    text: str
    """The text without quotes."""
    plain: bool
    """Whether the text has no quotes and is not a block."""
    tag: str | None = None
    anchor: str | None = None

    @property
    def value(self) -> Value:
        """The value as the service reads it. A scalar with an unknown tag is a string."""
        named = (self.tag or "").removeprefix(CORE)
        for name, pattern in _SCALARS:
            if (name == named or (self.plain and self.tag is None)) and pattern.fullmatch(self.text):
                return _converted(name, self.text)
        return self.text


@dataclass(frozen=True)
class Sequence:
    """A list of nodes."""

    place: Place
    items: tuple["Node", ...]
    tag: str | None = None
    anchor: str | None = None


@dataclass(frozen=True)
class Mapping:
    """Keys and their values, in the order of the text. A key may occur twice."""

    place: Place
    entries: tuple[tuple["Node", "Node"], ...]
    tag: str | None = None
    anchor: str | None = None

    def __contains__(self, name: str) -> bool:
        return self.place_of(name) is not None

    def get(self, name: str) -> "Node | None":
        """Return the value of a key, or None."""
        return next((value for key, value in self.entries if _is_named(key, name)), None)

    def place_of(self, name: str) -> Place | None:
        """Return the place of a key, or None."""
        return next((key.place for key, _ in self.entries if _is_named(key, name)), None)


@dataclass(frozen=True)
class Alias:
    """A reference to another node by the name of its anchor: `*name`."""

    place: Place
    name: str


Node: TypeAlias = Scalar | Sequence | Mapping | Alias


class UnreadableError(Exception):
    """A text that is not YAML, or is not one document."""

    def __init__(self, place: Place | None, problem: str, fix: str) -> None:
        super().__init__(problem)
        self.place = place
        self.problem = problem
        self.fix = fix


class _Loader(yaml.SafeLoader):
    """A reader that accepts two parts of YAML 1.2 which PyYAML rejects.

    These are tabs between the tokens of `{}` and `[]`, as in JSON, and names of anchors with other characters than
    letters, digits, `-` and `_`.
    """

    def scan_to_next_token(self) -> None:
        """Skip white space and comments."""
        super().scan_to_next_token()
        while self.flow_level and self.peek() == "\t":
            self.forward()
            super().scan_to_next_token()

    def scan_anchor(  # the name of the parameter is that of PyYAML
        self,
        TokenClass: type[yaml.AliasToken | yaml.AnchorToken],  # noqa: N803
    ) -> yaml.AliasToken | yaml.AnchorToken:
        """Return the token of an anchor or an alias."""
        start = self.get_mark()
        self.forward()
        length = 0
        while self.peek(length) not in "\0 \t\r\n[]{},":
            length += 1
        name = self.prefix(length)
        self.forward(length)
        return TokenClass(name, start, self.get_mark())


def read(text: str) -> Node:
    """Return the root of a document. Raises UnreadableError."""
    prepared = _prepared(text)
    try:
        return _read_fast(prepared) or _read_tolerantly(prepared)
    except yaml.YAMLError as error:
        raise _unreadable(error, text) from None
    except RecursionError:
        raise UnreadableError(None, "is nested too deeply", "remove some levels") from None


def _read_fast(prepared: str) -> Node | None:
    """Return the root of a document; None if libyaml rejects it, or is missing."""
    if _FAST_LOADER is None:
        return None
    try:
        return _document(prepared, _FAST_LOADER)
    except (yaml.YAMLError, UnreadableError):
        return None


def _read_tolerantly(prepared: str) -> Node:
    try:
        return _document(prepared, _Loader)
    except ScannerError as error:
        if not _is_tab(error) or not _LATE_TAB.search(prepared):
            raise
    return _document(_LATE_TAB.sub(_spaces, prepared), _Loader)


def nodes(node: Node) -> Iterator[Node]:
    """Yield a node and all nodes inside it, including the keys of mappings."""
    yield node
    inner: tuple[Node, ...] = ()
    if isinstance(node, Mapping):
        inner = tuple(part for entry in node.entries for part in entry)
    elif isinstance(node, Sequence):
        inner = node.items
    for each in inner:
        yield from nodes(each)


def _is_named(key: Node, name: str) -> bool:
    return isinstance(key, Scalar) and key.value == name


def _converted(kind: str, text: str) -> Value:
    match kind:
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int":
            if len(text) > _LONGEST_INTEGER:
                return math.inf
            return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    number = float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return int(number) if number.is_integer() else number  # JavaScript has one type for 3 and 3.0


def _prepared(text: str) -> str:
    """Return a text that PyYAML can read, with each character at the same line and column."""
    text = _DIRECTIVE.sub("%YAML 1.2", _NOT_PRINTABLE.sub("\ufffd", text))
    return _BLANK_LINE.sub("", _SPACE.sub(_spaces, text))


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _document(text: str, loader: type[Any]) -> Node:
    events = _with_known_anchors(yaml.parse(text, Loader=loader))
    root: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                raise UnreadableError(_place(event), "begins a second document", "write one document per file")
            root = _node(next(events), events)
    return root or Scalar(Place(1, 1), "", plain=True)


def _with_known_anchors(events: Iterable[yaml.Event]) -> Iterator[yaml.Event]:
    """Yield the events unchanged. Raises UnreadableError for an alias without its anchor, which the service rejects."""
    anchors: set[str] = set()
    for event in events:
        if isinstance(event, yaml.AliasEvent) and event.anchor not in anchors:
            problem = "is an alias without an anchor before it"  # without its name, which may be a password
            raise UnreadableError(_place(event), problem, "write the value itself, in quotes if it begins with *")
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            anchors.add(event.anchor)
        yield event


def _node(event: yaml.Event, events: Iterator[yaml.Event]) -> Node:
    """Return the node that begins with an event, and consume its other events."""
    place = _place(event)
    if isinstance(event, yaml.AliasEvent):
        return Alias(place, event.anchor or "")
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(place, event.value, not event.style, event.tag, event.anchor)
    assert isinstance(event, yaml.CollectionStartEvent)
    inner = _items(events)
    if isinstance(event, yaml.SequenceStartEvent):
        return Sequence(place, inner, event.tag, event.anchor)
    return Mapping(place, tuple(zip(inner[::2], inner[1::2], strict=True)), event.tag, event.anchor)


def _items(events: Iterator[yaml.Event]) -> tuple[Node, ...]:
    found: list[Node] = []
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            break
        found.append(_node(event, events))
    return tuple(found)


def _place(event: yaml.Event) -> Place:
    assert event.start_mark is not None
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def _is_tab(error: yaml.YAMLError) -> bool:
    return isinstance(error, yaml.MarkedYAMLError) and (error.problem or "").startswith("found character '\\t'")


def _unreadable(error: yaml.YAMLError, text: str) -> UnreadableError:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return UnreadableError(None, "is not YAML", "correct it")
    place = Place(error.problem_mark.line + 1, error.problem_mark.column + 1)
    if _is_tab(error):
        return UnreadableError(place, "is indented with a tab", "use spaces")
    lines = text.split("\n")
    for number in (place.line, place.line - 1):  # PyYAML may notice an expression only in the next line
        if number <= len(lines) and (found := _TEMPLATE.match(lines[number - 1])):
            problem = "contains an expression of a template language, which the service does not replace"
            return UnreadableError(Place(number, found.start(1) + 1), problem, "render the template first")
    if "<block end>" in (error.problem or ""):
        return UnreadableError(place, "is not indented like the lines before", "correct the indentation")
    return UnreadableError(place, f"is not YAML: {error.problem}", "correct it")
