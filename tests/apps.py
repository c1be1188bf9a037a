"""Run apps one after another in one Python process, each as a separate program, with one start of Node.

Many tests run an app to read what it writes. A start of Python, Node and the libraries takes ten times as long as a run
of an app. Tests of how a process ends start their own process: see `tests/app/conftest.py`.
"""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
import traceback
import warnings
from typing import TYPE_CHECKING, NamedTuple

from tests import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Self

_OUT, _ERR = "out.txt", "err.txt"
_IGNORED = (
    *("CDK8S_OUTDIR", "PYTHONDONTWRITEBYTECODE", "PYTHONWARNINGS"),
    *("BUILD_NUMBER", "CI", "COLUMNS", "FORCE_COLOR", "NO_COLOR", "PY_COLORS", "PYTEST_ADDOPTS"),
)
"""Variables that change where an app writes, how fast it starts, and what it prints.

With CI or BUILD_NUMBER, pytest prints each failure a second time:
https://docs.pytest.org/en/stable/explanation/ci.html
"""


def environment(node: str) -> dict[str, str]:
    """Return the variables of a user's process, with the checkout on the Python path."""
    as_usual = {
        name: value
        for name, value in os.environ.items()
        if name not in _IGNORED and not name.startswith("PYTEST_XDIST")  # with these, syrupy prints no report
    }
    return as_usual | {"PYTHONPATH": str(CHECKOUT), "JSII_NODE": node}


class Run(NamedTuple):
    """How an app ended."""

    code: int
    out: str
    err: str


class Apps:
    """A Python process in a folder that runs one app after another."""

    def __init__(self, folder: Path, node: str) -> None:
        """Start the process."""
        self.folder = folder
        self._python = subprocess.Popen(
            [sys.executable, "-c", "from tests.apps import serve; serve()"],
            cwd=folder,
            env=environment(node),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        """Return the running process."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, by closing its input."""
        self._python.communicate()

    def run(self, app: Path, into: Path) -> Run:
        """Run a file as `python main.py` would, in the folder, and move what it writes into dist/ to another folder."""
        dist = self.folder / "dist"
        dist.mkdir()
        stdin, stdout = self._python.stdin, self._python.stdout
        assert stdin is not None
        assert stdout is not None
        print(app, file=stdin, flush=True)
        code = stdout.readline()
        assert code, f"the process ended within {app}"
        shutil.move(dist, into)
        return Run(int(code), *(self._take(name) for name in (_OUT, _ERR)))

    def _take(self, name: str) -> str:
        """Return the content of a file, and empty it."""
        file = self.folder / name
        text = file.read_text(encoding="utf-8")
        os.truncate(file, 0)
        return text


def serve() -> None:
    """Run each app whose path is read from stdin, and answer with its exit code."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for number, name in ((1, _OUT), (2, _ERR)):
        os.dup2(os.open(name, os.O_CREAT | os.O_APPEND | os.O_WRONLY), number)
    for line in sys.stdin:
        code = _exit_code(line.rstrip("\n"))
        sys.stdout.flush()
        sys.stderr.flush()
        print(code, file=replies, flush=True)


def _exit_code(app: str) -> int:
    with warnings.catch_warnings():  # so that each app warns again
        try:
            runpy.run_path(app, run_name="__main__")
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:  # noqa: BLE001 - everything that would end a process
            traceback.print_exc()
            return 1
    return 0
