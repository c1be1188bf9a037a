"""Reads YAML as kubectl does, but rejects what is probably a mistake: a key that occurs twice, and an unknown tag.

libyaml composes the nodes, and a loop over the nodes makes the values. This takes about half the time of the safe
loader of PyYAML (measured by benchmarks/check.py).
"""

from dataclasses import dataclass
from typing import Any, cast

import yaml

from powersync_constructs.cli import _scalars

DEEPEST = 200
"""The maximum number of nested mappings and lists. The deepest schemas of custom resources have about 50."""
MOST_VALUES = 5_000_000
"""The maximum number of values in a file, with the values that aliases repeat. They take about 1.6 GB (measured)."""
_PLAIN = "plain"
"""The tag that the composer gives to a scalar without quotes and tag."""
_IMPLICIT = ""
"""The tag that the composer gives to other nodes without a tag."""
_TAGS: dict[type[yaml.Node], tuple[str, ...]] = {
    yaml.MappingNode: ("!!map", "!!set"),
    yaml.SequenceNode: ("!!seq", "!!omap", "!!pairs"),
}
"""The tags that a mapping or a list may have, as they are written in a file."""
_MERGE = object()


class YamlError(ValueError):
    """Text that is not usable YAML or JSON."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(line, text)
        self.line = line
        """From 1; 0 for the whole file."""
        self.text = text


@dataclass(frozen=True)
class Document:
    """A document of a file."""

    value: Any
    line: int
    """The line at which its value begins, from 1."""
    begin: int
    """The position in the text from which `first_node` reads it."""
    problem: YamlError | None = None
    """The first thing in it that no Kubernetes object may have."""


class Composer(yaml.CLoader):
    """Composes the nodes of documents. It does not resolve the types of scalars, which would take longer."""

    def __init__(self, text: "str | _Rest") -> None:
        super().__init__(text)
        self._depth = 0
        self._count = 0

    def descend_resolver(self, current_node: yaml.Node | None, current_index: Any) -> None:
        """Count the values, which take memory, and the levels, which fill the stack of the process."""
        self._count += 1
        if self._count > MOST_VALUES:
            line = current_node.start_mark.line + 1 if current_node else 1
            raise YamlError(line, f"has more than {MOST_VALUES:,} values; split the file")
        self._depth += 1
        if self._depth > DEEPEST:
            line = current_node.start_mark.line + 1 if current_node else 1
            raise YamlError(line, f"has more than {DEEPEST} levels, which no Kubernetes object has")

    def ascend_resolver(self) -> None:
        """Count the levels."""
        self._depth -= 1

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: tuple[bool, bool]) -> str:
        """Return the tag of a node without a tag."""
        return _PLAIN if kind is yaml.ScalarNode and implicit[0] else _IMPLICIT


def documents(text: str) -> list[Document]:
    """Return the documents of a text. Raise YamlError if it is not usable YAML."""
    try:
        composer = Composer(text)
        values = _Values()
        found = []
        while composer.check_node():
            root = composer.get_node()
            if root is not None:
                found.append(values.document(root))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(mark.line + 1 if mark else 1, f"is not valid YAML: {error.problem or error.context}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError(line, f"is not valid YAML: {error.reason}") from None
    return found


def first_node(text: str, begin: int = 0) -> yaml.Node | None:
    """Return the root of the first document after a position, with the line of each node; None if there is none."""
    composer = Composer(_Rest(text, begin))
    return composer.get_node() if composer.check_node() else None


def is_null(node: yaml.Node) -> bool:
    """Return whether a node is null, and not the text "null"."""
    return node.tag == _PLAIN and node.value in _scalars.NULLS


class _Rest:
    """The text after a position. libyaml reads parts of it, so the documents after the first one cost nothing."""

    def __init__(self, text: str, begin: int) -> None:
        self._text = text
        self._position = begin

    def read(self, size: int = 2**14) -> str:
        """Return the next characters. libyaml gives the size."""
        begin, self._position = self._position, self._position + size
        return self._text[begin : self._position]


class _Values:
    """Makes the values of nodes. Limits what aliases repeat, because rules read each repetition."""

    def __init__(self) -> None:
        self._count = 0
        self._problem: YamlError | None = None
        self._repeatable: dict[int, tuple[Any, int] | None] = {}
        """The value of each mapping and list, and the number of values in it; None if it is not complete."""

    def document(self, root: yaml.Node) -> Document:
        """Return the document with this root."""
        self._problem = None
        self._repeatable.clear()
        value = self._value(root)
        mark = root.start_mark
        return Document(value, mark.line + 1, mark.index - mark.column, self._problem)

    def _value(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            self._count += 1
            return node.value if node.tag == _IMPLICIT else self._scalar(node)
        key = id(node)
        if key in self._repeatable:
            return self._repeated(node, self._repeatable[key])
        self._repeatable[key] = None
        before = self._count
        self._count += 1
        if node.tag != _IMPLICIT and (tag := _scalars.shown_tag(node.tag)) not in _TAGS[type(node)]:
            self._report(node, f"has the tag {tag}, which Kubernetes does not know; remove it")
        children = cast("list[Any]", node.value)
        is_list = isinstance(node, yaml.SequenceNode)
        value = [self._value(child) for child in children] if is_list else self._mapping(children)
        self._repeatable[key] = value, self._count - before
        return value

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        try:
            return _scalars.plain(node.value) if node.tag == _PLAIN else _scalars.tagged(node.value, node.tag)
        except ValueError as error:
            self._report(node, str(error))
            return node.value

    def _mapping(self, pairs: list[tuple[yaml.Node, yaml.Node]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        merged: list[Any] = []
        for key_node, value_node in pairs:
            key = self._key(key_node)
            value = self._value(value_node)
            if key is _MERGE:
                merged += value if isinstance(value, list) else [value]
                continue
            if key in found:
                self._report(key_node, f"the key {key!r} occurs twice in one mapping; remove one of them")
            found[cast("str", key)] = value
        for each in merged:
            found = {**each, **found} if isinstance(each, dict) else found
        return found

    def _key(self, node: yaml.Node) -> object:
        """Return the key of a mapping, which is always a string."""
        key = self._value(node)
        if key.__class__ is str:
            return _MERGE if key == "<<" and node.tag == _PLAIN else key
        try:
            return _scalars.key(key)
        except ValueError as error:
            self._report(node, str(error))
            return "?"

    def _repeated(self, node: yaml.Node, known: tuple[Any, int] | None) -> Any:
        line = node.start_mark.line + 1
        if known is None:
            raise YamlError(line, "contains an alias of itself; write the value in place of the alias")
        value, size = known
        self._count += size
        if self._count > MOST_VALUES:
            raise YamlError(line, f"is repeated by aliases, which makes more than {MOST_VALUES:,} values; write fewer")
        return value

    def _report(self, node: yaml.Node, text: str) -> None:
        self._problem = self._problem or YamlError(node.start_mark.line + 1, text)
