"""The baseline takes the findings of an existing estate out."""

import json
from collections import Counter
from pathlib import Path

import pytest

from powersync_constructs.cli._baseline import take_out
from powersync_constructs.cli._fingerprint import Fingerprint, fingerprint
from powersync_constructs.cli._report import Located
from powersync_constructs.rules import Finding, KubeObject

from .conftest import Program
from .program import HA, WITH_ERROR, WITH_WARNINGS, Ended

FILE = "baseline.json"


def test_a_baseline_takes_its_findings_out(folder: Path, program: Program) -> None:
    """After --write-baseline, the same manifests have no finding, and the report says what is left out."""
    (folder / "ha.yaml").write_text(WITH_ERROR)

    written = program("check", "ha.yaml", "--write-baseline", FILE)
    ended = program("check", "ha.yaml", "--baseline", FILE, "-o", "json")

    found = json.loads(ended.out)
    assert written == Ended(0, "", f"wrote 1 finding to {FILE}\n")
    assert (ended.code, ended.err, found["findings"]) == (0, "", [])
    assert [(each["by"], each["reason"]) for each in found["suppressed"]] == [("baseline", f"listed in {FILE}")]


def test_a_new_finding_remains(folder: Path, program: Program) -> None:
    """A finding that the baseline does not contain counts."""
    (folder / "ha.yaml").write_text(HA.replace("memory: 2Gi", "memory: 256Mi", 1))
    program("check", "ha.yaml", "--write-baseline", FILE)
    (folder / "ha.yaml").write_text(WITH_WARNINGS)

    found = json.loads(program("check", "ha.yaml", "--baseline", FILE, "-o", "json").out)["findings"]

    assert [each["object"]["name"] for each in found] == ["powersync-replication"]


def test_one_more_of_the_same_findings_remains() -> None:
    """The baseline counts the findings with one fingerprint."""
    finding = Finding("PS102", "x", "error", "service.yaml", "is wrong", "fix it")
    found = [Located(finding, "ha.yaml", line, "") for line in (1, 2, 3)]

    new, known = take_out(found, Counter({fingerprint(finding): 2}))

    assert ([each.line for each in new], [each.line for each in known]) == ([3], [1, 2])


def test_moved_lines_change_nothing(folder: Path, program: Program) -> None:
    """The baseline contains no lines and no files."""
    (folder / "ha.yaml").write_text(WITH_WARNINGS)
    program("check", "ha.yaml", "--write-baseline", FILE)
    (folder / "ha.yaml").unlink()
    (folder / "moved.yaml").write_text("# one more line\n" + WITH_WARNINGS)

    ended = program("check", "moved.yaml", "--baseline", FILE, "--fail-on", "warning")

    assert (ended.code, ended.err) == (0, "")


def test_findings_that_no_longer_exist_are_named(folder: Path, program: Program) -> None:
    """A stale entry is one line on stderr, and changes no exit code."""
    (folder / "ha.yaml").write_text(WITH_ERROR)
    program("check", "ha.yaml", "--write-baseline", FILE)
    (folder / "ha.yaml").write_text(HA)

    ended = program("check", "ha.yaml", "--baseline", FILE)

    assert ended.code == 0
    assert ended.err == (
        f"note: {FILE}: contains findings that no longer exist: PS010 of Namespace/powersync; "
        "write the baseline again with --write-baseline\n"
    )


def test_the_configuration_file_names_a_baseline(folder: Path, program: Program) -> None:
    """The path is relative to the configuration file."""
    (folder / "ha.yaml").write_text(WITH_ERROR)
    program("check", "ha.yaml", "--write-baseline", FILE)
    (folder / ".powersync-constructs.yaml").write_text(f"baseline: {FILE}\n")

    assert program("check", "ha.yaml").code == 0


def test_a_new_baseline_contains_the_findings_of_the_old_one(folder: Path, program: Program) -> None:
    """--write-baseline writes all findings, and the same bytes for the same findings."""
    (folder / "ha.yaml").write_text(WITH_WARNINGS)
    program("check", "ha.yaml", "--write-baseline", FILE)
    before = (folder / FILE).read_bytes()

    (folder / ".powersync-constructs.yaml").write_text(f"baseline: {FILE}\n")
    program("check", "ha.yaml", "--write-baseline", FILE)

    assert (folder / FILE).read_bytes() == before


@pytest.mark.parametrize(("option", "value"), [("--output", "sarif=out.sarif"), ("--baseline", "old.json")])
def test_an_option_without_effect_is_unusable(folder: Path, program: Program, option: str, value: str) -> None:
    """To write a baseline, the program writes no report and reads no other baseline, so it rejects the options."""
    (folder / "ha.yaml").write_text(WITH_ERROR)

    ended = program("check", "ha.yaml", "--write-baseline", FILE, option, value)

    problem = f"{option}: has no effect with --write-baseline; remove one of the two options"
    assert ended == Ended(2, "", f"error: {problem}\n")
    assert not (folder / FILE).exists()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "is not a baseline; write it again with --write-baseline"),
        ("[]", "is not a baseline; write it again with --write-baseline"),
        ('{"version": 1}', "is not a baseline; write it again with --write-baseline"),
        ('{"version": 1, "findings": {}}', "is not a baseline; write it again with --write-baseline"),
        ('{"version": true, "findings": []}', "is not a baseline; write it again with --write-baseline"),
        ('{"version": 1, "findings": [{"rule": 1}]}', "is not a baseline; write it again with --write-baseline"),
        (
            '{"version": 1, "findings": [{"rule": "PS010", "object": "a", "path": "", "count": 0}]}',
            "is not a baseline; write it again with --write-baseline",
        ),
        ("[" * 100_000, "is not a baseline; write it again with --write-baseline"),
        (
            '{"version": 2, "findings": []}',
            "has version 2 of the format, not 1; write it again with --write-baseline",
        ),
    ],
)
def test_another_file_is_unusable(folder: Path, program: Program, content: str, problem: str) -> None:
    """The line names the file and the way out."""
    (folder / "ha.yaml").write_text(HA)
    (folder / FILE).write_text(content)

    assert program("check", "ha.yaml", "--baseline", FILE) == Ended(2, "", f"error: {FILE}: {problem}\n")


def test_a_missing_baseline_is_unusable(folder: Path, program: Program) -> None:
    """A baseline that does not exist would let every finding through."""
    (folder / "ha.yaml").write_text(HA)

    ended = program("check", "ha.yaml", "--baseline", FILE)

    assert ended == Ended(2, "", f"error: {FILE}: does not exist; correct the path\n")


def test_a_fingerprint_has_no_hash_of_the_content() -> None:
    """A new content changes the name of the object, but not the fingerprint of its finding."""
    metadata = {"name": "app-config-0123456789", "namespace": "sync"}
    each = KubeObject({"kind": "ConfigMap", "metadata": metadata})
    finding = Finding("PS102", "x", "error", str(each), "is wrong", "fix it", each, ("data", "service.yaml"))

    assert fingerprint(finding) == Fingerprint("PS102", "ConfigMap/sync/app-config-*", "data.service.yaml")


def test_a_finding_about_no_object_has_its_place() -> None:
    """A finding about the whole app is identified by the place that it names."""
    finding = Finding("PS901", "x", "error", "the app", "is wrong", "fix it")

    assert fingerprint(finding) == Fingerprint("PS901", "the app", "")
