"""The committed manifests on a real API server: each file of dist/ is applied as a user would, from empty."""

import json
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
import yaml

from tests.judges.judges import find_node

from .kube_api import KubeApi

pytestmark = pytest.mark.xdist_group("cluster")

Manifest = dict[str, Any]

_FILES = sorted(Path(__file__).parents[2].joinpath("dist").glob("*.yaml"))


@cache
def read(manifests: Path) -> list[Manifest]:
    """Give the objects of a file, in its order."""
    return list(yaml.safe_load_all(manifests.read_text(encoding="utf-8")))


def only(kind: str, manifests: Path) -> Manifest:
    """Give the one object of that kind in a file."""
    [found] = [manifest for manifest in read(manifests) if manifest["kind"] == kind]
    return found


each_file = pytest.mark.parametrize("manifests", _FILES, ids=lambda path: path.name, scope="module")
each_file_with_a_job = pytest.mark.parametrize(
    "manifests",
    [path for path in _FILES if any(manifest["kind"] == "Job" for manifest in read(path))],
    ids=lambda path: path.name,
    scope="module",
)


@pytest.fixture(scope="module")
def applied(kube_api: KubeApi, manifests: Path) -> Iterator["subprocess.CompletedProcess[str]"]:
    """The first `kubectl apply` of the file; its objects are there for all tests of the file, and gone afterwards."""
    yield kube_api.apply(manifests)
    wipe(kube_api, manifests)


@pytest.fixture
def put_back(applied: object, kube_api: KubeApi, manifests: Path) -> Iterator[None]:
    """What a test does to the objects is undone: they are made anew."""
    del applied  # only asked for, so that it has happened
    yield
    wipe(kube_api, manifests)
    kube_api.apply(manifests)


def wipe(kube_api: KubeApi, manifests: Path) -> None:
    """Leave nothing of a file on the server; the Namespace goes last, since it must be there for what is in it."""
    delete(kube_api, manifests)
    for remains in reversed(get(kube_api, manifests)):
        finalize(kube_api, remains)


def delete(kube_api: KubeApi, manifests: Path) -> "subprocess.CompletedProcess[str]":
    """Delete the objects of a file, without waiting for controllers that do not run here."""
    return kube_api.kubectl("delete", "--ignore-not-found", "--wait=false", f"--filename={manifests}")


def get(kube_api: KubeApi, manifests: Path) -> list[Manifest]:
    """Give those objects of a file that the server has."""
    found = kube_api.kubectl("get", "--ignore-not-found", "--output=json", f"--filename={manifests}").stdout
    content = json.loads(found or '{"items": []}')
    return cast("list[Manifest]", content.get("items", [content]))


def finalize(kube_api: KubeApi, manifest: Manifest) -> None:
    """End a deletion as the controllers of a cluster do, for a Namespace or an object in one."""
    kind, meta = manifest["kind"], manifest["metadata"]
    if kind == "Namespace":
        path = f"/api/v1/namespaces/{meta['name']}/finalize"
        kube_api.kubectl("replace", f"--raw={path}", "--filename=-", input=json.dumps({**manifest, "spec": {}}))
    else:
        change = json.dumps({"metadata": {"finalizers": None}})
        place = f"--namespace={meta['namespace']}"
        kube_api.kubectl("patch", kind, meta["name"], place, "--type=merge", f"--patch={change}")


@each_file
def test_applies_from_empty_in_one_go(applied: "subprocess.CompletedProcess[str]", manifests: Path) -> None:
    """One `kubectl apply` makes every object, in the order of the file, without an error or a warning."""
    created = [line.endswith(" created") for line in applied.stdout.splitlines()]

    assert (applied.returncode, applied.stderr, created) == (0, "", [True] * len(read(manifests)))


@each_file
@pytest.mark.usefixtures("applied")
def test_second_apply_changes_nothing(kube_api: KubeApi, manifests: Path) -> None:
    """Every object is `unchanged` but budgets, of which kubectl says `configured` whatever is in them."""
    again = kube_api.apply(manifests)

    changed = [line for line in again.stdout.splitlines() if not line.endswith(" unchanged")]
    assert [line for line in changed if not line.startswith("poddisruptionbudget.policy/")] == [], again.stderr


@each_file
@pytest.mark.usefixtures("applied")
def test_diff_is_empty(kube_api: KubeApi, manifests: Path) -> None:
    """The server has what the file says: `kubectl diff` finds nothing, and says so with exit code 0."""
    diff = kube_api.kubectl("diff", f"--filename={manifests}")

    assert (diff.returncode, diff.stdout, diff.stderr) == (0, "", "")


@each_file
@pytest.mark.usefixtures("put_back")
def test_server_side_apply_takes_over(kube_api: KubeApi, manifests: Path) -> None:
    """A cluster that was set up by client-side apply can go on with server-side apply."""
    taken = apply_server_side(kube_api, manifests)

    assert (taken.returncode, taken.stderr) == (0, "")


@each_file
@pytest.mark.usefixtures("put_back")
def test_delete_leaves_nothing(kube_api: KubeApi, manifests: Path) -> None:
    """After `kubectl delete` every object is gone, or goes as soon as a controller has looked at it."""
    deleted = delete(kube_api, manifests)

    stays = [found for found in get(kube_api, manifests) if "deletionTimestamp" not in found["metadata"]]
    assert (deleted.returncode, stays) == (0, [])


@each_file
@pytest.mark.usefixtures("applied")
def test_pods_pass_pod_security(kube_api: KubeApi, manifests: Path) -> None:
    """The pods that the workloads would make are let into their namespace, which enforces `restricted`."""
    pods = [pod for manifest in read(manifests) for pod in pods_of(manifest)]

    made = kube_api.kubectl("create", "--dry-run=server", "--filename=-", input=as_list(pods))
    assert (made.stderr, len(made.stdout.splitlines())) == ("", len(pods))


@each_file_with_a_job
@pytest.mark.usefixtures("put_back")
@pytest.mark.parametrize("side", ["client", "server"])
def test_mark_survives_an_apply(kube_api: KubeApi, manifests: Path, side: str) -> None:
    """A key that is set in the ConfigMap of the marks is still there when the manifests are applied again."""
    config_map = config_map_of_marks(manifests)
    set_mark = ("patch", "configmap", config_map, in_(manifests), '--patch={"data": {"marked": "1.26.0"}}')
    kube_api.kubectl(*set_mark, "--type=merge")

    again = kube_api.apply(manifests) if side == "client" else apply_server_side(kube_api, manifests)

    assert (again.returncode, marks(kube_api, manifests)) == (0, {"marked"})


@each_file_with_a_job
@pytest.mark.usefixtures("applied")
def test_job_may_mark_and_nothing_else(kube_api: KubeApi, manifests: Path) -> None:
    """The Job's token opens one ConfigMap, to read and to patch, and nothing beside it."""
    config_map = config_map_of_marks(manifests)
    expected = {
        f"get configmap/{config_map}": "yes",
        f"patch configmap/{config_map}": "yes",
        f"update configmap/{config_map}": "no",
        f"delete configmap/{config_map}": "no",
        f"get configmap/{config_map} --namespace=default": "no",
        "get configmap/another": "no",
        "patch configmap/another": "no",
        "list configmaps": "no",
        "watch configmaps": "no",
        "create configmaps": "no",
        "get secret/powersync-source": "no",
        "list secrets": "no",
        "create pods": "no",
    }
    as_the_job = [in_(manifests), f"--token={token_of_the_job(kube_api, manifests)}"]

    answers = {
        question: kube_api.kubectl("auth", "can-i", *as_the_job, *question.split()).stdout.strip()
        for question in expected
    }
    assert answers == expected


@each_file_with_a_job
@pytest.mark.usefixtures("applied")
def test_marking_script_opens_the_gate(kube_api: KubeApi, manifests: Path, tmp_path: Path) -> None:
    """What the Job's second container runs, with the Job's own token, sets the very key that the pods wait for."""
    container = only("Job", manifests)["spec"]["template"]["spec"]["containers"][0]
    environment = mount_service_account(kube_api, manifests, tmp_path)
    command = [find_node(), *container["command"][1:], *container["args"]]

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)

    assert (done.stderr, gates_of(manifests) - marks(kube_api, manifests)) == ("", set())


def apply_server_side(kube_api: KubeApi, manifests: Path) -> "subprocess.CompletedProcess[str]":
    """Apply a file by the server's own merge; kubectl's earlier hold on the fields is taken over."""
    how = ("--server-side", "--force-conflicts", "--validate=strict")
    return kube_api.kubectl("apply", *how, f"--filename={manifests}")


def pods_of(manifest: Manifest) -> list[Manifest]:
    """Give the pod that a workload's controller would make; other objects make none."""
    spec = manifest.get("spec", {})
    template = spec.get("jobTemplate", {}).get("spec", spec).get("template")
    if template is None:
        return []
    meta = {
        **template["metadata"],
        "name": manifest["metadata"]["name"],
        "namespace": manifest["metadata"]["namespace"],
    }
    return [{"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": template["spec"]}]


def as_list(objects: list[Manifest]) -> str:
    """Write objects as one document."""
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": objects})


def in_(manifests: Path) -> str:
    """Say to kubectl which namespace is meant: the file's own."""
    return f"--namespace={only('Namespace', manifests)['metadata']['name']}"


def token_of_the_job(kube_api: KubeApi, manifests: Path) -> str:
    """Have a token made for the account that the Job's pod runs as."""
    account = only("Job", manifests)["spec"]["template"]["spec"]["serviceAccountName"]
    return kube_api.kubectl("create", "token", account, in_(manifests)).stdout.strip()


def mount_service_account(kube_api: KubeApi, manifests: Path, folder: Path) -> dict[str, str]:
    """Fill a folder as the kubelet fills that of a ServiceAccount; return the environment that goes with it."""
    cluster = json.loads(kube_api.kubeconfig.read_text())["clusters"][0]["cluster"]
    (folder / "ca.crt").write_bytes(Path(cluster["certificate-authority"]).read_bytes())
    (folder / "namespace").write_text(only("Namespace", manifests)["metadata"]["name"])
    (folder / "token").write_text(token_of_the_job(kube_api, manifests))
    server = urlsplit(cluster["server"])
    return {
        "KUBERNETES_SERVICE_HOST": str(server.hostname),
        "KUBERNETES_SERVICE_PORT": str(server.port),
        "SERVICE_ACCOUNT_DIR": str(folder),
    }


def config_map_of_marks(manifests: Path) -> str:
    """Name the ConfigMap that the Job sets its mark in."""
    name = only("Job", manifests)["spec"]["template"]["spec"]["containers"][0]["args"][1]
    return cast("str", name)


def gates_of(manifests: Path) -> set[str]:
    """Give the keys of that ConfigMap that some pod cannot start without."""
    volumes = [volume for manifest in read(manifests) for pod in pods_of(manifest) for volume in pod["spec"]["volumes"]]
    sources = [volume["configMap"] for volume in volumes if "configMap" in volume]
    gates = [source for source in sources if source["name"] == config_map_of_marks(manifests)]
    return {item["key"] for gate in gates for item in gate["items"]}


def marks(kube_api: KubeApi, manifests: Path) -> set[str]:
    """Give the keys that are set in that ConfigMap."""
    name = config_map_of_marks(manifests)
    found = kube_api.kubectl("get", "configmap", name, in_(manifests), "--output=json").stdout
    return set(json.loads(found).get("data", {}))
