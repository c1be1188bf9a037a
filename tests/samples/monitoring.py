"""The least and the most that can be said of the monitoring."""

from powersync_constructs.config import Alerts, Dashboard, MonitoringProps

MONITORING = MonitoringProps()
FULL_MONITORING = MonitoringProps(
    labels={"release": "kube-prometheus-stack"},
    interval_seconds=15,
    scrape_timeout_seconds=15,
    alerts=Alerts(
        connections_warning_percent=70,
        connections_critical_percent=90,
        lag_warning_seconds=30,
        lag_critical_seconds=120,
        compact_grace_seconds=3600,
        storage_limit="200Gi",
        storage_days=14,
    ),
    runbook_url="https://wiki.example.com/powersync",
    dashboard=Dashboard(labels={"example.com/dashboard": "yes"}, annotations={"grafana_folder": "Sync"}),
)
