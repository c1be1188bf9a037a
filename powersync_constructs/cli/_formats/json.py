"""The format `json`: all that a report contains, for programs. `cli/schemas/check-1.json` describes it."""

import json as json_module
from typing import Any

from powersync_constructs.cli._formats._rows import Row, counts, rows, suppressed_rows
from powersync_constructs.cli._program import PROGRAM, version
from powersync_constructs.cli._report import CheckReport

VERSION = 1
"""The version of the format. It changes if a field changes its meaning or disappears. New fields can be added."""


def json(report: CheckReport) -> str:
    """Return the report as JSON."""
    document = {
        "version": VERSION,
        "tool": {"name": PROGRAM, "version": version()},
        "summary": {
            "files": report.files_read,
            "objects": report.objects_read,
            **{f"{noun}s": count for noun, count in counts(report)},
            "suppressed": len(report.suppressed),
        },
        "findings": [_finding(row) for row in rows(report)],
        "suppressed": [
            {"by": each.by, "reason": each.reason, "finding": _finding(each.row)} for each in suppressed_rows(report)
        ],
    }
    return json_module.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _finding(row: Row) -> dict[str, Any]:
    named = row.object and {
        "apiVersion": row.object.api_version,
        "kind": row.object.kind,
        "namespace": row.object.namespace,
        "name": row.object.name,
    }
    return {
        "rule": row.rule,
        "name": row.name,
        "severity": row.severity,
        "file": row.file,
        "line": row.line,
        "object": named,
        "pointer": row.pointer,
        "where": row.where,
        "reason": row.reason,
        "fix": row.fix,
        "url": row.url,
    }
