"""The page of alerts and of the time series that they read."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import yaml

from powersync_constructs.config import Alerts
from powersync_constructs.config.monitoring import RUNBOOKS
from powersync_constructs.config.service._metrics import METRICS, Metric
from powersync_constructs.constructs._monitoring.alerts import rule_groups
from tests import CHECKOUT
from tests.samples.monitoring import MONITORED

from .models import cells, table

_CLUSTER = CHECKOUT / "tests" / "conformance" / "prometheus" / "metrics.yaml"
"""The series of the other exporters."""
_INSTANCE = replace(MONITORED, has_object_storage=True)
"""An instance with every alert."""
_REPORTED_BY = {"api": "API pods", "replicator": "replicators"}


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
    yield _of_service()
    yield from map(_source, yaml.safe_load(_CLUSTER.read_text(encoding="utf-8")))


@cache
def _alerts() -> dict[str, list[dict[str, Any]]]:
    """The rules of an instance with every alert, by alert."""
    found: dict[str, list[dict[str, Any]]] = {}
    for group in rule_groups(_INSTANCE, Alerts(storage_limit="200Gi"), RUNBOOKS):
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


def _of_service() -> str:
    """The series of the service."""
    text = (
        "The service itself. A unified pod reports the series of the API pods and of the replicators. *Since* is the "
        "first release of the service with the series, if not all supported releases have it. *(inferred)* marks a "
        "name that was not read literally in a source.\n"
    )
    columns = ("Series", "Type", "Labels", "Reported by", "Since", "Meaning", "Alerts")
    return f"{text}\n{table(*columns, rows=map(_metric, METRICS))}\n"


def _metric(metric: Metric) -> str:
    mark = " (inferred)" if metric.evidence == "inferred" else ""
    return cells(
        f"`{metric.name}`{mark}",
        metric.kind,
        ", ".join(f"`{label}`" for label in metric.labels),
        _REPORTED_BY[metric.reported_by],
        str(metric.since or ""),
        metric.meaning,
        ", ".join(_readers(metric.name)),
    )


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
