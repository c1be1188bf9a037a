"""A real Helm installs the manifests in a chart, as docs/migrations.md says, on a real API server.

There is no controller of Jobs: the test says how the Job has ended.
"""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from powersync_constructs.config import HelmHooks
from tests.conformance.tools import find
from tests.emitted import read
from tests.orderings.needs import key
from tests.samples.instance import ordered

from . import documented
from .instances import write
from .kube_api import KubeApi

pytestmark = pytest.mark.xdist_group(__name__)

INSTANCE = ordered(HelmHooks())
WORKLOADS = {("Deployment", "powersync-api"), ("Deployment", "powersync-replication"), ("CronJob", "powersync-compact")}
_NOW = "2026-01-01T00:00:00Z"
_SUCCEEDED: dict[str, Any] = {
    "succeeded": 1,
    "completionTime": _NOW,
    "conditions": [{"type": kind, "status": "True"} for kind in ("SuccessCriteriaMet", "Complete")],
}
_FAILED: dict[str, Any] = {
    "failed": 1,
    "conditions": [{"type": kind, "status": "True"} for kind in ("FailureTarget", "Failed")],
}


@pytest.fixture
def manifests(namespace: str, tmp_path: Path) -> Path:
    """An instance's file in `dist/`."""
    folder = write(tmp_path / "dist", namespace, powersync=INSTANCE)
    (folder / f"{namespace}.k8s.yaml").rename(folder / "powersync.k8s.yaml")
    return folder


@contextmanager
def installing(kube_api: KubeApi, manifests: Path, namespace: str, *more: str) -> Iterator["subprocess.Popen[str]"]:
    """Run the documented commands until the hook waits for its Job; what is given is still running."""
    command = documented.command_under("Helm", "migrations.md").replace("<namespace>", namespace).rstrip()
    path = os.pathsep.join([str(find("helm").parent), os.environ["PATH"]])
    variables = {"PATH": path, "KUBECONFIG": str(kube_api.kubeconfig), "HOME": str(manifests.parent)}
    with subprocess.Popen(
        ["bash", "-c", " ".join([command, *more])],
        cwd=manifests.parent,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as helm:
        try:
            deadline = time.monotonic() + 60
            while helm.poll() is None and not jobs(kube_api, namespace) and time.monotonic() < deadline:
                time.sleep(0.1)
            yield helm
        finally:
            helm.kill()


def jobs(kube_api: KubeApi, namespace: str) -> list[str]:
    """The names of the Jobs in a namespace."""
    return [each["metadata"]["name"] for each in kube_api.read("jobs", f"--namespace={namespace}").get("items", [])]


def end_job(kube_api: KubeApi, namespace: str, status: dict[str, Any]) -> None:
    """Say of the one Job how it has ended, as its controller would."""
    [job] = jobs(kube_api, namespace)
    conditions = [{**each, "lastTransitionTime": _NOW} for each in status["conditions"]]
    patch = json.dumps({"status": {**status, "startTime": _NOW, "conditions": conditions}})
    where = (f"--namespace={namespace}", "--subresource=status", "--type=merge", f"--patch={patch}")
    kube_api.kubectl("patch", "job", job, *where).check_returncode()


def there(kube_api: KubeApi, namespace: str) -> set[tuple[str, str]]:
    """The kind and name of what is in a namespace, of the kinds that an instance has."""
    kinds = "configmaps,secrets,serviceaccounts,networkpolicies,services,deployments,cronjobs,ingresses"
    return {key(each) for each in kube_api.read(kinds, f"--namespace={namespace}")["items"]}


def test_workloads_come_after_the_job(kube_api: KubeApi, namespace: str, manifests: Path) -> None:
    """While the Job runs there is what it needs and no workload; when it has succeeded there is all of it."""
    with installing(kube_api, manifests, namespace) as helm:
        before = there(kube_api, namespace)
        end_job(kube_api, namespace, _SUCCEEDED)
        output, _ = helm.communicate(timeout=60)

    assert (helm.returncode, before & WORKLOADS) == (0, set()), output
    assert {("ServiceAccount", "powersync-migrate"), ("NetworkPolicy", "powersync-migrate")} <= before
    assert there(kube_api, namespace) >= WORKLOADS | before


def test_a_failed_job_stops_the_release(kube_api: KubeApi, namespace: str, manifests: Path) -> None:
    """Helm says so, and no workload is touched."""
    with installing(kube_api, manifests, namespace) as helm:
        end_job(kube_api, namespace, _FAILED)
        output, _ = helm.communicate(timeout=60)

    assert helm.returncode != 0, output
    assert there(kube_api, namespace) & WORKLOADS == set()


def test_takes_over_what_kubectl_has_applied(kube_api: KubeApi, namespace: str, manifests: Path) -> None:
    """With the documented option, an instance that runs comes under Helm, and its workloads stay the same objects."""
    kube_api.apply(manifests).check_returncode()
    kube_api.kubectl("delete", "jobs", "--all", f"--namespace={namespace}").check_returncode()
    workload = ("deployment/powersync-api", f"--namespace={namespace}")
    uid = kube_api.read(*workload)["metadata"]["uid"]

    with installing(kube_api, manifests, namespace, "--take-ownership") as helm:
        end_job(kube_api, namespace, _SUCCEEDED)
        output, _ = helm.communicate(timeout=60)

    assert helm.returncode == 0, output
    assert kube_api.read(*workload)["metadata"]["uid"] == uid


def test_chart_changes_no_object(manifests: Path) -> None:
    """What Helm takes from the chart is what was synthesized, though alerts and dashboard look like templates."""
    commands = documented.command_under("Helm", "migrations.md").partition("helm upgrade")[0]
    subprocess.run(["bash", "-c", f"{commands} true"], cwd=manifests.parent, check=True)

    command = [str(find("helm")), "template", "powersync", "chart"]
    taken = subprocess.run(command, cwd=manifests.parent, check=True, capture_output=True, text=True).stdout

    assert {key(each): each for each in yaml.safe_load_all(taken)} == {key(each): each for each in read(manifests)}
