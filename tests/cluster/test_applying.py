"""Each committed manifest and each example applies to a real, empty API server."""

import subprocess
from pathlib import Path

import pytest

from tests.emitted import DIST, EXAMPLES, each_of, read

from .kube_api import KubeApi
from .objects import RESTRICTED, apply_server_side, as_list, delete, everything, pods_of, versions

pytestmark = [pytest.mark.xdist_group(__name__), each_of([*DIST, *EXAMPLES])]


def test_one_apply_creates_every_object(applied: "subprocess.CompletedProcess[str]", emitted: Path) -> None:
    """One `kubectl apply` creates every object, in the order of the file, without an error or a warning."""
    created = [line.endswith(" created") for line in applied.stdout.splitlines()]

    assert (applied.returncode, applied.stderr, created) == (0, "", [True] * len(read(emitted)))


@pytest.mark.usefixtures("applied")
def test_second_apply_changes_nothing(kube_api: KubeApi, emitted: Path) -> None:
    """A second apply writes no object; kubectl reports all as `unchanged`, except budgets as `configured`."""
    stored = versions(kube_api, emitted)

    again = kube_api.apply(emitted)

    changed = [line for line in again.stdout.splitlines() if not line.endswith(" unchanged")]
    changed_otherwise = [line for line in changed if not line.startswith("poddisruptionbudget.policy/")]
    assert (again.stderr, changed_otherwise, versions(kube_api, emitted)) == ("", [], stored)


@pytest.mark.usefixtures("applied")
def test_diff_is_empty(kube_api: KubeApi, emitted: Path) -> None:
    """After an apply, `kubectl diff` finds no difference and exits with code 0."""
    diff = kube_api.kubectl("diff", "--recursive", f"--filename={emitted}")

    assert (diff.returncode, diff.stdout, diff.stderr) == (0, "", "")


@pytest.mark.usefixtures("restored")
def test_server_side_apply_takes_over(kube_api: KubeApi, emitted: Path) -> None:
    """A user can change from client-side to server-side apply, and a repeated apply then writes nothing."""
    first = apply_server_side(kube_api, emitted)
    stored = versions(kube_api, emitted)

    again = apply_server_side(kube_api, emitted)

    assert (first.stderr, again.stderr, versions(kube_api, emitted)) == ("", "", stored)


@pytest.mark.usefixtures("restored")
def test_delete_leaves_nothing(kube_api: KubeApi, emitted: Path, before: set[str]) -> None:
    """After `kubectl delete` only the objects from before the apply are left."""
    deleted = delete(kube_api, emitted)

    assert (deleted.returncode, everything(kube_api) - before) == (0, set())


@pytest.mark.usefixtures("applied")
def test_pods_pass_pod_security(kube_api: KubeApi, emitted: Path) -> None:
    """The namespace admits the pods of every workload without a warning."""
    pods = [pod for manifest in read(emitted) for pod in pods_of(manifest)]

    result = kube_api.kubectl("create", "--dry-run=server", "--filename=-", input=as_list(pods))

    assert (result.stderr, len(result.stdout.splitlines())) == ("", len(pods))


@pytest.mark.usefixtures("applied")
def test_namespaces_are_restricted(kube_api: KubeApi, emitted: Path) -> None:
    """Every namespace of the manifests enforces Pod Security `restricted` and warns about violations."""
    names = {manifest["metadata"].get("namespace") for manifest in read(emitted)} - {None}

    selector = ",".join(f"{label}={value}" for label, value in RESTRICTED.items())
    chosen = kube_api.kubectl("get", "namespaces", "--output=name", f"--selector={selector}")

    assert {f"namespace/{name}" for name in names} <= set(chosen.stdout.split())
