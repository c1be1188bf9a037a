"""The tests of examples/tested_app pass in a folder of a user, and fail for the changes that they are for."""

import shutil
from pathlib import Path

import pytest

from .conftest import RunPytest
from .test_page import EXAMPLE, TEXTS


@pytest.fixture
def main(tmp_path: Path) -> Path:
    """Return main.py of a copy of the example in the temporary folder."""
    leftovers = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(EXAMPLE, tmp_path, ignore=leftovers, dirs_exist_ok=True)
    return tmp_path / "main.py"


def change(path: Path, old: str, new: str) -> None:
    """Replace the only place of a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.usefixtures("main")
def test_tests_of_the_example_pass(run_pytest: RunPytest) -> None:
    """All tests pass, each snapshot is used, and no snapshot is written."""
    ended = run_pytest()

    assert (ended.code, "5 snapshots passed.\n" in ended.out) == (0, True), ended.out


def test_another_number_of_pods_fails(main: Path, run_pytest: RunPytest) -> None:
    """If production gets fewer API pods, its assertion fails, and its snapshot as docs/testing.md shows."""
    change(main, '"production": 4', '"production": 3')

    ended = run_pytest("--color=no")

    shown = "\n".join(line.removeprefix("E       ") for line in ended.out.splitlines())
    assert "assert 3 == 4" in shown
    assert TEXTS[1] in shown
    assert "2 failed" in shown


def test_another_sync_config_changes_one_object(main: Path, run_pytest: RunPytest) -> None:
    """A new stream fails the snapshot of staging with the lines of the stream, and without new names."""
    with main.with_name("sync-config.yaml").open("a", encoding="utf-8") as file:
        file.write("  todos:\n    query: SELECT * FROM todos\n")

    ended = run_pytest("--color=no")

    changed = [line.removeprefix("E").strip() for line in ended.out.splitlines() if line.startswith("E ")]
    assert [line for line in changed if line.startswith(("+ ", "- "))] == [
        "+       todos:",
        "+         query: SELECT * FROM todos",
    ]
    assert "1 failed" in ended.out


def test_problem_of_the_app_fails(main: Path, run_pytest: RunPytest) -> None:
    """If both environments use one database, no test can read the manifests, and the output names the problem."""
    change(main, '"storage-uri"', '"source-uri"')

    ended = run_pytest("--color=no")

    assert "E       AssertionError: a synth of the app fails:" in ended.out, ended.out
    assert "storage-apart-from-source]" in ended.out
