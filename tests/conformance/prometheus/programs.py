"""Run promtool and Prometheus, from Debian's package `prometheus`."""

import shutil
import subprocess
from pathlib import Path
from typing import Literal

import pytest


def find(program: Literal["promtool", "prometheus"]) -> str:
    """Return the path of a program. Skip the test if it is missing."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed; on Debian and Ubuntu: apt-get install prometheus")
    return found


def promtool(*args: str | Path, folder: Path | None = None) -> str:
    """Return the output of promtool. Raise AssertionError with the output if promtool fails."""
    command = [find("promtool"), *map(str, args)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, cwd=folder)
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    return output
