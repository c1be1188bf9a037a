"""Minimal and full samples of the monitoring."""

from powersync_constructs.config import AlertOverride, Alerts, Dashboard, MonitoringProps
from powersync_constructs.constructs._monitoring.monitored import Compaction, MonitoredInstance

MONITORING = MonitoringProps()
FULL_MONITORING = MonitoringProps(
    labels={"release": "kube-prometheus-stack"},
    interval_seconds=15,
    scrape_timeout_seconds=15,
    alerts=Alerts(
        connections_warning_percent=70,
        connections_critical_percent=90,
        failed_connections_per_minute=10,
        lag_warning_seconds=30,
        lag_critical_seconds=120,
        compact_grace_seconds=3600,
        storage_limit="200Gi",
        object_storage_limit="2Ti",
        storage_days=14,
        disabled=["PowerSyncRolloutStuck"],
        severities={"critical": "page"},
        labels={"team": "sync"},
        annotations={"dashboard": "https://grafana.example.com/d/powersync-dashboard-shared"},
        overrides={
            "PowerSyncStandbyMissing": AlertOverride(
                severities={"warning": "ticket"}, labels={"team": "database"}, annotations={"summary": "no standby"}
            )
        },
    ),
    runbook_url="https://wiki.example.com/powersync",
    dashboard=Dashboard(labels={"example.com/dashboard": "yes"}, annotations={"grafana_folder": "Sync"}),
)
SHARED_MONITORING = FULL_MONITORING.with_(dashboard={"shared": True})
"""The same with a dashboard for the whole cluster, whose ConfigMap is not named after the instance."""
MONITORED = MonitoredInstance(
    namespace="sync",
    instance="tasks",
    api="tasks-api",
    connections_limit=200,
    connections_target=80,
    autoscaler="tasks-api",
    replication="tasks-replication",
    has_standby=True,
    is_postgres=True,
    compact=Compaction("tasks-compact", 24 * 3600),
    migrate_job="tasks-migrate-0123456789",
)
"""Separate API pods and replicators, with an autoscaler, compaction and a migration Job."""
