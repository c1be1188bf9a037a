"""promtool and Prometheus, from Debian's package `prometheus`."""

import shutil
import subprocess
from pathlib import Path
from typing import Literal

import pytest


def find(program: Literal["promtool", "prometheus"]) -> str:
    """Give where the program is; the test is skipped where it is missing."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not here; on Debian and Ubuntu: apt-get install prometheus")
    return found


def promtool(*args: str | Path, folder: Path | None = None) -> str:
    """Give what promtool says. Raises AssertionError with it where promtool is not content."""
    command = [find("promtool"), *map(str, args)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, cwd=folder)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said
