"""The migration marker on a real API server: who may set it, what sets it, and that it stays."""

import json
import subprocess
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import pytest

from tests.emitted import DIST, Manifest, each_of, read
from tests.judges.judges import find_node
from tests.orderings.needs import gate_of

from .instances import HA, write
from .kube_api import KubeApi
from .objects import Apply, apply_server_side

pytestmark = pytest.mark.xdist_group(__name__)

each_with_a_job = each_of([path for path in DIST if any(manifest["kind"] == "Job" for manifest in read(path))])


def job_in(manifests: Path) -> Manifest:
    """Return the only Job of a file."""
    [job] = [manifest for manifest in read(manifests) if manifest["kind"] == "Job"]
    return job


@each_with_a_job
@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("apply", [KubeApi.apply, apply_server_side], ids=["client", "server"])
def test_marker_survives_an_apply(kube_api: KubeApi, emitted: Path, apply: Apply) -> None:
    """A migration marker is still set after the manifests are applied again."""
    set_marker = (
        "patch",
        "configmap",
        marker_config_map(emitted),
        namespace_option(emitted),
        '--patch={"data": {"set": "1"}}',
    )
    kube_api.kubectl(*set_marker, "--type=merge").check_returncode()

    again = apply(kube_api, emitted)

    assert (again.returncode, markers(kube_api, emitted)) == (0, {"set"})


@each_with_a_job
@pytest.mark.usefixtures("applied")
def test_job_may_only_get_and_patch_the_config_map(kube_api: KubeApi, emitted: Path) -> None:
    """The Job's token allows get and patch of one ConfigMap, and no related request."""
    config_map = marker_config_map(emitted)
    expected = {
        f"get configmap/{config_map}": "yes",
        f"patch configmap/{config_map}": "yes",
        f"update configmap/{config_map}": "no",
        f"delete configmap/{config_map}": "no",
        f"list configmap/{config_map}": "no",
        f"watch configmap/{config_map}": "no",
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
    as_the_job = [namespace_option(emitted), f"--token={token_of(kube_api, job_in(emitted))}"]

    answers = {
        question: kube_api.kubectl("auth", "can-i", *as_the_job, *question.split()).stdout.strip()
        for question in expected
    }

    assert answers == expected


@each_with_a_job
@pytest.mark.usefixtures("applied")
@pytest.mark.parametrize("elsewhere", [False, True], ids=["own namespace", "another"])
def test_job_has_one_permission_more_than_other_pods(kube_api: KubeApi, emitted: Path, elsewhere: bool) -> None:
    """Compared with other pods, the Job has one more permission, and only in its own namespace."""
    place = "--namespace=default" if elsewhere else namespace_option(emitted)
    other = next(manifest for manifest in read(emitted) if manifest["kind"] == "Deployment")

    of_the_job, of_others = (
        permissions(kube_api, token_of(kube_api, each), place) for each in (job_in(emitted), other)
    )

    own = {f"configmaps [] [{marker_config_map(emitted)}] [get patch]"}
    assert of_the_job - of_others == (set() if elsewhere else own)


@each_with_a_job
@pytest.mark.usefixtures("applied")
def test_script_opens_the_gate(kube_api: KubeApi, emitted: Path, tmp_path: Path) -> None:
    """The Job's second container sets the key that the pods wait for, with the Job's own token."""
    gates = gates_of(emitted)

    done = run_script(kube_api, emitted, tmp_path)

    assert (done.stderr, len(gates), gates - markers(kube_api, emitted)) == ("", 1, set())


def test_migration_of_another_image_adds_its_marker(kube_api: KubeApi, namespace: str, tmp_path: Path) -> None:
    """After an upgrade both markers are set, so that a rollback does not wait."""
    older = write(tmp_path / "older", namespace, powersync=HA.with_(image={"tag": "1.27.2"}))
    newer = write(tmp_path / "newer", namespace, powersync=HA)

    for manifests in (older, newer):
        kube_api.apply(manifests).check_returncode()
        run_script(kube_api, manifests, tmp_path).check_returncode()

    found = markers(kube_api, newer)
    assert (found, len(found)) == (gates_of(older) | gates_of(newer), 2)


def run_script(kube_api: KubeApi, manifests: Path, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run the command of the Job's second container as the Job's pod would."""
    container = job_in(manifests)["spec"]["template"]["spec"]["containers"][0]
    environment = mount_service_account(kube_api, manifests, folder)
    command = [find_node(), *container["command"][1:], *container["args"]]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def mount_service_account(kube_api: KubeApi, manifests: Path, folder: Path) -> dict[str, str]:
    """Fill a folder as the kubelet does for a ServiceAccount, and return the matching environment."""
    cluster = json.loads(kube_api.kubeconfig.read_text())["clusters"][0]["cluster"]
    (folder / "ca.crt").write_bytes(Path(cluster["certificate-authority"]).read_bytes())
    (folder / "namespace").write_text(job_in(manifests)["metadata"]["namespace"])
    (folder / "token").write_text(token_of(kube_api, job_in(manifests)))
    server = urlsplit(cluster["server"])
    return {
        "KUBERNETES_SERVICE_HOST": str(server.hostname),
        "KUBERNETES_SERVICE_PORT": str(server.port),
        "SERVICE_ACCOUNT_DIR": str(folder),
    }


def token_of(kube_api: KubeApi, workload: Manifest) -> str:
    """Return a new token of the ServiceAccount of a workload's pods."""
    account, namespace = workload["spec"]["template"]["spec"]["serviceAccountName"], workload["metadata"]["namespace"]
    created = kube_api.kubectl("create", "token", account, f"--namespace={namespace}")
    created.check_returncode()
    return created.stdout.strip()


def permissions(kube_api: KubeApi, token: str, place: str) -> set[str]:
    """Return what a token allows in a namespace: resources, URLs, names and verbs."""
    listed = kube_api.kubectl("auth", "can-i", "--list", "--no-headers", f"--token={token}", place)
    listed.check_returncode()
    return {" ".join(line.split()) for line in listed.stdout.splitlines()}


def namespace_option(manifests: Path) -> str:
    """Return the kubectl option for the Job's namespace."""
    return f"--namespace={job_in(manifests)['metadata']['namespace']}"


def marker_config_map(manifests: Path) -> str:
    """Return the name of the ConfigMap in which the Job sets its marker."""
    return cast("str", job_in(manifests)["spec"]["template"]["spec"]["containers"][0]["args"][1])


def gates_of(manifests: Path) -> set[str]:
    """Return the keys of that ConfigMap that pods wait for."""
    gates = [gate for manifest in read(manifests) if (gate := gate_of(manifest)) is not None]
    return {key for config_map, key in gates if config_map == marker_config_map(manifests)}


def markers(kube_api: KubeApi, manifests: Path) -> set[str]:
    """Return the keys that are set in that ConfigMap."""
    return set(kube_api.read("configmap", marker_config_map(manifests), namespace_option(manifests)).get("data", {}))
