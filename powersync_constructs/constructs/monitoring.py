"""`PowerSyncMonitoring`: what Prometheus scrapes of an instance, when it raises an alarm, and what Grafana shows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from constructs import Construct

from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.monitoring import Dashboard, MonitoringProps
from powersync_constructs.config.pods.pod import ObjectMetadata
from powersync_constructs.config.workloads.autoscaling import Autoscaling
from powersync_constructs.constructs._lib.custom_resource import custom_resource
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.metadata import Identity, namespace_of
from powersync_constructs.constructs._monitoring.alerts import groups
from powersync_constructs.constructs._monitoring.dashboard import dashboard
from powersync_constructs.constructs._monitoring.promql import Compaction, MonitoredInstance
from powersync_constructs.constructs._pods.pod import METRICS_PORT
from powersync_constructs.constructs.api import PowerSyncApi
from powersync_constructs.constructs.compact import CompactCron
from powersync_constructs.constructs.configuration import shared_configuration
from powersync_constructs.constructs.migrate import MigrateHook
from powersync_constructs.constructs.replication import ReplicationPair
from powersync_constructs.constructs.unified import UnifiedPod

_OPERATOR = "monitoring.coreos.com/v1"
"""Every Prometheus operator since 0.36."""


class PowerSyncMonitoring(Construct):
    """A PodMonitor, a PrometheusRule, and a ConfigMap with Grafana's dashboard, all of one instance alone.

    Alerts and dashboard are about what is given: those of replication need `replication` (or a unified pod), those of
    compaction and migration their own. PodMonitor and PrometheusRule are named as the instance, the ConfigMap
    `<instance>-dashboard`.

    Raises ConfigError when the chart has no namespace, which every expression selects by, when pods have no metrics,
    for parts of two instances, and for replicators beside a unified pod.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        props: MonitoringProps,
        *,
        api: PowerSyncApi | UnifiedPod,
        replication: ReplicationPair | None = None,
        compact: CompactCron | None = None,
        migrate: MigrateHook | None = None,
    ) -> None:
        super().__init__(scope, id)
        parts = {"api": api, "replication": replication, "compact": compact, "migrate": migrate}
        configuration = shared_configuration("monitoring", parts)
        if isinstance(api, UnifiedPod) and replication is not None:
            raise config_error(
                "monitoring.replication", "stands beside a unified pod, which replicates itself; drop it"
            )
        props.check_service(configuration.service.prometheus_port)
        self._props = props
        self._identity = configuration.identity("monitoring")
        self.watched = self._context(api, replication, compact, migrate)
        """What alerts and dashboard are about."""
        components = ["unified" if isinstance(api, UnifiedPod) else "api", *(["replication"] if replication else [])]
        self._add_custom("PodMonitor", self._pod_monitor(components))
        if props.alerts is not None:
            self._add_custom("PrometheusRule", {"groups": groups(self.watched, props.alerts, props.runbook_url)})
        if props.dashboard is not None:
            self._add_dashboard(props.dashboard)

    def _context(
        self,
        api: PowerSyncApi | UnifiedPod,
        replication: ReplicationPair | None,
        compact: CompactCron | None,
        migrate: MigrateHook | None,
    ) -> MonitoredInstance:
        service = api.configuration.service
        autoscaling = _autoscaling_of(api)
        replicates = api if isinstance(api, UnifiedPod) else replication
        return MonitoredInstance(
            namespace=namespace_of(self, "alerts must be about this instance alone"),
            instance=self._identity.instance,
            api=api.deployment.name,
            connections_limit=service.max_concurrent_connections,
            connections_target=autoscaling.connections if autoscaling else None,
            autoscaler=autoscaling.hpa_of(api.deployment.name) if autoscaling else None,
            replication=replicates.deployment.name if replicates else None,
            has_standby=replication is not None and replication.has_standby,
            liveness_seconds=replication.liveness_seconds if replication else 0,
            is_postgres=service.source_type == "postgresql",
            compact=Compaction(compact.cron_job.name, compact.longest_gap_seconds) if compact else None,
            migrate_job=migrate.job_name if migrate else None,
        )

    def _pod_monitor(self, components: list[str]) -> dict[str, Any]:
        labels = self._identity.shared_selector
        which = {"key": "app.kubernetes.io/component", "operator": "In", "values": components}
        endpoint = {
            "port": METRICS_PORT,
            "path": "/metrics",
            "interval": f"{self._props.interval_seconds}s",
            "scrapeTimeout": f"{self._props.scrape_timeout_seconds}s",
        }
        return {"selector": {"matchLabels": labels, "matchExpressions": [which]}, "podMetricsEndpoints": [endpoint]}

    def _add_custom(self, kind: str, spec: Mapping[str, Any]) -> None:
        custom_resource(
            self,
            kind,
            api_version=_OPERATOR,
            kind=kind,
            name=self._identity.instance,
            spec=spec,
            identity=self._labelled(self._props.labels),
        )

    def _add_dashboard(self, props: Dashboard) -> None:
        name = f"{self._identity.instance}-dashboard"
        file = f"{self.watched.namespace}.{self._identity.instance}.json"  # the sidecar has one folder for all of them
        meta = self._labelled(props.labels).object_meta(name, annotations=props.annotations)
        k8s.KubeConfigMap(self, "dashboard", metadata=meta, data={file: dashboard(self.watched, self._props)})

    def _labelled(self, labels: Mapping[str, str]) -> Identity:
        return replace(self._identity, extra=(*self._identity.extra, ObjectMetadata(labels=labels)))


def _autoscaling_of(api: PowerSyncApi | UnifiedPod) -> Autoscaling | None:
    """The autoscaler, where there is something to choose: one that keeps as many pods as it may is no bound."""
    autoscaling = api.autoscaling if isinstance(api, PowerSyncApi) else None
    return autoscaling if autoscaling and autoscaling.min_replicas < autoscaling.max_replicas else None
