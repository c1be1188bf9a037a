"""The environment of containers: where a variable's value may come from, and whole Secrets and ConfigMaps."""

from typing import Any

import pytest

from powersync_constructs.config import (
    ConfigMapRef,
    Container,
    EnvFromConfigMap,
    EnvFromSecret,
    EnvVar,
    FieldRef,
    InjectedSecret,
    ResourceFieldRef,
    SecretRef,
)

from .refusal import refusal

PATHS = [
    *("metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName"),
    *("status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"),
    *("metadata.labels['app.kubernetes.io/instance']", "metadata.annotations['team']"),
]
NO_FIELD = "is no field of the downward API; use metadata.labels['<key>'] or one of "


@pytest.mark.parametrize("path", PATHS)
def test_a_variable_may_have_a_field_of_the_pod(path: str) -> None:
    """Each that Kubernetes takes for a variable."""
    assert EnvVar(name="A", value=FieldRef(path=path)).value == FieldRef(path=path)


@pytest.mark.parametrize("path", ["", "name", "metadata.labels.app", "status.phase", "metadata.labels[app]", "podIP"])
def test_no_field(path: str) -> None:
    """The line names what there is."""
    (line,) = refusal(FieldRef, path=path)

    assert line.startswith(f"field_ref.path: {path!r} {NO_FIELD}")


@pytest.mark.parametrize("path", ["metadata.labels['a b']", "metadata.annotations['']"])
def test_no_key_of_a_field(path: str) -> None:
    """What no label or annotation can be called."""
    (line,) = refusal(FieldRef, path=path)

    assert "is not a label's or annotation's key" in line


@pytest.mark.parametrize("path", ["metadata.labels", "metadata.annotations"])
def test_a_variable_has_no_map(path: str) -> None:
    """All labels together are for files alone."""
    lines = refusal(EnvVar, name="A", value=FieldRef(path=path))

    assert lines == [f"env.value.path: '{path}' is for files alone; name one of them, like {path}['app']"]


@pytest.mark.parametrize(
    ("resource", "divisor"),
    [("limits.cpu", "1m"), ("requests.cpu", "1"), ("limits.memory", "1Mi"), ("requests.ephemeral-storage", "1G")],
)
def test_a_variable_may_have_a_resource(resource: Any, divisor: str) -> None:
    """A request or limit, in a unit of its kind."""
    assert ResourceFieldRef(resource=resource, divisor=divisor).divisor == divisor


@pytest.mark.parametrize(
    ("resource", "divisor", "units"),
    [
        ("limits.cpu", "1Mi", "1 or 1m"),
        ("limits.memory", "1m", "1 or 1k or 1M or 1G or 1T or 1P or 1E or 1Ki or 1Mi or 1Gi or 1Ti or 1Pi or 1Ei"),
    ],
)
def test_no_unit(resource: str, divisor: str, units: str) -> None:
    """The API server would refuse it."""
    lines = refusal(ResourceFieldRef, resource=resource, divisor=divisor)

    assert lines == [f"resource_field_ref.divisor: '{divisor}' is no unit of {resource}; use {units}"]


@pytest.mark.parametrize(
    ("mapping", "value"),
    [
        ({"name": "a", "key": "b"}, SecretRef("a", "b")),
        ({"type": "secret", "name": "a", "key": "b"}, SecretRef("a", "b")),
        ({"type": "config-map", "name": "a", "key": "b"}, ConfigMapRef("a", "b")),
        ({"type": "field", "path": "metadata.name"}, FieldRef(path="metadata.name")),
        ({"type": "resource-field", "resource": "limits.cpu"}, ResourceFieldRef(resource="limits.cpu")),
    ],
)
def test_a_value_may_be_a_mapping(mapping: Any, value: object) -> None:
    """`type` says what it is; without it, it is a SecretRef."""
    assert EnvVar(name="A", value=mapping).value == value


@pytest.mark.parametrize("value", [InjectedSecret("PS_A"), {"variable": "PS_A"}], ids=["object", "mapping"])
def test_a_variable_is_not_injected_twice(value: Any) -> None:
    """What something else puts into the environment needs no variable of ours."""
    assert refusal(EnvVar, name="PS_A", value=value) == [
        "env.value: is in the environment already; remove the variable"
    ]


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ({"name": "a"}, "env.value.key: missing; give name and key"),
        ({"type": "config-map", "name": "A", "key": "b"}, "env.value.name: 'A' is not a Kubernetes name"),
        ({"type": "field", "path": "pod"}, f"env.value.path: 'pod' {NO_FIELD}"),
        ({"type": "field", "name": "pod"}, "env.value.path: missing"),
        ({"type": "vault", "name": "a"}, "env.value: is no text"),
        ({"secretKeyRef": {"name": "a"}}, "env.value: is no text"),
    ],
)
def test_a_wrong_mapping(value: Any, line: str) -> None:
    """The line names the part that is wrong."""
    lines = refusal(EnvVar, name="A", value=value)

    assert lines[0].startswith(line)


def test_a_member_that_takes_the_fields_answers_alone() -> None:
    """What other members of the union would say is no help."""
    [line] = refusal(EnvVar, name="A", value={"resource": "limits.gpu"})

    assert line.startswith("env.value.resource: 'limits.gpu' is not one of 'limits.cpu', ")


def test_all_keys_may_become_variables() -> None:
    """Of a Secret and of a ConfigMap, as objects and as mappings."""
    sources: list[Any] = [{"type": "secret", "name": "a"}, {"type": "config-map", "name": "b", "prefix": "B_"}]

    container = Container(name="a", image="b:1", env_from=sources)

    assert container.env_from == (EnvFromSecret(name="a"), EnvFromConfigMap(name="b", prefix="B_"))


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"name": "A"}, "name: 'A' is not a Kubernetes name"),
        ({"name": "a", "prefix": "b-"}, "prefix: 'b-' is not the name of an environment variable"),
        ({}, "name: missing"),
    ],
)
def test_what_is_no_source_of_variables(fields: dict[str, Any], line: str) -> None:
    """What the API server would refuse."""
    (found,) = refusal(EnvFromSecret, **fields)

    assert found.startswith(f"env_from.{line}")
