"""Fixtures of the tests: the app, and snapshots in YAML."""

import pytest
from cdk8s import App
from syrupy.assertion import SnapshotAssertion

from main import build
from powersync_constructs.testing import YamlExtension


class Reviewed(YamlExtension):
    """YAML files that change only if a person has to review the change."""

    mask_hashes = True
    mask_image_tags = True


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compare manifests with YAML files."""
    return snapshot.use_extension(Reviewed)


@pytest.fixture(scope="session")
def app() -> App:
    """Build the app once."""
    return build()
