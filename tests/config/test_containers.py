"""Additions to a pod: resources, environment variables, volumes and containers."""

from typing import Any

import pytest

from powersync_constructs.config import (
    ApiProps,
    CompactProps,
    ConfigMapRef,
    Container,
    ContainerPort,
    CsiVolume,
    EmptyDirVolume,
    EnvVar,
    MigrateProps,
    Resources,
    SecretRef,
    SecretValue,
    Volume,
    VolumeMount,
)
from powersync_constructs.config.core._model import Props

from .validation import accepts, errors_of

NOT_A_PATH = "is not an absolute path; write it like /etc/app, without ':' and '..'"
TWICE = "occurs twice; change or remove one of them"
RESERVED = "is reserved by the library; choose another"


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="defaults"),
        pytest.param({"cpu": "2", "cpu_limit": "2000m"}, id="limit-equals-request"),
        pytest.param({"cpu": "8", "cpu_limit": None}, id="no-cpu-limit"),
        pytest.param({"memory": "1024Mi", "memory_limit": "1Gi"}, id="equal-in-another-unit"),
        pytest.param({"memory": "1G", "memory_limit": "1Gi"}, id="gigabyte-below-gibibyte"),
    ],
)
def test_limit_at_or_above_the_request_is_accepted(fields: dict[str, Any]) -> None:
    """A limit and a request are compared as numbers, whatever their units are."""
    assert accepts(Resources, **fields)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {"cpu": "3", "cpu_limit": "2000m"},
            "cpu_limit: '2000m' is below the request of 3; increase the limit, or request less",
        ),
        (
            {"memory": "1Gi", "memory_limit": "1G"},
            "memory_limit: '1G' is below the request of 1Gi; increase the limit, or request less",
        ),
        (
            {"ephemeral_storage": "2Gi", "ephemeral_storage_limit": "1Gi"},
            "ephemeral_storage_limit: '1Gi' is below the request of 2Gi; increase the limit, or request less",
        ),
        ({"memory_limit": None}, "memory_limit: None is not a string; set it to …"),
    ],
)
def test_limit_below_the_request_is_refused(fields: dict[str, Any], line: str) -> None:
    """A limit below the request is refused; a memory limit is required, because it determines the heap size."""
    assert errors_of(Resources, **fields) == [f"resources.{line}"]


@pytest.mark.parametrize(
    ("workload", "requested"), [(ApiProps, "1Gi"), (CompactProps, "512Mi"), (MigrateProps, "256Mi")]
)
@pytest.mark.parametrize(
    "resources", [Resources(memory_limit="128Mi"), {"memory_limit": "128Mi"}], ids=["model", "dict"]
)
def test_limit_is_compared_with_the_default_request(workload: Any, requested: str, resources: object) -> None:
    """A limit without a request is compared with the default request of the workload."""
    (line,) = errors_of(workload, resources=resources)

    assert f"resources.memory_limit: '128Mi' is below the request of {requested}" in line


@pytest.mark.parametrize(
    "value",
    [
        "",
        "text",
        "http://proxy.example.com:3128",
        '{"url":"https://example.com","mail":"to:me@example.com"}',
        SecretRef("a", "b"),
        ConfigMapRef(name="a", key="b"),
    ],
)
def test_variable_takes_a_value_or_a_reference(value: Any) -> None:
    """The value of a variable is a string, or a reference to a key of a Secret or ConfigMap."""
    assert EnvVar(name="A", value=value).value == value


@pytest.mark.parametrize(
    "text", ["{}", "https://a.example.com\n{}", '{{"uri":"{}"}}'], ids=["whole-value", "lines", "json"]
)
@pytest.mark.parametrize(
    "uri",
    ["postgresql://role:c4n4ry@db/app", "postgresql://role:c4n4ry/x@db/app", "jdbc:mysql://db/app?password=c4n4ry"],
)
def test_variable_with_a_password_in_a_uri_is_refused(text: str, uri: str) -> None:
    """A password in a URI is refused anywhere in a value, and the error does not show it."""
    value = text.format(uri)

    rule = "contains a URI with a secret, which the manifests would show; use SecretRef(name, key)"
    assert errors_of(EnvVar, name="A", value=value) == [f"env.value: {rule}"]


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(
            EnvVar,
            {"name": "A B", "value": ""},
            "env.name: 'A B' is not the name of an environment variable; use up to 253 letters, digits and "
            "'_', with a letter or '_' first",
            id="variable-name",
        ),
        pytest.param(
            EnvVar,
            {"name": "A", "value": 1},
            "env.value: 1 is not a string; set it to …",
            id="variable-number",
        ),
        pytest.param(
            EnvVar,
            {"name": "A", "value": SecretValue("c4n4ry")},
            "env.value: is not a string; set it to …",
            id="variable-secret-value",
        ),
        pytest.param(
            Volume,
            {"name": "a", "source": {"type": "host_path", "name": "b"}},
            "volume.source: 'host_path' is not one of 'config-map', 'secret', 'empty-dir', 'claim', 'csi', "
            "'projected'; use one of these",
            id="host-path",
        ),
        pytest.param(
            Volume,
            {"name": "a", "source": {"name": "b"}},
            "volume.source: has no 'type'; set it to one of 'config-map', 'secret', 'empty-dir', 'claim', 'csi', "
            "'projected'",
            id="volume-without-a-type",
        ),
        pytest.param(
            Volume,
            {"name": "a", "source": EmptyDirVolume(), "mount_path": "keys"},
            f"volume.mount_path: 'keys' {NOT_A_PATH}",
            id="relative-path",
        ),
        pytest.param(
            VolumeMount,
            {"name": "a", "mount_path": "/a/../b"},
            f"volume_mount.mount_path: '/a/../b' {NOT_A_PATH}",
            id="path-with-dots",
        ),
        pytest.param(
            VolumeMount,
            {"name": "a", "mount_path": "/a:b"},
            f"volume_mount.mount_path: '/a:b' {NOT_A_PATH}",
            id="path-with-a-colon",
        ),
        pytest.param(
            VolumeMount,
            {"name": "a", "mount_path": "/a/"},
            f"volume_mount.mount_path: '/a/' {NOT_A_PATH}",
            id="path-with-a-trailing-slash",
        ),
        pytest.param(
            EmptyDirVolume,
            {"medium": "HugePages"},
            "empty_dir_volume.medium: 'HugePages' is not one of 'Memory'; use one of these",
            id="medium",
        ),
        pytest.param(CsiVolume, {}, "csi_volume.driver: missing; set it to …", id="driver"),
        pytest.param(
            CsiVolume,
            {"driver": "x" * 64},
            f"csi_volume.driver: '{'x' * 64}' should have at most 63 characters; set it to …",
            id="long-driver",
        ),
        pytest.param(
            ContainerPort,
            {"name": "http", "port": 0},
            "container_port.port: 0 should be greater than or equal to 1; set it to …",
            id="port",
        ),
        pytest.param(
            Container,
            {"name": "a", "image": ""},
            "container.image: '' is not an image; write it like registry.example.com/proxy:1.2.3",
            id="image",
        ),
        pytest.param(
            Container,
            {"name": "a", "image": "b:1", "env": [EnvVar(name="A", value="1"), EnvVar(name="A", value="2")]},
            f"container.env: 'A' {TWICE}",
            id="variable-twice",
        ),
        *(
            pytest.param(
                Container,
                {"name": "a", "image": "b:1", "ports": [ContainerPort(name=name, port=3000)]},
                f"container.ports: '{name}' {RESERVED}",
                id=f"reserved-port-name-{name}",
            )
            for name in ("http", "metrics")
        ),
        pytest.param(
            Container,
            {"name": "a", "image": "b:1", "ports": [ContainerPort(name="b", port=port) for port in (3000, 3001)]},
            f"container.ports: 'b' {TWICE}",
            id="port-name-twice",
        ),
        pytest.param(
            Container,
            {"name": "a", "image": "b:1", "ports": [ContainerPort(name=name, port=3000) for name in "ab"]},
            f"container.ports: '3000' {TWICE}",
            id="port-twice",
        ),
        pytest.param(
            Container,
            {"name": "a", "image": "b:1", "volume_mounts": [VolumeMount(name=n, mount_path="/c") for n in "ab"]},
            f"container.volume_mounts: '/c' {TWICE}",
            id="path-twice",
        ),
        pytest.param(
            Container,
            {"name": "a", "image": "b:1", "run_as_user": 0},
            "container.run_as_user: 0 should be greater than or equal to 1; set it to …",
            id="root",
        ),
        pytest.param(
            Container,
            {"name": "a", "image": "b:1", "command": "sh"},
            "container.command: is not a list; put the value in []",
            id="command-is-not-a-list",
        ),
        pytest.param(
            Container,
            {"name": "a", "image": "b:1", "env": [{"name": "A"}]},
            "container.env[0].value: missing; set it to …",
            id="field-of-a-list-item",
        ),
    ],
)
def test_invalid_part_of_a_pod_is_refused(model: type[Props], fields: dict[str, Any], line: str) -> None:
    """Fields that the API server or the Pod Security level `restricted` would refuse are refused."""
    assert errors_of(model, **fields) == [line]


def test_startup_probe_of_an_ordinary_init_container_is_refused() -> None:
    """Kubernetes allows a startup probe only in init containers with restartPolicy Always."""
    lines = errors_of(Container, name="proxy", image="proxy:1", startup_probe={"port": 5432})

    rule = "needs restart_policy='Always'; set it, or remove startup_probe"
    assert lines == [f"container.startup_probe: {rule}"]
