"""The examples, run as the README says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from .conftest import CHECKOUT

EXAMPLES = sorted(CHECKOUT.glob("examples/*/main.py"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.parent.name)
def test_writes_an_instance(example: Path, tmp_path: Path, node: str) -> None:
    """Each example writes one file of manifests, with a Deployment of the service in it."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "JSII_NODE": node, "CDK8S_OUTDIR": str(tmp_path)}

    subprocess.run([sys.executable, str(example)], cwd=tmp_path, env=environment, check=True, timeout=60)

    (written,) = tmp_path.glob("*.k8s.yaml")
    kinds = [manifest["kind"] for manifest in yaml.safe_load_all(written.read_text(encoding="utf-8"))]
    assert "Deployment" in kinds


def test_schemas_are_imported_as_they_stand() -> None:
    """Each API group of crds/ has its classes in imports/."""
    groups = [path.stem for path in CHECKOUT.joinpath("crds").glob("*.yaml")]

    folders = [CHECKOUT.joinpath("imports/powersync", *_reversed(group)) for group in groups]
    assert [folder.name for folder in folders if not folder.joinpath("__init__.py").is_file()] == []


def _reversed(group: str) -> list[str]:
    return [part.replace("-", "_") for part in reversed(group.split("."))]
