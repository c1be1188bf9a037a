"""The line of a field in a file."""

import pytest

from powersync_constructs.cli._lines import line_of

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
    assert line_of(TEXT, document, path) == line


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
    assert line_of(TEXT, 2, path) == line


def test_a_field_of_json_has_its_line() -> None:
    """JSON has lines too."""
    assert line_of('{\n  "a": {\n\t"b": 1}}\n{"c":\n2}', 1, ("a", "b")) == 3


def test_json_that_is_not_yaml_has_the_line_of_the_document() -> None:
    """A text that libyaml does not read has no lines of fields."""
    assert line_of('\n{"a": "\\ud83d\\ude00",\n"b": 1}', 2, ("b",)) == 2
