"""The alerts of one instance, as the groups of a PrometheusRule. Each alert has a page in docs/runbooks.

Every expression selects the series of one instance only, so the state of one instance never causes an alert for
another instance. The warning and critical levels of an alert have the same name, so with the usual inhibition rule,
Alertmanager sends only the critical alert.
"""

from typing import Any

from powersync_constructs.config.alerts import Alerts
from powersync_constructs.constructs._monitoring.alerts.api import api
from powersync_constructs.constructs._monitoring.alerts.jobs import jobs
from powersync_constructs.constructs._monitoring.alerts.pods import pods
from powersync_constructs.constructs._monitoring.alerts.replication import replication
from powersync_constructs.constructs._monitoring.alerts.storage import storage
from powersync_constructs.constructs._monitoring.monitored import MonitoredInstance

_FAMILIES = {"api": api, "replication": replication, "storage": storage, "jobs": jobs, "pods": pods}


def rule_groups(instance: MonitoredInstance, alerts: Alerts, runbook_url: str) -> list[dict[str, Any]]:
    """Return the groups of the PrometheusRule: one per family of alerts, without empty families."""
    groups = []
    for name, family in _FAMILIES.items():
        rules = [
            alert.rule(instance, alerts.settings_of(alert.name), runbook_url)
            for alert in family(instance, alerts)
            if alert.name not in alerts.disabled
        ]
        if rules:
            groups.append({"name": f"{instance.instance}.{name}", "rules": rules})
    return groups
