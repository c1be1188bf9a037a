"""`PowerSyncMonitoring`: scraping by Prometheus, alerts, and a Grafana dashboard."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cdk8s import ApiObject
from constructs import Construct

from powersync_constructs.config.alerts import Alerts
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.monitoring import Dashboard, MonitoringProps
from powersync_constructs.config.pods._reserved import METRICS_PATH, METRICS_PORT
from powersync_constructs.config.pods.pod import ObjectMetadata
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml
from powersync_constructs.config.service.settings import ServiceConfig
from powersync_constructs.config.service.storage import object_storage_of
from powersync_constructs.config.workloads.autoscaling import Autoscaling
from powersync_constructs.constructs._lib.custom_resource import custom_resource
from powersync_constructs.constructs._lib.documentation import DocumentedConstruct
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.metadata import Identity, namespace_of
from powersync_constructs.constructs._lib.props import check_props
from powersync_constructs.constructs._monitoring.monitored import Compaction, MonitoredInstance
from powersync_constructs.constructs.api import PowerSyncApi
from powersync_constructs.constructs.compact import CompactCron
from powersync_constructs.constructs.configuration import shared_configuration
from powersync_constructs.constructs.migrate import MigrateHook
from powersync_constructs.constructs.replication import ReplicationPair
from powersync_constructs.constructs.unified import UnifiedPod

_OPERATOR = "monitoring.coreos.com/v1"
"""The API version of the custom resources of the Prometheus Operator, since its version 0.36."""


class PowerSyncMonitoring(DocumentedConstruct):
    """A PodMonitor, a PrometheusRule, and a ConfigMap with a Grafana dashboard.

    The alerts are only for this instance, and only for the parts that you pass. The alerts for replication need
    `replication` or a unified pod, the alerts for compaction need `compact`, and the alerts for the migration need
    `migrate`. The alert for object storage needs `object_storage` of the bucket storage, or an existing service.yaml,
    which the library does not read. The PodMonitor and the PrometheusRule have the name of the instance. The
    ConfigMap is named `<instance>-dashboard`, or `powersync-dashboard-shared` if the dashboard is for all instances.

    Raises ConfigError if the chart has no namespace, which the expressions need; if the pods have no metrics port; if
    the parts belong to two instances; if there are replicators and a unified pod; or if all alerts are disabled.
    """

    pod_monitor: ApiObject
    """The PodMonitor, which selects the pods that Prometheus scrapes."""
    prometheus_rule: ApiObject | None
    """The PrometheusRule with the alerts. None if `alerts` of the props is None."""
    dashboard: k8s.KubeConfigMap | None
    """The ConfigMap with the Grafana dashboard. None if `dashboard` of the props is None."""

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
        check_props(props, MonitoringProps)
        super().__init__(scope, id)
        parts = {"api": api, "replication": replication, "compact": compact, "migrate": migrate}
        configuration = shared_configuration("monitoring", parts)
        if isinstance(api, UnifiedPod) and replication is not None:
            raise config_error(
                "monitoring.replication", "is set in addition to a unified pod, which also replicates; remove it"
            )
        props.check_service(configuration.props.service.prometheus_port)
        self._props = props
        self._identity = configuration._identity("monitoring")
        self._monitored = self._monitored_instance(api, replication, compact, migrate)
        components = ["unified" if isinstance(api, UnifiedPod) else "api", *(["replication"] if replication else [])]
        self.pod_monitor = self._add_pod_monitor(components)
        self.prometheus_rule = self._add_rule(props.alerts) if props.alerts is not None else None
        self.dashboard = self._add_dashboard(props.dashboard) if props.dashboard is not None else None

    def _monitored_instance(
        self,
        api: PowerSyncApi | UnifiedPod,
        replication: ReplicationPair | None,
        compact: CompactCron | None,
        migrate: MigrateHook | None,
    ) -> MonitoredInstance:
        service = api.configuration.props.service
        autoscaling = _autoscaling_of(api)
        replicates = api if isinstance(api, UnifiedPod) else replication
        return MonitoredInstance(
            namespace=namespace_of(self, "the alerts select the instance by namespace"),
            instance=self._identity.instance,
            api=api.deployment.name,
            connections_limit=service.max_concurrent_connections,
            connections_target=autoscaling.connections if autoscaling else None,
            autoscaler=autoscaling.hpa_of(api.deployment.name) if autoscaling else None,
            replication=replicates.deployment.name if replicates else None,
            has_standby=replication is not None and replication.has_standby,
            liveness_seconds=replication.liveness_seconds if replication else 0,
            is_postgres=service.source_type == "postgresql",
            has_object_storage=_may_have_object_storage(service),
            compact=Compaction(compact.cron_job.name, compact.longest_gap_seconds) if compact else None,
            migrate_job=migrate.job_name if migrate else None,
        )

    def _add_pod_monitor(self, components: list[str]) -> ApiObject:
        labels = self._identity.shared_selector
        which = {"key": "app.kubernetes.io/component", "operator": "In", "values": components}
        endpoint = {
            "port": METRICS_PORT,
            "path": METRICS_PATH,
            "interval": f"{self._props.interval_seconds}s",
            "scrapeTimeout": f"{self._props.scrape_timeout_seconds}s",
        }
        selector = {"matchLabels": labels, "matchExpressions": [which]}
        return self._custom("pod-monitor", "PodMonitor", {"selector": selector, "podMetricsEndpoints": [endpoint]})

    def _add_rule(self, alerts: Alerts) -> ApiObject:
        from powersync_constructs.constructs._monitoring.alerts import rule_groups

        groups = rule_groups(self._monitored, alerts, self._props.runbook_url)
        if not groups:
            raise config_error("monitoring.alerts.disabled", "disables all alerts of this instance; use alerts=None")
        return self._custom("prometheus-rule", "PrometheusRule", {"groups": groups})

    def _custom(self, id: str, kind: str, spec: Mapping[str, Any]) -> ApiObject:
        return custom_resource(
            self,
            id,
            api_version=_OPERATOR,
            kind=kind,
            name=self._identity.instance,
            spec=spec,
            identity=self._labeled(self._props.labels),
        )

    def _add_dashboard(self, props: Dashboard) -> k8s.KubeConfigMap:
        from powersync_constructs.constructs._monitoring.dashboard import SHARED_NAME, dashboard

        name, file = f"{self._identity.instance}-dashboard", f"{self._monitored.namespace}.{self._identity.instance}"
        if props.shared:
            name = file = SHARED_NAME
        meta = self._labeled(props.labels).object_meta(name, annotations=props.annotations)
        # the Grafana sidecar writes the files of all ConfigMaps into one folder, so the name of the file must be unique
        data = {f"{file}.json": dashboard(self._monitored, self._props)}
        return k8s.KubeConfigMap(self, "dashboard", metadata=meta, data=data)

    def _labeled(self, labels: Mapping[str, str]) -> Identity:
        return replace(self._identity, extra=(*self._identity.extra, ObjectMetadata(labels=labels)))


def _may_have_object_storage(service: ServiceConfig | ExistingServiceYaml) -> bool:
    """Return whether the bucket storage may use object storage. With an existing service.yaml, this is unknown."""
    if isinstance(service, ExistingServiceYaml):
        return True
    return object_storage_of(service.storage) is not None


def _autoscaling_of(api: PowerSyncApi | UnifiedPod) -> Autoscaling | None:
    """Return the autoscaler of the API pods; None if there is none, or if it cannot change the number of pods."""
    autoscaling = api.autoscaling if isinstance(api, PowerSyncApi) else None
    return autoscaling if autoscaling and autoscaling.min_replicas < autoscaling.max_replicas else None
