"""The configuration file `.powersync-constructs.yaml`."""

import json
from pathlib import Path

import pytest

from .conftest import Program
from .program import HA, WITH_ERROR, WITH_WARNINGS, Ended, annotated

NAME = ".powersync-constructs.yaml"
WRONG = {
    "unknown key": ("ignores: []\n", "1: ignores: is not a setting; did you mean ignore?"),
    "unknown key of an entry": (
        "ignore:\n  - rule: PS301\n    reason: measured\n    objcts: []\n",
        "4: ignore[0].objcts: is not a setting; did you mean objects?",
    ),
    "no reason": ("ignore:\n  - rule: PS301\n", "2: ignore[0]: has no reason; add it"),
    "empty reason": ("ignore: [{rule: PS301, reason: ' '}]\n", "1: ignore[0].reason: is not a text; write one"),
    "no rule": ("ignore: [{reason: measured}]\n", "1: ignore[0]: has no rule; add it"),
    "unknown rule": (
        "ignore: [{rule: memory-limits, reason: measured}]\n",
        "1: ignore[0].rule: there is no rule 'memory-limits'; did you mean memory-limit?",
    ),
    "unlike any rule": (
        "ignore: [{rule: xyz, reason: measured}]\n",
        "1: ignore[0].rule: there is no rule 'xyz'; run `powersync-constructs rules` to list all rules",
    ),
    "unknown severity": (
        "severity: {PS301: off}\n",
        "1: severity.PS301: 'off' is not a severity; use error, warning or note, or switch the rule off with ignore",
    ),
    "fixed severity": (
        "severity: {PS001: error}\n",
        "1: severity.PS001: the severity of PS001 is fixed; remove the line",
    ),
    "severity of an unknown rule": (
        "severity: {memory-limt: error}\n",
        "1: severity.memory-limt: there is no rule 'memory-limt'; did you mean memory-limit?",
    ),
    "severity by id and by name": (
        "severity:\n  PS301: error\n  memory-limit: note\n",
        "3: severity.memory-limit: sets the severity of PS301 a second time; remove one of the two lines",
    ),
    "text for a list": ("exclude: dist\n", "1: exclude: is not a list; write a list"),
    "null for a text": ("baseline: null\n", "1: baseline: is not a text; write one"),
    "null for a reason": ("ignore: [{rule: PS301, reason: ~}]\n", "1: ignore[0].reason: is not a text; write one"),
    "list for a text": ("baseline: [a]\n", "1: baseline: is not a text; write one"),
    "list for a severity": ("severity: {PS301: [x]}\n", "1: severity.PS301: is not a text; write one"),
    "list as key": ("severity: {[a]: error}\n", "1: the key of a mapping is a list; use a string"),
    "list for a mapping": ("severity: [a]\n", "1: severity: is not a mapping; write a mapping"),
    "text for the whole": ("ignore\n", "1: is not a mapping; write a mapping"),
    "key twice": ("exclude: []\nexclude: []\n", "2: the key 'exclude' occurs twice in one mapping; remove one of them"),
    "two documents": ("exclude: []\n---\nexclude: []\n", "3: is a second document; put everything into the first one"),
    "broken YAML": ("exclude: [\n", "2: is not valid YAML: did not find expected node content; correct it"),
    "binary": ("\0", " is a binary file; name a YAML or JSON file"),
    "alias of itself": (
        "exclude: &a [*a]",
        "1: contains an alias of itself; write the value in place of the alias",
    ),
    "too deep": (
        f"exclude: {'[' * 100_000}",
        "1: has more than 200 levels, which no Kubernetes object has; correct it",
    ),
}


@pytest.mark.parametrize(("content", "problem"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_unusable(folder: Path, program: Program, content: str, problem: str) -> None:
    """The line names the file, the line in it, the field, the reason and the way out."""
    (folder / "ha.yaml").write_text(HA)
    (folder / NAME).write_text(content)

    assert program("check", "ha.yaml") == Ended(2, "", f"error: {NAME}:{problem}\n")


def test_all_problems_are_reported_in_the_order_of_their_lines(folder: Path, program: Program) -> None:
    """One run reports every problem of the file."""
    (folder / "ha.yaml").write_text(HA)
    (folder / NAME).write_text("exclude: x\nbaseline: []\nmore: 1\n")

    lines = program("check", "ha.yaml").err.splitlines()

    assert [line.split(":")[2] for line in lines] == ["1", "2", "3"]


@pytest.mark.parametrize("content", ["", "# nothing\n", "---\n", "{}\n"])
def test_an_empty_file_changes_nothing(folder: Path, program: Program, content: str) -> None:
    """A file without settings is allowed."""
    (folder / "ha.yaml").write_text(HA)
    (folder / NAME).write_text(content)

    assert program("check", "ha.yaml").code == 0


@pytest.mark.parametrize(
    ("entry", "remaining"),
    [
        ("{rule: PS301, reason: measured}", []),
        ("{rule: memory-limit, reason: measured}", []),
        ("{rule: PS301, reason: measured, objects: [Deployment/powersync-api]}", ["powersync-replication"]),
        ("{rule: PS301, reason: measured, objects: [Deployment/powersync/powersync-a*]}", ["powersync-replication"]),
        ("{rule: PS301, reason: measured, objects: ['*/powersync-*']}", []),
        ("{rule: PS301, reason: measured, files: [dist]}", []),
        ("{rule: PS301, reason: measured, files: ['dist/h*.yaml']}", []),
        ("{rule: PS301, reason: measured, files: ['./dist/']}", []),
    ],
)
def test_an_ignore_switches_a_rule_off_where_it_matches(
    folder: Path, program: Program, entry: str, remaining: list[str]
) -> None:
    """The patterns select the objects and the files of an entry; without patterns it is for all of them."""
    (folder / "dist").mkdir()
    (folder / "dist" / "ha.yaml").write_text(WITH_WARNINGS)
    (folder / NAME).write_text(f"ignore: [{entry}]\n")

    found = json.loads(program("check", "dist", "-o", "json").out)

    assert [each["object"]["name"] for each in found["findings"]] == remaining
    assert {each["reason"] for each in found["suppressed"]} == {"measured"}


@pytest.mark.parametrize("selected", ["objects: [Job/other]", "files: ['other/*']", "files: [dist/ha]"])
def test_an_ignore_that_matches_nothing_is_a_finding(folder: Path, program: Program, selected: str) -> None:
    """The finding names the entry, and its line in the configuration file."""
    (folder / "dist").mkdir()
    (folder / "dist" / "ha.yaml").write_text(WITH_WARNINGS)
    (folder / NAME).write_text(f"ignore:\n  - {{rule: PS301, reason: measured, {selected}}}\n")

    found = json.loads(program("check", "dist", "-o", "json").out)["findings"]

    assert [(each["file"], each["line"], each["where"]) for each in found if each["rule"] == "PS001"] == [
        (NAME, 2, "ignore[0]")
    ]
    assert sum(each["rule"] == "PS301" for each in found) == 2


def test_entries_with_the_same_reason_count_separately(folder: Path, program: Program) -> None:
    """If one of two entries matches nothing, it is a finding, although the other one has the same rule and reason."""
    (folder / "ha.yaml").write_text(WITH_WARNINGS)
    entry = "  - {rule: PS301, reason: measured, objects: [%s]}\n"
    (folder / NAME).write_text("ignore:\n" + entry % "Deployment/*" + entry % "Job/other")

    found = json.loads(program("check", "ha.yaml", "-o", "json").out)

    assert [(each["rule"], each["where"]) for each in found["findings"]] == [("PS001", "ignore[1]")]
    assert len(found["suppressed"]) == 2


def test_a_severity_replaces_that_of_the_rule(folder: Path, program: Program) -> None:
    """A warning that is an error for the user ends with 1."""
    (folder / "ha.yaml").write_text(WITH_WARNINGS)
    (folder / NAME).write_text("severity: {memory-limit: error}\n")

    ended = program("check", "ha.yaml")

    assert (ended.code, ended.out.splitlines()[-1]) == (1, "2 errors in 22 objects of 1 file")


@pytest.mark.parametrize("pattern", ["dist", "dist/", "dist/twice.yaml", "*/twice*", "./dist/*"])
def test_an_excluded_file_is_not_read(folder: Path, program: Program, pattern: str) -> None:
    """A pattern of `exclude` matches a file, or a folder with everything in it."""
    (folder / "dist").mkdir()
    (folder / "dist" / "twice.yaml").write_text("a: b: c")
    (folder / "ha.yaml").write_text(HA)
    (folder / NAME).write_text(f"exclude: ['{pattern}']\n")

    assert program("check", "-R", ".").out == "no findings in 22 objects of 1 file\n"


def test_without_a_file_that_is_left_the_input_is_unusable(folder: Path, program: Program) -> None:
    """If `exclude` leaves out every file that the user named, the line says so."""
    (folder / "ha.yaml").write_text(HA)
    (folder / NAME).write_text("exclude: [ha.yaml]\n")

    ended = program("check", "ha.yaml")

    assert ended == Ended(
        2,
        "",
        "error: no file to check: all of them are excluded, or neither YAML nor JSON; "
        "correct the paths, or use --allow-none\n",
    )
    assert program("check", "ha.yaml", "--allow-none").code == 0


def test_the_file_of_a_parent_folder_counts(folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its paths are relative to its own folder."""
    (folder / NAME).write_text("exclude: [deploy/twice.yaml]\n")
    (folder / "deploy").mkdir()
    (folder / "deploy" / "ha.yaml").write_text(HA)
    (folder / "deploy" / "twice.yaml").write_text(WITH_ERROR)
    monkeypatch.chdir(folder / "deploy")

    assert program("check", ".").code == 0


def test_a_file_above_the_repository_does_not_count(
    folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search ends at the root of the repository."""
    (folder / NAME).write_text("severty: {}\n")
    (folder / "app" / ".git").mkdir(parents=True)
    (folder / "app" / "ha.yaml").write_text(HA)
    monkeypatch.chdir(folder / "app")

    assert program("check", "ha.yaml").code == 0


def test_config_names_another_file(folder: Path, program: Program) -> None:
    """With --config, no other file is searched."""
    (folder / "ha.yaml").write_text(WITH_WARNINGS)
    (folder / NAME).write_text("severty: {}\n")
    (folder / "strict.yaml").write_text("severity: {PS301: error}\n")

    assert program("check", "ha.yaml", "--config", "strict.yaml").code == 1


def test_a_missing_config_is_unusable(folder: Path, program: Program) -> None:
    """A file that the user names must exist."""
    (folder / "ha.yaml").write_text(HA)

    ended = program("check", "ha.yaml", "--config", "none.yaml")

    assert ended == Ended(2, "", "error: none.yaml: does not exist; correct the path\n")


def test_an_annotation_switches_a_rule_off(folder: Path, program: Program) -> None:
    """The reason of the annotation is in the report."""
    (folder / "ha.yaml").write_text(annotated(WITH_WARNINGS, "PS301"))

    found = json.loads(program("check", "ha.yaml", "-o", "json").out)

    assert [(each["by"], each["reason"]) for each in found["suppressed"]] == [("annotation", "measured")]
    assert len(found["findings"]) == 1


@pytest.mark.parametrize("options", [(), ("--config", f"../../{NAME}")], ids=["found", "--config"])
def test_a_pattern_matches_a_path_outside_the_working_directory(
    folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    """A path is compared without its `..`, and so is the folder of the configuration file."""
    (folder / NAME).write_text("exclude: ['k8s/generated']")
    (folder / "k8s" / "base").mkdir(parents=True)
    (folder / "k8s" / "generated").mkdir()
    (folder / "k8s" / "base" / "ha.yaml").write_text(HA)
    (folder / "k8s" / "generated" / "ha.yaml").write_text(WITH_ERROR)
    monkeypatch.chdir(folder / "k8s" / "base")

    ended = program("check", "ha.yaml", "../generated/ha.yaml", *options)

    assert ended == Ended(0, "no findings in 22 objects of 1 file\n", "")
