"""A closed definition refuses what the API server would call an unknown field."""

import copy
from typing import Any

import pytest
from jsonschema import Draft4Validator

from .definitions import Schema, closed, definition_problems
from .judges.samples import CERTIFICATE


def changed(*place: str, value: object) -> dict[str, Any]:
    """Return a certificate with another value at one place."""
    certificate = copy.deepcopy(CERTIFICATE)
    *path, field = place
    parent = certificate
    for step in path:
        parent = parent[step]
    parent[field] = value
    return certificate


def test_valid_resource_has_no_problem() -> None:
    """The definition accepts a valid custom resource."""
    assert definition_problems(CERTIFICATE) == []


@pytest.mark.parametrize(
    "path", [(), ("metadata",), ("spec",), ("spec", "issuerRef")], ids=lambda path: ".".join(path) or "object"
)
def test_unknown_field_is_a_problem(path: tuple[str, ...]) -> None:
    """An unknown field is a problem at every depth."""
    problems = definition_problems(changed(*path, "secretname", value="powersync-tls"))

    assert len(problems) == 1
    assert "('secretname' was unexpected)" in problems[0]


@pytest.mark.parametrize(
    ("place", "value", "problem"),
    [
        (("spec", "dnsNames"), [1], "spec.dnsNames[0]: 1 is not of type 'string'"),
        (("spec", "issuerRef"), {}, "spec.issuerRef: 'name' is a required property"),
        (("spec", "privateKey"), {"algorithm": "DSA"}, "spec.privateKey.algorithm: 'DSA' is not one of"),
        (("metadata", "labels"), {"a": 1}, "metadata.labels.a: 1 is not of type 'string'"),
    ],
    ids=["type", "missing", "enum", "label"],
)
def test_wrong_value_is_a_problem(place: tuple[str, ...], value: object, problem: str) -> None:
    """A wrong value is a problem, reported with its path."""
    problems = definition_problems(changed(*place, value=value))

    assert [line for line in problems if not line.startswith(problem)] == []
    assert problems


@pytest.mark.parametrize(("field", "value"), [("kind", "Sertificate"), ("apiVersion", "cert-manager.io/v2")])
def test_missing_definition_is_a_problem(field: str, value: str) -> None:
    """A kind or version that is not in crds/ is a problem."""
    problems = definition_problems(changed(field, value=value))

    assert [line.partition(": ")[2] for line in problems] == ["no file in crds/ has its definition"]


@pytest.mark.parametrize(
    ("schema", "accepted", "refused"),
    [
        pytest.param(
            {"type": "object", "properties": {"properties": {"type": "object", "properties": {"a": {}}}}},
            {"properties": {"a": 1}},
            {"properties": {"b": 1}},
            id="field-named-properties",
        ),
        pytest.param({"type": "object"}, {}, {"a": 1}, id="no-fields"),
        pytest.param(
            {"type": "array", "items": {"type": "object", "properties": {"a": {}}}}, [{"a": 1}], [{"b": 1}], id="list"
        ),
        pytest.param(
            {"type": "object", "additionalProperties": {"type": "object", "properties": {"a": {}}}},
            {"any": {"a": 1}},
            {"any": {"b": 1}},
            id="mapping",
        ),
        pytest.param(
            {
                "type": "object",
                "x-kubernetes-preserve-unknown-fields": True,
                "properties": {"a": {"type": "object"}},
            },
            {"any": 1, "a": {}},
            {"a": {"b": 1}},
            id="preserve-unknown-fields",
        ),
        pytest.param({"x-kubernetes-int-or-string": True}, "25%", 0.5, id="int-or-string"),
        pytest.param(
            {
                "type": "object",
                "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
                "oneOf": [{"required": ["a"]}, {"properties": {"b": {"enum": ["only"]}}, "required": ["b"]}],
            },
            {"b": "only"},
            {"a": "1", "b": "only"},
            id="one-of",
        ),
    ],
)
def test_closed(schema: Schema, accepted: Any, refused: Any) -> None:
    """The closed schema accepts what the API server keeps, and refuses what the API server would remove."""
    validator = Draft4Validator(closed(schema))

    assert (validator.is_valid(accepted), validator.is_valid(refused)) == (True, False)
