"""What all tests share."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from . import CHECKOUT
from .apps import Apps
from .emitted import Source, write
from .judges import Judges
from .judges.judges import find_node

settings.register_profile(
    "same", max_examples=300, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
settings.register_profile("fuzz", settings.get_profile("same"), max_examples=5000, derandomize=False, print_blob=True)
settings.load_profile("same")
os.environ.setdefault("JSII_NODE", find_node())  # cdk8s then runs on it also where nobody set it, as in an editor


@pytest.fixture(scope="session")
def judges() -> Iterator[Judges]:
    """The service's own readers of its configuration, in one Node process."""
    with Judges() as running:
        yield running


@pytest.fixture(scope="session")
def node() -> str:
    """The Node binary itself, not a link to it."""
    return os.path.realpath(find_node())


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory, node: str) -> Iterator[Apps]:
    """One process that runs apps; the folder has a sync config, as that of a user has."""
    folder = tmp_path_factory.mktemp("apps")
    shutil.copy(CHECKOUT / "sync-config.yaml", folder)
    with Apps(folder, node) as running:
        yield running


@pytest.fixture(scope="session")
def written(apps: Apps, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Source], Path]:
    """Gives the file of manifests that a source emits, or for an example the folder: see `tests.emitted`."""
    return cache(lambda source: write(source, tmp_path_factory.mktemp("emitted"), apps))


@pytest.fixture(scope="module")
def emitted(request: pytest.FixtureRequest, written: Callable[[Source], Path]) -> Path:
    """The manifests of the source that a test is run with."""
    return written(request.param)
