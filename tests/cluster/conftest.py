"""Fixtures that start one API server per process of pytest-xdist and apply manifests to it."""

import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emitted import DEFINITIONS

from .kube_api import KubeApi, run_kube_api
from .objects import everything, make_namespaces, missing_namespaces, wipe

_HOW = "get them with: export KUBEBUILDER_ASSETS=$(setup-envtest use 1.33 -p path)"
_numbers = itertools.count()


@pytest.fixture(scope="session")
def kube_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KubeApi]:
    """Return a real API server with the definitions of crds/; each test works in its own namespace."""
    with run_kube_api(_programs(), tmp_path_factory.mktemp("kube-api")) as api:
        for definition in DEFINITIONS:
            api.apply(definition).check_returncode()
            api.kubectl("wait", "--for=condition=Established", f"--filename={definition}").check_returncode()
        yield api


def _programs() -> Path:
    """Return the folder of etcd and kube-apiserver; skip the test if they or kubectl are missing."""
    folder = os.environ.get("KUBEBUILDER_ASSETS")
    if not folder:
        pytest.skip(f"KUBEBUILDER_ASSETS does not name a folder with etcd and kube-apiserver; {_HOW}")
    if missing := [name for name in ("etcd", "kube-apiserver") if not shutil.which(name, path=folder)]:
        pytest.skip(f"KUBEBUILDER_ASSETS ({folder}) lacks {' and '.join(missing)}; {_HOW}")
    if not shutil.which("kubectl"):
        pytest.skip("kubectl is not on the PATH; see https://kubernetes.io/docs/tasks/tools/")
    return Path(folder)


@pytest.fixture(scope="module")
def before(kube_api: KubeApi, emitted: Path) -> set[str]:
    """Return the names of all objects on the server before a file is applied; its namespaces already exist."""
    if missing := missing_namespaces(emitted):
        make_namespaces(kube_api, *missing)
    return everything(kube_api)


@pytest.fixture(scope="module")
def applied(kube_api: KubeApi, emitted: Path, before: set[str]) -> Iterator["subprocess.CompletedProcess[str]"]:
    """Return the result of the first `kubectl apply` of a file.

    All tests of the module share its objects, which are deleted afterwards.
    """
    del before  # requested only so that it runs before the apply
    yield kube_api.apply(emitted)
    wipe(kube_api, emitted)


@pytest.fixture
def restored(applied: object, kube_api: KubeApi, emitted: Path) -> Iterator[None]:
    """Create the objects of the file again after a test that changes them."""
    del applied  # requested only so that the file is applied
    yield
    wipe(kube_api, emitted)
    kube_api.apply(emitted)


@pytest.fixture
def namespace(kube_api: KubeApi) -> str:
    """Create an empty namespace for one test and return its name."""
    name = f"test-{next(_numbers)}"
    make_namespaces(kube_api, name)
    return name


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what tests recorded as a property; this works for tests in other processes too."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"measured: {name} {value}")
