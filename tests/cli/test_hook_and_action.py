"""The hook of pre-commit and the GitHub Action of the repository."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import CHECKOUT

from .conftest import Program
from .program import HA, WITH_ERROR

[HOOK] = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION = yaml.safe_load((CHECKOUT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]


@pytest.mark.parametrize(("manifests", "code"), [(HA, 0), (WITH_ERROR, 1)])
def test_the_hook_runs_the_check(folder: Path, program: Program, manifests: str, code: int) -> None:
    """The command of the hook, with its default arguments, checks the output of cdk8s."""
    (folder / "dist").mkdir()
    (folder / "dist" / "app.k8s.yaml").write_text(manifests)
    name, *arguments = HOOK["entry"].split()

    assert name == "powersync-constructs"
    assert program(*arguments, *HOOK["args"]).code == code


def test_the_hook_installs_the_extra() -> None:
    """pre-commit installs the repository and the additional dependencies in its folder."""
    assert (HOOK["language"], HOOK["additional_dependencies"]) == ("python", [".[cli]"])


@pytest.mark.parametrize("step", [step for step in STEPS if "uses" in step], ids=lambda step: step["uses"])
def test_an_action_of_others_is_pinned(step: dict[str, Any]) -> None:
    """A tag can move to other code, so the reference is a commit."""
    _, _, reference = step["uses"].partition("@")

    assert len(reference) == 40
    assert int(reference, 16)


@pytest.mark.parametrize("step", [step for step in STEPS if "run" in step], ids=lambda step: step["name"])
def test_a_script_contains_no_expression(step: dict[str, Any]) -> None:
    """Inputs reach a script as variables, so that their text is never run as a command."""
    assert "${{" not in step["run"]


@pytest.mark.parametrize(
    ("manifests", "inputs", "code", "out"),
    [
        (HA, {}, 0, "no findings"),
        (WITH_ERROR, {}, 1, "::error file=dist/app.k8s.yaml,line=1,"),
        (WITH_ERROR, {"ARGS": "--fail-on never"}, 0, "::error file=dist/app.k8s.yaml,line=1,"),
        (WITH_ERROR, {"PATHS": "dist/app.k8s.yaml dist"}, 1, "1 error"),
        (HA, {"PATHS": "none"}, 2, ""),
    ],
)
def test_the_action_runs_the_check(folder: Path, manifests: str, inputs: dict[str, str], code: int, out: str) -> None:
    """The step prints annotations, writes SARIF, sets the output `exit-code`, and ends with this code."""
    (folder / "dist").mkdir()
    (folder / "dist" / "app.k8s.yaml").write_text(manifests)
    values = {"PATHS": ACTION["inputs"]["paths"]["default"], "ARGS": "", "SARIF": "check.sarif", **inputs}

    done = run_check_step(folder, values)

    assert done.returncode == code
    assert out in done.stdout
    assert (folder / "output").read_text() == f"exit-code={code}\n"
    assert (folder / "check.sarif").exists() is (code != 2)


def test_the_action_leaves_globs_to_the_program(folder: Path) -> None:
    """`**` stands for any number of folders, as in the program. In bash it stands for one folder by default."""
    (folder / "dist" / "europe" / "production").mkdir(parents=True)
    (folder / "dist" / "europe" / "production" / "app.k8s.yaml").write_text(WITH_ERROR)

    done = run_check_step(folder, {"PATHS": "dist/**/*.yaml", "ARGS": "", "SARIF": ""})

    assert "::error file=dist/europe/production/app.k8s.yaml," in done.stdout


def test_the_variables_of_the_step_are_the_inputs() -> None:
    """Every input that the check reads has a default, so the job sets only what differs."""
    step = check_step()

    assert step["env"] == {
        "PATHS": "${{ inputs.paths }}",
        "ARGS": "${{ inputs.args }}",
        "SARIF": "${{ inputs.sarif-file }}",
    }
    assert all("default" in each for each in ACTION["inputs"].values())


def check_step() -> dict[str, Any]:
    """Return the step that runs the check."""
    return next(step for step in STEPS if step.get("id") == "check")


def run_check_step(folder: Path, values: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the script of the step as GitHub does, with the program of this environment as the installed one."""
    installed = folder / "temp" / "powersync-constructs" / "bin"
    installed.mkdir(parents=True)
    (installed / "powersync-constructs").symlink_to(Path(sys.executable).with_name("powersync-constructs"))
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", check_step()["run"]],
        cwd=folder,
        env={**os.environ, **values, "RUNNER_TEMP": f"{folder}/temp", "GITHUB_OUTPUT": f"{folder}/output"},
        capture_output=True,
        text=True,
        check=False,
    )
