"""An API server for the tests of this folder, one in each process of pytest-xdist, and what they put there."""

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
    """A real API server that knows the definitions of crds/; a test works in a namespace of its own."""
    with run_kube_api(_programs(), tmp_path_factory.mktemp("kube-api")) as api:
        for definition in DEFINITIONS:
            api.apply(definition).check_returncode()
            api.kubectl("wait", "--for=condition=Established", f"--filename={definition}").check_returncode()
        yield api


def _programs() -> Path:
    """The folder of etcd and kube-apiserver; the test is skipped where they or kubectl are missing."""
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
    """All that the server has before a file is applied; the namespaces that the file needs are there."""
    if missing := missing_namespaces(emitted):
        make_namespaces(kube_api, *missing)
    return everything(kube_api)


@pytest.fixture(scope="module")
def applied(kube_api: KubeApi, emitted: Path, before: set[str]) -> Iterator["subprocess.CompletedProcess[str]"]:
    """The first `kubectl apply` of a file; its objects are there for all tests of the file, and gone afterwards."""
    del before  # only asked for, so that it was looked at before
    yield kube_api.apply(emitted)
    wipe(kube_api, emitted)


@pytest.fixture
def put_back(applied: object, kube_api: KubeApi, emitted: Path) -> Iterator[None]:
    """What a test does to the objects is undone: they are made anew."""
    del applied  # only asked for, so that it has happened
    yield
    wipe(kube_api, emitted)
    kube_api.apply(emitted)


@pytest.fixture
def namespace(kube_api: KubeApi) -> str:
    """An empty namespace for one test."""
    name = f"test-{next(_numbers)}"
    make_namespaces(kube_api, name)
    return name


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what tests recorded as a property, which is also there when they ran in another process."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"measured: {name} {value}")
