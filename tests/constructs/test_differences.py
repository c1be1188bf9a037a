"""A difference contains everything that differs, and nothing else."""

from typing import Any

import pytest

from .differences import difference
from .manifests import Manifest


def config_map(name: str = "a", **fields: Any) -> Manifest:
    """Return a small object."""
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, **fields}


def patch(name: str = "a", **fields: Any) -> Manifest:
    """Return the patch of an object that the base also has."""
    return {"kind": "ConfigMap", "metadata": {"name": name}, **fields}


@pytest.mark.parametrize(
    ("base", "made", "shown"),
    [
        pytest.param([config_map()], [config_map()], [], id="equal"),
        pytest.param([], [config_map()], [config_map()], id="added"),
        pytest.param([config_map(), config_map("b")], [config_map()], [{"absent": ["ConfigMap/b"]}], id="removed"),
        pytest.param(
            [config_map(data={"a": "1", "b": "2"})],
            [config_map(data={"a": "1", "c": "3"})],
            [patch(data={"c": "3", "b": None})],
            id="fields",
        ),
        pytest.param(
            [config_map("a-0123456789")],
            [config_map("a-9876543210")],
            [patch("a-9876543210")],
            id="hash-of-the-content",
        ),
        pytest.param(
            [config_map(), config_map("b")],
            [config_map("b"), config_map()],
            [{"order": ["ConfigMap/b", "ConfigMap/a"]}],
            id="order",
        ),
        pytest.param(
            [config_map(items=[{"name": "a"}, {"name": "b", "c": 1, "d": 2}])],
            [config_map(items=[{"name": "e"}, {"name": "a"}, {"name": "b", "c": 3, "d": 2}])],
            [patch(items=[{"name": "e"}, "a", {"name": "b", "c": 3}])],
            id="list-of-named-items",
        ),
        pytest.param([config_map(items=[1, 2])], [config_map(items=[2])], [patch(items=[2])], id="other-list"),
        pytest.param(
            [config_map(text="a\nb\nc\nd\ne\nf\n")],
            [config_map(text="a\nb\nC\nd\ne\nf\n")],
            [patch(text="@@\n b\n-c\n+C\n d")],
            id="lines",
        ),
        pytest.param([config_map(text="a\nb\n")], [config_map(text="c\nd\n")], [patch(text="c\nd\n")], id="other-text"),
    ],
)
def test_difference(base: list[Manifest], made: list[Manifest], shown: list[Manifest]) -> None:
    """A new object is complete, a changed object is a patch, and a removed object is a name."""
    assert difference(base, made) == shown
