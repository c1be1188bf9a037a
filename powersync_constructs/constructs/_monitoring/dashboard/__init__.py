"""The Grafana dashboard of an instance, as JSON. It can also show every other instance."""

import hashlib
import json

from powersync_constructs.config.monitoring import MonitoringProps
from powersync_constructs.constructs._monitoring.dashboard.grafana import dashboard_json
from powersync_constructs.constructs._monitoring.dashboard.panels import rows
from powersync_constructs.constructs._monitoring.dashboard.variables import variables
from powersync_constructs.constructs._monitoring.monitored import MonitoredInstance

SHARED_NAME = "powersync-dashboard-shared"
"""The name and uid of the dashboard that all instances share. The dashboard of a single instance never has them."""

_UID_LENGTH = 40  # the maximum in Grafana


def dashboard(instance: MonitoredInstance, props: MonitoringProps) -> str:
    """Return the dashboard of an instance as JSON."""
    is_shared = props.dashboard is not None and props.dashboard.shared
    title, uid = ("PowerSync", SHARED_NAME) if is_shared else (f"PowerSync {instance.full_name}", _uid(instance))
    return json.dumps(dashboard_json(title, uid, variables(instance), rows(instance, props)), indent=1)


def _uid(instance: MonitoredInstance) -> str:
    """Return the uid, which is part of links. It depends only on the namespace and the name of the instance."""
    return hashlib.sha256(instance.full_name.encode()).hexdigest()[:_UID_LENGTH]
