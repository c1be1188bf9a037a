"""The values of a YAML file that a user writes for this program, with the place of each of them for the problems."""

from collections.abc import Iterator, Sequence

import yaml

from powersync_constructs.cli._unusable import raise_if_any
from powersync_constructs.cli._yaml import is_null
from powersync_constructs.config.core._suggestions import did_you_mean


class Problems:
    """The problems of a file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[tuple[int, str]] = []

    def add(self, line: int, text: str) -> None:
        """Add a problem: the line, from 1, and the reason with the way out."""
        self._found.append((line, text))

    def raise_if_any(self) -> None:
        """Raise UnusableError with one line per problem."""
        raise_if_any(f"{self._file}:{line}: {text}" for line, text in sorted(self._found))


class Checked:
    """A value at a place. A method that asks for another type records a problem, and returns an empty value."""

    def __init__(self, node: yaml.Node, path: str, problems: Problems) -> None:
        self._node = node
        self.path = path
        """Like `ignore[0].rule`; empty for the whole file."""
        self._problems = problems
        self.line: int = node.start_mark.line + 1
        """From 1."""

    def reject(self, text: str) -> None:
        """Record a problem at this place."""
        self._problems.add(self.line, f"{self.path}: {text}" if self.path else text)

    def text(self) -> str:
        """Return the value as a text that is not empty."""
        if isinstance(self._node, yaml.ScalarNode) and not is_null(self._node) and self._node.value.strip():
            return str(self._node.value)
        self.reject("is not a text; write one")
        return ""

    def items(self) -> list["Checked"]:
        """Return the items of the value, which is a list."""
        if isinstance(self._node, yaml.SequenceNode):
            children = enumerate(self._node.value)
            return [Checked(child, f"{self.path}[{index}]", self._problems) for index, child in children]
        self.reject("is not a list; write a list")
        return []

    def texts(self) -> tuple[str, ...]:
        """Return the items of the value, which is a list of texts."""
        return tuple(item.text() for item in self.items())

    def entries(self) -> Iterator[tuple[str, "Checked"]]:
        """Yield the keys and values of the value, which is a mapping."""
        if not isinstance(self._node, yaml.MappingNode):
            self.reject("is not a mapping; write a mapping")
            return
        for key, value in self._node.value:
            path = f"{self.path}.{key.value}" if self.path else str(key.value)
            yield str(key.value), Checked(value, path, self._problems)

    def fields(self, allowed: Sequence[str], required: Sequence[str] = ()) -> dict[str, "Checked"]:
        """Return the fields of the value, which is a mapping with these keys only."""
        found = dict(self.entries())
        for key in [key for key in found if key not in allowed]:
            fix = did_you_mean(key, allowed) or f"use {', '.join(allowed)}"
            found.pop(key).reject(f"is not a setting; {fix}")
        if isinstance(self._node, yaml.MappingNode):
            for key in [key for key in required if key not in found]:
                self.reject(f"has no {key}; add it")
        return found
