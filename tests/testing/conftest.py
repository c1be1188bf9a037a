"""Fixtures: a chart, and pytest in a folder of a user."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from cdk8s import App, Chart

from tests.apps import environment


class Ended(NamedTuple):
    """How a run of pytest ended."""

    code: int
    out: str


RunPytest = Callable[..., Ended]


@pytest.fixture
def chart(tmp_path: Path) -> Chart:
    """Return an empty chart with a namespace."""
    return Chart(App(outdir=str(tmp_path)), "chart", namespace="sync", disable_resource_name_hashes=True)


@pytest.fixture
def run_pytest(tmp_path: Path, node: str) -> RunPytest:
    """Return a function that runs pytest in the temporary folder, without the settings of this project."""

    def run(*arguments: str) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "--rootdir=.", "-p", "no:cacheprovider", "-p", "no:xdist", *arguments],
            cwd=tmp_path,
            env=environment(node),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=120,
        )
        return Ended(done.returncode, done.stdout)

    return run
