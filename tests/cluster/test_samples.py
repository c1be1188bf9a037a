"""What the samples render is what a real API server takes."""

from pathlib import Path

import pytest

from tests.emitted import each_of
from tests.rendered import SAMPLES

from .kube_api import KubeApi
from .objects import GKE_READS_NO_OTHER, make_namespaces

pytestmark = pytest.mark.xdist_group(__name__)

NAMESPACE = "sync"
"""The one that all samples are rendered in."""


@each_of(list(SAMPLES))
def test_server_takes_every_object(kube_api: KubeApi, emitted: Path) -> None:
    """Every object passes all that the server checks, strictly, and no pod is warned of."""
    make_namespaces(kube_api, NAMESPACE)

    applied = kube_api.kubectl("apply", "--dry-run=server", "--validate=strict", "-f", str(emitted))

    warnings = [line for line in applied.stderr.splitlines() if GKE_READS_NO_OTHER not in line]
    assert (applied.returncode, warnings) == (0, [])
