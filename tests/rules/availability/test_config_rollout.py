"""A change of service.yaml or of the sync config restarts the pods that read it."""

from base64 import b64encode
from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.availability.config_rollout import new_configuration_rolls_out
from tests.rules.manifests import annotated, finding, manifest, objects
from tests.rules.workloads import OWNED, workload

SERVICE_YAML = "sync_config:\n  path: /powersync/sync/sync.yaml\n"
RELOADER = {"reloader.stakater.com/auto": "true"}


def config_map(name: str = "config", **fields: Any) -> Manifest:
    """Return a ConfigMap with service.yaml."""
    return manifest("ConfigMap", name, data={"service.yaml": SERVICE_YAML}, **fields)


def reader(
    name: str = "config",
    *,
    component: str = "api",
    env: tuple[str, ...] = (),
    pod: dict[str, str] | None = None,
    **fields: Any,
) -> Manifest:
    """Return a workload that reads service.yaml from a ConfigMap, with these annotations of its pods."""
    variables = [{"name": "POWERSYNC_CONFIG_PATH", "value": "/powersync/config/service.yaml"}]
    variables += [{"name": variable, "value": "1"} for variable in env]
    mounts = [{"name": "config", "mountPath": "/powersync/config"}, {"name": "sync", "mountPath": "/powersync/sync"}]
    volumes = [{"name": "config", "configMap": {"name": name}}, {"name": "sync", "configMap": {"name": "sync"}}]
    more = {"env": variables, "volumeMounts": mounts}
    made = workload(component, more=more, pod={"volumes": volumes}, **fields)
    made["spec"]["template"]["metadata"]["annotations"] = pod or {}
    return made


@pytest.mark.parametrize("name", ["config", "powersync-config", "powersync-facade", "decade", "app-v"])
def test_fixed_name_is_reported(name: str) -> None:
    """A ConfigMap whose name has neither a hash nor a version at its end is reported."""
    found = new_configuration_rolls_out.findings(objects(config_map(name), reader(name)))

    reason = f"reads ConfigMap/{name}, but a change to this object does not restart the pods"
    fix = "add an annotation with a checksum of the content to the pod template, or a hash to the name of the object"
    expected = finding("config-rolls-out", "warning", "Deployment/app-api", reason, fix)
    assert [str(each) for each in found] == [str(expected)]


@pytest.mark.parametrize(
    "name", ["config-aa6001b4c2", "config-6ct58987ht", "config-0a1b2c", "config-1.28.0", "config-v3", "config-20261128"]
)
def test_name_that_changes_is_not_reported(name: str) -> None:
    """A hash of this library or of Kustomize, a version and a date change together with the content."""
    assert new_configuration_rolls_out.findings(objects(config_map(name), reader(name))) == []


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([config_map(immutable=True), reader()], id="immutable"),
        pytest.param([annotated(config_map(), {"kapp.k14s.io/versioned": ""}), reader()], id="versioned-by-kapp"),
        pytest.param([config_map(), reader(pod={"checksum/config": "1"})], id="checksum"),
        pytest.param([config_map(), reader(pod={"example.com/config-hash": "1"})], id="hash"),
        pytest.param([config_map(), annotated(reader(), RELOADER)], id="reloader"),
        pytest.param(
            [annotated(config_map(), {"reloader.stakater.com/match": "true"}), reader()],
            id="reloader-at-the-config-map",
        ),
        pytest.param([config_map(), reader(env=("STAKATER_CONFIG_CONFIGMAP",))], id="variable-of-reloader"),
        pytest.param([reader()], id="config-map-of-other-manifests"),
        pytest.param([config_map(), reader(kind="ReplicaSet", metadata=OWNED)], id="of-a-deployment"),
        pytest.param([config_map(), reader(component="compact", kind="Job")], id="job"),
    ],
)
def test_configuration_that_restarts_pods_is_not_reported(manifests: list[Manifest]) -> None:
    """An object that cannot change, a checksum and Reloader are not reported, and neither are unknown objects."""
    assert new_configuration_rolls_out.findings(objects(*manifests)) == []


def test_reloader_that_is_switched_off_is_reported() -> None:
    """The annotation of Reloader counts only if it is not `false`."""
    off = annotated(reader(), {"reloader.stakater.com/auto": "false"})

    assert len(new_configuration_rolls_out.findings(objects(config_map(), off))) == 1


@pytest.mark.parametrize(("component", "names"), [("api", []), ("replication", ["sync"]), ("unified", ["sync"])])
def test_sync_config_is_checked_for_the_pods_that_read_it(component: str, names: list[str]) -> None:
    """The sync config counts for the pods that replicate, because API pods do not read it."""
    sync = manifest("ConfigMap", "sync", data={"sync.yaml": "streams: {}"})

    found = new_configuration_rolls_out.findings(
        objects(sync, config_map("config-aa6001b4c2"), reader("config-aa6001b4c2", component=component))
    )

    assert [each.reason.split(",")[0] for each in found] == [f"reads ConfigMap/{name}" for name in names]


def test_secret_is_checked_without_its_content() -> None:
    """A Secret with service.yaml is reported like a ConfigMap, and the finding does not show its content."""
    encoded = b64encode(b"api: {tokens: [hunter2]}").decode()
    secret = manifest("Secret", "config", data={"service.yaml": encoded})
    made = reader()
    made["spec"]["template"]["spec"]["volumes"][0] = {"name": "config", "secret": {"secretName": "config"}}

    [found] = new_configuration_rolls_out.findings(objects(secret, made))

    assert ("Secret/config" in found.reason, "hunter2" in str(found)) == (True, False)
