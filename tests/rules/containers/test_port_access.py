"""NetworkPolicies admit the API port, and Prometheus scrapes the metrics port."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.containers.port_access import policy_admits_clients, scraped_port_serves_metrics
from tests.rules.manifests import labeled, manifest, objects
from tests.rules.pods import METRICS, pods, service

SERVICE = service({"name": "http", "port": 80, "targetPort": 8080})
NAMED_PORT = [{"name": "http", "containerPort": 8080}, {"name": "metrics", "containerPort": 9464}]


def policy(*rules: Manifest, app: str = "api", **spec: Any) -> Manifest:
    """Return a NetworkPolicy with rules for ingress."""
    selector = {"matchLabels": {"app": app}}
    return manifest("NetworkPolicy", "sync", spec={"podSelector": selector, "ingress": [*rules], **spec})


@pytest.mark.parametrize(
    ("policies", "severity"),
    [
        pytest.param([policy({"ports": [{"port": 80}]})], "error", id="port-of-the-service"),
        pytest.param([policy({"ports": [{"port": 9464}]})], "warning", id="another-port"),
        pytest.param([policy({"ports": [{"port": 8080, "protocol": "UDP"}, {"port": 1}]})], "warning", id="udp"),
        pytest.param([policy({"ports": [{"port": 9000, "endPort": 9999}]})], "warning", id="range"),
    ],
)
def test_policy_without_the_api_port_is_reported(policies: list[Manifest], severity: str) -> None:
    """The finding is an error if the policy confuses the port of the Service with that of the pods."""
    [found] = policy_admits_clients.findings(objects(SERVICE, *pods(), *policies))

    assert (found.severity, found.where) == (severity, "NetworkPolicy/sync")
    assert (
        found.reason == "does not allow port 8080 of the pods of Deployment/api, to which Service/sync sends requests"
    )


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([SERVICE, policy({"ports": [{"port": 8080}]})], id="port"),
        pytest.param([SERVICE, policy({"ports": [{"port": "http"}]})], id="name"),
        pytest.param([SERVICE, policy({"ports": [{"port": 8000, "endPort": 8100}]})], id="range"),
        pytest.param([SERVICE, policy({"ports": [{"protocol": "TCP"}]})], id="all-ports-of-a-protocol"),
        pytest.param([SERVICE, policy({"from": []})], id="all-ports"),
        pytest.param([SERVICE, policy()], id="default-deny-with-rules-elsewhere"),
        pytest.param([SERVICE, policy({"ports": [{"port": 80}]}, app="other")], id="other-pods"),
        pytest.param([policy({"ports": [{"port": 80}]})], id="no-service"),
        pytest.param([SERVICE, policy({"ports": [{"port": 1}]}), policy({"ports": [{"port": 8080}]})], id="two"),
    ],
)
def test_other_policies_are_not_reported(manifests: list[Manifest]) -> None:
    """The rules of all policies count together, and a policy without rules can have them elsewhere."""
    assert policy_admits_clients.findings(objects(*pods(ports=NAMED_PORT), *manifests)) == []


def pod_monitor(**endpoint: Any) -> Manifest:
    """Return a PodMonitor for the API pods."""
    spec = {"selector": {"matchLabels": {"app": "api"}}, "podMetricsEndpoints": [endpoint]}
    return manifest("PodMonitor", "sync", group="monitoring.coreos.com", spec=spec)


def service_monitor(**endpoint: Any) -> Manifest:
    """Return a ServiceMonitor for the Services with the label `app: sync`."""
    spec = {"selector": {"matchLabels": {"app": "sync"}}, "endpoints": [endpoint]}
    return manifest("ServiceMonitor", "sync", group="monitoring.coreos.com", spec=spec)


def annotations(**fields: str) -> dict[str, str]:
    """Return the annotations for Prometheus."""
    return {"prometheus.io/scrape": "true"} | {f"prometheus.io/{field}": value for field, value in fields.items()}


BOTH_PORTS = labeled(
    service({"name": "http", "port": 80, "targetPort": 8080}, {"name": "m", "port": 9464}), {"app": "sync"}
)


@pytest.mark.parametrize(
    ("manifests", "reason"),
    [
        ([*pods(ports=NAMED_PORT), pod_monitor(port="metrics")], "service.yaml does not set telemetry.prometheus_port"),
        ([*pods(service_yaml=METRICS), pod_monitor(port="metrics")], "but no container has this port"),
        ([*pods(service_yaml=METRICS), pod_monitor(portNumber=8080)], "serves metrics on port 9464"),
        ([*pods(service_yaml=METRICS), pod_monitor(portNumber=9090)], "serves metrics on port 9464"),
        ([*pods(service_yaml=METRICS), pod_monitor(portNumber=9464, path="/m")], "serves metrics under /metrics"),
        ([*pods(service_yaml=METRICS), BOTH_PORTS, service_monitor(port="http")], "serves metrics on port 9464"),
        ([*pods(service_yaml=METRICS), BOTH_PORTS, service_monitor(targetPort=9090)], "serves metrics on port 9464"),
        (pods(service_yaml=METRICS, annotations=annotations(port="8080")), "serves metrics on port 9464"),
        (pods(annotations=annotations(port="9464")), "service.yaml does not set telemetry.prometheus_port"),
    ],
)
def test_port_without_metrics_is_reported(manifests: list[Manifest], reason: str) -> None:
    """A scrape of a port or a path that does not serve metrics is reported."""
    [found] = scraped_port_serves_metrics.findings(objects(*manifests))

    assert found.reason.endswith(reason)


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([*pods(service_yaml=METRICS, ports=NAMED_PORT), pod_monitor(port="metrics")], id="pod-monitor"),
        pytest.param([*pods(service_yaml=METRICS), pod_monitor(portNumber=9464, path="/metrics")], id="number"),
        pytest.param([*pods(service_yaml=METRICS), BOTH_PORTS, service_monitor(port="m")], id="service-monitor"),
        pytest.param(pods(service_yaml=METRICS, annotations=annotations(port="9464")), id="annotations"),
        pytest.param(pods(annotations={"prometheus.io/port": "80"}), id="not-scraped"),
        pytest.param(pods(annotations=annotations(port="http")), id="not-a-number"),
        pytest.param([*pods(service_yaml=None), pod_monitor(portNumber=80)], id="service-yaml-elsewhere"),
        pytest.param([*pods("compact"), pod_monitor(portNumber=80)], id="other-pods"),
        pytest.param(
            [
                *pods(service_yaml=METRICS, pod={"containers": [{"name": "a", "ports": [{"containerPort": 15020}]}]}),
                pod_monitor(portNumber=15020),
            ],
            id="sidecar",
        ),
    ],
)
def test_other_scrapes_are_not_reported(manifests: list[Manifest]) -> None:
    """A scrape of the metrics port, of another container, or of unknown ports is not reported."""
    assert scraped_port_serves_metrics.findings(objects(*manifests)) == []
