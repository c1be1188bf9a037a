"""The documented pruning removes exactly the unused objects whose names depend on their content."""

import json
import shutil
from pathlib import Path
from typing import get_args

import pytest

from powersync_constructs.config import PowerSyncProps, SecretValue, SyncConfig
from powersync_constructs.config.configuration import ServiceYamlKind
from tests.emitted import object_name, read
from tests.samples.databases import SOURCE

from . import documented
from .instances import HA, write
from .kube_api import KubeApi
from .objects import as_list, everything_in

pytestmark = pytest.mark.xdist_group(__name__)

DONE = {
    "startTime": "2026-11-21T03:00:00Z",
    "completionTime": "2026-11-21T03:00:08Z",
    "succeeded": 1,
    "conditions": [
        {"type": kind, "status": "True", "lastTransitionTime": "2026-11-21T03:00:08Z"}
        for kind in ("SuccessCriteriaMet", "Complete")
    ],
}


def version(number: int, service_yaml_in: ServiceYamlKind = "ConfigMap") -> PowerSyncProps:
    """Return an instance whose service.yaml, sync config and password differ from those of all other versions."""
    return HA.with_(
        source=SOURCE.with_(password=SecretValue(f"password-{number}")),
        service={"metadata": {"version": str(number)}},
        service_yaml_in=service_yaml_in,
        sync_config=SyncConfig.from_text(
            f"config: {{edition: 3}}\nstreams:\n  v{number}:\n    query: SELECT * FROM lists\n"
        ),
    )


@pytest.mark.parametrize("service_yaml_in", get_args(ServiceYamlKind))
def test_prunes_unused_objects(
    kube_api: KubeApi, namespace: str, tmp_path: Path, service_yaml_in: ServiceYamlKind
) -> None:
    """Pruning keeps target a workload, an old revision or an unfinished Job uses, and all of another instance."""
    versions = [version(number, service_yaml_in) for number in range(4)]
    states = [write(tmp_path / str(number), namespace, powersync=each) for number, each in enumerate(versions)]
    others = [write(tmp_path / f"other-{number}", namespace, other=versions[number]) for number in range(2)]
    for manifests in (*states, *others):
        kube_api.apply(manifests).check_returncode()
    migrating, unused, revision, current = states
    for manifests in (unused, revision, current, *others):
        finish_migration(kube_api, manifests)
    keep_revision(kube_api, revision)
    before = everything_in(kube_api, namespace)

    done = documented.run(kube_api, "Pruning", namespace=namespace, folder=tmp_path)

    only_replicators_had = (name for name in hashed(migrating) if name.startswith("ConfigMap/powersync-sync-config-"))
    expected = {*hashed(unused), *only_replicators_had}
    assert (done.stderr, before - everything_in(kube_api, namespace)) == ("", expected)


@pytest.mark.parametrize("failing", ["get deployments,", "get jobs"])
def test_prunes_nothing_if_a_query_fails(kube_api: KubeApi, namespace: str, tmp_path: Path, failing: str) -> None:
    """If a query of the command fails, it removes nothing."""
    objects = read(write(tmp_path / "unused", namespace, powersync=version(0)))
    unused = [each for each in objects if each["kind"] in ("ConfigMap", "Secret")]
    kube_api.kubectl("create", "--filename=-", input=as_list(unused)).check_returncode()
    kubectl = kubectl_that_fails(tmp_path, failing)

    documented.run(kube_api, "Pruning", namespace=namespace, folder=tmp_path, kubectl=kubectl)

    assert {object_name(each) for each in unused} <= everything_in(kube_api, namespace)


def hashed(manifests: Path) -> set[str]:
    """Return the names of a file's ConfigMaps and Secrets whose names depend on their content."""
    return {object_name(each) for each in read(manifests) if each.get("immutable")}


def finish_migration(kube_api: KubeApi, manifests: Path) -> None:
    """Set the status of a file's Job to finished, as its controller would."""
    [meta] = [manifest["metadata"] for manifest in read(manifests) if manifest["kind"] == "Job"]
    target = ("job", meta["name"], f"--namespace={meta['namespace']}", "--subresource=status", "--type=merge")
    kube_api.kubectl("patch", *target, f"--patch={json.dumps({'status': DONE})}").check_returncode()


def keep_revision(kube_api: KubeApi, manifests: Path) -> None:
    """Create the old ReplicaSets of a file's Deployments, as their controller keeps them for a rollback."""
    deployments = [manifest for manifest in read(manifests) if manifest["kind"] == "Deployment"]
    revisions = [
        {
            "apiVersion": "apps/v1",
            "kind": "ReplicaSet",
            "metadata": {**deployment["metadata"], "name": f"{deployment['metadata']['name']}-5d8f7c9b64"},
            "spec": {"replicas": 0, **{key: deployment["spec"][key] for key in ("selector", "template")}},
        }
        for deployment in deployments
    ]
    kube_api.kubectl("create", "--filename=-", input=as_list(revisions)).check_returncode()


def kubectl_that_fails(folder: Path, words: str) -> Path:
    """Make a folder with a kubectl that fails for these words and otherwise calls the real one."""
    kubectl = folder / "bin" / "kubectl"
    kubectl.parent.mkdir()
    kubectl.write_text(f'#!/bin/bash\n[[ "$*" == *{words!r}* ]] && exit 1\nexec {shutil.which("kubectl")} "$@"\n')
    kubectl.chmod(0o755)
    return kubectl.parent
