"""The programs that `make conformance` installs, how they are run, and what they find."""

import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests import CHECKOUT

Files = dict[str, list[Path]]
"""The files of manifests, by the name of what they come from: `dist/ha`, `examples/production`."""

_FOLDERS = {
    "helm": ".tools/bin",
    "kubeconform": ".tools/bin",
    "kube-score": ".tools/bin",
    "checkov": ".tools/checkov/bin",
}
_HOW = {".tools/bin": "which needs Go: https://go.dev/dl", ".tools/checkov/bin": "from PyPI"}


class Finding(NamedTuple):
    """What a tool says against one object."""

    tool: str
    check: str
    source: str
    object: str
    text: str

    def __str__(self) -> str:
        return f"{self.tool} {self.check}: {self.object} in {self.source}: {self.text}"


def find(tool: str) -> Path:
    """Give the program of a tool; the test is skipped where it is missing."""
    folder = _FOLDERS[tool]
    program = CHECKOUT / folder / tool
    if not program.exists():
        pytest.skip(f"{tool} is not in {folder}; `make conformance` installs it, {_HOW[folder]}")
    return program


def run(tool: str, *args: str | Path) -> Any:
    """Give what a tool writes as JSON, whatever its exit code; the test is skipped where the tool is missing."""
    done = subprocess.run([find(tool), *args], check=False, capture_output=True, text=True, timeout=300)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise RuntimeError(f"{tool} wrote no JSON, but: {done.stdout}{done.stderr}") from None
