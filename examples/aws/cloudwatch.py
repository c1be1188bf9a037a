"""Configuration of the CloudWatch agent: the pods of PowerSync to scrape, and the metrics to send to CloudWatch.

The manifest `cwagent-prometheus` of the agent mounts both ConfigMaps. The agent uses the region and the cluster that
it runs in. It writes the series that the second ConfigMap does not select only to its log group.
"""

import json

import yaml
from cdk8s import ApiObjectMetadata, Chart
from cdk8s_plus_28 import ConfigMap
from constructs import Construct

POD = "__meta_kubernetes_pod"
LABELS = {
    "Namespace": "__meta_kubernetes_namespace",
    "Instance": f"{POD}_label_app_kubernetes_io_instance",
    "Component": f"{POD}_label_app_kubernetes_io_component",
    "Pod": f"{POD}_name",
}
"""The dimensions of a metric, and the Prometheus labels that the agent reads them from."""
GAUGES = (
    "concurrent_connections",
    "replication_lag_seconds",
    "(replication|operation|parameter|object)_storage_size_bytes",
)
COUNTERS = ("data_(sent|replicated|synced)_bytes_total", "operations_synced_total", "rows_replicated_total")
ENDED = "sync_connections_total"
"""The counter of sync connections that ended or were refused, of service 1.28.0 or newer."""


class CloudWatchAgent(Chart):
    """The two ConfigMaps of the CloudWatch agent, in the namespace of the agent."""

    def __init__(self, scope: Construct, id: str, *, watched: str) -> None:
        super().__init__(scope, id, namespace="amazon-cloudwatch", disable_resource_name_hashes=True)
        self._add("prometheus-config", "prometheus.yaml", yaml.safe_dump(scraping(watched), sort_keys=False))
        self._add("prometheus-cwagentconfig", "cwagentconfig.json", json.dumps(agent(), indent=2))

    def _add(self, name: str, file: str, text: str) -> None:
        ConfigMap(self, name, metadata=ApiObjectMetadata(name=name), data={file: text})


def scraping(namespace: str) -> dict[str, object]:
    """Return the Prometheus configuration of the agent: scrape the port `metrics` of PowerSync's pods every minute."""
    port = [f"{POD}_label_app_kubernetes_io_name", f"{POD}_container_port_name"]
    named = [{"source_labels": [source], "target_label": label} for label, source in LABELS.items()]
    job = {
        "job_name": "powersync",
        "kubernetes_sd_configs": [{"role": "pod", "namespaces": {"names": [namespace]}}],
        "relabel_configs": [{"action": "keep", "source_labels": port, "regex": "powersync;metrics"}, *named],
    }
    return {"global": {"scrape_interval": "1m", "scrape_timeout": "10s"}, "scrape_configs": [job]}


def agent() -> dict[str, object]:
    """Return the configuration of the agent.

    There are metrics per instance and component, of the open connections also per pod, and of the connections that
    ended per outcome and reason, which are labels of the service.
    """
    metrics = [f"^powersync_{name}$" for name in (*GAUGES, *COUNTERS)]
    declaration = {
        "source_labels": ["job"],
        "label_matcher": "^powersync$",
        "dimensions": [["ClusterName", "Namespace", "Instance", "Component"]],
        "metric_selectors": metrics,
    }
    by_pod = {
        **declaration,
        "dimensions": [["ClusterName", "Namespace", "Instance", "Pod"]],
        "metric_selectors": ["^powersync_concurrent_connections$"],
    }
    by_reason = {
        **declaration,
        "dimensions": [["ClusterName", "Namespace", "Instance", "outcome", "close_reason"]],
        "metric_selectors": [f"^powersync_{ENDED}$"],
    }
    prometheus = {
        "prometheus_config_path": "/etc/prometheusconfig/prometheus.yaml",
        "emf_processor": {"metric_declaration": [declaration, by_pod, by_reason]},
    }
    return {"logs": {"metrics_collected": {"prometheus": prometheus}, "force_flush_interval": 5}}
