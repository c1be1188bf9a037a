"""Changes that Kubernetes refuses, and the ways out that docs/operating.md gives."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from powersync_constructs import presets
from powersync_constructs.config import DevPostgresProps, PowerSyncProps, SecretValue
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.databases import CLIENT_AUTH

from .instances import HA, write
from .kube_api import KubeApi

pytestmark = pytest.mark.xdist_group(__name__)


class Refused(NamedTuple):
    """A change that the server refuses, the message, and the objects to delete before it applies."""

    before: PowerSyncProps
    after: PowerSyncProps
    message: str
    way_out: tuple[str, ...]


def behind_a_load_balancer(name: str) -> PowerSyncProps:
    """Return an instance whose Service has a load balancer of this class."""
    return HA.with_(topology={"api": {"service": {"type": "LoadBalancer", "load_balancer_class": name}}})


def with_a_volume_of(size: str) -> PowerSyncProps:
    """Return an instance with a development Postgres of this size."""
    postgres = DevPostgresProps(password=SecretValue("only-for-tests"), size=size)
    return presets.dev(client_auth=CLIENT_AUTH, sync_config=SYNC_CONFIG, postgres=postgres)


REFUSED = {
    "load balancer's class": Refused(
        behind_a_load_balancer("example.com/one"),
        behind_a_load_balancer("example.com/two"),
        "spec.loadBalancerClass: Invalid value",
        ("service/powersync-api",),
    ),
    "volume's size": Refused(
        with_a_volume_of("1Gi"),
        with_a_volume_of("2Gi"),
        "spec is immutable after creation except resources.requests",
        ("statefulset/powersync-postgres", "pvc/powersync-postgres"),
    ),
}


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED)
def test_change_is_refused_until_the_objects_are_deleted(
    kube_api: KubeApi, namespace: str, tmp_path: Path, refused: Refused
) -> None:
    """The apply fails with the documented message, and succeeds after the documented deletion."""
    kube_api.apply(write(tmp_path / "before", namespace, powersync=refused.before)).check_returncode()
    after = write(tmp_path / "after", namespace, powersync=refused.after)

    first = kube_api.apply(after)
    delete(kube_api, namespace, *refused.way_out)
    second = kube_api.apply(after)

    assert refused.message in first.stderr
    assert (second.returncode, second.stderr) == (0, "")


def delete(kube_api: KubeApi, namespace: str, *objects: str) -> None:
    """Delete objects, and remove the finalizers of PersistentVolumeClaims, as their controller would."""
    kube_api.kubectl("delete", "--wait=false", f"--namespace={namespace}", *objects).check_returncode()
    for claim in objects:
        if claim.startswith("pvc/"):
            no_finalizers = ("--type=merge", '--patch={"metadata": {"finalizers": null}}')
            kube_api.kubectl("patch", claim, f"--namespace={namespace}", *no_finalizers)


def test_selector_is_refused(kube_api: KubeApi, namespace: str, tmp_path: Path) -> None:
    """The server refuses another selector of a Deployment, so the name of an instance cannot change."""
    kube_api.apply(write(tmp_path, namespace, powersync=HA)).check_returncode()
    labels = {"app.kubernetes.io/instance": "renamed"}
    change = {"spec": {"selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}}}}

    where = ("deployment/powersync-api", f"--namespace={namespace}")
    changed = kube_api.kubectl("patch", *where, f"--patch={json.dumps(change)}")

    assert "spec.selector: Invalid value" in changed.stderr


def test_change_of_an_immutable_config_map_is_refused(kube_api: KubeApi, namespace: str, tmp_path: Path) -> None:
    """The server refuses a change of a ConfigMap that pods may have read."""
    kube_api.apply(write(tmp_path, namespace, powersync=HA)).check_returncode()
    label = "app.kubernetes.io/component=sync-config"
    [found] = kube_api.read("configmaps", f"--namespace={namespace}", f"--selector={label}")["items"]

    where = ("configmap", found["metadata"]["name"], f"--namespace={namespace}")
    changed = kube_api.kubectl("patch", *where, '--patch={"data": {"sync-config.yaml": ""}}')

    assert "field is immutable when `immutable` is set" in changed.stderr


def test_another_name_is_another_instance(kube_api: KubeApi, namespace: str, tmp_path: Path) -> None:
    """An instance with a new name is created in addition to the old one."""
    kube_api.apply(write(tmp_path / "before", namespace, powersync=HA)).check_returncode()

    renamed = kube_api.apply(write(tmp_path / "after", namespace, renamed=HA))

    found = kube_api.kubectl("get", "deployments", f"--namespace={namespace}", "--output=name").stdout.split()
    names = [f"deployment.apps/{name}-{part}" for name in ("powersync", "renamed") for part in ("api", "replication")]
    assert (renamed.stderr, found) == ("", names)
