"""Fixtures of all tests."""

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
os.environ.setdefault("JSII_NODE", find_node())  # so that cdk8s finds Node in an editor too


@pytest.fixture(scope="session")
def judges() -> Iterator[Judges]:
    """Return the validators from npm packages, in one Node process."""
    with Judges() as running:
        yield running


@pytest.fixture(scope="session")
def node() -> str:
    """Return the Node binary itself, not a link to it."""
    return os.path.realpath(find_node())


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory, node: str) -> Iterator[Apps]:
    """Return one process that runs apps, in a folder with a sync config and its parser, as a user's folder has."""
    folder = tmp_path_factory.mktemp("apps")
    shutil.copy(CHECKOUT / "sync-config.yaml", folder)
    (folder / "node_modules").symlink_to(CHECKOUT / "node_modules")
    with Apps(folder, node) as running:
        yield running


@pytest.fixture(scope="session")
def written(apps: Apps, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Source], Path]:
    """Return a function that writes the manifests of a source and returns their file or folder: see `tests.emitted`."""
    return cache(lambda source: write(source, tmp_path_factory.mktemp("emitted"), apps))


@pytest.fixture(scope="module")
def emitted(request: pytest.FixtureRequest, written: Callable[[Source], Path]) -> Path:
    """Return the manifests of the source that the test runs with."""
    return written(request.param)
