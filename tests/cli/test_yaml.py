"""YAML is read as kubectl reads it."""

import pytest
import yaml

from powersync_constructs.cli._yaml import Document, YamlError, documents
from tests import CHECKOUT

SCALARS = {
    **dict.fromkeys(("y", "Y", "yes", "on", "On", "true", "TRUE"), True),
    **dict.fromkeys(("n", "off", "NO", "false"), False),
    **dict.fromkeys(("~", "null", "Null", ""), None),
    "1:30": "1:30",
    "0o17": 15,
    "017": 15,
    "0777": 511,
    "08": 8,
    "1_000": 1000,
    "0x1F": 31,
    "0b11": 3,
    "1e3": 1000.0,
    "1.5": 1.5,
    ".5": 0.5,
    "5.": 5.0,
    "1e+3": 1000.0,
    "-.5e3": -500.0,
    "0.0_1": 0.01,
    "+1": 1,
    "-0": 0,
    "1__0": 10,
    "1_": 1,
    "_1": "_1",
    "0x_f": 15,
    "-0x1": -1,
    "tRUE": "tRUE",
    "=": "=",
    "2020-01-01": "2020-01-01",
    "2020-01-01T00:00:00Z": "2020-01-01T00:00:00Z",
    "''": "",
    '"1"': "1",
    "!!str 1": "1",
    '!!int "3"': 3,
    "!!float 1": 1.0,
    "!!bool yes": True,
    "!!binary aGk=": "hi",
    "!!timestamp 2020-01-01": "2020-01-01",
    "12345678901234567890": 12345678901234567890,
    "1.2.3": "1.2.3",
}
"""Scalars, and what `kubectl label --local -o json` of Kubernetes 1.33 makes of them."""


def values(text: str) -> list[object]:
    """Return the values of the documents."""
    return [each.value for each in documents(text)]


@pytest.mark.parametrize(("written", "value"), SCALARS.items())
def test_a_scalar_has_the_value_that_kubectl_reads(written: str, value: object) -> None:
    """The value and its type are the same."""
    [found] = values(f"a: {written}")

    assert found == {"a": value}
    assert isinstance(found, dict)
    assert type(found["a"]) is type(value)


@pytest.mark.parametrize(
    ("written", "key"), [("on", "true"), ("no", "false"), ("1", "1"), ("1.5", "1.5"), ("'1'", "1"), ("a", "a")]
)
def test_the_key_of_a_mapping_is_a_string(written: str, key: str) -> None:
    """JSON, which kubectl sends, has no other keys."""
    assert values(f"{{{written}: 0}}") == [{key: 0}]


@pytest.mark.parametrize("path", sorted(CHECKOUT.glob("dist/*.yaml")), ids=lambda path: path.name)
def test_values_of_an_app_are_those_of_pyyaml(path: object) -> None:
    """For the output of cdk8s, the values are the same as those of the safe loader."""
    text = (CHECKOUT / str(path)).read_text(encoding="utf-8")

    assert values(text) == list(yaml.safe_load_all(text))


def test_an_explicit_key_replaces_a_merged_one() -> None:
    """The merge key `<<` adds the keys that the mapping does not have."""
    assert values("a: &a {b: 1, c: 2}\nd: {<<: *a, c: 3}\ne: {<<: [{b: 4}, *a]}") == [
        {"a": {"b": 1, "c": 2}, "d": {"b": 1, "c": 3}, "e": {"b": 4, "c": 2}}
    ]


def test_an_alias_repeats_its_value() -> None:
    """An alias of a list, a mapping or a scalar has the value of the anchor."""
    assert values("a: &a [1]\nb: *a\nc: &c x\n*c : *c") == [{"a": [1], "b": [1], "c": "x", "x": "x"}]


def test_a_document_names_its_line() -> None:
    """The line is the first one of the value, after comments and empty documents."""
    found = documents("# first\na: 1\n---\n---\n# third\nb: 2\n")

    assert [(each.value, each.line) for each in found if each.value] == [({"a": 1}, 2), ({"b": 2}, 6)]


def test_200_levels_are_read() -> None:
    """The limit is above the depth of every real object."""
    depth = 198  # and the document, and the innermost value

    assert documents("[" * depth + "]" * depth)[0].problem is None


def test_a_problem_of_an_object_is_the_first_one() -> None:
    """A document that is not an object may have problems, so they do not raise an error."""
    [found] = documents("a: !env B\na: 2\n")

    assert isinstance(found, Document)
    assert isinstance(found.problem, YamlError)
    assert (found.problem.line, found.problem.text) == (
        1,
        "has the tag !env, which Kubernetes does not know; remove it",
    )


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("!!int x", "the value is not of the type !!int; remove the tag, or correct the value"),
        ("!!bool 1", "the value is not of the type !!bool; remove the tag, or correct the value"),
        ("!!binary x", "the value of !!binary is not base64; correct it"),
        ("!!python/name:os.system", "has the tag !!python/name:os.system, which Kubernetes does not know; remove it"),
        ("!Ref x", "has the tag !Ref, which Kubernetes does not know; remove it"),
        ("!mine [x]", "has the tag !mine, which Kubernetes does not know; remove it"),
        ("-.inf", "-.inf is not a number of Kubernetes; write a finite number, or put the value in quotes"),
        (".NaN", ".NaN is not a number of Kubernetes; write a finite number, or put the value in quotes"),
    ],
)
def test_a_value_that_kubernetes_cannot_have_is_a_problem(written: str, problem: str) -> None:
    """The problem names the reason and the way out, but not the value."""
    [found] = documents(f"a: {written}")

    assert found.problem is not None
    assert found.problem.text == problem
