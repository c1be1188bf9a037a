"""The command `check`: what it reads, what it prints, and how it ends."""

import json
from pathlib import Path

import pytest

from .conftest import Program
from .program import CONFIG_MAP, HA, WITH_ERROR, WITH_WARNINGS, Ended, run_program


def test_manifests_without_findings_end_with_0(folder: Path, program: Program) -> None:
    """Without findings, the program prints the numbers of objects and files."""
    (folder / "ha.yaml").write_text(HA)

    assert program("check", "ha.yaml") == Ended(0, "no findings in 22 objects of 1 file\n", "")


@pytest.mark.parametrize(
    ("manifests", "fail_on", "code"),
    [
        (WITH_ERROR, "error", 1),
        (WITH_ERROR, "warning", 1),
        (WITH_ERROR, "never", 0),
        (WITH_WARNINGS, "error", 0),
        (WITH_WARNINGS, "warning", 1),
        (WITH_WARNINGS, "never", 0),
    ],
)
def test_exit_code_follows_fail_on(folder: Path, program: Program, manifests: str, fail_on: str, code: int) -> None:
    """The exit code is 1 if a finding has at least the severity of --fail-on."""
    (folder / "ha.yaml").write_text(manifests)

    assert program("check", "ha.yaml", "--fail-on", fail_on).code == code


def test_a_finding_names_its_line(folder: Path, program: Program) -> None:
    """The line is the one of the field that the finding is about."""
    (folder / "ha.yaml").write_text(WITH_WARNINGS)
    lines = [number for number, line in enumerate(WITH_WARNINGS.splitlines(), 1) if line.endswith("memory: 256Mi")]

    ended = program("check", "ha.yaml", "--output", "json")

    assert {finding["line"] for finding in json.loads(ended.out)["findings"]} <= set(lines)


def test_standard_input_is_a_file(folder: Path) -> None:
    """`-` stands for standard input."""
    ended = run_program("check", "-", cwd=folder, stdin=WITH_ERROR.encode())

    assert (ended.code, ended.rules) == (1, ["PS010"])
    assert ended.out.startswith("<stdin>:")


def test_a_folder_is_read_without_its_folders(folder: Path, program: Program) -> None:
    """Without -R, the files in the folders of a folder are not read."""
    (folder / "dist" / "deeper").mkdir(parents=True)
    (folder / "dist" / "ha.yaml").write_text(HA)
    (folder / "dist" / "deeper" / "twice.yaml").write_text(WITH_ERROR)

    assert program("check", "dist").code == 0


def test_recursive_reads_the_folders_in_a_folder(folder: Path, program: Program) -> None:
    """With -R, all files below a folder are read, but not those below hidden folders."""
    (folder / "dist" / "deeper").mkdir(parents=True)
    (folder / "dist" / "deeper" / "ha.yml").write_text(HA)
    (folder / "dist" / ".hidden").mkdir()
    (folder / "dist" / ".hidden" / "twice.yaml").write_text(WITH_ERROR)

    assert program("check", "-R", "dist").out == "no findings in 22 objects of 1 file\n"


def test_a_link_to_a_parent_is_not_followed(folder: Path, program: Program) -> None:
    """A folder that contains a link to itself is read once."""
    (folder / "dist").mkdir()
    (folder / "dist" / "ha.yaml").write_text(HA)
    (folder / "dist" / "loop").symlink_to(folder / "dist", target_is_directory=True)

    assert program("check", "-R", "dist").out == "no findings in 22 objects of 1 file\n"


def test_a_glob_is_expanded(folder: Path, program: Program) -> None:
    """The program expands patterns itself, for shells that do not."""
    (folder / "one").mkdir()
    (folder / "one" / "ha.yaml").write_text(HA)
    (folder / "one" / "notes.txt").write_text("no manifest")

    assert program("check", "*/*").out == "no findings in 22 objects of 1 file\n"


def test_a_glob_stands_for_files_and_folders(folder: Path, program: Program) -> None:
    """As if a shell had expanded it, but a folder without objects is not a mistake: the user did not name it."""
    (folder / "k8s" / "empty").mkdir(parents=True)
    (folder / "k8s" / "production").mkdir()
    (folder / "k8s" / "production" / "twice.yaml").write_text(WITH_ERROR)
    (folder / "k8s" / "README.md").write_text("no manifest")

    assert program("check", "k8s/*").rules == ["PS010"]


def test_hidden_files_are_read_only_if_they_are_named(folder: Path, program: Program) -> None:
    """Emacs writes broken links like `.#ha.yaml`, and macOS binary files like `._ha.yaml`."""
    (folder / "ha.yaml").write_text(HA)
    (folder / ".#ha.yaml").symlink_to("user@host.1234")
    (folder / "._ha.yaml").write_bytes(b"\0")
    (folder / ".twice.yaml").write_text(WITH_ERROR)

    assert program("check", ".").code == program("check", "-R", ".").code == 0
    assert program("check", ".twice.yaml").rules == ["PS010"]


def test_a_file_that_is_named_twice_is_read_once(folder: Path, program: Program) -> None:
    """A file that two paths name is not a duplicate of itself."""
    (folder / "ha.yaml").write_text(HA)

    assert program("check", "ha.yaml", "./ha.yaml", ".").out == "no findings in 22 objects of 1 file\n"


def test_files_without_objects_in_a_folder_are_left_out(folder: Path, program: Program) -> None:
    """The values of Helm, a kustomization, an empty file and service.yaml with its tags are no manifests."""
    (folder / "ha.yaml").write_text(HA)
    (folder / "values.yaml").write_text("replicas: 2\nreplicas: 3\n")
    (folder / "kustomization.yaml").write_text("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n")
    (folder / "service.yaml").write_text("port: !env PS_PORT\n")
    (folder / "empty.yaml").write_text("# nothing\n")
    (folder / "package.json").write_text('{"name": "app"}')

    assert program("check", ".").out == "no findings in 22 objects of 1 file\n"


def test_files_of_an_app_are_one_chart(folder: Path, program: Program) -> None:
    """Hand-written manifests are spread over files, so two files with the same object are a conflict."""
    for name in ("one.yaml", "two.yaml"):
        (folder / name).write_text(HA)

    assert "PS010" in program("check", ".").rules


def test_folders_with_the_same_object_are_charts(folder: Path, program: Program) -> None:
    """The environments of Kustomize define the same objects, each for its own cluster or namespace."""
    for name in ("staging", "production"):
        (folder / name).mkdir()
        (folder / name / "all.yaml").write_text(HA)

    assert "PS010" not in program("check", "-R", ".").rules


def test_folders_of_an_app_are_one_chart(folder: Path, program: Program) -> None:
    """Objects of one folder may refer to those of another."""
    config, _, rest = HA.partition("---\n")
    for name, text in (("config", config), ("pods", rest)):
        (folder / name).mkdir()
        (folder / name / "all.yaml").write_text(text)

    assert program("check", "-R", ".").out == "no findings in 22 objects of 2 files\n"


def test_each_file_of_cdk8s_is_a_chart(folder: Path, program: Program) -> None:
    """Two charts may be for two clusters, so the same object in both is not an error."""
    for name in ("one.k8s.yaml", "two.k8s.yaml"):
        (folder / name).write_text(HA)

    assert "PS010" not in program("check", ".").rules


def test_findings_are_in_the_order_of_severity_file_and_line(folder: Path, program: Program) -> None:
    """Errors come first. Findings of one severity are in the order of the lines."""
    (folder / "ha.yaml").write_text(f"{WITH_WARNINGS}---\n{HA.partition('---')[0]}")

    found = json.loads(program("check", "ha.yaml", "-o", "json").out)["findings"]

    assert [finding["severity"] for finding in found] == ["error", "warning", "warning"]
    assert found[1]["line"] < found[2]["line"]


def test_several_outputs_of_one_run(folder: Path, program: Program) -> None:
    """Each --output writes one report: to its file, or to stdout."""
    (folder / "ha.yaml").write_text(WITH_WARNINGS)

    ended = program("check", "ha.yaml", "-o", "github", "-o", "json=out.json", "-o", "sarif=out.sarif")

    assert ended.out.startswith("::warning file=ha.yaml,line=")
    assert len(json.loads((folder / "out.json").read_text())["findings"]) == 2
    assert json.loads((folder / "out.sarif").read_text())["version"] == "2.1.0"


@pytest.mark.parametrize(
    ("output", "problem"),
    [
        (["sarfi"], "--output: there is no format 'sarfi'; did you mean sarif?"),
        (["yaml"], "--output: there is no format 'yaml'; use text, json, sarif, github, junit"),
        (["json="], "--output: json= names no file; write it like json=FILE"),
        (
            ["json", "text"],
            "--output: writes two reports to stdout; give each report its own file, like sarif=check.sarif",
        ),
        (
            ["json=same", "sarif=same"],
            "--output: writes two reports to same; give each report its own file, like sarif=check.sarif",
        ),
        (["json=none/out.json"], "none/out.json: its folder does not exist; create it"),
    ],
)
def test_an_output_that_cannot_be_written_is_one_line(
    folder: Path, program: Program, output: list[str], problem: str
) -> None:
    """The line names the option or the file, and the way out. Nothing is written to stdout."""
    (folder / "ha.yaml").write_text(HA)

    ended = program("check", "ha.yaml", *(word for each in output for word in ("--output", each)))

    assert ended == Ended(2, "", f"error: {problem}\n")


def test_a_file_is_written_completely_or_not_at_all(folder: Path, program: Program) -> None:
    """A report that cannot be written leaves the file as it was, and no other file. No other report is written."""
    (folder / "ha.yaml").write_text(HA)
    (folder / "out.json").mkdir()

    ended = program("check", "ha.yaml", "-o", "sarif=out.sarif", "-o", "json=out.json")

    assert ended.code == 2
    assert sorted(path.name for path in folder.iterdir()) == [".git", "ha.yaml", "out.json"]


def test_manifests_without_powersync_are_unusable(folder: Path, program: Program) -> None:
    """If no object runs the service, a wrong path is likely."""
    (folder / "mine.yaml").write_text(CONFIG_MAP)

    assert program("check", "mine.yaml") == Ended(
        2,
        "",
        "error: no workload runs the PowerSync service (1 object in 1 file); name the files with its workloads, "
        "or use --allow-none\n",
    )


def test_allow_none_accepts_manifests_without_powersync(folder: Path, program: Program) -> None:
    """A hook that runs for each change also sees files of other services."""
    (folder / "mine.yaml").write_text(CONFIG_MAP)

    assert program("check", "mine.yaml", "--allow-none") == Ended(0, "no findings in 1 object of 1 file\n", "")
