"""Fixtures for the tests of the program: they run it in an empty folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from powersync_constructs.cli import run

from .program import Ended

Program = Callable[..., Ended]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, which is the working directory and the root of a repository."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def program(folder: Path, capfd: pytest.CaptureFixture[str]) -> Program:
    """Return a function that runs the program in this process, with arguments, in the empty folder."""
    assert folder.is_dir()

    def run_here(*arguments: str) -> Ended:
        code = run(arguments)
        out, err = capfd.readouterr()
        return Ended(code, out, err)

    return run_here
