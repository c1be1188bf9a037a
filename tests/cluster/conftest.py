"""One API server for all tests of this folder."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .kube_api import KubeApi, run_kube_api

_HOW = "get them with: export KUBEBUILDER_ASSETS=$(setup-envtest use 1.33 -p path)"


@pytest.fixture(scope="session")
def kube_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KubeApi]:
    """A real API server, empty at first and shared: a test works in a namespace of its own."""
    with run_kube_api(_programs(), tmp_path_factory.mktemp("kube-api")) as api:
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
