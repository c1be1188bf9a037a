"""The committed manifests and the examples on a real API server: each is applied as a user would, from empty."""

import subprocess
from pathlib import Path

import pytest

from tests.emitted import DIST, EXAMPLES, each_of, read

from .kube_api import KubeApi
from .objects import RESTRICTED, apply_server_side, as_list, delete, everything, pods_of, versions

pytestmark = [pytest.mark.xdist_group(__name__), each_of([*DIST, *EXAMPLES])]


def test_applies_from_empty_in_one_go(applied: "subprocess.CompletedProcess[str]", emitted: Path) -> None:
    """One `kubectl apply` makes every object, in the order of the file, without an error or a warning."""
    created = [line.endswith(" created") for line in applied.stdout.splitlines()]

    assert (applied.returncode, applied.stderr, created) == (0, "", [True] * len(read(emitted)))


@pytest.mark.usefixtures("applied")
def test_second_apply_changes_nothing(kube_api: KubeApi, emitted: Path) -> None:
    """No object is stored again; all are `unchanged` but budgets, of which kubectl says `configured` in any case."""
    stored = versions(kube_api, emitted)

    again = kube_api.apply(emitted)

    changed = [line for line in again.stdout.splitlines() if not line.endswith(" unchanged")]
    changed_otherwise = [line for line in changed if not line.startswith("poddisruptionbudget.policy/")]
    assert (again.stderr, changed_otherwise, versions(kube_api, emitted)) == ("", [], stored)


@pytest.mark.usefixtures("applied")
def test_diff_is_empty(kube_api: KubeApi, emitted: Path) -> None:
    """The server has what the file says: `kubectl diff` finds nothing, and says so with exit code 0."""
    diff = kube_api.kubectl("diff", "--recursive", f"--filename={emitted}")

    assert (diff.returncode, diff.stdout, diff.stderr) == (0, "", "")


@pytest.mark.usefixtures("put_back")
def test_server_side_apply_takes_over(kube_api: KubeApi, emitted: Path) -> None:
    """A cluster that was set up by client-side apply can go on with server-side apply, which stores nothing twice."""
    taken = apply_server_side(kube_api, emitted)
    stored = versions(kube_api, emitted)

    again = apply_server_side(kube_api, emitted)

    assert (taken.stderr, again.stderr, versions(kube_api, emitted)) == ("", "", stored)


@pytest.mark.usefixtures("put_back")
def test_delete_leaves_nothing(kube_api: KubeApi, emitted: Path, before: set[str]) -> None:
    """After `kubectl delete` the server has what it had before; some of it goes when a controller has looked at it."""
    deleted = delete(kube_api, emitted)

    assert (deleted.returncode, everything(kube_api) - before) == (0, set())


@pytest.mark.usefixtures("applied")
def test_pods_pass_pod_security(kube_api: KubeApi, emitted: Path) -> None:
    """The pods that the workloads would make are let into their namespace, and nobody is warned of them."""
    pods = [pod for manifest in read(emitted) for pod in pods_of(manifest)]

    made = kube_api.kubectl("create", "--dry-run=server", "--filename=-", input=as_list(pods))

    assert (made.stderr, len(made.stdout.splitlines())) == ("", len(pods))


@pytest.mark.usefixtures("applied")
def test_namespaces_are_restricted(kube_api: KubeApi, emitted: Path) -> None:
    """What is applied here is judged by Pod Security: its namespaces enforce `restricted`, and warn of what is not."""
    names = {manifest["metadata"].get("namespace") for manifest in read(emitted)} - {None}

    selector = ",".join(f"{label}={value}" for label, value in RESTRICTED.items())
    chosen = kube_api.kubectl("get", "namespaces", "--output=name", f"--selector={selector}")

    assert {f"namespace/{name}" for name in names} <= set(chosen.stdout.split())
