"""The ConfigMaps that pods mount exist under the same name."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.containers.files import mounted_object_exists
from tests.rules.manifests import container, finding, manifest, objects
from tests.rules.sample_instances import workload

STREAMS = {"service.yaml": "{}", "sync-config.yaml": "config: {}\nstreams: {}\n"}
SYNC_CONFIG = manifest("ConfigMap", "streams", data=STREAMS)


def mounting(name: str, **source: Any) -> Manifest:
    """Return a workload that loads service.yaml from a ConfigMap."""
    return workload(volumes=[{"name": "config", "configMap": {"name": name, **source}}])


def test_renamed_config_map_is_reported() -> None:
    """The pods never start, although a ConfigMap that no pod uses is in the manifests."""
    found = mounted_object_exists.findings(objects(mounting("sync-config"), SYNC_CONFIG))

    reason = "reads ConfigMap/sync-config, which is not in the manifests, while no pod uses ConfigMap/streams"
    assert found == [finding("mounted-object-exists", "error", "Deployment/one-api", reason, "did you mean streams?")]


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([mounting("streams"), SYNC_CONFIG], id="same-name"),
        pytest.param([mounting("sync-config")], id="from-elsewhere"),
        pytest.param(
            [mounting("sync-config"), manifest("ConfigMap", "a", data={"a.yaml": "groups: []"})], id="another-file"
        ),
        pytest.param(
            [mounting("sync-config"), manifest("ConfigMap", "a", namespace="b", data=STREAMS)], id="elsewhere"
        ),
        pytest.param([mounting("sync-config"), SYNC_CONFIG, mounting("streams")], id="used-by-another-workload"),
        pytest.param(
            [mounting("sync-config"), manifest("ConfigMap", "mongod", data={"mongod.conf": "storage: {}\n"})],
            id="of-a-database",
        ),
        pytest.param([mounting("sync-config"), manifest("Secret", "streams", stringData=STREAMS)], id="another-kind"),
    ],
)
def test_other_mounts_are_not_reported(manifests: list[Manifest]) -> None:
    """A ConfigMap may come from elsewhere, and an unused object of another kind proves nothing."""
    assert mounted_object_exists.findings(objects(*manifests)) == []


@pytest.mark.parametrize(
    ("data", "fix"),
    [
        ({"config.yaml": "client_auth: {}\n"}, "did you mean config.yaml?"),
        (
            {"a.yaml": "client_auth: {}\n", "b.yaml": "client_auth: {}\n"},
            "add the key, or correct POWERSYNC_CONFIG_PATH",
        ),
        ({"a": "b"}, "add the key, or correct POWERSYNC_CONFIG_PATH"),
    ],
)
def test_missing_key_is_reported(data: Manifest, fix: str) -> None:
    """The container exits, because the folder that it mounts does not contain service.yaml."""
    found = mounted_object_exists.findings(objects(mounting("one"), manifest("ConfigMap", "one", data=data)))

    reason = "loads /powersync/config/service.yaml, but ConfigMap/one has no key service.yaml"
    assert found == [finding("mounted-object-exists", "error", "Deployment/one-api", reason, fix)]


@pytest.mark.parametrize("content", [{}, {"data": {"service.yaml": "{}"}}, {"binaryData": {"service.yaml": "e30="}}])
def test_existing_key_is_not_reported(content: Manifest) -> None:
    """A ConfigMap without any key is accepted, because something else fills it."""
    made = manifest("ConfigMap", "one", **content)

    assert mounted_object_exists.findings(objects(mounting("one"), made)) == []


def test_key_in_a_projected_volume_is_not_reported() -> None:
    """Another ConfigMap of a projected volume may contain the file."""
    sources = [{"configMap": {"name": name}} for name in ("other", "streams")]
    other = manifest("ConfigMap", "other", data={"other.yaml": "{}"})
    made = workload(volumes=[{"name": "config", "projected": {"sources": sources}}])

    assert mounted_object_exists.findings(objects(made, other, SYNC_CONFIG)) == []


ELSEWHERE = [{"name": "config", "mountPath": "/config"}]
SERVICE_YAML = manifest("ConfigMap", "one", data={"service.yaml": "client_auth: {}\n"})


def at_another_path(**fields: Any) -> Manifest:
    """Return a workload that mounts service.yaml, with other fields of its container."""
    made = container(**{"volumeMounts": ELSEWHERE, **fields})
    return workload(containers=[made], volumes=[{"name": "config", "configMap": {"name": "one"}}])


@pytest.mark.parametrize(
    ("image", "count"),
    [
        pytest.param("docker.io/journeyapps/powersync-service:1.28.0", 1, id="published"),
        pytest.param("registry.example.com/journeyapps/powersync-service:1.28.0", 0, id="own-image"),
    ],
)
def test_published_image_without_configuration_is_reported(image: str, count: int) -> None:
    """The published image contains no service.yaml. An image of another registry may contain one."""
    pod = {"containers": [{"name": "powersync", "image": image}]}
    made = manifest("Deployment", "powersync", group="apps", spec={"selector": {}, "template": {"spec": pod}})

    found = [each.reason for each in mounted_object_exists.findings(objects(made))]

    reason = "loads /app/powersync.yaml, but container 'powersync' mounts no volume and sets no POWERSYNC_CONFIG_PATH"
    assert found == [reason] * count


def test_service_yaml_at_another_path_is_reported() -> None:
    """Without POWERSYNC_CONFIG_PATH, the service loads /app/powersync.yaml, and exits if it is missing."""
    made = at_another_path(env=[{"name": "POWERSYNC_CONFIG", "value": "/config/service.yaml"}])

    reason = (
        "loads /app/powersync.yaml, which no volume contains, although its pods mount ConfigMap/one with a service.yaml"
    )
    fix = "set POWERSYNC_CONFIG_PATH to the path where the container mounts the file"
    assert mounted_object_exists.findings(objects(made, SERVICE_YAML)) == [
        finding("mounted-object-exists", "error", "Deployment/one-api", reason, fix)
    ]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"args": ["start", "-r", "api", "-c", "/config/service.yaml"]}, id="option"),
        pytest.param({"envFrom": [{"secretRef": {"name": "hidden"}}]}, id="variables-from-elsewhere"),
        pytest.param({"env": [{"name": "POWERSYNC_CONFIG_PATH", "value": "$(FOLDER)/a.yaml"}]}, id="other-variable"),
        pytest.param({"command": ["sh", "-c", "node service/lib/entry.js start -r api"]}, id="script"),
        pytest.param({"env": [{"name": "POWERSYNC_CONFIG_B64", "value": "e30="}]}, id="base64"),
        pytest.param({"args": ["start", "-r", "api", "-c64", "e30="]}, id="base64-option"),
        pytest.param({"volumeMounts": [{"name": "config", "mountPath": "/app"}]}, id="folder-of-the-default"),
    ],
)
def test_service_yaml_that_may_be_found_is_not_reported(fields: dict[str, Any]) -> None:
    """A container may load service.yaml by an option, from a variable, or by a script."""
    config = manifest("ConfigMap", "one", data={**SERVICE_YAML["data"], "powersync.yaml": "{}"})

    assert mounted_object_exists.findings(objects(at_another_path(**fields), config)) == []
