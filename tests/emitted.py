"""Everything that the project emits, found by itself: a new snapshot, example or file of dist/ is checked at once."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from .judges.judges import find_node

Manifest = dict[str, Any]

CHECKOUT = Path(__file__).parents[1]
DIST = sorted(CHECKOUT.glob("dist/*.yaml"))
EXAMPLES = sorted(CHECKOUT.glob("examples/*/main.py"))
SNAPSHOTS = sorted(path for path in CHECKOUT.glob("tests/**/*.yaml") if "__snapshots__" in path.parts)
VERSIONS = ["1.28", "1.33", "1.37"]
"""The versions of Kubernetes whose schemas are asked: the oldest that we support, the newest, and one between."""
DEFINITIONS = sorted(CHECKOUT.glob("crds/*.yaml"))


def name_of(source: Path) -> str:
    """Name manifests as a reader knows them: `dist/ha`, `examples/production`, `snapshots/test_ingress[full]`."""
    if source in EXAMPLES:
        return f"examples/{source.parent.name}"
    return f"{'snapshots' if source in SNAPSHOTS else 'dist'}/{source.name.partition('.')[0]}"


def each_of(sources: list[Path]) -> pytest.MarkDecorator:
    """Run a test, which takes `emitted`, with the manifests of each source."""
    return pytest.mark.parametrize("emitted", sources, ids=name_of, indirect=True, scope="module")


def run_example(example: Path, folder: Path) -> None:
    """Run an example as the README says; its manifests are then in the folder."""
    variables = {"PYTHONPATH": str(CHECKOUT), "JSII_NODE": os.path.realpath(find_node()), "CDK8S_OUTDIR": str(folder)}
    command = [sys.executable, str(example)]
    subprocess.run(command, cwd=folder, env={**os.environ, **variables}, check=True, timeout=120)


def written_by(source: Path, folders: pytest.TempPathFactory) -> Path:
    """Give the file of manifests, or for an example the folder that it writes them into."""
    if source not in EXAMPLES:
        return source
    folder = folders.mktemp(source.parent.name)
    run_example(source, folder)
    return folder


def object_name(manifest: Manifest) -> str:
    """Name an object: `Deployment/powersync-api`."""
    return f"{manifest['kind']}/{manifest['metadata']['name']}"


@cache
def read(manifests: Path) -> list[Manifest]:
    """Give the objects of a file, or of all files in a folder and in its folders, in their order."""
    files = sorted(manifests.rglob("*.yaml")) if manifests.is_dir() else [manifests]
    return [manifest for file in files for manifest in yaml.safe_load_all(file.read_text(encoding="utf-8"))]
