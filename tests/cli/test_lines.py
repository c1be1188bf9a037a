"""The line of a field in a file."""

import pytest

from powersync_constructs.cli._json import json_documents
from powersync_constructs.cli._lines import line_of
from powersync_constructs.cli._yaml import documents

TEXT = """\
# a comment
apiVersion: v1
kind: List
items:
  - kind: One
    metadata: {name: one}
  -
    kind: Two
    metadata:
      name: two
    spec: &spec
      ports:
        - port: 80
        - {port: 81,
           name: http}
    copy: *spec
---

apiVersion: v1
data:
  service.yaml: |
    port: 80
  on: x
"""


def begin_of(line: int) -> int:
    """Return the position of a line."""
    return sum(map(len, TEXT.splitlines(keepends=True)[: line - 1]))


@pytest.mark.parametrize(
    ("document", "path", "line"),
    [
        (2, (), 2),
        (2, ("kind",), 3),
        (2, ("items", 0), 5),
        (2, ("items", 0, "metadata", "name"), 6),
        (2, ("items", 1), 8),
        (2, ("items", 1, "spec", "ports", 0, "port"), 13),
        (2, ("items", 1, "spec", "ports", 1, "name"), 15),
        (2, ("items", 1, "copy", "ports"), 12),
        (19, ("data", "service.yaml"), 21),
    ],
)
def test_a_field_has_its_line(document: int, path: tuple[str | int, ...], line: int) -> None:
    """The line is the one of the key, or the one of the item of a list."""
    assert line_of(TEXT, begin_of(document), document, path) == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("metadata", "labels", "a"), 2),
        (("items", 1, "metadata", "namespace"), 9),
        (("items", 1, "spec", "ports", 7, "port"), 12),
        (("items", 1, "spec", "ports", 0, "port", "more"), 13),
        (("items", "name"), 4),
    ],
)
def test_a_missing_field_has_the_line_of_its_parent(path: tuple[str | int, ...], line: int) -> None:
    """A finding about a field that is not there names the nearest place where it belongs."""
    assert line_of(TEXT, begin_of(2), 2, path) == line


def test_a_field_of_json_has_its_line() -> None:
    """JSON has lines too."""
    assert line_of('{\n  "a": {\n\t"b": 1}}\n{"c":\n2}', 0, 1, ("a", "b")) == 3


def test_two_values_of_json_on_one_line_have_their_own_lines() -> None:
    """A document begins at its own position, not at that of its line."""
    text = '{"a": 1} {"b":\n2,\n"c": 3}'
    [_, second] = json_documents(text)

    assert line_of(text, second.begin, second.line, ("c",)) == 3


@pytest.mark.parametrize("written", ["# \u2028\n---\na:\n  b: 1\n", "--- {a: {\n b: 1}}\n", "---\n  a:\n    b: 1\n"])
def test_a_document_is_read_from_its_first_line(written: str) -> None:
    """The position is right after other line ends, after `---`, and before an indentation."""
    text = f"x: 1\n{written}"
    found = documents(text)[-1]

    assert line_of(text, found.begin, found.line, ("a", "b")) == found.line + 1


def test_json_that_is_not_yaml_has_the_line_of_the_document() -> None:
    """A text that libyaml does not read has no lines of fields."""
    assert line_of('\n{"a": "\\ud83d\\ude00",\n"b": 1}', 1, 2, ("b",)) == 2
