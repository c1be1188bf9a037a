"""The panels of the dashboard. They show the selected instance.

The panels work for any instance. If the selected instance has no autoscaler, compaction or replicators, the panels for
these parts are empty. Limit lines appear only for the instance that the dashboard was generated for. The colors use the
thresholds of that instance, also for other instances.
"""

from powersync_constructs.config.alerts import Alerts
from powersync_constructs.config.monitoring import MonitoringProps
from powersync_constructs.config.pods._reserved import SERVICE_CONTAINER
from powersync_constructs.config.service import _metrics
from powersync_constructs.config.workloads.autoscaling import CONNECTIONS
from powersync_constructs.constructs._monitoring.dashboard.grafana import Graph, Panel, Query, Row, Stat
from powersync_constructs.constructs._monitoring.dashboard.storage import storage
from powersync_constructs.constructs._monitoring.dashboard.variables import (
    CHOSEN,
    CHOSEN_API,
    CHOSEN_REPLICATION,
    only_for,
)
from powersync_constructs.constructs._monitoring.monitored import MonitoredInstance
from powersync_constructs.constructs._monitoring.promql import LAG, ROWS, promql

_SYNCED, _SENT, _OPERATIONS = _metrics.SYNCED.name, _metrics.SENT.name, _metrics.OPERATIONS.name
_TRANSACTIONS, _REPLICATED = _metrics.TRANSACTIONS.name, _metrics.REPLICATED.name
_NEEDS_ENDED = f"Needs service {_metrics.ENDED.since} or newer."
_AVAILABLE, _DESIRED = "kube_deployment_status_replicas_available", "kube_deployment_spec_replicas"
_COMPACT, _MIGRATIONS = "$instance-compact", "$instance-migrate-[0-9a-f]+"


def rows(instance: MonitoredInstance, props: MonitoringProps) -> list[Row]:
    """Return the rows with their panels."""
    alerts, step = props.alerts or Alerts(), f"{props.interval_seconds}s"
    firing = [_firing()] if props.alerts is not None else []
    return [
        Row("Overview", [*firing, *_overview(instance, alerts)]),
        Row("Clients", [*_clients(instance), *_ended(step), *_traffic(step)]),
        Row("Replication", _replication(alerts, step)),
        Row("Bucket storage", storage(instance, alerts)),
        Row("Pods", _pods()),
    ]


def _firing() -> Panel:
    firing = CHOSEN.of("ALERTS", alertstate="firing", powersync_instance="$instance")
    return Stat(
        title="Firing alerts",
        description="The firing alerts of the selected instance.",
        queries=[Query(f"max by (alertname, severity) ({firing})", "{{alertname}} ({{severity}})")],
        thresholds={1: "red"},
        when_empty="none",
        names_only=True,
    )


def _overview(instance: MonitoredInstance, alerts: Alerts) -> list[Panel]:
    return [
        Stat(
            title="Client connections",
            description="Open streams of all API pods.",
            queries=[Query(f"sum({CHOSEN.of_api(CONNECTIONS)})", "connections")],
        ),
        Stat(
            title="Replication lag",
            description="Delay of the bucket storage behind the source database. Empty before the first commit.",
            queries=[Query(f"max({CHOSEN.of_replication(LAG)})", "lag")],
            unit="s",
            thresholds=_lag_colors(alerts),
        ),
        _replicators_available(),
        _last_compaction(instance, alerts),
        _failed_jobs(),
    ]


def _lag_colors(alerts: Alerts) -> dict[float, str]:
    return {alerts.lag_warning_seconds: "yellow", alerts.lag_critical_seconds: "red"}


def _replicators_available() -> Panel:
    ratio = promql(
        "max({available}) / max({desired})",
        available=CHOSEN.of_deployments(_AVAILABLE, CHOSEN_REPLICATION),
        desired=CHOSEN.of_deployments(_DESIRED, CHOSEN_REPLICATION),
    )
    return Stat(
        title="Replicators available",
        description="Available replicators as a share of the desired ones. At 50 %, there is no standby.",
        queries=[Query(ratio, "available")],
        unit="percentunit",
        base_color="red",
        thresholds={0.5: "yellow", 1: "green"},
    )


def _last_compaction(instance: MonitoredInstance, alerts: Alerts) -> Panel:
    gap = instance.compact.longest_gap_seconds if instance.compact is not None else None
    return Stat(
        title="Time since last compaction",
        description="Time since the last successful compaction, or since the CronJob was created if none has "
        "succeeded.",
        queries=[Query(f"time() - {CHOSEN.last_compaction(_COMPACT)}", "age")],
        unit="s",
        thresholds={gap + alerts.compact_grace_seconds: "red"} if gap is not None else {},
        when_empty="no CronJob",
    )


def _failed_jobs() -> Panel:
    failed = promql(
        "count({compactions} or {migration}) or vector(0)",
        compactions=CHOSEN.failed_compactions(_COMPACT),
        migration="max(({failed} > 0) and on (job_name) ({started} == on () group_left () max({started})))",
        failed=CHOSEN.of_jobs("kube_job_failed", _MIGRATIONS, condition="true"),
        started=CHOSEN.of_jobs("kube_job_status_start_time", _MIGRATIONS),
    )
    return Stat(
        title="Failed Jobs",
        description="The newest migration Job if it failed, and the compactions that failed since the last success.",
        queries=[Query(failed, "failed")],
        thresholds={1: "red"},
    )


def _clients(instance: MonitoredInstance) -> list[Panel]:
    bounds = {"target": instance.connections_target, "limit": instance.connections_limit}
    return [
        Graph(
            title="Connections per pod",
            description="Streams of each API pod, the target of the autoscaler, and the limit of a pod.",
            queries=[
                Query(f"max by (pod) ({CHOSEN.of_api(CONNECTIONS)})", "{{pod}}"),
                *(
                    Query(only_for(instance, value), name, is_bound=True)
                    for name, value in bounds.items()
                    if value is not None
                ),
            ],
        ),
        Graph(
            title="API replicas",
            description="Available and desired API pods, and the minimum and maximum of the autoscaler.",
            queries=[
                Query(f"max({CHOSEN.of_deployments(_AVAILABLE, CHOSEN_API)})", "available"),
                Query(f"max({CHOSEN.of_deployments(_DESIRED, CHOSEN_API)})", "desired", is_bound=True),
                *(Query(_autoscaler_bound(bound), bound, is_bound=True) for bound in ("min", "max")),
            ],
        ),
    ]


def _autoscaler_bound(bound: str) -> str:
    """Return a bound of the Deployment's HorizontalPodAutoscaler, which can have any name if KEDA creates it."""
    hpa, target = "kube_horizontalpodautoscaler", {"scaletargetref_kind": "Deployment"}
    return promql(
        "max({replicas} and on (horizontalpodautoscaler) {target})",
        replicas=CHOSEN.of(f"{hpa}_spec_{bound}_replicas"),
        target=CHOSEN.of(f"{hpa}_info", scaletargetref_name="$instance-api", **target),
    )


def _rate(series: str) -> str:
    return f"sum(rate({series}[$__rate_interval]))"


def _ended(step: str) -> list[Panel]:
    ended, failed = CHOSEN.of_api(_metrics.ENDED.name), CHOSEN.of_failed_connections()
    return [
        Graph(
            title="Connections ended",
            description=f"Sync connections that ended or were refused, per minute, by reason. {_NEEDS_ENDED}",
            queries=[Query(_per_minute(ended, "close_reason"), "{{close_reason}}", step)],
            unit="cpm",
        ),
        Graph(
            title="Connections failed or refused",
            description="Sync connections that failed or were refused, per minute, by error code. The code `other` "
            f"stands for all errors without a code. Answers with 401 or 429 do not count. {_NEEDS_ENDED}",
            queries=[Query(_per_minute(failed, "error_code"), "{{error_code}}", step)],
            unit="cpm",
        ),
    ]


def _per_minute(series: str, label: str) -> str:
    return f"60 * sum by ({label}) (rate({series}[$__rate_interval]))"


def _traffic(step: str) -> list[Panel]:
    synced, sent = _rate(CHOSEN.of_api(_SYNCED)), _rate(CHOSEN.of_api(_SENT))
    return [
        Graph(
            title="Bytes synced and sent",
            description="Bytes for clients, before compression (synced) and after compression (sent).",
            queries=[Query(synced, "synced", step), Query(sent, "sent", step)],
            unit="Bps",
        ),
        Graph(
            title="Compression ratio",
            description="Bytes synced per byte sent. Empty while nothing is sent.",
            queries=[Query(f"{synced} / ({sent} > 0)", "ratio", step)],
        ),
        Graph(
            title="Operations synced",
            description="Operations sent to clients per second.",
            queries=[Query(_rate(CHOSEN.of_api(_OPERATIONS)), "operations", step)],
            unit="ops",
        ),
    ]


def _replication(alerts: Alerts, step: str) -> list[Panel]:
    lag, replicated_rows = CHOSEN.of_replication(LAG), CHOSEN.of_replication(ROWS)
    return [
        Graph(
            title="Replication lag per pod",
            description="Replication lag of the leader. A standby does not report a lag.",
            queries=[Query(f"max by (pod) ({lag})", "{{pod}}")],
            unit="s",
            thresholds=_lag_colors(alerts),
        ),
        Graph(
            title="Replicators",
            description="Replicators that Prometheus scrapes, and those that replicate. More than one leader for a "
            "long time indicates a problem.",
            queries=[Query(_pods_with(replicated_rows), "replicators"), Query(_pods_with(lag), "leading")],
        ),
        Graph(
            title="Rows replicated",
            description="Rows and transactions replicated from the source database per second.",
            queries=[
                Query(_rate(replicated_rows), "rows", step),
                Query(_rate(CHOSEN.of_replication(_TRANSACTIONS)), "transactions", step),
            ],
            unit="cps",
        ),
        Graph(
            title="Bytes replicated",
            description="Bytes read from the source database, and from the bucket storage if it is Postgres.",
            queries=[Query(_rate(CHOSEN.of_replication(_REPLICATED)), "replicated", step)],
            unit="Bps",
        ),
    ]


def _pods_with(series: str) -> str:
    return f"count(count by (pod) ({series}))"


def _pods() -> list[Panel]:
    used = _of_container("container_memory_working_set_bytes")
    limit = _of_container("kube_pod_container_resource_limits", resource="memory")
    cpu = _of_container("container_cpu_usage_seconds_total")
    restarts = _of_container("kube_pod_container_status_restarts_total")
    return [
        Graph(
            title="Memory usage (share of limit)",
            description="Memory of the service container of each pod, as a share of its limit. Kubernetes kills a "
            "container at 100 %.",
            queries=[Query(f"max by (pod) ({used}) / max by (pod) ({limit})", "{{pod}}")],
            unit="percentunit",
            thresholds={0.9: "red"},
        ),
        Graph(
            title="Memory",
            description="Memory of the service container of each pod.",
            queries=[Query(f"max by (pod) ({used})", "{{pod}}")],
            unit="bytes",
        ),
        Graph(
            title="CPU",
            description="CPUs that the service container of each pod uses. The service is one process and uses little "
            "more than one CPU.",
            queries=[Query(f"sum by (pod) (rate({cpu}[$__rate_interval]))", "{{pod}}")],
        ),
        Graph(
            title="Restarts",
            description="Restarts of the service container of each pod within an hour.",
            queries=[Query(f"max by (pod) (increase({restarts}[1h]))", "{{pod}}")],
        ),
    ]


def _of_container(series: str, **labels: str) -> str:
    return CHOSEN.of_all_pods(series, container=SERVICE_CONTAINER, **labels)
