"""Strings reach the cluster unchanged."""

import pytest

from powersync_constructs.rules.objects.text import cdk8s_writes_quotes, kubectl_reads_number, texts_survive
from tests.rules.manifests import finding, manifest, objects, of_instance

KUBECTL_AND_CDK8S = [
    # The text, whether kubectl reads it as a number without quotes, and whether cdk8s writes it with quotes.
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
"""Measured: Go's YAML library read each text, and cdk8s wrote it."""


@pytest.mark.parametrize(("text", "number", "quotes"), KUBECTL_AND_CDK8S)
def test_kubectl_and_cdk8s_are_predicted(text: str, number: bool, quotes: bool) -> None:
    """The two functions match what kubectl reads and what cdk8s writes."""
    assert (kubectl_reads_number(text), cdk8s_writes_quotes(text)) == (number, quotes)


@pytest.mark.parametrize(("text", "number", "quotes"), KUBECTL_AND_CDK8S)
def test_text_that_becomes_a_number_is_reported(text: str, number: bool, quotes: bool) -> None:
    """A text is reported if kubectl reads it as a number and cdk8s writes it without quotes."""
    found = texts_survive.findings(objects(of_instance(manifest("ConfigMap", "a", data={"x": text}))))

    reason = f"'{text}' would be read as a number, because cdk8s writes it without quotes"
    expected = [finding("texts-survive", "error", "ConfigMap/a.data.x", reason, "change this string")]
    assert found == (expected if number and not quotes else [])


@pytest.mark.parametrize("text", ["caf\u00e9 \U0001f600", "\r\n\t"])
def test_other_characters_are_not_reported(text: str) -> None:
    """cdk8s writes other characters in a form that each YAML parser reads as the same text."""
    assert texts_survive.findings(objects(of_instance(manifest("ConfigMap", "a", data={"x": text})))) == []


def test_values_of_other_types_are_not_reported() -> None:
    """Numbers, booleans and null do not change."""
    spec = {"replicas": 2, "paused": False, "x": None, "y": [1]}

    assert texts_survive.findings(objects(of_instance(manifest("Deployment", "a", spec=spec)))) == []


def test_text_of_no_instance_is_not_reported() -> None:
    """The text of an object of no instance is not reported."""
    assert texts_survive.findings(objects(manifest("ConfigMap", "a", data={"x": "0o17"}))) == []


@pytest.mark.parametrize("character", ["\u0085", "\u2028", "\u2029"])
def test_line_break_of_yaml_1_1_is_reported(character: str) -> None:
    """Kubectl would read another text than cdk8s wrote."""
    [found] = texts_survive.findings(objects(of_instance(manifest("ConfigMap", "a", data={"x": f"a{character}b"}))))

    assert found.reason == "contains U+0085, U+2028 or U+2029, which kubectl reads as a line break (YAML 1.1)"


@pytest.mark.parametrize("character", ["\x7f", "\x80", "\x9f", "\ufffe", "\uffff"])
def test_character_that_yaml_does_not_allow_is_reported(character: str) -> None:
    """cdk8s writes the character unchanged, and kubectl cannot read the file."""
    [found] = texts_survive.findings(objects(of_instance(manifest("ConfigMap", "a", data={"x": f"a{character}b"}))))

    assert found.reason == f"contains U+{ord(character):04X}, which YAML does not allow"


def test_key_is_checked() -> None:
    """A finding about a key has the path of the mapping."""
    [found] = texts_survive.findings(objects(of_instance(manifest("Pod", "a", spec={"attributes": {"a\x7f": "b"}}))))

    assert found.where == "Pod/a.spec.attributes"


def test_finding_has_the_path_of_the_text() -> None:
    """A finding has the path of the text in the object, at any depth."""
    containers = [{"name": "a"}, {"name": "b", "env": [{"name": "MODE", "value": "0o17"}]}]

    [found] = texts_survive.findings(objects(of_instance(manifest("Pod", "a", spec={"containers": containers}))))

    assert found.where == "Pod/a.spec.containers[1].env[0].value"
