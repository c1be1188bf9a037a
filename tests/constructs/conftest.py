"""The chart that tests put constructs into, and snapshots that read like what is applied."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from cdk8s import App, Chart
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode


@pytest.fixture
def app(tmp_path: Path) -> App:
    """An app that writes into a folder of its own."""
    return App(outdir=str(tmp_path))


@pytest.fixture
def chart(app: App) -> Chart:
    """An empty chart with a namespace."""
    return Chart(app, "chart", namespace="sync", disable_resource_name_hashes=True)


@pytest.fixture
def manifest(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """The manifests that a test has rendered before, in a YAML file named as the test."""
    return snapshot.use_extension(ManifestExtension)


class ManifestExtension(SingleFileSnapshotExtension):
    """One file a snapshot and a document an object, in the order in which they are applied."""

    file_extension = "yaml"
    _write_mode = WriteMode.TEXT

    def serialize(self, data: Any, **_: Any) -> str:
        """Write manifests as YAML."""
        return yaml.dump_all(data, Dumper=_Dumper, sort_keys=False, explicit_start=True, width=10_000)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
