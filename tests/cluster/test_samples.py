"""A real API server accepts what the samples render."""

from pathlib import Path

import pytest

from tests.emitted import each_of
from tests.rendered import SAMPLES

from .kube_api import KubeApi
from .objects import GKE_WARNING, make_namespaces

pytestmark = pytest.mark.xdist_group(__name__)

NAMESPACE = "sync"
"""The namespace of all samples."""


@each_of(list(SAMPLES))
def test_server_accepts_every_object(kube_api: KubeApi, emitted: Path) -> None:
    """The server accepts every object with strict validation and warns about no pod."""
    make_namespaces(kube_api, NAMESPACE)

    applied = kube_api.kubectl("apply", "--dry-run=server", "--validate=strict", "-f", str(emitted))

    warnings = [line for line in applied.stderr.splitlines() if GKE_WARNING not in line]
    assert (applied.returncode, warnings) == (0, [])
