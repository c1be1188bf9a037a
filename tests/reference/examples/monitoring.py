"""Examples of monitoring."""

from powersync_constructs.config import AlertOverride, Alerts, Dashboard, MonitoringProps

MonitoringProps(labels={"release": "kube-prometheus-stack"}, alerts=Alerts(storage_limit="200Gi"))
Alerts(disabled=["PowerSyncRolloutStuck"], severities={"critical": "page"}, lag_warning_seconds=120)
AlertOverride(severities={"warning": "ticket"}, labels={"team": "database"})
Dashboard(shared=True, annotations={"grafana_folder": "Sync"})
