"""Replicators find the sync config at the path in service.yaml, and its structure is valid."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.configuration.sync_configs import (
    sync_config_has_a_valid_structure,
    sync_config_is_mounted,
)
from tests.rules.manifests import manifest, of_instance
from tests.rules.service_files import COMPLETE, FOLDER, config_map, lines, reasons, workload

VALID = "config: {edition: 3}\nstreams: {lists: {query: SELECT * FROM lists}}\n"
PATH = f"{COMPLETE}sync_config: {{path: /sync/rules.yaml}}\n"
MOUNT = {"name": "sync", "mountPath": "/sync"}
VOLUME = {"name": "sync", "configMap": {"name": "sync"}}


def replicator(mount: dict[str, Any] | None = MOUNT, volume: dict[str, Any] = VOLUME, **fields: Any) -> Manifest:
    """Return a replicator that mounts the sync config."""
    return workload("start", "-r", "sync", mounts=(mount,) if mount else (), volumes=(volume,), **fields)


def sync_config(text: str = VALID, key: str = "rules.yaml") -> Manifest:
    """Return a ConfigMap with a sync config."""
    return manifest("ConfigMap", "sync", data={key: text})


@pytest.mark.parametrize(
    ("manifests", "line"),
    [
        pytest.param(
            [replicator(None)],
            "warning: Deployment/powersync-sync: mounts no volume with /sync/rules.yaml, which sync_config.path in "
            "service.yaml names; mount the sync config at the path in sync_config.path, or correct the path",
            id="no-volume",
        ),
        pytest.param(
            [replicator(), sync_config(key="sync.yaml")],
            "error: Deployment/powersync-sync: has no file /sync/rules.yaml in volume 'sync', but sync_config.path in "
            "service.yaml names it; mount the sync config at the path in sync_config.path, or correct the path",
            id="other-key",
        ),
        pytest.param(
            [
                replicator(
                    volume={**VOLUME, "configMap": {"name": "sync", "items": [{"key": "rules.yaml", "path": "a"}]}}
                )
            ],
            "error: Deployment/powersync-sync: has no file /sync/rules.yaml in volume 'sync', but sync_config.path in "
            "service.yaml names it; mount the sync config at the path in sync_config.path, or correct the path",
            id="other-item",
        ),
    ],
)
def test_sync_config_is_missing(manifests: list[Manifest], line: str) -> None:
    """The finding names the path and the volume."""
    assert lines(sync_config_is_mounted, config_map(PATH), *manifests) == [line]


@pytest.mark.parametrize(
    ("path", "manifests"),
    [
        pytest.param("/sync/rules.yaml", [replicator(), sync_config()], id="absolute"),
        pytest.param("../../sync/rules.yaml", [replicator(), sync_config()], id="relative-to-service-yaml"),
        pytest.param("/sync/rules.yaml", [replicator()], id="object-elsewhere"),
        pytest.param("/sync/rules.yaml", [replicator(volume={"name": "sync", "emptyDir": {}})], id="other-volume"),
        pytest.param("/sync/rules.yaml", [workload("start", "-r", "api")], id="api"),
        pytest.param("/sync/rules.yaml", [workload("migrate", "up")], id="job"),
        pytest.param(
            "/sync/rules.yaml",
            [replicator(None, env=({"name": "POWERSYNC_SYNC_CONFIG_B64", "value": "YQ=="},))],
            id="in-a-variable",
        ),
        pytest.param(
            "/sync/rules.yaml",
            [replicator({**MOUNT, "mountPath": "/sync/rules.yaml", "subPath": "rules.yaml"}), sync_config()],
            id="sub-path",
        ),
        pytest.param(
            "rules.yaml",
            [replicator({**MOUNT, "mountPath": f"{FOLDER}/rules.yaml", "subPath": "rules.yaml"}), sync_config()],
            id="next-to-service-yaml",
        ),
    ],
)
def test_sync_config_is_found(path: str, manifests: list[Manifest]) -> None:
    """The file exists, or may exist in a place that the manifests do not show."""
    assert reasons(sync_config_is_mounted, config_map(PATH.replace("/sync/rules.yaml", path)), *manifests) == []


def test_structure_is_checked_with_the_version_of_the_image() -> None:
    """A key that the release does not have is an error, with the line in the sync config."""
    text = "config:\n  edition: 3\n  fixed_booleans_in_json: true\nstreams: {a: {query: SELECT * FROM a}}\n"
    manifests = [config_map(PATH), replicator(image="powersync-service:1.26.1"), sync_config(text)]

    assert lines(sync_config_has_a_valid_structure, *manifests) == [
        (
            "error: ConfigMap/sync: rules.yaml line 3, column 3: config.fixed_booleans_in_json needs service "
            "1.27.0, but the "
            "image has 1.26.1; use a newer image, or remove config.fixed_booleans_in_json"
        )
    ]


def test_what_the_service_accepts_is_a_warning() -> None:
    """A part of the sync config that the service ignores is a warning."""
    text = VALID.replace("SELECT * FROM lists", "!sql SELECT * FROM lists")
    manifests = [config_map(PATH), replicator(), sync_config(text)]

    assert [each.partition(":")[0] for each in lines(sync_config_has_a_valid_structure, *manifests)] == ["warning"]


@pytest.mark.parametrize(
    ("manifests", "count"),
    [
        pytest.param([config_map(PATH), replicator(), sync_config("streams: {}\n")], 1, id="mounted"),
        pytest.param([config_map(f"{COMPLETE}sync_config: {{content: 'a: b'}}\n"), replicator(None)], 2, id="content"),
        pytest.param([of_instance(sync_config("a: b\n", "sync-config.yaml"), "sync-config")], 2, id="of-this-library"),
        pytest.param([sync_config("a: b\n")], 0, id="read-by-nothing"),
    ],
)
def test_sync_config_is_found_where_it_is(manifests: list[Manifest], count: int) -> None:
    """The sync config may be in a volume, in service.yaml, or in a ConfigMap of this library."""
    assert len(reasons(sync_config_has_a_valid_structure, *manifests)) == count
