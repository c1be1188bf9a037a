"""Each change of a running instance applies with `kubectl apply`, and so does its reversal."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from powersync_constructs.config import (
    ArgoCD,
    EnvVar,
    HelmHooks,
    HpaAutoscaling,
    Image,
    Kapp,
    ObjectMetadata,
    SecretRef,
    SyncConfig,
    Tls,
)
from powersync_constructs.config.pods._reserved import GATE
from tests.emitted import Manifest, object_name, read
from tests.samples.databases import SOURCE

from . import documented
from .instances import HA, write
from .kube_api import KubeApi
from .objects import Apply, apply_server_side, make_namespaces

pytestmark = pytest.mark.xdist_group(__name__)

NAMESPACE = "live-changes"
AUTOSCALED = HA.with_(topology={"api": {"autoscaling": HpaAutoscaling()}})
BEFORE = HA.with_(topology={"api": {"env": [EnvVar(name="REGION", value="eu")]}})


class Change(NamedTuple):
    """A change of an instance, and the place in an object that shows it."""

    props: Mapping[str, Any]
    where: str
    path: tuple[str | int, ...]
    """Keys of mappings, positions in lists, and names of list items."""

    def value_in(self, manifest: Manifest) -> Any:
        """Return the value at that place of the object, or None."""
        found: Any = manifest
        for key in self.path:
            found = _step(found, key)
        return found


POD = ("spec", "template", "spec")
CONTAINER = (*POD, "containers", "powersync")
API, REPLICATION = "Deployment/powersync-api", "Deployment/powersync-replication"
SERVICE, CONTROLLER, BUDGET = "Service/powersync-api", "Ingress/powersync", "PodDisruptionBudget/powersync-api"

OTHER_SECRET = SOURCE.with_(password=SecretRef("rotated", "new-password"))
OTHER_STREAMS = SyncConfig.from_text("config: {edition: 3}\nstreams:\n  todos:\n    query: SELECT * FROM todos\n")

CHANGES = {
    "image": Change({"image": Image(tag="1.27.2")}, API, (*CONTAINER, "image")),
    "sync config": Change(
        {"sync_config": OTHER_STREAMS}, REPLICATION, (*POD, "volumes", "sync-config", "configMap", "name")
    ),
    "service.yaml": Change(
        {"service": {"metadata": {"region": "eu"}}}, API, (*POD, "volumes", "config", "configMap", "name")
    ),
    "port": Change({"service": {"port": 9000}}, API, (*CONTAINER, "ports", "http", "containerPort")),
    "secret reference": Change({"source": OTHER_SECRET}, API, (*CONTAINER, "env", "PS_SOURCE_PASSWORD")),
    "variable from a Secret": Change(
        {"topology": {"api": {"env": [EnvVar(name="REGION", value=SecretRef("region", "name"))]}}},
        API,
        (*CONTAINER, "env", "REGION"),
    ),
    "resources": Change({"topology": {"api": {"resources": {"memory_limit": "4Gi"}}}}, API, (*CONTAINER, "resources")),
    "replicas": Change({"topology": {"api": {"replicas": 4}}}, API, ("spec", "replicas")),
    "replicator alone": Change({"topology": {"replication": {"replicas": 1}}}, REPLICATION, ("spec", "strategy")),
    "file probes": Change(
        {"service": {"healthcheck": {"probes": {"use_http": False, "use_filesystem": True}}}},
        API,
        (*CONTAINER, "livenessProbe", "httpGet", "path"),
    ),
    "Argo CD": Change(
        {"ordering": ArgoCD()},
        API,
        ("metadata", "annotations", "argocd.argoproj.io/sync-wave"),
    ),
    "Helm": Change(
        {"ordering": HelmHooks()},
        "ServiceAccount/powersync-migrate",
        ("metadata", "annotations", "helm.sh/hook"),
    ),
    "kapp": Change(
        {"ordering": Kapp()},
        API,
        ("metadata", "annotations", "kapp.k14s.io/change-rule"),
    ),
    "no migration Job": Change(
        {"topology": {"migrate": {"mode": "none"}}}, API, (*CONTAINER, "env", GATE, "valueFrom")
    ),
    "schedule": Change({"compact": {"schedule": "0 4 * * *"}}, "CronJob/powersync-compact", ("spec", "schedule")),
    "budget": Change(
        {"topology": {"api": {"pdb": {"max_unavailable": None, "min_available": 1}}}},
        BUDGET,
        ("spec", "maxUnavailable"),
    ),
    "service port": Change({"topology": {"api": {"service": {"port": 8443}}}}, SERVICE, ("spec", "ports", 0, "port")),
    "service type": Change({"topology": {"api": {"service": {"type": "LoadBalancer"}}}}, SERVICE, ("spec", "type")),
    "labels": Change(
        {"metadata": ObjectMetadata(labels={"example.com/team": "sync"})},
        API,
        ("spec", "template", "metadata", "labels", "example.com/team"),
    ),
    "host": Change({"ingress": {"host": "sync.example.com"}}, CONTROLLER, ("spec", "rules", 0, "host")),
    "controller's class": Change(
        {"ingress": {"controller": {"class_name": "public"}}}, CONTROLLER, ("spec", "ingressClassName")
    ),
    "controller's certificate": Change({"ingress": {"tls": Tls(secret_name="other-tls")}}, CONTROLLER, ("spec", "tls")),
    "controller without TLS": Change({"ingress": {"tls": None}}, CONTROLLER, ("spec", "tls")),
}


@pytest.fixture(scope="module")
def running(kube_api: KubeApi, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the manifests of an instance that is on the server."""
    make_namespaces(kube_api, NAMESPACE)
    manifests = write(tmp_path_factory.mktemp("running"), NAMESPACE, powersync=BEFORE)
    kube_api.apply(manifests).check_returncode()
    return manifests


@pytest.mark.filterwarnings("ignore:ConfigMap/powersync-migrations. migrate.mode is 'none'")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_change_and_its_reversal_apply(kube_api: KubeApi, running: Path, change: Change, tmp_path: Path) -> None:
    """A change and its reversal apply without an error or a warning, and the live object shows each."""
    changed = write(tmp_path, NAMESPACE, powersync=BEFORE.with_(**change.props))

    outcomes = [
        (kube_api.apply(manifests).stderr, change.value_in(kube_api.read(change.where, f"--namespace={NAMESPACE}")))
        for manifests in (changed, running)
    ]

    after, before = (
        change.value_in(each)
        for manifests in (changed, running)
        for each in read(manifests)
        if object_name(each) == change.where
    )
    assert after != before
    assert outcomes == [("", after), ("", before)]


def _step(found: Any, key: str | int) -> Any:
    """Return the value of a key, or None."""
    match found, key:
        case dict(), _:
            return found.get(key)
        case list(), str():
            return next((each for each in found if each["name"] == key), None)
        case list(), int():
            return found[key]
        case _:
            return None


class TakeOver(NamedTuple):
    """The documented way to add an autoscaler, for a way to apply."""

    apply: Apply
    block: int
    """The position of the commands on the page."""
    replicas: int
    """The number of API pods after the commands."""


@pytest.mark.parametrize(
    "way", [TakeOver(KubeApi.apply, 0, 2), TakeOver(apply_server_side, 1, 3)], ids=["client", "server"]
)
def test_autoscaler_takes_over_the_replicas(kube_api: KubeApi, namespace: str, tmp_path: Path, way: TakeOver) -> None:
    """The documented commands set the number of replicas, and the next apply keeps it, both without a warning."""
    apply, block, number = way
    apply(kube_api, write(tmp_path / "before", namespace, powersync=HA)).check_returncode()
    autoscaled = write(tmp_path / "dist", namespace, powersync=AUTOSCALED)

    done = documented.run(kube_api, "Autoscaling", namespace=namespace, folder=tmp_path, block=block)
    after = replicas(kube_api, namespace)
    again = apply(kube_api, autoscaled)

    assert (done.returncode, done.stderr, after) == (0, "", number)
    assert (again.returncode, again.stderr, replicas(kube_api, namespace)) == (0, "", number)


@pytest.mark.parametrize("apply", [KubeApi.apply, apply_server_side], ids=["client", "server"])
def test_replicas_fall_back_without_the_documented_commands(
    kube_api: KubeApi, namespace: str, tmp_path: Path, apply: Apply
) -> None:
    """A plain apply leaves one replica, as the page warns."""
    apply(kube_api, write(tmp_path / "before", namespace, powersync=HA)).check_returncode()

    apply(kube_api, write(tmp_path / "after", namespace, powersync=AUTOSCALED)).check_returncode()

    assert replicas(kube_api, namespace) == 1


def replicas(kube_api: KubeApi, namespace: str) -> int:
    """Return the number of API pods of the instance in a namespace."""
    return int(kube_api.read("deployment/powersync-api", f"--namespace={namespace}")["spec"]["replicas"])
