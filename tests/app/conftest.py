"""Fixtures that run apps as users do: `python main.py` in a folder with a sync config and its parser."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import CHECKOUT
from tests.apps import environment


class Outcome(NamedTuple):
    """How an app ended."""

    code: int
    out: str
    err: str
    written: dict[str, bytes]
    """The files of dist/, by name."""

    @property
    def last_line(self) -> str:
        """The last line of stderr."""
        return self.err.rstrip("\n").rpartition("\n")[2]


RunApp = Callable[..., Outcome]


@pytest.fixture
def run_app(tmp_path: Path, node: str) -> RunApp:
    """Return a function that runs a text as main.py, with Python or another command, and with more variables."""
    shutil.copy(CHECKOUT / "sync-config.yaml", tmp_path)
    (tmp_path / "node_modules").symlink_to(CHECKOUT / "node_modules")

    def run(main: str, *command: str, **variables: str) -> Outcome:
        (tmp_path / "main.py").write_text(main, encoding="utf-8")
        done = subprocess.run(
            command or [sys.executable, "main.py"],
            cwd=tmp_path,
            env=environment(node) | variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        written = {path.name: path.read_bytes() for path in (tmp_path / "dist").glob("*")}
        return Outcome(done.returncode, done.stdout, done.stderr, written)

    return run
