"""Input of all forms: what is read, and what is unusable. Each problem is one line, never a traceback."""

import codecs
import errno
import json
import os
from pathlib import Path
from unittest.mock import Mock

import pytest
import yaml
from hypothesis import given, strategies as st

from powersync_constructs.cli._files import InputFile
from powersync_constructs.cli._input import LARGEST, read_file

from .conftest import Program
from .program import HA, WITH_ERROR, WITH_WARNINGS, Ended, run_program

OBJECT = "apiVersion: v1\nkind: ConfigMap\n"
HELM = "it contains {{, so it is probably a Helm template; render it: helm template … | powersync-constructs check -"
BUILD = "build it: kubectl kustomize … | powersync-constructs check -"
BOMB = "".join(f"  a{i}: &a{i} [{', '.join([f'*a{i - 1}' if i else 'x'] * 9)}]\n" for i in range(9))
UNUSABLE = {
    "broken YAML": (f"{OBJECT}a: b: c\n", ":3: is not valid YAML: mapping values are not allowed in this context"),
    "unclosed list": (f"{OBJECT}a: [1\n", ":4: is not valid YAML: did not find expected ',' or ']'"),
    "undefined alias": (f"{OBJECT}a: *b\n", ":3: is not valid YAML: found undefined alias"),
    "control character": (f"{OBJECT}a: \x01\n", ": is a binary file; name a YAML or JSON file"),
    "binary": (b"\x00\x01PNG", ": is a binary file; name a YAML or JSON file"),
    "not UTF-8": (b"kind: \xe9\n", ":1: is not UTF-8; save it as UTF-8"),
    "empty": ("", ": is empty; name a file with Kubernetes objects"),
    "comments": (
        "# nothing\n---\n",
        ": contains no Kubernetes object: apiVersion and kind; name a file with manifests",
    ),
    "values of Helm": ("replicas: 1\n", ": contains no Kubernetes object: apiVersion and kind"),
    "only a text": ("nothing", ": contains no Kubernetes object: apiVersion and kind"),
    "kustomization": (
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n",
        f": contains no Kubernetes object, but a kustomization; {BUILD}",
    ),
    "key twice": (
        f"{OBJECT}data:\n  a: '1'\n  a: '2'\n",
        ":5: the key 'a' occurs twice in one mapping; remove one of them",
    ),
    "unknown tag": (f"{OBJECT}a: !env B\n", ":3: has the tag !env, which Kubernetes does not know; remove it"),
    "null as key": (f"{OBJECT}data: {{null: a}}\n", ":3: the key of a mapping is null; use a string"),
    "list as key": (f"{OBJECT}data: {{[a]: b}}\n", ":3: the key of a mapping is a list; use a string"),
    "infinity": (f"{OBJECT}a: .inf\n", ":3: .inf is not a number of Kubernetes"),
    "cyclic alias": (
        f"{OBJECT}a: &a\n  b: *a\n",
        ":3: contains an alias of itself; write the value in place of the alias",
    ),
    "alias bomb": (f"{OBJECT}data:\n{BOMB}", ":9: is repeated by aliases, which makes more than 5,000,000 values"),
    "100,000 lists": (f"{OBJECT}a: {'[' * 100_000}", ":3: has more than 200 levels, which no Kubernetes object has"),
    "100,000 items": (f"{OBJECT}a:\n{'- ' * 100_000}", ":4: has more than 200 levels, which no Kubernetes object has"),
    "Helm template": (
        "{{- if .Values.api }}\napiVersion: v1\nkind: Pod\n{{- end }}\n",
        f":1: is not valid YAML: did not find expected node content; {HELM}",
    ),
    "Helm value": (f"{OBJECT}a: {{{{ .Values.a }}}}\n", f":3: the key of a mapping is a mapping; {HELM}"),
}
UNUSABLE_JSON = {
    "broken JSON": ('{"a": 1,\n "b"}', ":2: is not valid JSON: Expecting ':' delimiter; correct it"),
    "key twice": ('{"a": 1, "a": 2}', ":1: is not valid JSON: the key 'a' occurs twice in one mapping; correct it"),
    "NaN": ('{"a": NaN}', ":1: is not valid JSON: NaN is not a number that Kubernetes accepts; correct it"),
    "100,000 levels": ("[" * 100_000, ":1: has more than 200 levels, which no Kubernetes object has; correct it"),
    "201 levels": ("[" * 201 + "]" * 201, ":1: has more than 200 levels, which no Kubernetes object has; correct it"),
    "long number": (f'{{"a": {"1" * 5000}}}', ":1: is not valid JSON: a number has more than 400 digits; correct it"),
    "large number": ('{"a": 1e999}', ":1: is not valid JSON: a number is too large for Kubernetes; correct it"),
}


@pytest.mark.parametrize(("content", "problem"), UNUSABLE.values(), ids=UNUSABLE)
def test_unusable_yaml_is_one_line(folder: Path, program: Program, content: str | bytes, problem: str) -> None:
    """The line names the file, the line in it, the reason and the way out. Nothing is written to stdout."""
    (folder / "wrong.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())

    ended = program("check", "wrong.yaml")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"error: wrong.yaml{problem}")
    assert ended.err.count("\n") == 1
    assert "; " in ended.err


@pytest.mark.parametrize(("content", "problem"), UNUSABLE_JSON.values(), ids=UNUSABLE_JSON)
def test_unusable_json_is_one_line(folder: Path, program: Program, content: str, problem: str) -> None:
    """A file whose name ends with .json is read as JSON."""
    (folder / "wrong.json").write_text(content)

    ended = program("check", "wrong.json")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"error: wrong.json{problem}")
    assert ended.err.count("\n") == 1


def test_unusable_standard_input_is_one_line(folder: Path) -> None:
    """Standard input has the same checks as a file."""
    ended = run_program("check", "-", cwd=folder, stdin=b"a: b: c")

    expected = "error: <stdin>:1: is not valid YAML: mapping values are not allowed in this context; correct it\n"
    assert ended == Ended(2, "", expected)


def test_a_large_file_is_not_read(folder: Path, program: Program) -> None:
    """A file of 200 MB is rejected by its size."""
    with (folder / "large.yaml").open("wb") as large:
        large.truncate(200 * 10**6)

    assert program("check", "large.yaml") == Ended(
        2, "", f"error: large.yaml: is larger than {LARGEST // 2**20} MiB; split it, or exclude it\n"
    )


def test_large_standard_input_is_not_read_completely(
    folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe has no size, so the program stops to read after the limit."""
    monkeypatch.setattr("powersync_constructs.cli._input.LARGEST", 100)
    os.mkfifo(folder / "pipe")
    if os.fork() == 0:  # the writer of the pipe
        (folder / "pipe").write_bytes(b"#" * 1000)
        os._exit(0)

    ended = program("check", "pipe")

    assert ended.err == "error: pipe: is larger than 0 MiB; split it, or exclude it\n"


def test_a_pipe_is_read_once(folder: Path, program: Program) -> None:
    """The lines of the findings come from the text that was read, because a second reading would never end."""
    os.mkfifo(folder / "pipe")
    (folder / "file").write_text(WITH_WARNINGS)
    if os.fork() == 0:  # the writer of the pipe
        (folder / "pipe").write_text(WITH_WARNINGS)
        os._exit(0)

    ended = program("check", "pipe")

    assert ended.out == program("check", "file").out.replace("file:", "pipe:")


@pytest.mark.parametrize("path", [".", "*.yaml"])
def test_a_pipe_in_a_folder_is_not_read(folder: Path, program: Program, path: str) -> None:
    """To open a pipe without a writer would never end. A pipe that the user names is read."""
    os.mkfifo(folder / "pipe.yaml")
    (folder / "ha.yaml").write_text(HA)

    assert program("check", path).out == "no findings in 22 objects of 1 file\n"


def test_a_file_with_too_many_values_is_unusable(
    folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nodes of 64 MiB of short values would take several gigabytes."""
    monkeypatch.setattr("powersync_constructs.cli._yaml.MOST_VALUES", 100)
    (folder / "short.yaml").write_text(OBJECT + "a:\n" + "- b\n" * 100)

    assert program("check", "short.yaml").err == "error: short.yaml:4: has more than 100 values; split the file\n"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("none.yaml", "none.yaml: does not exist; correct the path"),
        ("*.yaml", "*.yaml: matches no file; correct the pattern"),
        ("", "'': is not a path; name a file, a folder, or - for standard input"),
        (".", ".: contains no YAML or JSON file with a Kubernetes object; name a folder with manifests"),
        ("loop", "loop: cannot be used: Too many levels of symbolic links; correct the path"),
        ("a\x1b", r"a\x1b: does not exist; correct the path"),
        ("a\0b", r"a\x00b: is not a path: embedded null byte; correct it"),
        ("n" * 300, f"{'n' * 300}: cannot be used: File name too long; correct the path"),
    ],
)
def test_a_path_without_files_is_one_line(folder: Path, program: Program, path: str, problem: str) -> None:
    """The line names the path as the user wrote it."""
    (folder / "loop").symlink_to(folder / "loop")

    assert program("check", path) == Ended(2, "", f"error: {problem}\n")


def test_no_path_is_one_line(program: Program) -> None:
    """Without a path, the program does not wait for standard input."""
    assert program("check") == Ended(
        2, "", "error: no path; name files or folders with manifests, or - for standard input\n"
    )


def test_a_folder_with_manifests_in_its_folders_names_the_option(folder: Path, program: Program) -> None:
    """If only the folders in a folder can contain manifests, the fix is -R."""
    (folder / "overlays").mkdir()

    assert "search its folders with -R" in program("check", ".").err


def test_a_file_without_permission_is_one_line(folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the user cannot read is named. The error is simulated, because root can read every file."""
    (folder / "mine.yaml").write_text(HA)
    error = PermissionError(errno.EACCES, "Permission denied", "mine.yaml")
    monkeypatch.setattr(Path, "open", Mock(side_effect=error))

    problem = "mine.yaml: cannot be opened: permission denied; change its permissions"
    assert program("check", "mine.yaml") == Ended(2, "", f"error: {problem}\n")


def test_one_run_reports_all_unusable_files(folder: Path, program: Program) -> None:
    """Each unusable file and path is one line, and no rule runs."""
    (folder / "a.yaml").write_text("a: b: c")
    (folder / "b.yaml").write_text("")
    (folder / "c.yaml").write_text(HA)

    ended = program("check", "a.yaml", "b.yaml", "c.yaml", "none")

    assert (ended.code, ended.out) == (2, "")
    assert sorted(line.split(":")[1].strip() for line in ended.err.splitlines()) == ["a.yaml", "b.yaml", "none"]


def test_the_same_problem_is_one_line(folder: Path, program: Program) -> None:
    """Two paths can name the same file or folder: here a broken link, which is also in a folder."""
    (folder / "dist").mkdir()
    (folder / "dist" / "ha.yaml").symlink_to("none")
    (folder / "empty").mkdir()

    lines = program("check", "dist", "dist/ha.yaml", "empty", "empty").err.splitlines()

    assert [line.split(":")[1].strip() for line in lines] == ["dist/ha.yaml", "empty"]


def test_broken_yaml_in_a_folder_is_unusable(folder: Path, program: Program) -> None:
    """A file that cannot be read may contain objects, so it is not left out silently."""
    (folder / "ha.yaml").write_text(HA)
    (folder / "wrong.yaml").write_text("a: b: c")

    assert program("check", ".").code == 2


@pytest.mark.parametrize(
    "encoded",
    [
        codecs.BOM_UTF8 + WITH_ERROR.encode(),
        WITH_ERROR.encode("utf-16"),
        codecs.BOM_UTF16_BE + WITH_ERROR.encode("utf-16-be"),
        WITH_ERROR.replace("\n", "\r\n").encode(),
    ],
    ids=["UTF-8 with mark", "UTF-16", "UTF-16 big-endian", "CRLF"],
)
def test_encodings_of_windows_are_read(folder: Path, program: Program, encoded: bytes) -> None:
    """Kubectl reads them too. `>` of Windows PowerShell writes UTF-16."""
    (folder / "ha.yaml").write_bytes(encoded)

    assert program("check", "ha.yaml").rules == ["PS010"]


def documents() -> list[object]:
    """Return the objects with one error, as values."""
    return list(yaml.safe_load_all(WITH_ERROR))


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"apiVersion": "v1", "kind": "List", "items": documents()}),
        "\n".join(map(json.dumps, documents())),
        yaml.safe_dump({"apiVersion": "v1", "kind": "List", "items": documents()}),
        yaml.safe_dump(
            {
                "apiVersion": "v1",
                "kind": "List",
                "items": [{"apiVersion": "v1", "kind": "List", "items": [each]} for each in documents()],
            }
        ),
    ],
    ids=["JSON List", "JSON values", "YAML List", "List of Lists"],
)
def test_all_forms_of_objects_are_read(folder: Path, program: Program, content: str) -> None:
    """The same objects in another form have the same findings."""
    (folder / "ha.yaml").write_text(content)

    ended = program("check", "ha.yaml")

    assert ended.rules == ["PS010"]
    assert ended.out.endswith("in 23 objects of 1 file\n")


def test_items_of_a_typed_list_get_its_kind(folder: Path, program: Program) -> None:
    """The API server leaves out the kind of the items of a DeploymentList."""
    deployments = [each for each in yaml.safe_load_all(WITH_WARNINGS) if each["kind"] == "Deployment"]
    items = [{key: value for key, value in each.items() if key not in ("kind", "apiVersion")} for each in deployments]
    typed = {"apiVersion": "apps/v1", "kind": "DeploymentList", "items": items}
    (folder / "list.json").write_text(json.dumps(typed))

    found = json.loads(program("check", "list.json", "-o", "json").out)["findings"]

    named = [(each["object"]["apiVersion"], each["object"]["kind"]) for each in found if each["rule"] == "PS301"]
    assert named == [("apps/v1", "Deployment")] * 2


def test_half_of_a_surrogate_pair_is_replaced(tmp_path: Path) -> None:
    """JSON can contain a text that no output can contain."""
    path = tmp_path / "half.json"
    path.write_text(json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "\ud800"}}))

    [(manifest, _)] = read_file(InputFile("half.json", path, named=True)).objects

    assert manifest["metadata"]["name"] == "�"


@pytest.mark.parametrize(
    "content",
    [
        "password: hunter2: x",
        "password: [hunter2",
        'password: "hunter2',
        f"{OBJECT}password: !!int hunter2",
        f"{OBJECT}password: !!binary hunter2",
        f"{OBJECT}password: &hunter2 [*hunter2]",
        f"{OBJECT}password: {{a: hunter2, a: hunter2}}",
        "\thunter2: x",
        "hunter2",
        "{{ hunter2 }}",
    ],
)
@pytest.mark.parametrize("name", ["secret.yaml", "secret.json"])
def test_a_problem_contains_no_value(folder: Path, program: Program, content: str, name: str) -> None:
    """A value can be a secret, so the line of a problem does not quote the file."""
    (folder / name).write_text(content)

    ended = program("check", name)

    assert (ended.code, ended.out) == (2, "")
    assert "hunter2" not in ended.err


@given(
    content=st.binary() | st.text(alphabet="{}[]&*!:-'\"|>%#,? \n\tab~<0.").map(str.encode) | st.text().map(str.encode)
)
def test_any_file_has_objects_or_one_problem(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No content makes the reader raise an exception, and a problem is one line."""
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)

    found = read_file(InputFile("any.yaml", path, named=True))

    assert bool(found.objects) is not bool(found.problem)
    assert len(found.problem.splitlines()) <= 1
