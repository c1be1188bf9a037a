"""What the Grafana dashboard of an instance shows. Plain text, from the same series as the alerts."""

import hashlib
import json

from powersync_constructs.config.core._types import quantity
from powersync_constructs.config.monitoring import Alerts, MonitoringProps
from powersync_constructs.config.pods._reserved import SERVICE_CONTAINER
from powersync_constructs.config.workloads.autoscaling import CONNECTIONS
from powersync_constructs.constructs._monitoring import grafana
from powersync_constructs.constructs._monitoring.grafana import Panel, Query, Row
from powersync_constructs.constructs._monitoring.promql import LAG, ROWS, SIZES, MonitoredInstance

SYNCED, SENT = "powersync_data_synced_bytes_total", "powersync_data_sent_bytes_total"
"""Counters of an API pod: bytes for clients before compression, and after it."""
OPERATIONS = "powersync_operations_synced_total"
"""Counter of an API pod: operations that clients were sent."""
TRANSACTIONS = "powersync_transactions_replicated_total"
"""Counter of every replicator: transactions of the source database."""
REPLICATED = "powersync_data_replicated_bytes_total"
"""Counter of every replicator: bytes read; with Postgres as bucket storage also what is read of that."""

_HASH_DIGITS = 40  # as long as Grafana lets a uid be
_SIZE_NAMES = ("replication", "operations", "parameters")


def dashboard(watched: MonitoredInstance, props: MonitoringProps) -> str:
    """Give the dashboard of an instance as JSON: the same instance gives the same bytes, and the same uid for good."""
    alerts, step = props.alerts or Alerts(), f"{props.interval_seconds}s"
    firing = [_firing(watched)] if props.alerts is not None else []
    rows = [
        Row("At a glance", [*firing, *_figures(watched, alerts)]),
        Row("Clients", [*_clients(watched), *_traffic(watched, step)]),
        Row("Replication", _replication(watched, alerts, step)),
        Row("Pods", _pods(watched)),
    ]
    name = f"{watched.namespace}/{watched.instance}"
    uid = hashlib.sha256(name.encode()).hexdigest()[:_HASH_DIGITS]
    return json.dumps(grafana.dashboard(f"PowerSync {name}", uid, rows), indent=1)


def _figures(watched: MonitoredInstance, alerts: Alerts) -> list[Panel]:
    connections = Query(f"sum({watched.of_api(CONNECTIONS)})", "connections")
    return [
        Panel("Clients connected", "Streams that are open, of all API pods.", [connections], is_figure=True),
        *_replication_figures(watched, alerts),
        *_job_figures(watched, alerts),
    ]


def _firing(watched: MonitoredInstance) -> Panel:
    raised = watched.of("ALERTS", alertstate="firing", powersync_instance=watched.instance)
    return Panel(
        "Firing alerts",
        "The alerts of this instance that are firing.",
        [Query(f"max by (alertname, severity) ({raised})", "{{alertname}} ({{severity}})")],
        colours={1: "red"},
        is_figure=True,
        when_empty="none",
        names_only=True,
    )


def _replication_figures(watched: MonitoredInstance, alerts: Alerts) -> list[Panel]:
    if watched.replication is None:
        return []
    wanted = 2 if watched.has_standby else 1
    available = watched.of("kube_deployment_status_replicas_available", deployment=watched.replication)
    return [
        Panel(
            "Replication lag",
            "By how much the bucket storage is behind the source database; none while nobody has replicated yet.",
            [Query(f"max({watched.of_replication(LAG)})", "lag")],
            unit="s",
            colours=_lag_colours(alerts),
            is_figure=True,
        ),
        Panel(
            "Replicators available",
            f"Pods that can replicate; {wanted} of them are wanted.",
            [Query(f"max({available})", "available")],
            colour="red",
            colours={1: "green"} if wanted == 1 else {1: "yellow", wanted: "green"},
            is_figure=True,
        ),
    ]


def _lag_colours(alerts: Alerts) -> dict[float, str]:
    return {alerts.lag_warning_seconds: "yellow", alerts.lag_critical_seconds: "red"}


def _job_figures(watched: MonitoredInstance, alerts: Alerts) -> list[Panel]:
    failed: list[str] = []
    panels: list[Panel] = []
    if watched.compact is not None:
        cron_job = watched.compact.cron_job
        late = watched.compact.longest_gap_seconds + alerts.compact_grace_seconds
        failed.append(watched.failed_compactions(cron_job))
        panels.append(
            Panel(
                "Since the last compaction",
                "Time since a compaction succeeded, or since the CronJob was made where none has.",
                [Query(f"time() - {watched.last_compaction(cron_job)}", "age")],
                unit="s",
                colours={late: "red"},
                is_figure=True,
            )
        )
    if watched.migrate_job is not None:
        failed.append(watched.failed_migration(watched.migrate_job))
    if failed:
        description = "The migration of this configuration, and compactions since the last one that succeeded."
        query = Query(f"count({' or '.join(failed)}) or vector(0)", "failed")
        panels.append(Panel("Failed Jobs", description, [query], colours={1: "red"}, is_figure=True))
    return panels


def _clients(watched: MonitoredInstance) -> list[Panel]:
    bounds = [Query(f"vector({watched.connections_limit})", "cap", is_bound=True)]
    if watched.connections_target is not None:
        bounds.insert(0, Query(f"vector({watched.connections_target})", "target", is_bound=True))
    return [
        Panel(
            "Connections per pod",
            "Streams that each API pod holds, what the autoscaler aims at, and how many a pod takes.",
            [Query(f"max by (pod) ({watched.of_api(CONNECTIONS)})", "{{pod}}"), *bounds],
        ),
        Panel("API replicas", "Pods that serve, and between which bounds there may be.", _api_replicas(watched)),
    ]


def _api_replicas(watched: MonitoredInstance) -> list[Query]:
    available = watched.of("kube_deployment_status_replicas_available", deployment=watched.api)
    queries = [Query(f"max({available})", "available")]
    if watched.autoscaler is None:
        wanted = watched.of("kube_deployment_spec_replicas", deployment=watched.api)
        return [*queries, Query(f"max({wanted})", "wanted", is_bound=True)]
    for legend in ("min", "max"):
        series = f"kube_horizontalpodautoscaler_spec_{legend}_replicas"
        bound = watched.of(series, horizontalpodautoscaler=watched.autoscaler)
        queries.append(Query(f"max({bound})", legend, is_bound=True))
    return queries


def _rate(selected: str) -> str:
    return f"sum(rate({selected}[$__rate_interval]))"


def _traffic(watched: MonitoredInstance, step: str) -> list[Panel]:
    synced, sent = _rate(watched.of_api(SYNCED)), _rate(watched.of_api(SENT))
    return [
        Panel(
            "Bytes synced and sent",
            "What clients were given, and what that was on the wire.",
            [Query(synced, "synced", step), Query(sent, "sent", step)],
            unit="Bps",
        ),
        Panel(
            "Compression ratio",
            "Bytes synced for each byte sent; none while nothing is sent.",
            [Query(f"{synced} / ({sent} > 0)", "ratio", step)],
        ),
        Panel(
            "Operations synced",
            "Operations that clients were sent.",
            [Query(_rate(watched.of_api(OPERATIONS)), "operations", step)],
            unit="ops",
        ),
    ]


def _replication(watched: MonitoredInstance, alerts: Alerts, step: str) -> list[Panel]:
    if watched.replication is None:
        return []
    lag = Query(f"max by (pod) ({watched.of_replication(LAG)})", "{{pod}}")
    rows, transactions = _rate(watched.of_replication(ROWS)), _rate(watched.of_replication(TRANSACTIONS))
    reporting = Query(f"count({watched.of_replication(ROWS)})", "replicators")
    leading = Query(f"count({watched.of_replication(LAG)})", "leading")
    return [
        Panel(
            "Replication lag per pod",
            "Only a replicator that leads reports a lag.",
            [lag],
            unit="s",
            colours=_lag_colours(alerts),
        ),
        Panel(
            "Replicators",
            "Pods that report to Prometheus, and those of them that replicate: more than one for long is wrong.",
            [reporting, leading],
        ),
        Panel(
            "Rows replicated",
            "Rows and transactions that were read from the source database, a second.",
            [Query(rows, "rows", step), Query(transactions, "transactions", step)],
            unit="cps",
        ),
        Panel(
            "Bytes replicated",
            "Bytes read from the source database; where the bucket storage is Postgres, what is read of that too.",
            [Query(_rate(watched.of_replication(REPLICATED)), "replicated", step)],
            unit="Bps",
        ),
        _storage(watched, alerts),
    ]


def _storage(watched: MonitoredInstance, alerts: Alerts) -> Panel:
    # Every replicator reports the size of the one bucket storage.
    sizes = zip(SIZES, _SIZE_NAMES, strict=True)
    queries = [Query(f"max({watched.of_replication(series)})", name) for series, name in sizes]
    if alerts.storage_limit is not None:
        queries.append(Query(f"vector({quantity(alerts.storage_limit)})", "limit", is_bound=True))
    description = "The size of the bucket storage: the replication's own data, operations and parameters."
    return Panel("Bucket storage", description, queries, unit="bytes")


def _pods(watched: MonitoredInstance) -> list[Panel]:
    used = watched.of_all_pods("container_memory_working_set_bytes", container=SERVICE_CONTAINER)
    limit = watched.of_all_pods("kube_pod_container_resource_limits", container=SERVICE_CONTAINER, resource="memory")
    cpu = watched.of_all_pods("container_cpu_usage_seconds_total", container=SERVICE_CONTAINER)
    restarts = watched.of_all_pods("kube_pod_container_status_restarts_total", container=SERVICE_CONTAINER)
    return [
        Panel(
            "Memory of its limit",
            "What each pod uses of the memory that it may use; at 100 % it is killed.",
            [Query(f"max by (pod) ({used}) / max by (pod) ({limit})", "{{pod}}")],
            unit="percentunit",
            colours={0.9: "red"},
        ),
        Panel("Memory", "What each pod uses.", [Query(f"max by (pod) ({used})", "{{pod}}")], unit="bytes"),
        Panel(
            "CPU",
            "CPUs that each pod uses; one process uses little more than one.",
            [Query(f"sum by (pod) (rate({cpu}[$__rate_interval]))", "{{pod}}")],
        ),
        Panel(
            "Restarts",
            "How often each pod's container was started again within an hour.",
            [Query(f"max by (pod) (increase({restarts}[1h]))", "{{pod}}")],
        ),
    ]
