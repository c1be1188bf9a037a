"""Fixtures of the construct tests: an app, a chart, and snapshots in YAML."""

from pathlib import Path
from typing import Any

import pytest
from cdk8s import App, Chart
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from powersync_constructs.testing._yaml import to_yaml


@pytest.fixture
def app(tmp_path: Path) -> App:
    """An app that writes into a temporary folder."""
    return App(outdir=str(tmp_path))


@pytest.fixture
def chart(app: App) -> Chart:
    """An empty chart with a namespace."""
    return Chart(app, "chart", namespace="sync", disable_resource_name_hashes=True)


@pytest.fixture
def manifest(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """The snapshot of a test: a YAML file that is named after the test."""
    return snapshot.use_extension(ManifestExtension)


class ManifestExtension(SingleFileSnapshotExtension):
    """A snapshot is one file, with one document per object, in the order in which they are applied."""

    file_extension = "yaml"
    _write_mode = WriteMode.TEXT

    def serialize(self, data: Any, **_: Any) -> str:
        """Write manifests as YAML."""
        return to_yaml(data)
