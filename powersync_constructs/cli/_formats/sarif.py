"""The format `sarif`: SARIF 2.1.0, which GitHub code scanning and editors read.

Sources: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, and for GitHub
https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from powersync_constructs.cli import _explanation
from powersync_constructs.cli._formats._rows import Row, SuppressedRow, rows, suppressed_rows
from powersync_constructs.cli._program import PROGRAM, url_of_rule, version
from powersync_constructs.cli._report import CheckReport
from powersync_constructs.config.core._repository import REPOSITORY
from powersync_constructs.rules import RULES, Rule, Severity

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
"""The name by which GitHub knows the root of the repository. Paths are relative to it."""
_SECURITY_SEVERITY: dict[Severity, str] = {"error": "8.0", "warning": "5.0", "note": "2.0"}
"""Scores that GitHub shows as high, medium and low."""
_IN_SOURCE = "annotation"


def sarif(report: CheckReport, *, show_suppressed: bool = False) -> str:
    """Return the report as SARIF.

    Findings that are switched off are left out by default, because GitHub ignores `suppressions` and would show each
    of them as an open alert: https://github.com/github/codeql-action/issues/1230
    """
    suppressed = suppressed_rows(report) if show_suppressed else []
    found = rows(report)
    ids = sorted({row.rule for row in [*found, *(each.row for each in suppressed)]})
    run = {
        "tool": {
            "driver": {
                "name": PROGRAM,
                "semanticVersion": version(),
                "informationUri": REPOSITORY,
                "rules": [_rule(each) for each in RULES if each.id in ids],
            }
        },
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The working directory of the run."}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(row, ids) for row in found),
            *({**_result(each.row, ids), "suppressions": [_suppression(each)]} for each in suppressed),
        ],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    is_about_security = rule.id.startswith("PS6")
    security = {"security-severity": _SECURITY_SEVERITY[rule.severity]} if is_about_security else {}
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": _explanation.description(rule)},
        "help": {"text": _explanation.plain(rule), "markdown": _explanation.markdown(rule)},
        "helpUri": url_of_rule(rule.id),
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": [rule.topic, *(["security"] if is_about_security else [])], **security},
    }


def _result(row: Row, ids: Sequence[str]) -> dict[str, Any]:
    return {
        "ruleId": row.rule,
        "ruleIndex": ids.index(row.rule),
        "level": row.severity,
        "message": {"text": f"{row.subject}: {row.reason}; {row.fix}"},
        "locations": [_location(row)],
        "partialFingerprints": {f"{PROGRAM}/v1": _fingerprint(row)},
    }


def _location(row: Row) -> dict[str, Any]:
    """Return the file and the field. GitHub rejects a location without a file, so `.` stands for no file.

    The location contains no snippet of the file, because a snippet can contain a secret.
    """
    return {
        "physicalLocation": {"artifactLocation": _artifact(row.file or "."), "region": {"startLine": row.line or 1}},
        "logicalLocations": [{"fullyQualifiedName": f"{row.subject}{row.pointer}", "kind": "resource"}],
    }


def _artifact(file: str) -> dict[str, str]:
    """Return the address of a file: an absolute one, or one relative to the root."""
    if file.startswith("/"):
        return {"uri": f"file://{quote(file)}"}
    return {"uri": quote(file), "uriBaseId": _ROOT}


def _fingerprint(row: Row) -> str:
    """Return a hash of what stays the same when lines move and the content of an object changes."""
    known = row.fingerprint
    return sha256("\0".join((known.rule, known.object, known.path)).encode(errors="backslashreplace")).hexdigest()[:32]


def _suppression(each: SuppressedRow) -> dict[str, str]:
    return {"kind": "inSource" if each.by == _IN_SOURCE else "external", "justification": each.reason}
