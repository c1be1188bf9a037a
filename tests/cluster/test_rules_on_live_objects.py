"""The rules find nothing in the manifests that a real API server returns, or that Kustomize builds."""

import subprocess
from pathlib import Path

import pytest
import yaml

from powersync_constructs.rules import check
from tests.emitted import DIST, EXAMPLES, Manifest, each_of
from tests.rules.fixtures import kustomize, live

from .controllers import read_running
from .kube_api import KubeApi

pytestmark = pytest.mark.xdist_group(__name__)


def documents(text: str) -> list[Manifest]:
    """Return the documents of a YAML text."""
    return [*yaml.load_all(text, Loader=yaml.CSafeLoader)]


@pytest.fixture(scope="module")
def running(kube_api: KubeApi, emitted: Path, applied: "subprocess.CompletedProcess[str]") -> str:
    """Return what kubectl prints for the namespaces of a file, with what the controllers of a cluster write."""
    applied.check_returncode()
    return read_running(kube_api, emitted)


@each_of([*DIST, *EXAMPLES])
@pytest.mark.usefixtures("applied")
def test_applied_objects_have_no_findings(kube_api: KubeApi, emitted: Path) -> None:
    """The objects of a file have no findings when the server returns them with its defaults and the managed fields."""
    found = kube_api.kubectl("get", "--output=yaml", "--show-managed-fields", "--recursive", f"--filename={emitted}")
    found.check_returncode()

    assert [str(finding) for finding in check({"live": documents(found.stdout)})] == []


@each_of([*DIST, *EXAMPLES])
def test_running_namespaces_have_no_findings(running: str) -> None:
    """A namespace has no findings, although it also has the ReplicaSets of earlier rollouts, Jobs and pods."""
    assert [str(finding) for finding in check({"live": documents(running)})] == []


@each_of(DIST)
def test_single_objects_have_no_findings(running: str) -> None:
    """The objects of a namespace have no findings as single documents either."""
    items = [item for document in documents(running) for item in document.get("items", [document])]

    assert [str(finding) for finding in check({"live": items})] == []


@each_of(DIST)
def test_kept_objects_are_what_the_server_returns(running: str, emitted: Path) -> None:
    """The server returns the kept objects; `python -m tests.rules.fixtures` writes them again."""
    kept = live.kept(emitted).read_text(encoding="utf-8")

    assert documents(live.without_volatile(running)) == documents(kept)


@each_of(DIST)
@pytest.mark.usefixtures("kube_api")  # so that the test is skipped without kubectl
def test_kept_build_is_what_kustomize_builds(emitted: Path, tmp_path: Path) -> None:
    """Kustomize builds the kept manifests; `python -m tests.rules.fixtures` writes them again."""
    kept = kustomize.kept(emitted).read_text(encoding="utf-8")

    assert documents(kustomize.build(emitted, tmp_path)) == documents(kept)
