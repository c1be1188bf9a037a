"""The scrape configuration that the Prometheus operator generates from a PodMonitor.

It follows `pkg/prometheus/promcfg.go` of prometheus-operator, with two differences. The targets are the pods of the
tests instead of those that Kubernetes reports. One exporter answers for all of them.
"""

import re
from typing import Any

from .instances import NAMESPACE, Instance, Manifest, Pod

CLUSTER = ("kube-state-metrics", "kubelet")
"""The exporters of series about other pods. Their labels take precedence (`honorLabels` in kube-prometheus-stack)."""

_META = "__meta_kubernetes_"


def configuration(instances: list[Instance], exporter: str, rules: list[str]) -> dict[str, Any]:
    """Return the configuration of a Prometheus that scrapes one exporter for all pods, every second."""
    pods = [pod for instance in instances for pod in instance.pods]
    monitors = [instance.pod_monitor for instance in instances]
    return {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": rules,
        "scrape_configs": [
            *(_of_monitor(each, pods, exporter) for each in monitors),
            *map(_of_cluster(exporter), CLUSTER),
        ],
    }


def _of_cluster(exporter: str) -> Any:
    def scrape(name: str) -> dict[str, Any]:
        targets = [{"targets": [exporter], "labels": {"__param_of": name}}]
        return {"job_name": name, "honor_labels": True, "static_configs": targets}

    return scrape


def _of_monitor(monitor: Manifest, pods: list[Pod], exporter: str) -> dict[str, Any]:
    (endpoint,) = monitor["spec"]["podMetricsEndpoints"]
    name = f"{NAMESPACE}/{monitor['metadata']['name']}"
    return {
        "job_name": f"podMonitor/{name}/0",
        "metrics_path": endpoint["path"],
        "relabel_configs": [
            *_selection(monitor["spec"]["selector"]),
            _keep([f"{_META}pod_container_port_name"], endpoint["port"]),
            *(_copy(f"{_META}{meta}", label) for meta, label in _COPIED.items()),
            {"target_label": "job", "replacement": name},
            {"target_label": "endpoint", "replacement": endpoint["port"]},
        ],
        "static_configs": [_target(pod, *port, exporter) for pod in pods for port in pod.ports],
    }


_COPIED = {"namespace": "namespace", "pod_container_name": "container", "pod_name": "pod"}


def _selection(selector: dict[str, Any]) -> list[dict[str, Any]]:
    matched = [(label, [value]) for label, value in selector.get("matchLabels", {}).items()]
    for each in selector.get("matchExpressions", []):
        assert each["operator"] == "In"
        matched.append((each["key"], each["values"]))
    return [
        _keep(
            [f"{_META}pod_label_{_sanitized(label)}", f"{_META}pod_labelpresent_{_sanitized(label)}"], _any_of(values)
        )
        for label, values in matched
    ]


def _any_of(values: list[str]) -> str:
    return f"({'|'.join(values)});true"


def _keep(labels: list[str], regex: str) -> dict[str, Any]:
    return {"action": "keep", "source_labels": labels, "regex": regex}


def _copy(source: str, target: str) -> dict[str, Any]:
    return {"source_labels": [source], "target_label": target}


def _target(pod: Pod, container: str, port: str, number: int, exporter: str) -> dict[str, Any]:
    """Return a target: the metadata that Kubernetes reports for a port of a pod, and the address of the exporter."""
    metadata = {
        "namespace": NAMESPACE,
        "pod_name": pod.name,
        "pod_container_name": container,
        "pod_container_port_name": port,
        **{f"pod_label_{_sanitized(label)}": value for label, value in pod.labels.items()},
        **{f"pod_labelpresent_{_sanitized(label)}": "true" for label in pod.labels},
    }
    labels = {f"{_META}{name}": value for name, value in metadata.items()}
    address = f"{pod.name}:{number}"
    return {"targets": [exporter], "labels": {**labels, "__param_of": address, "instance": address}}


def _sanitized(label: str) -> str:
    return re.sub(r"[^a-zA-Z0-9_]", "_", label)
