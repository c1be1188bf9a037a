"""What Kubernetes cannot change in place, as docs/operating.md says it, and the ways around it."""

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
    """A change that the server refuses, its words, and what must go before it can be made."""

    before: PowerSyncProps
    after: PowerSyncProps
    words: str
    way_out: tuple[str, ...]


def behind_a_load_balancer(name: str) -> PowerSyncProps:
    """An instance whose Service somebody makes a load balancer for."""
    return HA.with_(topology={"api": {"service": {"type": "LoadBalancer", "load_balancer_class": name}}})


def with_a_volume_of(size: str) -> PowerSyncProps:
    """An instance with a Postgres to throw away."""
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
def test_is_refused_until_what_is_there_goes(
    kube_api: KubeApi, namespace: str, tmp_path: Path, refused: Refused
) -> None:
    """The apply fails by what the page names, and succeeds when that was deleted as the page says."""
    kube_api.apply(write(tmp_path / "before", namespace, powersync=refused.before)).check_returncode()
    after = write(tmp_path / "after", namespace, powersync=refused.after)

    first = kube_api.apply(after)
    delete(kube_api, namespace, *refused.way_out)
    second = kube_api.apply(after)

    assert refused.words in first.stderr
    assert (second.returncode, second.stderr) == (0, "")


def delete(kube_api: KubeApi, namespace: str, *objects: str) -> None:
    """Delete objects; a claim that no pod uses any more goes as soon as its controller has looked."""
    kube_api.kubectl("delete", "--wait=false", f"--namespace={namespace}", *objects).check_returncode()
    for claim in objects:
        if claim.startswith("pvc/"):
            let_go = ("--type=merge", '--patch={"metadata": {"finalizers": null}}')
            kube_api.kubectl("patch", claim, f"--namespace={namespace}", *let_go)


def test_selector_is_refused(kube_api: KubeApi, namespace: str, tmp_path: Path) -> None:
    """A Deployment keeps its selector, so that an instance keeps its name."""
    kube_api.apply(write(tmp_path, namespace, powersync=HA)).check_returncode()
    labels = {"app.kubernetes.io/instance": "renamed"}
    change = {"spec": {"selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}}}}

    where = ("deployment/powersync-api", f"--namespace={namespace}")
    changed = kube_api.kubectl("patch", *where, f"--patch={json.dumps(change)}")

    assert "spec.selector: Invalid value" in changed.stderr


def test_content_named_config_map_is_refused(kube_api: KubeApi, namespace: str, tmp_path: Path) -> None:
    """Nobody changes what pods have read under the same name."""
    kube_api.apply(write(tmp_path, namespace, powersync=HA)).check_returncode()
    label = "app.kubernetes.io/component=sync-config"
    [found] = kube_api.read("configmaps", f"--namespace={namespace}", f"--selector={label}")["items"]

    where = ("configmap", found["metadata"]["name"], f"--namespace={namespace}")
    changed = kube_api.kubectl("patch", *where, '--patch={"data": {"sync-config.yaml": ""}}')

    assert "field is immutable when `immutable` is set" in changed.stderr


def test_another_name_is_another_instance(kube_api: KubeApi, namespace: str, tmp_path: Path) -> None:
    """Under a new name an instance comes beside the old one, which stays."""
    kube_api.apply(write(tmp_path / "before", namespace, powersync=HA)).check_returncode()

    renamed = kube_api.apply(write(tmp_path / "after", namespace, renamed=HA))

    found = kube_api.kubectl("get", "deployments", f"--namespace={namespace}", "--output=name").stdout.split()
    names = [f"deployment.apps/{name}-{part}" for name in ("powersync", "renamed") for part in ("api", "replication")]
    assert (renamed.stderr, found) == ("", names)
