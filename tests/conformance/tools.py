"""The programs that `make conformance` installs, and their findings."""

import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests import CHECKOUT

Files = dict[str, list[Path]]
"""Manifest files by the name of their source, such as `dist/ha` or `examples/production`."""

_FOLDERS = {
    "helm": ".tools/bin",
    "kubeconform": ".tools/bin",
    "kube-score": ".tools/bin",
    "checkov": ".tools/checkov/bin",
}
_HOW = {".tools/bin": "which needs Go: https://go.dev/dl", ".tools/checkov/bin": "from PyPI"}


class Finding(NamedTuple):
    """A problem that a tool found in one object."""

    tool: str
    check: str
    source: str
    object: str
    text: str

    def __str__(self) -> str:
        return f"{self.tool} {self.check}: {self.object} in {self.source}: {self.text}"


def find(tool: str) -> Path:
    """Return the path of a tool. Skip the test if the tool is missing."""
    folder = _FOLDERS[tool]
    program = CHECKOUT / folder / tool
    if not program.exists():
        pytest.skip(f"{tool} is not in {folder}; `make conformance` installs it, {_HOW[folder]}")
    return program


def run(tool: str, *args: str | Path) -> Any:
    """Return the JSON output of a tool, for any exit code. Skip the test if the tool is missing."""
    done = subprocess.run([find(tool), *args], check=False, capture_output=True, text=True, timeout=300)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise RuntimeError(f"{tool} did not write JSON: {done.stdout}{done.stderr}") from None
