"""docs/check.md shows what the program prints, and files that it accepts."""

import re
from pathlib import Path
from typing import get_args

import yaml

from powersync_constructs.cli._formats import Format
from powersync_constructs.cli._settings import read_settings
from tests import CHECKOUT

from .conftest import Program
from .page import PAGE, with_output, yaml_blocks
from .test_hook_and_action import ACTION, HOOK

TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = yaml_blocks(TEXT)


def block_with(key: str) -> str:
    """Return the YAML block with a key at its top."""
    [found] = [block for block in BLOCKS if key in yaml.safe_load(block)]
    return found


def test_output_is_what_the_program_prints() -> None:
    """Every command of the page prints the lines after it. `make pages` writes them."""
    assert with_output(TEXT) == TEXT


def test_configuration_file_is_valid(tmp_path: Path) -> None:
    """The program accepts the configuration file of the page, which contains every setting."""
    file = tmp_path / ".powersync-constructs.yaml"
    file.write_text(block_with("ignore"))

    settings = read_settings(file)

    assert all([settings.ignores, settings.severities, settings.exclude, settings.baseline])


def test_annotation_switches_the_rule_off(folder: Path, program: Program) -> None:
    """The annotation of the page matches a finding in the example of the page."""
    [annotated] = [block for block in BLOCKS if "powersync-constructs/ignore" in block]
    deployment = yaml.safe_load(BLOCKS[0])
    deployment["metadata"] |= yaml.safe_load(annotated)["metadata"]
    (folder / "powersync.yaml").write_text(yaml.safe_dump(deployment))

    rules = program("check", "powersync.yaml").rules

    assert "PS301" not in rules
    assert "PS001" not in rules


def test_hook_is_the_one_of_the_repository() -> None:
    """The configuration of pre-commit names the hook."""
    [repository] = yaml.safe_load(block_with("repos"))["repos"]

    assert [hook["id"] for hook in repository["hooks"]] == [HOOK["id"]]


def test_workflow_sets_inputs_of_the_action() -> None:
    """The workflow uses the action of this repository with inputs that it has."""
    *_, step = yaml.safe_load(block_with("jobs"))["jobs"]["check"]["steps"]

    assert step["with"].keys() <= ACTION["inputs"].keys()


def test_every_format_and_option_is_described(program: Program) -> None:
    """The page names every format, and every option of the command."""
    options = set(re.findall(r"--[a-z][a-z-]*", program("check", "--help").out))

    assert [each for each in get_args(Format) if f"| `{each}` |" not in TEXT] == []
    assert {option for option in options if option not in TEXT} == {"--recursive", "--color", "--help"}
    assert (CHECKOUT / "powersync_constructs" / "cli" / "schemas" / "check-1.json").exists()
