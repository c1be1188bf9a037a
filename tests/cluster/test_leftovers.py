"""The documented command removes the objects that an apply leaves behind."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from powersync_constructs.config import HpaAutoscaling, Unified
from tests.definitions import schemas, type_of
from tests.emitted import DIST, object_name, read
from tests.rendered import SAMPLES, rendered as rendered_of

from . import documented
from .instances import HA, write
from .kube_api import KubeApi
from .objects import everything_in

pytestmark = pytest.mark.xdist_group(__name__)

HEADING = "What a change leaves behind"
STAYS = {"ConfigMap", "Job", "Namespace", "PersistentVolumeClaim", "Secret"}
"""The kinds of objects whose names depend on their content, or that hold data."""
CHANGES: dict[str, Mapping[str, Any]] = {
    "budgets off": {"topology": {"api": {"pdb": None}, "replication": {"pdb": None}}},
    "autoscaler": {"topology": {"api": {"autoscaling": HpaAutoscaling()}}},
    "one pod": {"topology": Unified(), "compact": None, "ingress": None},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_removes_objects_that_are_no_longer_rendered(
    kube_api: KubeApi, namespace: str, tmp_path: Path, change: Mapping[str, Any]
) -> None:
    """After each apply and the command, the server has exactly the objects of the manifests."""
    wrong = []
    for step, props in enumerate((HA, HA.with_(**change), HA)):
        manifests = write(tmp_path / str(step) / "dist", namespace, powersync=props)
        errors = kube_api.apply(manifests).stderr
        errors += documented.run(kube_api, HEADING, namespace=namespace, folder=manifests.parent).stderr
        wrong.append((errors, on_the_server(kube_api, namespace) ^ rendered(manifests)))

    assert wrong == [("", set())] * 3


def test_removes_objects_that_argo_cd_tracks_by_label(kube_api: KubeApi, namespace: str, tmp_path: Path) -> None:
    """The command also finds objects whose label `app.kubernetes.io/instance` has the name of an Application."""
    states = {"before": HA, "dist": HA.with_(**CHANGES["one pod"])}
    before, after = (
        documented.track_by_label(write(tmp_path / name, namespace, powersync=props)) for name, props in states.items()
    )
    for manifests in (before, after):
        kube_api.apply(manifests).check_returncode()

    documented.run(kube_api, HEADING, namespace=namespace, folder=tmp_path).check_returncode()

    assert on_the_server(kube_api, namespace) == rendered(after)


def test_leaves_other_instances_alone(kube_api: KubeApi, namespace: str, tmp_path: Path) -> None:
    """The command removes only objects of the instance itself."""
    manifests = write(tmp_path / "dist", namespace, powersync=HA)
    kube_api.apply(manifests).check_returncode()
    kube_api.apply(write(tmp_path / "other", namespace, other=HA)).check_returncode()
    before = everything_in(kube_api, namespace)

    documented.run(kube_api, HEADING, namespace=namespace, folder=tmp_path)

    assert before - everything_in(kube_api, namespace) == set()


def test_keeps_objects_that_a_controller_owns(kube_api: KubeApi, namespace: str, tmp_path: Path) -> None:
    """The command keeps KEDA's HorizontalPodAutoscaler, which has our labels and is in no manifest."""
    kube_api.apply(
        write(tmp_path / "before", namespace, powersync=HA.with_(**CHANGES["autoscaler"]))
    ).check_returncode()
    owner = {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "name": "powersync-api", "uid": "1"}
    owned = json.dumps({"metadata": {"ownerReferences": [owner]}})
    hpa = ("horizontalpodautoscaler", "powersync-api", f"--namespace={namespace}")
    kube_api.kubectl("patch", *hpa, "--type=merge", f"--patch={owned}").check_returncode()
    kube_api.apply(write(tmp_path / "dist", namespace, powersync=HA)).check_returncode()

    documented.run(kube_api, HEADING, namespace=namespace, folder=tmp_path).check_returncode()

    assert "HorizontalPodAutoscaler/powersync-api" in everything_in(kube_api, namespace)


def test_removes_nothing_while_manifests_are_not_applied(kube_api: KubeApi, namespace: str, tmp_path: Path) -> None:
    """The command stops without a change if it cannot find the objects of the manifests."""
    kube_api.apply(write(tmp_path / "older", namespace, powersync=HA.with_(topology=Unified()))).check_returncode()
    write(tmp_path / "dist", namespace, powersync=HA)
    before = everything_in(kube_api, namespace)

    documented.run(kube_api, HEADING, namespace=namespace, folder=tmp_path)

    assert before - everything_in(kube_api, namespace) == set()


def test_command_names_every_kind(kube_api: KubeApi) -> None:
    """The command names every kind that the library creates, except those in STAYS and custom resources."""
    parts = [manifest for sample in SAMPLES.values() for manifest in rendered_of(sample.render)]
    manifests = [*parts, *(manifest for file in DIST for manifest in read(file))]
    types = {tuple(type_of(manifest)) for manifest in manifests if manifest["kind"] not in STAYS} - set(schemas())

    with kube_api.client() as client:
        names = {client.resources.get(api_version=version, kind=kind).name for version, kind in types}

    assert {name for name in names if name not in documented.command_under(HEADING)} == set()


def rendered(manifests: Path) -> set[str]:
    """Return the names of a file's objects, without the kinds in STAYS."""
    return {object_name(manifest) for manifest in read(manifests) if manifest["kind"] not in STAYS}


def on_the_server(kube_api: KubeApi, namespace: str) -> set[str]:
    """Return the names of a namespace's objects, without the kinds in STAYS."""
    return {name for name in everything_in(kube_api, namespace) if name.partition("/")[0] not in STAYS}
