"""The format `json`, and the schemas of the package."""

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from powersync_constructs.cli._formats.json import json as written
from powersync_constructs.cli._report import CheckReport
from powersync_constructs.cli.rules import as_json
from powersync_constructs.rules import RULES

from .reports import REPORTS, located, report, switched_off


def schema(name: str) -> dict[str, Any]:
    """Return a schema of the package."""
    text = files("powersync_constructs.cli").joinpath(f"schemas/{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def closed(node: Any) -> Any:
    """Return a schema that allows no property that it does not describe."""
    if isinstance(node, list):
        return [closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    more = {"additionalProperties": False} if node.get("type") == "object" else {}
    return {**{key: closed(value) for key, value in node.items()}, **more}


CHECK = Draft202012Validator(closed(schema("check-1")))
LISTED = Draft202012Validator(closed(schema("rules-1")))


@given(REPORTS)
@settings(max_examples=settings().max_examples // 6)
def test_any_report_matches_the_schema(made: CheckReport) -> None:
    """Whatever the manifests contain, the output has the properties of the schema, and no others."""
    CHECK.validate(json.loads(written(made)))


def test_list_of_rules_matches_the_schema() -> None:
    """`rules --output json` has the properties of its schema, and no others."""
    LISTED.validate(json.loads(as_json(RULES)))


@pytest.mark.parametrize("name", ["check-1", "rules-1"])
def test_schema_is_valid(name: str) -> None:
    """The schema itself is valid, and its address is that of its file."""
    Draft202012Validator.check_schema(schema(name))

    assert schema(name)["$id"].endswith(f"/powersync_constructs/cli/schemas/{name}.json")


@pytest.mark.parametrize("change", [{"version": 2}, {"findings": [{}]}, {"summary": {}}], ids=str)
def test_schema_rejects_another_format(change: dict[str, Any]) -> None:
    """The schema is strict enough to reject a document of another version, and a finding without properties."""
    assert not CHECK.is_valid({**json.loads(written(report())), **change})


def test_finding_has_its_values() -> None:
    """A finding has the rule, the place in the file and in the object, the reason, the fix and the page."""
    found = located(path=("metadata", "annotations", "a/b~c", 0))

    assert json.loads(written(report(found)))["findings"] == [
        {
            "rule": "PS301",
            "name": "memory-limit",
            "severity": "warning",
            "file": "dist/ha.k8s.yaml",
            "line": 120,
            "object": {"apiVersion": "apps/v1", "kind": "Deployment", "namespace": "sync", "name": "powersync-api"},
            "pointer": "/metadata/annotations/a~1b~0c/0",
            "where": "Deployment/powersync-api",
            "reason": "has a memory limit of 64Mi",
            "fix": "raise it to 512Mi or more",
            "url": found.url,
        }
    ]


def test_summary_counts_everything() -> None:
    """The summary has the number of files, objects, findings of each severity, and suppressed findings."""
    made = report(
        located(severity="error"), located(), located(), located(severity="note"), suppressed=(switched_off(located()),)
    )

    assert json.loads(written(made))["summary"] == {
        "files": 1,
        "objects": 22,
        "errors": 1,
        "warnings": 2,
        "notes": 1,
        "suppressed": 1,
    }


@pytest.mark.parametrize("by", ["annotation", "file", "baseline"])
def test_suppressed_finding_has_its_reason(by: str) -> None:
    """A finding that is switched off is listed apart, with the reason and what switches it off."""
    document = json.loads(written(report(suppressed=(switched_off(located(), by, "measured"),))))

    assert document["findings"] == []
    assert [(each["by"], each["reason"], each["finding"]["rule"]) for each in document["suppressed"]] == [
        (by, "measured", "PS301")
    ]
