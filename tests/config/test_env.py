"""Environment variables of containers: the sources of a value, and whole Secrets and ConfigMaps."""

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

from .validation import errors_of

PATHS = [
    *("metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName"),
    *("status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"),
    *("metadata.labels['app.kubernetes.io/instance']", "metadata.annotations['team']"),
]
NOT_A_FIELD = "is not a field of the downward API; use metadata.labels['<key>'] or one of "


@pytest.mark.parametrize("path", PATHS)
def test_variable_from_a_pod_field_is_accepted(path: str) -> None:
    """A variable may have the value of any pod field that Kubernetes allows for variables."""
    assert EnvVar(name="A", value=FieldRef(path=path)).value == FieldRef(path=path)


@pytest.mark.parametrize("path", ["", "name", "metadata.labels.app", "status.phase", "metadata.labels[app]", "podIP"])
def test_unknown_pod_field_is_refused(path: str) -> None:
    """The error lists the available fields."""
    (line,) = errors_of(FieldRef, path=path)

    assert line.startswith(f"field_ref.path: {path!r} {NOT_A_FIELD}")


@pytest.mark.parametrize("path", ["metadata.labels['a b']", "metadata.annotations['']"])
def test_invalid_label_key_is_refused(path: str) -> None:
    """A key that no label or annotation can have is refused."""
    (line,) = errors_of(FieldRef, path=path)

    assert "is not the key of a label or annotation" in line


@pytest.mark.parametrize("path", ["metadata.labels", "metadata.annotations"])
def test_variable_from_all_labels_is_refused(path: str) -> None:
    """All labels or annotations together are available in files only."""
    lines = errors_of(EnvVar, name="A", value=FieldRef(path=path))

    assert lines == [f"env.value.path: '{path}' is available only in files; use one key, like {path}['app']"]


@pytest.mark.parametrize(
    ("resource", "divisor"),
    [("limits.cpu", "1m"), ("requests.cpu", "1"), ("limits.memory", "1Mi"), ("requests.ephemeral-storage", "1G")],
)
def test_variable_from_a_resource_is_accepted(resource: Any, divisor: str) -> None:
    """A variable may have the value of a request or a limit, in a unit of that resource."""
    assert ResourceFieldRef(resource=resource, divisor=divisor).divisor == divisor


@pytest.mark.parametrize(
    ("resource", "divisor", "units"),
    [
        ("limits.cpu", "1Mi", "1 or 1m"),
        ("limits.memory", "1m", "1 or 1k or 1M or 1G or 1T or 1P or 1E or 1Ki or 1Mi or 1Gi or 1Ti or 1Pi or 1Ei"),
    ],
)
def test_invalid_unit_is_refused(resource: str, divisor: str, units: str) -> None:
    """A unit that the API server would refuse is refused."""
    lines = errors_of(ResourceFieldRef, resource=resource, divisor=divisor)

    assert lines == [f"resource_field_ref.divisor: '{divisor}' is not a unit of {resource}; use {units}"]


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
def test_mapping_for_a_value_is_accepted(mapping: Any, value: object) -> None:
    """The field `type` selects the kind of reference; without it, the mapping is a SecretRef."""
    assert EnvVar(name="A", value=mapping).value == value


@pytest.mark.parametrize("value", [InjectedSecret("PS_A"), {"variable": "PS_A"}], ids=["object", "mapping"])
def test_injected_secret_as_a_value_is_refused(value: Any) -> None:
    """An injected secret is refused, because the environment already has its variable."""
    assert errors_of(EnvVar, name="PS_A", value=value) == [
        "env.value: is an injected variable, which the pods already have; remove this entry"
    ]


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ({"name": "a"}, "env.value.key: missing; set name and key"),
        ({"type": "config-map", "name": "A", "key": "b"}, "env.value.name: 'A' is not a Kubernetes object name"),
        ({"type": "field", "path": "pod"}, f"env.value.path: 'pod' {NOT_A_FIELD}"),
        ({"type": "field", "name": "pod"}, "env.value.path: missing"),
        ({"type": "vault", "name": "a"}, "env.value: is not a string"),
        ({"secretKeyRef": {"name": "a"}}, "env.value: is not a string"),
    ],
)
def test_invalid_mapping_is_refused(value: Any, line: str) -> None:
    """The error names the invalid part of the mapping."""
    lines = errors_of(EnvVar, name="A", value=value)

    assert lines[0].startswith(line)


def test_error_comes_from_the_matching_union_member() -> None:
    """If the fields match one member of the union, only the error of this member is reported."""
    [line] = errors_of(EnvVar, name="A", value={"resource": "limits.gpu"})

    assert line.startswith("env.value.resource: 'limits.gpu' is not one of 'limits.cpu', ")


def test_env_from_accepts_objects_and_mappings() -> None:
    """All keys of a Secret or a ConfigMap can become variables."""
    sources: list[Any] = [{"type": "secret", "name": "a"}, {"type": "config-map", "name": "b", "prefix": "B_"}]

    container = Container(name="a", image="b:1", env_from=sources)

    assert container.env_from == (EnvFromSecret(name="a"), EnvFromConfigMap(name="b", prefix="B_"))


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"name": "A"}, "name: 'A' is not a Kubernetes object name"),
        ({"name": "a", "prefix": "b-"}, "prefix: 'b-' is not the name of an environment variable"),
        ({}, "name: missing"),
    ],
)
def test_invalid_env_from_is_refused(fields: dict[str, Any], line: str) -> None:
    """A source that the API server would refuse is refused."""
    (found,) = errors_of(EnvFromSecret, **fields)

    assert found.startswith(f"env_from.{line}")
