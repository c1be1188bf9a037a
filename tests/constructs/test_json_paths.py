"""A path into an object leads to a field, or the error shows where it ends."""

from typing import Any

import pytest

from powersync_constructs.constructs._lib.json_paths import change, texts_with


def sample_object() -> dict[str, Any]:
    """Return an object."""
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
def test_a_valid_path(path: str, value: object, operation: str, field: str, result: object) -> None:
    """A field can be new if its parent exists; None removes a field."""
    document = sample_object()

    found = change(document, path, value)

    assert (found, document[field]) == (operation, result)


COUNT = "and its length is 1; count items from 0, or append an item with -"
CORRECT = "correct the path, or set"


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("spec", 1, "is not a JSON pointer; write it like /spec/replicas"),
        ("", 1, "is not a JSON pointer; write it like /spec/replicas"),
        ("/spek/replicas", 1, "does not exist: the object has no 'spek'; did you mean 'spec'?"),
        ("/spec/replica", None, "does not exist: /spec has no 'replica'; did you mean 'replicas'?"),
        ("/spec/x/y", 1, f"does not exist: /spec has no 'x', only replicas, args; {CORRECT} /spec/x as a whole"),
        ("/empty/x/y", 1, f"does not exist: /empty has no 'x'; {CORRECT} /empty/x as a whole"),
        ("/empty/example.com/a", 1, "does not exist: /empty has no 'example.com'; write a slash in a key as ~1"),
        ("/spec/replicas/x", 1, "does not exist: /spec/replicas is neither a mapping nor a list; set it as a whole"),
        ("/spec/args/1", "a", f"does not exist: /spec/args has no item 1, {COUNT}"),
        ("/spec/args/x", "a", f"does not exist: /spec/args has no item x, {COUNT}"),
        (
            "/spec/args/-",
            None,
            f"does not exist: /spec/args has no item -, {COUNT}",
        ),
    ],
)
def test_an_invalid_path(path: str, value: object, rule: str) -> None:
    """The error names the part of the path that does not exist, and the way out."""
    with pytest.raises(ValueError, match=r"is not|does not exist") as caught:
        change(sample_object(), path, value)

    assert str(caught.value) == rule


def test_not_every_key_is_listed() -> None:
    """The error lists at most twelve keys."""
    with pytest.raises(ValueError, match=r"only k00, .*, k11, …;"):
        change({f"k{number:02}": 1 for number in range(13)}, "/x/y", 1)


def test_texts_that_mention_a_name() -> None:
    """Each text that contains the name is found, with its path."""
    value = {"rules": [{"expr": 'failed{job="a"}'}, {"expr": "up"}], "a/b": 'of "a"', "n": 1}

    assert [*texts_with('"a"', value)] == [("/rules/0/expr", 'failed{job="a"}'), ("/a~1b", 'of "a"')]
