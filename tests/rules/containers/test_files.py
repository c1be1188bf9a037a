"""The ConfigMaps that pods mount exist under the same name."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.containers.files import mounted_object_exists
from tests.rules.manifests import finding, manifest, objects
from tests.rules.sample_instances import workload

STREAMS = {"sync-config.yaml": "config: {}\nstreams: {}\n"}
SYNC_CONFIG = manifest("ConfigMap", "streams", data=STREAMS)


def mounting(name: str, **source: Any) -> Manifest:
    """Return a workload that loads service.yaml from a ConfigMap."""
    return workload(volumes=[{"name": "config", "configMap": {"name": name, **source}}])


def test_renamed_config_map_is_reported() -> None:
    """The pods never start, although a ConfigMap that no pod uses is in the manifests."""
    found = mounted_object_exists.findings(objects(mounting("sync-config"), SYNC_CONFIG))

    reason = "mounts ConfigMap/sync-config, which is not in the manifests, but ConfigMap/streams is, and no pod uses it"
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
