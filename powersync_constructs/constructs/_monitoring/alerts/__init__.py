"""The alerts of one instance, as groups of a PrometheusRule. Plain data; every one has its page in docs/runbooks.

Every expression takes the instance's own series alone, so that instances never raise each other's alerts. A warning
and its critical have the same name: Alertmanager's usual inhibition then sends the critical one only.
"""

from typing import Any

from powersync_constructs.config.monitoring import Alerts
from powersync_constructs.constructs._monitoring.alerts.api import api
from powersync_constructs.constructs._monitoring.alerts.jobs import jobs
from powersync_constructs.constructs._monitoring.alerts.pods import pods
from powersync_constructs.constructs._monitoring.alerts.replication import replication
from powersync_constructs.constructs._monitoring.alerts.storage import storage
from powersync_constructs.constructs._monitoring.promql import MonitoredInstance


def groups(watched: MonitoredInstance, alerts: Alerts, runbook_url: str) -> list[dict[str, Any]]:
    """The groups of the PrometheusRule: one a concern, without those that the instance has nothing for."""
    concerns = {
        "api": api(watched, alerts),
        "replication": replication(watched, alerts),
        "storage": storage(watched, alerts),
        "jobs": jobs(watched, alerts),
        "pods": pods(watched),
    }
    rules = {name: [each.rule(watched, runbook_url) for each in found] for name, found in concerns.items()}
    return [{"name": f"{watched.instance}.{name}", "rules": made} for name, made in rules.items() if made]
