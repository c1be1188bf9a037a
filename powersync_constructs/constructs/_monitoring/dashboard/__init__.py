"""The Grafana dashboard: one for each instance, which can show every other one too. Plain text."""

import hashlib
import json

from powersync_constructs.config.monitoring import MonitoringProps
from powersync_constructs.constructs._monitoring.dashboard.grafana import dashboard_json
from powersync_constructs.constructs._monitoring.dashboard.panels import rows
from powersync_constructs.constructs._monitoring.dashboard.variables import variables
from powersync_constructs.constructs._monitoring.monitored import MonitoredInstance

SHARED_NAME = "powersync-dashboard-shared"
"""The name and uid of the dashboard of a whole cluster; no instance's own is called so."""

_UID_LENGTH = 40  # the most that Grafana takes


def dashboard(instance: MonitoredInstance, props: MonitoringProps) -> str:
    """Write the dashboard of an instance as JSON."""
    is_shared = props.dashboard is not None and props.dashboard.shared
    title, uid = ("PowerSync", SHARED_NAME) if is_shared else (f"PowerSync {instance.full_name}", _uid(instance))
    return json.dumps(dashboard_json(title, uid, variables(instance), rows(instance, props)), indent=1)


def _uid(instance: MonitoredInstance) -> str:
    """The address of the dashboard, which is in links: the same as long as the instance has its name."""
    return hashlib.sha256(instance.full_name.encode()).hexdigest()[:_UID_LENGTH]
