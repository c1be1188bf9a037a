"""Paths into an object lead somewhere, or say where they end."""

from typing import Any

import pytest

from powersync_constructs.constructs._lib.json_paths import change, texts_with


def made() -> dict[str, Any]:
    """An object."""
    return {"labels": {"a/b": "x", "a~b": "y"}, "spec": {"replicas": 2, "args": ["start"]}, "empty": {}}


@pytest.mark.parametrize(
    ("path", "value", "operation", "field", "result"),
    [
        ("/spec/replicas", 3, "add", "spec", {"replicas": 3, "args": ["start"]}),
        ("/spec/paused", False, "add", "spec", {"replicas": 2, "args": ["start"], "paused": False}),
        ("/status", {"a": 1}, "add", "status", {"a": 1}),
        ("/spec/replicas", None, "remove", "spec", {"args": ["start"]}),
        ("/labels/a~1b", "z", "add", "labels", {"a/b": "z", "a~b": "y"}),
        ("/labels/a~0b", None, "remove", "labels", {"a/b": "x"}),
        ("/spec/args/0", "stop", "replace", "spec", {"replicas": 2, "args": ["stop"]}),
        ("/spec/args/-", "-r", "add", "spec", {"replicas": 2, "args": ["start", "-r"]}),
        ("/spec/args/0", None, "remove", "spec", {"replicas": 2, "args": []}),
    ],
)
def test_a_path_that_leads_somewhere(path: str, value: object, operation: str, field: str, result: object) -> None:
    """A field may be new where its parent is there; None removes."""
    document = made()

    found = change(document, path, value)

    assert (found, document[field]) == (operation, result)


COUNT = "but 1; count them from 0, or append one with -"
CORRECT = "correct the path, or set the whole of"


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("spec", 1, "is not a path into the object; write it like /spec/replicas"),
        ("", 1, "is not a path into the object; write it like /spec/replicas"),
        ("/spek/replicas", 1, "is not there: the object has no 'spek'; did you mean 'spec'?"),
        ("/spec/replica", None, "is not there: /spec has no 'replica'; did you mean 'replicas'?"),
        ("/spec/x/y", 1, f"is not there: /spec has no 'x', but replicas, args; {CORRECT} /spec/x"),
        ("/empty/x/y", 1, f"is not there: /empty has no 'x'; {CORRECT} /empty/x"),
        ("/empty/example.com/a", 1, "is not there: /empty has no 'example.com'; write a slash in a key as ~1"),
        ("/spec/replicas/x", 1, "is not there: /spec/replicas is neither a mapping nor a list; set it as a whole"),
        ("/spec/args/1", "a", f"is not there: /spec/args has no item 1, {COUNT}"),
        ("/spec/args/x", "a", f"is not there: /spec/args has no item x, {COUNT}"),
        (
            "/spec/args/-",
            None,
            f"is not there: /spec/args has no item -, {COUNT}",
        ),
    ],
)
def test_a_path_that_leads_nowhere(path: str, value: object, rule: str) -> None:
    """The error says how far it leads, and the way out."""
    with pytest.raises(ValueError, match="is not") as caught:
        change(made(), path, value)

    assert str(caught.value) == rule


def test_not_every_key_is_listed() -> None:
    """A dozen will do."""
    with pytest.raises(ValueError, match=r"but k00, .*, k11, …;"):
        change({f"k{number:02}": 1 for number in range(13)}, "/x/y", 1)


def test_texts_that_mention_a_name() -> None:
    """Each with its path, wherever it is."""
    value = {"rules": [{"expr": 'failed{job="a"}'}, {"expr": "up"}], "a/b": 'of "a"', "n": 1}

    assert [*texts_with('"a"', value)] == [("/rules/0/expr", 'failed{job="a"}'), ("/a~1b", 'of "a"')]
