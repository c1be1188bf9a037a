"""How Prometheus finds the pods: what the Prometheus operator makes of a PodMonitor.

As `pkg/prometheus/promcfg.go` of prometheus-operator has it, with the pods of the tests in place of those that
Kubernetes tells of, and an exporter that is asked for each of them in place of their ports.
"""

import re
from typing import Any

from .instances import NAMESPACE, Instance, Manifest, Pod

CLUSTER = ("kube-state-metrics", "kubelet")
"""The exporters that speak of other people's pods, whose labels win (`honorLabels` in kube-prometheus-stack)."""

_META = "__meta_kubernetes_"


def configuration(instances: list[Instance], exporter: str, rules: list[str]) -> dict[str, Any]:
    """The configuration of a Prometheus that asks an exporter on behalf of all pods, every second."""
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
        "static_configs": [_told(pod, *port, exporter) for pod in pods for port in pod.ports],
    }


_COPIED = {"namespace": "namespace", "pod_container_name": "container", "pod_name": "pod"}


def _selection(selector: dict[str, Any]) -> list[dict[str, Any]]:
    matched = [(label, [value]) for label, value in selector.get("matchLabels", {}).items()]
    for each in selector.get("matchExpressions", []):
        assert each["operator"] == "In"
        matched.append((each["key"], each["values"]))
    return [
        _keep([f"{_META}pod_label_{_plain(label)}", f"{_META}pod_labelpresent_{_plain(label)}"], _any_of(values))
        for label, values in matched
    ]


def _any_of(values: list[str]) -> str:
    return f"({'|'.join(values)});true"


def _keep(labels: list[str], regex: str) -> dict[str, Any]:
    return {"action": "keep", "source_labels": labels, "regex": regex}


def _copy(source: str, target: str) -> dict[str, Any]:
    return {"source_labels": [source], "target_label": target}


def _told(pod: Pod, container: str, port: str, number: int, exporter: str) -> dict[str, Any]:
    """What Kubernetes tells of a port of a pod, and where the exporter answers for it."""
    told = {
        "namespace": NAMESPACE,
        "pod_name": pod.name,
        "pod_container_name": container,
        "pod_container_port_name": port,
        **{f"pod_label_{_plain(label)}": value for label, value in pod.labels.items()},
        **{f"pod_labelpresent_{_plain(label)}": "true" for label in pod.labels},
    }
    labels = {f"{_META}{name}": value for name, value in told.items()}
    address = f"{pod.name}:{number}"
    return {"targets": [exporter], "labels": {**labels, "__param_of": address, "instance": address}}


def _plain(label: str) -> str:
    return re.sub(r"[^a-zA-Z0-9_]", "_", label)
