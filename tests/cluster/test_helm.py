"""A real Helm installs the manifests as a chart, as docs/migrations.md describes, on a real API server.

No Job controller runs here: the tests set the status of the Job.
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
    """Return the folder `dist/` with the file of one instance."""
    folder = write(tmp_path / "dist", namespace, powersync=INSTANCE)
    (folder / f"{namespace}.k8s.yaml").rename(folder / "powersync.k8s.yaml")
    return folder


@contextmanager
def installing(kube_api: KubeApi, manifests: Path, namespace: str, *more: str) -> Iterator["subprocess.Popen[str]"]:
    """Run the documented commands until the hook waits for its Job, and yield the process, which still runs."""
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
    """Return the names of the Jobs in a namespace."""
    return [each["metadata"]["name"] for each in kube_api.read("jobs", f"--namespace={namespace}").get("items", [])]


def end_job(kube_api: KubeApi, namespace: str, status: dict[str, Any]) -> None:
    """Set the status of the only Job, as its controller would."""
    [job] = jobs(kube_api, namespace)
    conditions = [{**each, "lastTransitionTime": _NOW} for each in status["conditions"]]
    patch = json.dumps({"status": {**status, "startTime": _NOW, "conditions": conditions}})
    where = (f"--namespace={namespace}", "--subresource=status", "--type=merge", f"--patch={patch}")
    kube_api.kubectl("patch", "job", job, *where).check_returncode()


def objects_in(kube_api: KubeApi, namespace: str) -> set[tuple[str, str]]:
    """Return the kind and name of each object in a namespace, for the kinds that an instance has."""
    kinds = "configmaps,secrets,serviceaccounts,networkpolicies,services,deployments,cronjobs,ingresses"
    return {key(each) for each in kube_api.read(kinds, f"--namespace={namespace}")["items"]}


def test_workloads_are_created_after_the_job(kube_api: KubeApi, namespace: str, manifests: Path) -> None:
    """While the Job runs, its objects exist but no workload does; when it has succeeded, all objects exist."""
    with installing(kube_api, manifests, namespace) as helm:
        before = objects_in(kube_api, namespace)
        end_job(kube_api, namespace, _SUCCEEDED)
        output, _ = helm.communicate(timeout=60)

    assert (helm.returncode, before & WORKLOADS) == (0, set()), output
    assert {("ServiceAccount", "powersync-migrate"), ("NetworkPolicy", "powersync-migrate")} <= before
    assert objects_in(kube_api, namespace) >= WORKLOADS | before


def test_a_failed_job_stops_the_release(kube_api: KubeApi, namespace: str, manifests: Path) -> None:
    """If the Job fails, Helm fails and creates no workload."""
    with installing(kube_api, manifests, namespace) as helm:
        end_job(kube_api, namespace, _FAILED)
        output, _ = helm.communicate(timeout=60)

    assert helm.returncode != 0, output
    assert objects_in(kube_api, namespace) & WORKLOADS == set()


def test_takes_over_an_instance_that_kubectl_applied(kube_api: KubeApi, namespace: str, manifests: Path) -> None:
    """With the documented option, Helm takes over a running instance and keeps its workloads."""
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
    """Helm renders the chart to the synthesized objects, although alerts and dashboards look like templates."""
    commands = documented.command_under("Helm", "migrations.md").partition("helm upgrade")[0]
    subprocess.run(["bash", "-c", f"{commands} true"], cwd=manifests.parent, check=True)

    command = [str(find("helm")), "template", "powersync", "chart"]
    rendered = subprocess.run(command, cwd=manifests.parent, check=True, capture_output=True, text=True).stdout

    assert {key(each): each for each in yaml.safe_load_all(rendered)} == {key(each): each for each in read(manifests)}
