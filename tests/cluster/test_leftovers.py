"""What an apply leaves behind, since it removes nothing, and the documented command that removes it."""

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
"""The kinds of what is named by its content, or holds data."""
LESS: dict[str, Mapping[str, Any]] = {
    "budgets off": {"topology": {"api": {"pdb": None}, "replication": {"pdb": None}}},
    "autoscaler": {"topology": {"api": {"autoscaling": HpaAutoscaling()}}},
    "one pod": {"topology": Unified(), "compact": None, "ingress": None},
}


@pytest.mark.parametrize("change", LESS.values(), ids=LESS)
def test_removes_what_is_no_longer_rendered(
    kube_api: KubeApi, namespace: str, tmp_path: Path, change: Mapping[str, Any]
) -> None:
    """There and back: after an apply and the command, the server has what the manifests have, and no more."""
    wrong = []
    for step, props in enumerate((HA, HA.with_(**change), HA)):
        manifests = write(tmp_path / str(step) / "dist", namespace, powersync=props)
        errors = kube_api.apply(manifests).stderr
        errors += documented.run(kube_api, HEADING, namespace=namespace, folder=manifests.parent).stderr
        wrong.append((errors, on_the_server(kube_api, namespace) ^ rendered(manifests)))

    assert wrong == [("", set())] * 3


def test_leaves_other_instances_alone(kube_api: KubeApi, namespace: str, tmp_path: Path) -> None:
    """What is not in the manifests goes only when it is the instance's own."""
    manifests = write(tmp_path / "dist", namespace, powersync=HA)
    kube_api.apply(manifests).check_returncode()
    kube_api.apply(write(tmp_path / "other", namespace, other=HA)).check_returncode()
    before = everything_in(kube_api, namespace)

    documented.run(kube_api, HEADING, namespace=namespace, folder=tmp_path)

    assert before - everything_in(kube_api, namespace) == set()


def test_leaves_what_a_controller_owns(kube_api: KubeApi, namespace: str, tmp_path: Path) -> None:
    """KEDA labels the HorizontalPodAutoscaler that it keeps as ours, and no manifest has it."""
    kube_api.apply(write(tmp_path / "before", namespace, powersync=HA.with_(**LESS["autoscaler"]))).check_returncode()
    owner = {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "name": "powersync-api", "uid": "1"}
    owned = json.dumps({"metadata": {"ownerReferences": [owner]}})
    hpa = ("horizontalpodautoscaler", "powersync-api", f"--namespace={namespace}")
    kube_api.kubectl("patch", *hpa, "--type=merge", f"--patch={owned}").check_returncode()
    kube_api.apply(write(tmp_path / "dist", namespace, powersync=HA)).check_returncode()

    documented.run(kube_api, HEADING, namespace=namespace, folder=tmp_path).check_returncode()

    assert "HorizontalPodAutoscaler/powersync-api" in everything_in(kube_api, namespace)


def test_removes_nothing_while_manifests_are_not_applied(kube_api: KubeApi, namespace: str, tmp_path: Path) -> None:
    """When it cannot find what the manifests have, the command stops."""
    kube_api.apply(write(tmp_path / "older", namespace, powersync=HA.with_(topology=Unified()))).check_returncode()
    write(tmp_path / "dist", namespace, powersync=HA)
    before = everything_in(kube_api, namespace)

    documented.run(kube_api, HEADING, namespace=namespace, folder=tmp_path)

    assert before - everything_in(kube_api, namespace) == set()


def test_knows_every_kind(kube_api: KubeApi) -> None:
    """The command names every kind that the library makes, but those that stay, and custom resources."""
    parts = [manifest for sample in SAMPLES.values() for manifest in rendered_of(sample.render)]
    manifests = [*parts, *(manifest for file in DIST for manifest in read(file))]
    types = {tuple(type_of(manifest)) for manifest in manifests if manifest["kind"] not in STAYS} - set(schemas())

    with kube_api.client() as client:
        names = {client.resources.get(api_version=version, kind=kind).name for version, kind in types}

    assert {name for name in names if name not in documented.command_under(HEADING)} == set()


def rendered(manifests: Path) -> set[str]:
    """Name what a file has of those kinds that do not stay."""
    return {object_name(manifest) for manifest in read(manifests) if manifest["kind"] not in STAYS}


def on_the_server(kube_api: KubeApi, namespace: str) -> set[str]:
    """Name what a namespace has of those kinds that do not stay."""
    return {name for name in everything_in(kube_api, namespace) if name.partition("/")[0] not in STAYS}
