"""What a user adds to a pod: resources, variables, volumes and containers."""

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

from .refusal import refusal, taken

NOT_A_PATH = "is not a path in a container; write it like /etc/app, without : and .."
TWICE = "is given twice; choose another, or keep one of the two"
RESERVED = "is reserved by the library; choose another"


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="defaults"),
        pytest.param({"cpu": "2", "cpu_limit": "2000m"}, id="limit-is-the-request"),
        pytest.param({"cpu": "8", "cpu_limit": None}, id="no-cpu-limit"),
        pytest.param({"memory": "1024Mi", "memory_limit": "1Gi"}, id="the-same-in-another-unit"),
        pytest.param({"memory": "1G", "memory_limit": "1Gi"}, id="a-gigabyte-is-less-than-a-gibibyte"),
    ],
)
def test_limits_hold_the_requests(fields: dict[str, Any]) -> None:
    """Quantities are compared as numbers."""
    assert taken(Resources, **fields)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {"cpu": "3", "cpu_limit": "2000m"},
            "cpu_limit: '2000m' is below the request of 3; raise it, or ask for less",
        ),
        (
            {"memory": "1Gi", "memory_limit": "1G"},
            "memory_limit: '1G' is below the request of 1Gi; raise it, or ask for less",
        ),
        (
            {"ephemeral_storage": "2Gi", "ephemeral_storage_limit": "1Gi"},
            "ephemeral_storage_limit: '1Gi' is below the request of 2Gi; raise it, or ask for less",
        ),
        ({"memory_limit": None}, "memory_limit: None is no text; it is …"),
    ],
)
def test_limits_below_the_requests(fields: dict[str, Any], line: str) -> None:
    """The API server would refuse that; and there is always a memory limit, for the heap is a share of it."""
    assert refusal(Resources, **fields) == [f"resources.{line}"]


@pytest.mark.parametrize(("place", "requested"), [(ApiProps, "1Gi"), (CompactProps, "512Mi"), (MigrateProps, "256Mi")])
@pytest.mark.parametrize(
    "resources", [Resources(memory_limit="128Mi"), {"memory_limit": "128Mi"}], ids=["model", "dict"]
)
def test_a_limit_is_compared_with_the_request_of_its_place(place: Any, requested: str, resources: object) -> None:
    """A limit that stands alone is compared where the request is known."""
    (line,) = refusal(place, resources=resources)

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
def test_a_variable_has_a_value_or_a_place(value: Any) -> None:
    """A plain value, or a key of a Secret or ConfigMap."""
    assert EnvVar(name="A", value=value).value == value


@pytest.mark.parametrize("text", ["{}", "https://a.example.com\n{}", '{{"uri":"{}"}}'], ids=["alone", "lines", "json"])
@pytest.mark.parametrize(
    "uri",
    ["postgresql://role:c4n4ry@db/app", "postgresql://role:c4n4ry/x@db/app", "jdbc:mysql://db/app?password=c4n4ry"],
)
def test_a_variable_with_a_password_in_a_uri(text: str, uri: str) -> None:
    """It would stand in the Deployment, whatever is around it; the error does not show it."""
    value = text.format(uri)

    rule = "a URI with a password would stand in the manifests; use SecretRef(name, key), or leave it out"
    assert refusal(EnvVar, name="A", value=value) == [f"env.value: {rule}"]


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(
            EnvVar,
            {"name": "A B", "value": ""},
            "env.name: 'A B' is not the name of an environment variable: letters, digits and _, at most 253 "
            "characters; choose another",
            id="variable-name",
        ),
        pytest.param(
            EnvVar,
            {"name": "A", "value": 1},
            "env.value: 1 is no text; it is …",
            id="variable-number",
        ),
        pytest.param(
            EnvVar,
            {"name": "A", "value": SecretValue("c4n4ry")},
            "env.value: is no text; it is …",
            id="variable-secret-value",
        ),
        pytest.param(
            Volume,
            {"name": "a", "source": {"type": "host_path", "name": "b"}},
            "volume.source: 'host_path' is not one of 'config-map', 'secret', 'empty-dir', 'claim', 'csi', "
            "'projected'; use one of these",
            id="volume-of-the-node",
        ),
        pytest.param(
            Volume,
            {"name": "a", "source": {"name": "b"}},
            "volume.source: has no 'type'; give one of 'config-map', 'secret', 'empty-dir', 'claim', 'csi', "
            "'projected'",
            id="volume-of-no-kind",
        ),
        pytest.param(
            Volume,
            {"name": "a", "source": EmptyDirVolume(), "mount_path": "keys"},
            f"volume.mount_path: 'keys' {NOT_A_PATH}",
            id="path-from-nowhere",
        ),
        pytest.param(
            VolumeMount,
            {"name": "a", "mount_path": "/a/../b"},
            f"volume_mount.mount_path: '/a/../b' {NOT_A_PATH}",
            id="path-upwards",
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
            id="path-with-a-slash-at-its-end",
        ),
        pytest.param(
            EmptyDirVolume,
            {"medium": "HugePages"},
            "empty_dir_volume.medium: 'HugePages' is not one of 'Memory'; use one of these",
            id="medium",
        ),
        pytest.param(CsiVolume, {}, "csi_volume.driver: missing; it is …", id="driver"),
        pytest.param(
            CsiVolume,
            {"driver": "x" * 64},
            f"csi_volume.driver: '{'x' * 64}' should have at most 63 characters; it is …",
            id="long-driver",
        ),
        pytest.param(
            ContainerPort,
            {"name": "http", "port": 0},
            "container_port.port: 0 should be greater than or equal to 1; it is …",
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
                id=f"our-port-{name}",
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
            "container.run_as_user: 0 should be greater than or equal to 1; it is …",
            id="root",
        ),
        pytest.param(
            Container,
            {"name": "a", "image": "b:1", "command": "sh"},
            "container.command: is not a list; put it in [], it is …",
            id="command-is-a-list",
        ),
        pytest.param(
            Container,
            {"name": "a", "image": "b:1", "env": [{"name": "A"}]},
            "container.env[0].value: missing; it is …",
            id="path-to-an-item",
        ),
    ],
)
def test_no_part_of_a_pod(model: type[Props], fields: dict[str, Any], line: str) -> None:
    """What the API server would refuse, or what Pod Security `restricted` would, is refused."""
    assert refusal(model, **fields) == [line]


def test_only_what_stays_has_a_startup_probe() -> None:
    """An init container that ends has started when it has ended, and Kubernetes refuses a probe of it."""
    lines = refusal(Container, name="proxy", image="proxy:1", startup_probe={"port": 5432})

    rule = "goes only with restart_policy='Always', in init_containers; set it there"
    assert lines == [f"container.startup_probe: {rule}"]
