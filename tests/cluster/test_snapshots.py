"""What the snapshots show is what a real API server takes."""

from pathlib import Path

import pytest

from .kube_api import KubeApi

pytestmark = pytest.mark.xdist_group("cluster")

SNAPSHOTS = sorted(path for path in Path(__file__).parents[1].rglob("*.yaml") if "__snapshots__" in path.parts)
RESTRICTED = """
apiVersion: v1
kind: Namespace
metadata:
  name: sync
  labels:
    pod-security.kubernetes.io/warn: restricted
"""


@pytest.mark.parametrize("path", SNAPSHOTS, ids=lambda path: path.stem)
def test_server_takes_every_object(kube_api: KubeApi, path: Path) -> None:
    """Every object passes all that the server checks, strictly, and no pod is warned of."""
    kube_api.kubectl("apply", "-f", "-", input=RESTRICTED)

    applied = kube_api.kubectl("apply", "--dry-run=server", "--validate=strict", "-f", str(path))

    assert (applied.returncode, applied.stderr) == (0, "")
