"""The program as a process: its start, signals, pipes, and several processes that read files."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from benchmarks.check import a_round, lines, write_files
from benchmarks.instances import show
from powersync_constructs.cli import run

from .program import HA, WITH_ERROR, WITH_WARNINGS, Ended, annotated, run_program

INSTALLED = Path(sys.executable).with_name("powersync-constructs")
COMMAND = [sys.executable, "-m", "powersync_constructs"]


def test_version_is_that_of_the_package(tmp_path: Path) -> None:
    """--version prints the name and the version of the package."""
    expected = f"powersync-constructs {version('powersync-constructs')}\n"

    assert run_program("--version", cwd=tmp_path) == Ended(0, expected, "")


def test_installed_program_is_the_same(tmp_path: Path) -> None:
    """The command that pip installs runs the same program as `python -m powersync_constructs`."""
    done = subprocess.run([INSTALLED, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert done.stdout == run_program("--version", cwd=tmp_path).out


def test_without_arguments_it_prints_the_commands(tmp_path: Path) -> None:
    """Without a command, the program prints the commands to stderr, and ends with 2."""
    ended = run_program(cwd=tmp_path)

    assert (ended.code, ended.out) == (2, "")
    assert "check" in ended.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion_is_available(tmp_path: Path, shell: str) -> None:
    """--show-completion prints a script for the shell that completes the name of the program."""
    done = subprocess.run(
        [*COMMAND, "--show-completion", shell],
        cwd=tmp_path,
        env={**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "powersync-constructs" in done.stdout


def test_a_wrong_option_is_a_usage_error(tmp_path: Path) -> None:
    """An unknown option ends with 2."""
    ended = run_program("check", "--fail-one", "error", cwd=tmp_path)

    assert (ended.code, ended.out) == (2, "")
    assert "--fail-one" in ended.err


def test_without_typer_it_names_the_extra(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the extra `cli`, one line names the command that installs it."""
    for name in [name for name in sys.modules if re.match(r"typer$|powersync_constructs\.cli\._app$", name)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "typer", None)

    assert run(["check"]) == 2
    assert capsys.readouterr().err == "error: typer is not installed; run: pip install 'powersync-constructs[cli]'\n"


@pytest.mark.parametrize("heavy", ["cdk8s", "jsii", "rich", "concurrent.futures"])
def test_a_check_loads_only_what_it_needs(tmp_path: Path, heavy: str) -> None:
    """A check of one file without a terminal starts fast, because it does not load the heavy modules."""
    (tmp_path / "ha.yaml").write_text(WITH_WARNINGS)

    ended = run_program("check", "ha.yaml", cwd=tmp_path, python=("-X", "importtime"))

    loaded = {line.rpartition("|")[2].strip() for line in ended.err.splitlines()}
    assert "powersync_constructs.cli.check" in loaded
    assert heavy not in loaded


def test_the_program_itself_does_not_load_pydantic(tmp_path: Path) -> None:
    """The rules and the commands need no model. typer loads pydantic when it reads the options."""
    code = "import sys, powersync_constructs.cli._app; print('pydantic' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


def test_a_bug_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An unexpected exception is one line without the text of the exception, which may contain a secret."""

    def fail(*_: object, **__: object) -> None:
        raise LookupError("password")

    monkeypatch.setattr("powersync_constructs.cli.check.find_settings", fail)

    assert run(["check", "x"]) == 2
    line = capsys.readouterr().err
    assert re.fullmatch(r"error: internal error: LookupError at test_process.py:\d+; report this line as a bug\n", line)


def test_a_reader_that_ends_early_changes_nothing(tmp_path: Path) -> None:
    """With `check … | head -1`, the exit code is that of the check, and stderr is empty."""
    (tmp_path / "twice.yaml").write_text("---\n".join([WITH_ERROR] * 20))
    script = f"{sys.executable} -m powersync_constructs check twice.yaml -o json; echo $? >code"

    done = subprocess.run(
        ["sh", "-c", f"({script}) | head -c 1"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr, (tmp_path / "code").read_text()) == ("{", "", "1\n")


@pytest.mark.parametrize("command", ["check ha.yaml", "rules"])
def test_a_full_disk_is_one_line(tmp_path: Path, command: str) -> None:
    """If stdout cannot be written, the program ends with 2, and the line names the reason."""
    (tmp_path / "ha.yaml").write_text(WITH_WARNINGS)
    script = f"{sys.executable} -m powersync_constructs {command} >/dev/full"

    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)

    problem = "error: stdout: cannot be written: No space left on device; redirect it to another file\n"
    assert (done.returncode, done.stderr) == (2, problem)


@pytest.mark.parametrize("arguments", ["check none", "check --none"], ids=["unusable", "usage"])
@pytest.mark.parametrize("stderr", ["2>/dev/full", "2>&-"])
def test_the_exit_code_does_not_need_stderr(tmp_path: Path, arguments: str, stderr: str) -> None:
    """If the line of a problem cannot be written, the exit code is still 2, not that of findings."""
    command = ["sh", "-c", f'"$@" {arguments} {stderr}', "sh", *COMMAND]

    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 2


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_a_full_disk_is_not_a_bug(tmp_path: Path, option: str) -> None:
    """The line names the reason."""
    command = ["sh", "-c", f'"$@" {option} >/dev/full', "sh", *COMMAND]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert re.fullmatch(r"error: .*No space left on device.*\n", done.stderr)
    assert "bug" not in done.stderr


def test_a_deleted_working_directory_is_one_line(tmp_path: Path) -> None:
    """Paths cannot be shown relative to it."""
    command = ["sh", "-c", 'mkdir gone; cd gone; rmdir ../gone; "$@" check x', "sh", *COMMAND]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("error: the working directory no longer exists; change to another folder\n")


@pytest.mark.parametrize("loaded", ["powersync_constructs.cli._files", "multiprocessing.process"])
def test_ctrl_c_while_a_module_is_loaded_is_one_line(tmp_path: Path, loaded: str) -> None:
    """Such a module has no functions yet."""
    code = f"""if True:
        import os, signal, sys, types
        import powersync_constructs.cli as cli

        def interrupt(_):
            sys.modules[{loaded!r}] = types.ModuleType("empty")
            os.kill(os.getpid(), signal.SIGINT)

        cli.run = interrupt
        cli.main()
    """
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (130, "error: interrupted\n")


def test_ctrl_c_leaves_no_file_half_written(tmp_path: Path) -> None:
    """A report is written to a file next to it first. The program removes this file at Ctrl-C."""
    (tmp_path / "ha.yaml").write_text(HA)
    code = """if True:
        import os, pathlib, signal, sys
        from powersync_constructs.cli import main

        def write_half(path, text, **_):
            path.write_bytes(text[:10].encode())
            os.kill(os.getpid(), signal.SIGINT)

        pathlib.Path.write_text = write_half
        main()
    """
    command = [sys.executable, "-c", code, "check", "ha.yaml", "-o", "json=out.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "error: interrupted\n")
    assert [path.name for path in tmp_path.iterdir()] == ["ha.yaml"]


@pytest.mark.parametrize(
    ("closed", "code", "problem"),
    [(">&-", 0, ""), ("<&-", 2, "error: <stdin>: is empty; name a file with Kubernetes objects\n")],
    ids=["stdout", "stdin"],
)
def test_a_closed_stream_is_empty(tmp_path: Path, closed: str, code: int, problem: str) -> None:
    """A closed stream is like the null device."""
    (tmp_path / "ha.yaml").write_text(HA)
    path = "-" if closed.startswith("<") else "ha.yaml"

    command = ["sh", "-c", f'"$@" check {path} {closed}', "sh", *COMMAND]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (code, problem)


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "SIGTERM"])
@pytest.mark.parametrize("path", ["-", "many"], ids=["standard input", "several processes"])
def test_a_signal_ends_all_processes(tmp_path: Path, path: str, sent: signal.Signals, code: int) -> None:
    """The exit code is the one that shells use, and stderr has one line, without a traceback.

    `communicate` returns only when all processes have ended, because they have the same stderr.
    """
    write_files(tmp_path / "many", 200)
    running = subprocess.Popen(
        [*COMMAND, "check", path],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    wait_for_handler(running.pid)
    time.sleep(0.5)  # until it reads
    os.killpg(running.pid, sent)
    out, err = running.communicate(timeout=30)

    assert (running.returncode, out, err) == (code, b"", b"error: interrupted\n")


def test_many_files_are_read_like_one(tmp_path: Path) -> None:
    """Several processes read more than 2 MiB. The findings and their lines are the same as those of each file."""
    write_files(tmp_path / "many", 60)
    (tmp_path / "many" / "wrong.k8s.yaml").write_text(WITH_WARNINGS)

    ended = run_program("check", "many", "-o", "json", cwd=tmp_path)
    alone = run_program("check", "many/wrong.k8s.yaml", "-o", "json", cwd=tmp_path)

    found = [each for each in json.loads(ended.out)["findings"] if each["rule"] == "PS301"]
    assert found == json.loads(alone.out)["findings"]
    assert json.loads(ended.out)["summary"]["objects"] == 61 * 22


def test_an_annotation_counts_among_many_files(tmp_path: Path) -> None:
    """The rules of one chart run in another process, and the suppressions in this one."""
    write_files(tmp_path / "many", 60)
    (tmp_path / "many" / "wrong.k8s.yaml").write_text(annotated(WITH_WARNINGS, "PS301"))

    ended = run_program("check", "many", "-o", "json", cwd=tmp_path)

    found = json.loads(ended.out)
    assert [each["object"]["name"] for each in found["findings"] if each["rule"] == "PS301"] == [
        "powersync-replication"
    ]
    assert [each["finding"]["object"]["name"] for each in found["suppressed"]] == ["powersync-api"]


def test_all_unusable_files_among_many_are_reported(tmp_path: Path) -> None:
    """A problem in another process is the same line as in this one."""
    write_files(tmp_path / "many", 60)
    (tmp_path / "many" / "broken.yaml").write_text("a: b: c")
    (tmp_path / "many" / "deep.yaml").write_text("[" * 100_000)

    ended = run_program("check", "many", cwd=tmp_path)

    assert ended == Ended(
        2,
        "",
        "error: many/broken.yaml:1: is not valid YAML: mapping values are not allowed in this context; correct it\n"
        "error: many/deep.yaml:1: has more than 200 levels, which no Kubernetes object has; correct it\n",
    )


def test_benchmark_shows_which_targets_are_met(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each ratio of the benchmark has a verdict. Only `make bench` checks the figures."""
    paths = write_files(tmp_path / "many", 2)

    show(lines(2), [a_round(paths)])

    assert len(re.findall(r" (ok|over)$", capsys.readouterr().out, re.MULTILINE)) == 3


def wait_for_handler(process: int) -> None:
    """Wait until a process handles SIGTERM, because the start of Python takes longer on a busy machine."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        [caught] = re.findall(r"SigCgt:\s*(\w+)", Path(f"/proc/{process}/status").read_text())
        if int(caught, 16) >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.02)
    pytest.fail("the program does not handle SIGTERM")
