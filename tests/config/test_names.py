"""Names: of objects, hosts, labels, keys, variables and ports, and of an instance and all that is named after it."""

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

from .refusal import kept, refused


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
def test_a_name_is_kept(kind: Any, value: str) -> None:
    """Whatever Kubernetes takes is taken, and stays as it is."""
    assert kept(kind, value) == value


LABEL_NAME = "is not a DNS label: lower-case letters, digits and dashes, at most 63 characters; choose another"
OBJECT_NAME = (
    "is not a Kubernetes name: lower-case letters, digits, dashes and dots, at most 253 characters; choose another"
)
HOST = "is not a host name: lower-case letters, digits, dashes and dots, at most 253 characters; choose another"
CONFIG_KEY = (
    "is not a key of a ConfigMap or Secret: letters, digits, -, _ and ., at most 253 characters; choose another"
)
ENV_NAME = "is not the name of an environment variable: letters, digits and _, at most 253 characters; choose another"
LABEL_VALUE = "is not a label's value: letters, digits, -, _ and ., at most 63 characters; choose another"
QUALIFIED = "is not a label's or annotation's key: letters, digits, -, _ and ., at most 63 characters; choose another"
KEY = "is a key that cdk8s cannot write; choose another"
PREFIX = "has a prefix that is no DNS name, at most 253 characters; choose another"
PORT_NAME = "is not a port's name: letters in lower case, digits, single dashes, at most 15 characters; choose another"


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
        (Host, "*.example.com", "is a wildcard, and clients must stay on one instance; give a host of its own"),
        (Host, "Example.com", HOST),
        (Host, "https://example.com", HOST),
        (Host, "example.com:443", HOST),
        (Host, "example.com.", HOST),
        (Host, "example.com/path", HOST),
        (Host, "10.0.0.1", "is an IP address, and an ingress routes host names; give the name of the host"),
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
def test_no_name(kind: Any, value: str, rule: str) -> None:
    """What Kubernetes would refuse is refused, with the rule and the value."""
    assert refused(kind, value) == f"{value!r} {rule}"


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
def test_a_name_may_be_this_long(kind: Any, longest: int) -> None:
    """One character more is refused, and the line shows no more of it than fits on a line."""
    line = refused(kind, "a" * (longest + 1))

    assert str(longest) in line
    assert len(line) < 250


def test_a_part_of_a_host_has_63_characters() -> None:
    """DNS has a limit for each part beside that for the whole."""
    line = refused(Host, f"{'a' * 64}.example.com")

    assert line.endswith("has a part of more than 63 characters between its dots; shorten it")


@pytest.mark.parametrize("name", ["a", "powersync", "team-1", "x" * LONGEST_NAME])
def test_an_instance_has_a_name(name: str) -> None:
    """Lower-case letters, digits and dashes, with a letter first, since it begins the names of Services."""
    assert kept(InstanceName, name) == name


@pytest.mark.parametrize("name", ["", "1a", "-a", "a-", "A", "a.b", "a_b"])
def test_an_instance_cannot_be_called_so(name: str) -> None:
    """Whatever could not begin the name of a Service is refused."""
    rule = "is not an instance's name: a letter first, then lower-case letters, digits and dashes"

    assert refused(InstanceName, name) == f"{name!r} {rule}"


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        pytest.param("n" * (LONGEST_NAME + 1), "n" * LONGEST_NAME, id="cut"),
        pytest.param("n" * (LONGEST_NAME - 1) + "-eu", "n" * (LONGEST_NAME - 1), id="no-dash-at-the-end"),
    ],
)
def test_a_long_instance_name_is_told_what_fits(name: str, fits: str) -> None:
    """The longest part of a name that fits is said, and it is a name itself."""
    line = refused(InstanceName, name)

    assert line.endswith(f"{LONGEST_NAME} are the most; the longest that fits is '{fits}'")
    assert kept(InstanceName, fits) == fits


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
def test_names_made_of_the_longest_fit(suffix: str, limit: int) -> None:
    """Whatever is called after an instance keeps the limit of its kind."""
    assert LONGEST_NAME + len(suffix) <= limit
