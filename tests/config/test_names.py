"""Names of objects, hosts, labels, keys, variables, ports and instances."""

from typing import Any

import pytest

from powersync_constructs.config.configuration import LONGEST_NAME, InstanceName
from powersync_constructs.config.core._types import (
    ConfigKey,
    EnvName,
    Host,
    LabelName,
    LabelValue,
    MapKey,
    ObjectName,
    PortName,
    QualifiedName,
)

from .validation import error_of, validated


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (LabelName, "a"),
        (LabelName, "0-cache"),
        (LabelName, "a" * 63),
        (ObjectName, "tls.example-1"),
        (ObjectName, "a" * 253),
        (Host, "powersync.example.com"),
        (Host, "todo.example.com"),
        (Host, "localhost"),
        (Host, "10-0-0-1.example.com"),
        (Host, f"{'a' * 63}.example.com"),
        (ConfigKey, "tls.crt"),
        (ConfigKey, ".dockerconfigjson"),
        (ConfigKey, "A_b-c.1"),
        (EnvName, "LOG_LEVEL"),
        (EnvName, "_x1"),
        (LabelValue, ""),
        (LabelValue, "v1.2_3-x"),
        (LabelValue, "a" * 63),
        (QualifiedName, "team"),
        (QualifiedName, "example.com/Team_1.x"),
        (QualifiedName, f"example.com/{'a' * 63}"),
        (PortName, "http"),
        (PortName, "p-1"),
        (PortName, "a23456789012345"),
    ],
)
def test_valid_name_is_kept(kind: Any, value: str) -> None:
    """A name that Kubernetes accepts is kept as written."""
    assert validated(kind, value) == value


ENDS = "with a letter or digit first and last"
LABEL_NAME = f"is not a DNS label; use up to 63 lower-case letters, digits and dashes, {ENDS}"
OBJECT_NAME = f"is not a Kubernetes object name; use up to 253 lower-case letters, digits, dashes and dots, {ENDS}"
HOST = f"is not a host name; use up to 253 lower-case letters, digits, dashes and dots, {ENDS}"
CONFIG_KEY = "is not a key of a ConfigMap or Secret; use up to 253 letters, digits, '-', '_' and '.'"
ENV_NAME = (
    "is not the name of an environment variable; use up to 253 letters, digits and '_', with a letter or '_' first"
)
LABEL_VALUE = f"is not a label value; use up to 63 letters, digits, '-', '_' and '.', {ENDS}"
QUALIFIED = f"is not the key of a label or annotation; use up to 63 letters, digits, '-', '_' and '.', {ENDS}"
KEY = "is a key that cdk8s cannot write; choose another"
PREFIX = f"has a prefix that is not a DNS name; use up to 253 lower-case letters, digits, dashes and dots, {ENDS}"
PORT_NAME = "is not a port name; use up to 15 lower-case letters, digits and single dashes, with at least one letter"


@pytest.mark.parametrize(
    ("kind", "value", "rule"),
    [
        (LabelName, "", LABEL_NAME),
        (LabelName, "Cache", LABEL_NAME),
        (LabelName, "a.b", LABEL_NAME),
        (LabelName, "-a", LABEL_NAME),
        (LabelName, "a-", LABEL_NAME),
        (LabelName, "caf\u00e9", LABEL_NAME),
        (ObjectName, "A", OBJECT_NAME),
        (ObjectName, "a..b", OBJECT_NAME),
        (ObjectName, "a.-b", OBJECT_NAME),
        (ObjectName, "a_b", OBJECT_NAME),
        (ObjectName, "a\n", OBJECT_NAME),
        (Host, "", HOST),
        (Host, "*.example.com", "is a wildcard, but clients must stay on one instance; use one host name"),
        (Host, "Example.com", HOST),
        (Host, "https://example.com", HOST),
        (Host, "example.com:443", HOST),
        (Host, "example.com.", HOST),
        (Host, "example.com/path", HOST),
        (Host, "10.0.0.1", "is an IP address, but an Ingress routes by host name; use a host name"),
        (ConfigKey, "", CONFIG_KEY),
        (ConfigKey, ".", CONFIG_KEY),
        (ConfigKey, "..data", CONFIG_KEY),
        (ConfigKey, "a/b", CONFIG_KEY),
        (EnvName, "1A", ENV_NAME),
        (EnvName, "A-B", ENV_NAME),
        (EnvName, "A=1", ENV_NAME),
        (LabelValue, "a b", LABEL_VALUE),
        (LabelValue, "-a", LABEL_VALUE),
        (QualifiedName, "", QUALIFIED),
        (QualifiedName, "a b", QUALIFIED),
        (QualifiedName, "example.com/", QUALIFIED),
        (QualifiedName, "/team", PREFIX),
        (QualifiedName, "Example.com/team", PREFIX),
        (QualifiedName, "a/b/c", PREFIX),
        (QualifiedName, "constructor", KEY),
        (MapKey, "__proto__", KEY),
        (MapKey, "$jsii.map", KEY),
        (MapKey, "<<", KEY),
        (PortName, "80", PORT_NAME),
        (PortName, "a--b", PORT_NAME),
        (PortName, "HTTP", PORT_NAME),
    ],
)
def test_invalid_name_is_refused(kind: Any, value: str, rule: str) -> None:
    """A name that Kubernetes would refuse is refused, and the error has the value and the rule."""
    assert error_of(kind, value) == f"{value!r} {rule}"


@pytest.mark.parametrize(
    ("kind", "longest"),
    [
        pytest.param(LabelName, 63, id="label"),
        pytest.param(ObjectName, 253, id="object"),
        pytest.param(LabelValue, 63, id="label-value"),
        pytest.param(PortName, 15, id="port"),
        pytest.param(InstanceName, LONGEST_NAME, id="instance"),
    ],
)
def test_too_long_name_is_refused(kind: Any, longest: int) -> None:
    """A name with one character more than the maximum is refused, and the error shortens it."""
    line = error_of(kind, "a" * (longest + 1))

    assert str(longest) in line
    assert len(line) < 250


def test_too_long_part_of_a_host_is_refused() -> None:
    """A part of a host name between two dots has at most 63 characters."""
    line = error_of(Host, f"{'a' * 64}.example.com")

    assert line.endswith("has a part of more than 63 characters between the dots; shorten it")


@pytest.mark.parametrize("name", ["a", "powersync", "team-1", "x" * LONGEST_NAME])
def test_valid_instance_name_is_kept(name: str) -> None:
    """An instance name begins with a letter, because the names of Services begin with it."""
    assert validated(InstanceName, name) == name


@pytest.mark.parametrize("name", ["", "1a", "-a", "a-", "A", "a.b", "a_b"])
def test_invalid_instance_name_is_refused(name: str) -> None:
    """A name is refused if no name of a Service could begin with it."""
    rule = "is not valid as an instance's name; begin with a letter, and use lower-case letters, digits and dashes"

    assert error_of(InstanceName, name) == f"{name!r} {rule}"


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        pytest.param("n" * (LONGEST_NAME + 1), "n" * LONGEST_NAME, id="shortened"),
        pytest.param("n" * (LONGEST_NAME - 1) + "-eu", "n" * (LONGEST_NAME - 1), id="no-dash-at-the-end"),
    ],
)
def test_error_suggests_a_shorter_instance_name(name: str, fits: str) -> None:
    """The error suggests the longest beginning of the name that is a valid name."""
    line = error_of(InstanceName, name)

    assert line.endswith(f"but the maximum is {LONGEST_NAME}; shorten it, for example to '{fits}'")
    assert validated(InstanceName, fits) == fits


@pytest.mark.parametrize(
    ("suffix", "limit"),
    [
        pytest.param("", 63, id="label-of-the-instance"),
        pytest.param("-compact", 52, id="cronjob"),
        pytest.param("-migrate-0123456789", 63, id="job"),
        pytest.param("-replication", 63, id="service-or-container-label"),
        pytest.param("-postgres-0123456789", 63, id="label-of-a-statefulset-pod"),
        pytest.param("-secret-values-0123456789", 253, id="secret"),
        pytest.param("-sync-config-0123456789", 253, id="config-map"),
    ],
)
def test_names_made_from_the_longest_instance_name_fit(suffix: str, limit: int) -> None:
    """Each name that is made from an instance name is within the limit of its kind."""
    assert LONGEST_NAME + len(suffix) <= limit
