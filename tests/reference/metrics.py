"""The page of alerts and of the time series that they read."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import yaml

from tests import CHECKOUT

from .models import cells, table

_SERIES = CHECKOUT / "tests" / "conformance" / "prometheus" / "metrics.yaml"


def metrics() -> Iterator[str]:
    """The sections: an overview, each alert, and each series."""
    alerts = _alerts()
    yield "## Alerts\n"
    rows = [
        cells(f"[`{name}`](#{name.lower()})", " or ".join(_severities(rules)), rules[0]["annotations"]["summary"])
        for name, rules in alerts.items()
    ]
    yield table("Alert", "Severity", "Summary", rows=rows) + "\n"
    yield from (_alert(name, rules) for name, rules in alerts.items())
    yield "## Time series\n"
    yield from map(_source, yaml.safe_load(_SERIES.read_text(encoding="utf-8")))


def _alerts() -> dict[str, list[dict[str, Any]]]:
    """The rules of the example, by alert."""
    example = import_module(f"{__package__}.examples.constructs")
    found: dict[str, list[dict[str, Any]]] = {}
    for group in example.monitoring.prometheus_rule.to_json()["spec"]["groups"]:
        for rule in group["rules"]:
            found.setdefault(rule["alert"], []).append(rule)
    return found


def _severities(rules: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(rule["labels"]["severity"] for rule in rules))


def _alert(name: str, rules: list[dict[str, Any]]) -> str:
    """The section of an alert, with the expression of each level."""
    text = [f"### `{name}`\n", f"[Runbook](../runbooks/{name}.md). {rules[0]['annotations']['description']}\n"]
    for rule in rules:
        duration = f", for {rule['for']}" if "for" in rule else ""
        text.append(f"Severity {rule['labels']['severity']}{duration}:\n\n```promql\n{rule['expr']}\n```\n")
    return "\n".join(text)


def _source(source: dict[str, Any]) -> str:
    """The series of one exporter, with the alerts that read each of them."""
    rows = [
        cells(f"`{name}`", kind, ", ".join(f"`{label}`" for label in labels), ", ".join(_readers(name)))
        for name, (kind, *labels) in source["series"].items()
    ]
    return f"Source: {source['source']}.\n\n{table('Series', 'Type', 'Labels', 'Alerts', rows=rows)}\n"


def _readers(series: str) -> list[str]:
    readers = [name for name, rules in _alerts().items() if any(series in rule["expr"] for rule in rules)]
    return [f"[`{name}`](#{name.lower()})" for name in readers]
