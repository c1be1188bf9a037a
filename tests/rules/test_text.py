"""Texts reach the cluster as they are."""

import pytest

from powersync_constructs.rules import Finding
from powersync_constructs.rules.text import cdk8s_writes_quotes, kubectl_reads_number, texts_survive

from .manifests import manifest, objects, ours

KUBECTL_AND_CDK8S = [
    # text, whether kubectl reads a number without quotes, whether cdk8s writes quotes
    ("", False, False),
    ("0", True, True),
    ("017", True, True),
    ("1e3", True, True),
    ("0x1F", True, True),
    ("1_000", True, True),
    ("1_0.0_1", True, True),
    ("0b_1", True, True),
    ("0_", True, True),
    ("1.26.0", False, False),
    ("_1", False, False),
    ("0o", False, False),
    ("0o8", False, False),
    ("x0o17", False, False),
    ("0o17 ", False, False),
    ("0e_", False, False),
    ("true", False, False),
    ("null", False, False),
    ("2026-11-21", False, False),
    ("0o17", True, False),
    ("+0o17", True, False),
    ("-0o0", True, False),
    ("0O1", True, False),
    ("0e_1", True, False),
    ("1e10_", True, False),
    ("-_1", True, False),
    ("+_.1_", True, False),
    ("0_x1b", True, False),
    ("0b-10", True, False),
]
"""All of these were read by Go's YAML and written by cdk8s."""


@pytest.mark.parametrize(("text", "number", "quotes"), KUBECTL_AND_CDK8S)
def test_two_readers_of_yaml(text: str, number: bool, quotes: bool) -> None:
    """What kubectl reads, and what cdk8s writes."""
    assert (kubectl_reads_number(text), cdk8s_writes_quotes(text)) == (number, quotes)


@pytest.mark.parametrize(("text", "number", "quotes"), KUBECTL_AND_CDK8S)
def test_a_text_that_would_become_a_number(text: str, number: bool, quotes: bool) -> None:
    """It is found where kubectl reads a number that cdk8s does not quote."""
    found = [*texts_survive(objects(ours(manifest("ConfigMap", "a", data={"x": text}))))]

    reason = f"'{text}' would be read as a number, since cdk8s writes it without quotes"
    expected = [Finding("texts-survive", "error", "ConfigMap/a.data.x", reason, "write it differently")]
    assert found == (expected if number and not quotes else [])


@pytest.mark.parametrize("text", ["caf\u00e9 \U0001f600", "\r\n\t"])
def test_characters_that_survive(text: str) -> None:
    """cdk8s writes them so that everybody reads the same text."""
    assert [*texts_survive(objects(ours(manifest("ConfigMap", "a", data={"x": text}))))] == []


def test_numbers_are_no_texts() -> None:
    """What is a number, a truth value or nothing stays what it is."""
    spec = {"replicas": 2, "paused": False, "x": None, "y": [1]}

    assert [*texts_survive(objects(ours(manifest("Deployment", "a", spec=spec))))] == []


def test_somebody_elses_texts() -> None:
    """They are nobody's business."""
    assert [*texts_survive(objects(manifest("ConfigMap", "a", data={"x": "0o17"})))] == []


@pytest.mark.parametrize("character", ["\u0085", "\u2028", "\u2029"])
def test_a_text_with_a_line_break_of_yaml_1_1(character: str) -> None:
    """Kubectl would read another text than was written."""
    [found] = texts_survive(objects(ours(manifest("ConfigMap", "a", data={"x": f"a{character}b"}))))

    assert found.reason == "has U+0085, U+2028 or U+2029, which kubectl reads as line breaks (YAML 1.1)"


@pytest.mark.parametrize("character", ["\x7f", "\x80", "\x9f", "\ufffe", "\uffff"])
def test_a_text_with_a_character_that_yaml_has_not(character: str) -> None:
    """cdk8s writes it as it is, and kubectl cannot read the file."""
    [found] = texts_survive(objects(ours(manifest("ConfigMap", "a", data={"x": f"a{character}b"}))))

    assert found.reason == f"has U+{ord(character):04X}, which no YAML may contain"


def test_keys_are_texts_too() -> None:
    """What is found in a key is told of the mapping that it is in."""
    [found] = texts_survive(objects(ours(manifest("Pod", "a", spec={"attributes": {"a\x7f": "b"}}))))

    assert found.where == "Pod/a.spec.attributes"


def test_a_finding_names_the_place_in_the_object() -> None:
    """However deep the text is, the path leads to it."""
    containers = [{"name": "a"}, {"name": "b", "env": [{"name": "MODE", "value": "0o17"}]}]

    [found] = texts_survive(objects(ours(manifest("Pod", "a", spec={"containers": containers}))))

    assert found.where == "Pod/a.spec.containers[1].env[0].value"
