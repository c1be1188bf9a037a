"""What all tests share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from .emitted import written_by
from .judges import Judges
from .judges.judges import find_node

settings.register_profile(
    "same", max_examples=380, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
settings.register_profile("fuzz", settings.get_profile("same"), max_examples=5000, derandomize=False, print_blob=True)
settings.load_profile("same")
os.environ.setdefault("JSII_NODE", find_node())  # cdk8s then runs on it also where nobody set it, as in an editor


@pytest.fixture(scope="session")
def judges() -> Iterator[Judges]:
    """The service's own readers of its configuration, in one Node process."""
    with Judges() as running:
        yield running


@pytest.fixture(scope="module")
def emitted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of manifests that a test is run with, or the folder that an example wrote: see `tests.emitted`."""
    return written_by(request.param, tmp_path_factory)
