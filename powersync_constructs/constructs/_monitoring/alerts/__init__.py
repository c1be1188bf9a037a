"""The alerts of one instance, as groups of a PrometheusRule. Plain data; each has its page in docs/runbooks.

Every expression takes the instance's own series alone, so that instances never raise each other's alerts. A warning
and its critical have the same name: Alertmanager's usual inhibition then sends the critical one only.
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
    """The groups of the PrometheusRule: one for each family of alerts that leaves any."""
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
