"""The service's own parser checks the SQL of sync configs at synth, if npm has installed it."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs import FindingWarning, synth
from powersync_constructs.config import SyncConfig
from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.service._sync_config._parser_versions import ParserVersions
from powersync_constructs.constructs._lib import sync_config_parser
from powersync_constructs.constructs._lib.sync_configs import Deployed, SyncConfigs
from tests import CHECKOUT

from .manifests import add_configuration

PACKAGE = "@powersync/service-sync-rules"
SAME, OTHER = "1.23.2", "1.26.1"
"""The version of the service whose parser is in node_modules of the checkout, and a version with another parser."""
INSTALL_OTHER = f"npm install --save-dev {PACKAGE}@0.42.0"
VALID = "config: {edition: 3}\nstreams:\n  lists:\n    query: SELECT * FROM lists\n"
INVALID = VALID.replace("SELECT * FROM", "SELECT * FRM")
UNSUPPORTED = "bucket_definitions:\n  mine:\n    parameters: SELECT id FROM lists GROUP BY id\n    data: []\n"
ONE_PROBLEM = "export const SqlSyncRules = { validate: () => [{ message: 'a problem', location: { start: 3 } }] };"
SILENT = "process.stdout.write = () => true;\nexport const SqlSyncRules = { validate: () => [] };"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty current folder, and forget the answers of earlier tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sync_config_parser, "_ANSWERS", {})
    return tmp_path


def install(folder: Path, script: str | None = None, version: str = "0.38.1") -> None:
    """Install the real parser in a folder, or a package with another script."""
    package = folder / "node_modules" / PACKAGE
    package.parent.mkdir(parents=True)
    if script is None:
        package.symlink_to(CHECKOUT / "node_modules" / PACKAGE)
        return
    (package / "dist").mkdir(parents=True)
    about = {"name": PACKAGE, "version": version, "type": "module", "exports": "./dist/index.js"}
    (package / "package.json").write_text(json.dumps(about), encoding="utf-8")
    (package / "dist" / "index.js").write_text(script, encoding="utf-8")


def findings(*sync_configs: SyncConfig, image: str = OTHER) -> list[str]:
    """Return the findings on sync configs for one image, each with its severity."""
    checked = SyncConfigs()
    for number, sync_config in enumerate(sync_configs, 1):
        checked.add(Deployed(f"ConfigMap/{number}", sync_config, ServiceVersion.parse(image)))
    return [f"{finding.severity} {finding}" for finding in checked.findings()]


def test_missing_parser_is_one_note() -> None:
    """For all instances of an app, one note has the command that installs the parser of the image."""
    lines = findings(SyncConfig.from_text(VALID), SyncConfig.from_text(UNSUPPORTED))

    reason = f"the SQL of the sync config is not checked, because {PACKAGE} is not installed"
    fix = f"run {INSTALL_OTHER}, or set parser='off'"
    assert lines == [f"note ConfigMap/1: {reason}; {fix} [PS131 sync-config-parser]"]


def test_parser_can_be_off(folder: Path) -> None:
    """The parser is not used, whether it is installed or not."""
    off = SyncConfig.from_text(INVALID, parser="off")
    missing = findings(off)
    install(folder)

    assert (missing, findings(off)) == ([], [])


def test_missing_required_parser_is_an_error() -> None:
    """The error is about the sync config that requires the parser."""
    lines = findings(SyncConfig.from_text(VALID), SyncConfig.from_text(VALID, parser="required"))

    reason = f"the SQL of the sync config is not checked, because {PACKAGE} is not installed"
    assert lines == [f"error ConfigMap/2: {reason}; run {INSTALL_OTHER} [PS131 sync-config-parser]"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(
            INVALID,
            'line 4, column 25: Syntax error at line 1 col 14 of the query: Unexpected word token: "lists"',
            id="syntax",
        ),
        pytest.param(UNSUPPORTED, "line 3, column 47: GROUP BY is not supported", id="unsupported-parameter-query"),
        pytest.param(f"# \U0001f600\n{INVALID}", "line 5, column 25: Syntax error", id="emoji-before"),
        pytest.param(VALID.replace("*", "'\U0001f600' AS a, b("), "line 4, column 32: Syntax error", id="emoji"),
    ],
)
def test_invalid_sql_is_an_error(folder: Path, text: str, problem: str) -> None:
    """The parser of the image finds SQL that a replicator would reject, and the line names the file and the place."""
    install(folder)
    Path("sync-config.yaml").write_text(text, encoding="utf-8")

    line = findings(SyncConfig.from_file("sync-config.yaml"), image=SAME)[0]

    assert line.startswith(f"error ConfigMap/1: sync-config.yaml {problem}")
    assert line.endswith("; correct the query [PS130 sync-config-sql]")


def test_another_parser_without_a_problem_is_silent(folder: Path) -> None:
    """If a parser of another version finds nothing, there is no finding."""
    install(folder)

    assert findings(SyncConfig.from_text(VALID)) == []


def test_another_parser_only_warns(folder: Path) -> None:
    """The problems are warnings, and one note names the parser of the image."""
    install(folder)

    warning, note = findings(SyncConfig.from_text(UNSUPPORTED))

    assert warning.startswith("warning ConfigMap/1: line 3, column 47: GROUP BY is not supported;")
    reason = f"the sync config was checked by {PACKAGE} 0.38.1, which is not the parser of service {OTHER}"
    assert note == f"note ConfigMap/1: {reason}; run {INSTALL_OTHER} [PS131 sync-config-parser]"


def test_another_required_parser_is_a_note(folder: Path) -> None:
    """In CI, the note about the version is printed even if the parser found nothing."""
    install(folder)

    (line,) = findings(SyncConfig.from_text(VALID, parser="required"))

    assert line.startswith("note ")
    assert line.endswith(f"run {INSTALL_OTHER} [PS131 sync-config-parser]")


def test_older_parser_does_not_judge_newer_keys(folder: Path) -> None:
    """If an older parser rejects a key that the image accepts, this is not reported."""
    install(folder)
    text = VALID.replace("edition: 3", "edition: 3, fixed_booleans_in_json: true")

    assert findings(SyncConfig.from_text(text), image="1.27.0") == []


@pytest.mark.parametrize(
    ("script", "failure"),
    [
        pytest.param("process.exit(3);", "Node.js ended with status 3", id="crash"),
        pytest.param("throw new Error('no such thing\\nat x');", "no such thing", id="broken"),
        pytest.param("export const Parser = 1;", "Cannot read properties of undefined", id="another-interface"),
        pytest.param("for (;;) {}", "it did not answer within 1 seconds", id="hang"),
        pytest.param(SILENT, "it gave no answer", id="silent"),
    ],
)
def test_parser_that_fails_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, script: str, failure: str
) -> None:
    """A parser that cannot be run is a note with the reason, and never a traceback."""
    monkeypatch.setattr(sync_config_parser, "_SECONDS", 1 if script.startswith("for") else 60)
    install(folder, script)

    (line,) = findings(SyncConfig.from_text(VALID))

    assert line.startswith("note ConfigMap/1: the SQL of the sync config is not checked, because the parser in ")
    assert f" failed: {failure}" in line


def test_required_parser_that_fails_is_an_error(folder: Path) -> None:
    """In CI, an app whose parser cannot be run fails."""
    install(folder, "process.exit(3);")

    (line,) = findings(SyncConfig.from_text(VALID, parser="required"))

    assert line.startswith("error ConfigMap/1: ")
    assert line.endswith(" failed: Node.js ended with status 3; install the package again [PS131 sync-config-parser]")


def test_missing_node_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Node that cannot be started is a note."""
    install(folder)
    monkeypatch.setenv("JSII_NODE", str(folder / "no-node"))

    (line,) = findings(SyncConfig.from_text(VALID))

    assert "failed: Node.js cannot be started: No such file or directory; install the package again" in line


def test_broken_package_is_one_line(folder: Path) -> None:
    """A package without a version or a script is a note."""
    package = folder / "node_modules" / PACKAGE
    package.mkdir(parents=True)
    (package / "package.json").write_text("{", encoding="utf-8")

    (line,) = findings(SyncConfig.from_text(VALID))

    assert line.startswith(
        f"note ConfigMap/1: the SQL of the sync config is not checked, because the parser in {package} failed"
    )


def test_one_process_parses_all_sync_configs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Node starts once for two sync configs, and not at all for a second synth with the same texts."""
    started: list[object] = []
    original = subprocess.run

    def counted(command: Any, **options: Any) -> Any:
        started.append(command[0])
        return original(command, **options)

    install(folder)
    monkeypatch.setattr(subprocess, "run", counted)

    first = findings(SyncConfig.from_text(VALID), SyncConfig.from_text(UNSUPPORTED), image=SAME)
    second = findings(SyncConfig.from_text(UNSUPPORTED), SyncConfig.from_text(VALID), image=SAME)

    assert (len(first), len(second), len(started)) == (1, 1, 1)


def test_nearest_package_is_used(folder: Path) -> None:
    """The search begins in the folder of the sync config, and then in the folders above it."""
    install(folder)
    near = folder / "apps" / "one"
    (near / "config").mkdir(parents=True)
    install(near, ONE_PROBLEM)
    file = near / "config" / "sync-config.yaml"
    file.write_text(VALID, encoding="utf-8")

    lines = findings(SyncConfig.from_file(file), image=SAME)

    assert lines == [f"error ConfigMap/1: {file} line 1, column 4: a problem; correct it [PS130 sync-config-sql]"]


def test_mistake_is_reported_once(folder: Path) -> None:
    """The rule PS113 reports the structure, so the findings of the parser leave it out."""
    install(folder)

    assert findings(SyncConfig.from_text(VALID.replace("edition: 3", "edition: 2")), image=SAME) == []


@pytest.mark.parametrize(
    ("image", "specifier", "inside", "outside"),
    [
        pytest.param("1.23.2", f"{PACKAGE}@0.38.1", ["0.38.1"], ["0.38.0", "0.39.0"], id="known"),
        pytest.param(
            "1.28.0", f'"{PACKAGE}@>=0.43.0 <=0.45.1"', ["0.43.0", "0.44.2"], ["0.42.9", "0.45.2"], id="between"
        ),
        pytest.param("9.0.0", f'"{PACKAGE}@>=0.45.1"', ["0.45.1", "1.0.0"], ["0.45.0"], id="newer-than-known"),
    ],
)
def test_versions_of_the_parser(image: str, specifier: str, inside: list[str], outside: list[str]) -> None:
    """A release has one parser; if its version is not known, it lies between those of the neighboring releases."""
    versions = ParserVersions(ServiceVersion.parse(image))

    assert versions.specifier == specifier
    assert [version in versions for version in (*inside, *outside)] == [True] * len(inside) + [False] * len(outside)


def test_synth_prints_a_note(app: App, chart: Chart, capsys: pytest.CaptureFixture[str]) -> None:
    """`synth(app)` prints the note as one line, and writes the manifests."""
    add_configuration(chart, sync_config=SyncConfig.from_text(VALID))

    synth(app)

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("note: ConfigMap/powersync-sync-config-")
    assert [path.name for path in Path(app.outdir).iterdir()] == ["chart.k8s.yaml"]


@pytest.mark.filterwarnings("error")
def test_note_is_not_a_warning(app: App, chart: Chart, capsys: pytest.CaptureFixture[str]) -> None:
    """A filter that turns all warnings into errors does not stop the synth, and plain `app.synth()` prints no note."""
    add_configuration(chart, sync_config=SyncConfig.from_text(VALID))

    app.synth()

    assert (capsys.readouterr().err, len(list(Path(app.outdir).iterdir()))) == ("", 1)


def test_note_follows_the_errors(app: App, chart: Chart, capsys: pytest.CaptureFixture[str]) -> None:
    """If a synth fails, its notes are printed after the errors."""
    add_configuration(chart, sync_config=SyncConfig.from_text(VALID), instance="twin")
    add_configuration(chart, "other", sync_config=SyncConfig.from_text(VALID), instance="twin")

    with pytest.raises(SystemExit):
        synth(app)

    *errors, last = capsys.readouterr().err.splitlines()
    assert [line.startswith("note: ") for line in errors] == [False] * len(errors) != []
    assert last.startswith("note: ")


def test_invalid_sql_prevents_all_output(app: App, chart: Chart, folder: Path) -> None:
    """No manifest is written with SQL that the service of the image rejects."""
    install(folder, ONE_PROBLEM, version="0.44.0")
    add_configuration(chart, sync_config=SyncConfig.from_text(VALID))

    with pytest.raises(RuntimeError, match=r"line 1, column 4: a problem; correct it \[PS130 sync-config-sql\]"):
        app.synth()

    assert list(Path(app.outdir).glob("*.yaml")) == []


def test_warning_about_sql_is_a_python_warning(app: App, chart: Chart, folder: Path) -> None:
    """A problem that another version of the parser finds can be filtered by its id."""
    install(folder)
    add_configuration(chart, sync_config=SyncConfig.from_text(INVALID))

    with pytest.warns(FindingWarning, match=r"line 4, column 25: .* \[PS130 sync-config-sql\]"):
        app.synth()
