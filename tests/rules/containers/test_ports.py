"""The ports of Services and containers are those on which the service listens."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.containers.ports import (
    declared_port_is_configured,
    ports_are_separate,
    service_selects_serving_pods,
    service_uses_ipv4,
    target_port_is_open,
)
from tests.rules.manifests import container, manifest, objects
from tests.rules.pods import HTTP_PROBES, METRICS, http, pods, service

PORTS = [{"name": "http", "containerPort": 8080}]
ROUTE = manifest(
    "HTTPRoute",
    "sync",
    group="gateway.networking.k8s.io",
    spec={"rules": [{"backendRefs": [{"name": "sync", "port": 80}]}]},
)


def sidecar(**fields: Any) -> dict[str, Any]:
    """Return the fields of pods with another container."""
    return {"containers": [{"name": "proxy", "image": "envoyproxy/envoy", **fields}]}


@pytest.mark.parametrize(
    ("port", "reason"),
    [
        ({"port": 80, "targetPort": 3000}, "sends requests to port 3000, but the pods of Deployment/api listen on"),
        ({"port": 80}, "sends requests to port 80, but the pods of Deployment/api listen on port 8080"),
        ({"port": 80, "targetPort": "web"}, "sends requests to port 'web', but no container of Deployment/api has"),
        ({"port": 9464}, "sends requests to port 9464, but the pods of Deployment/api listen on port 8080"),
    ],
)
def test_target_port_of_nothing_is_reported(port: Manifest, reason: str) -> None:
    """A port on which no container listens is reported, with the ports that are open."""
    [found] = target_port_is_open.findings(objects(service(port), *pods()))

    assert found.reason.startswith(reason)


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([service({"port": 8080}), *pods()], id="default-port"),
        pytest.param([service({"port": 80, "targetPort": 9000}), *pods(service_yaml="port: '9000'")], id="other-port"),
        pytest.param([service({"port": 9464}), *pods(service_yaml=METRICS)], id="metrics"),
        pytest.param([service({"port": 80, "targetPort": "http"}), *pods(ports=PORTS)], id="name"),
        pytest.param([service({"port": 80}), *pods(service_yaml=None)], id="service-yaml-elsewhere"),
        pytest.param([service({"port": 80}), *pods(service_yaml="port: !env PS_PORT")], id="port-from-elsewhere"),
        pytest.param([service({"port": 80}), *pods(pod=sidecar())], id="sidecar-with-unknown-ports"),
        pytest.param([service({"port": 80}), *pods(pod=sidecar(ports=[{"containerPort": 80}]))], id="sidecar"),
        pytest.param([service({"port": 80}, selector={"app": "other"}), *pods()], id="other-pods"),
        pytest.param([service({"port": 80}, selector={}), *pods()], id="all-pods-is-not-a-selector"),
    ],
)
def test_other_target_ports_are_not_reported(manifests: list[Manifest]) -> None:
    """A port is not reported if it is open, or if the manifests do not show all open ports."""
    assert target_port_is_open.findings(objects(*manifests)) == []


def test_port_from_a_variable_is_resolved() -> None:
    """A port that service.yaml reads from a variable has the value of the variable."""
    made = pods(service_yaml="port: !env PS_PORT::number", env=[{"name": "PS_PORT", "value": "9000"}])

    [found] = target_port_is_open.findings(objects(service({"port": 8080}), *made))

    assert found.reason.endswith("listen on port 9000")


@pytest.mark.parametrize(("probe", "severity"), [({}, "warning"), ({"livenessProbe": http(port="http")}, "error")])
def test_declared_port_is_an_error_if_a_probe_uses_it(probe: dict[str, Any], severity: str) -> None:
    """A wrong number behind the name that a probe uses makes the probe fail."""
    made = pods(ports=[{"name": "http", "containerPort": 3000}], **probe)

    [found] = declared_port_is_configured.findings(objects(*made))

    assert (found.severity, found.path[-3:]) == (severity, ("ports", 0, "containerPort"))


def test_declared_port_of_metrics_names_the_setting() -> None:
    """A port for metrics does not open without `telemetry.prometheus_port`."""
    made = pods("replication", ports=[{"name": "metrics", "containerPort": 9464}])

    [found] = declared_port_is_configured.findings(objects(*made))

    assert found.fix == "set telemetry.prometheus_port to 9464, or remove this port"


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(pods(ports=PORTS), id="api"),
        pytest.param(pods("replication", ports=PORTS), id="port-that-a-replicator-does-not-open"),
        pytest.param(pods(service_yaml=METRICS, ports=[{"containerPort": 9464}]), id="metrics"),
        pytest.param(pods(service_yaml=None, ports=[{"containerPort": 3000}]), id="service-yaml-elsewhere"),
        pytest.param(pods(pod=sidecar(ports=[{"containerPort": 3000}])), id="sidecar"),
        pytest.param(pods("compact", ports=[{"containerPort": 3000}]), id="not-a-server"),
    ],
)
def test_other_declared_ports_are_not_reported(made: list[Manifest]) -> None:
    """A declared port is not reported if it is in service.yaml, or not a port of the service."""
    assert declared_port_is_configured.findings(objects(*made)) == []


@pytest.mark.parametrize("more", [[], [ROUTE]], ids=["known-port", "route"])
@pytest.mark.parametrize("other", ["replication", "compact", "migrate"])
def test_service_that_selects_other_pods_is_reported(other: str, more: list[Manifest]) -> None:
    """A Service that leads clients to pods without the sync API is reported."""
    labels = {"app": "powersync"}
    made = [*pods(labels=labels), *pods(other, labels=labels)]

    [found] = service_selects_serving_pods.findings(
        objects(service({"port": 80, "targetPort": 8080}, selector=labels), *made, *more)
    )

    assert f"the pods of Deployment/{other}, which do not serve the sync API" in found.reason


def test_routed_service_of_replicators_is_reported() -> None:
    """A Service that a route uses is for clients, even if it selects only replicators."""
    made = service({"port": 80, "targetPort": 8080}, selector={"app": "replication"})

    assert len(service_selects_serving_pods.findings(objects(made, ROUTE, *pods("replication")))) == 1


@pytest.mark.parametrize(
    "port",
    [
        pytest.param({"port": 9464}, id="metrics-of-all-pods"),
        pytest.param({"port": 80, "targetPort": "http"}, id="name-that-only-api-pods-have"),
    ],
)
def test_service_for_other_purposes_is_not_reported(port: Manifest) -> None:
    """A Service for metrics, and a port name that only API pods have, lead no client to a replicator."""
    labels = {"app": "powersync"}
    made = [*pods(service_yaml=METRICS, labels=labels, ports=PORTS), *pods("replication", METRICS, labels=labels)]

    assert service_selects_serving_pods.findings(objects(service(port, selector=labels), *made)) == []


@pytest.mark.parametrize(
    ("families", "severities"),
    [(["IPv6"], ["error"]), (["IPv4", "IPv6"], ["warning"]), (["IPv4"], []), (None, []), ("IPv6", [])],
)
def test_service_with_ipv6_is_reported(families: object, severities: list[str]) -> None:
    """An address of the Service without a listener is reported: as an error if it is the only one."""
    made = service({"port": 80, "targetPort": 8080}, ipFamilies=families)

    assert [found.severity for found in service_uses_ipv4.findings(objects(made, *pods()))] == severities


def test_metrics_over_ipv6_are_not_reported() -> None:
    """The metrics port is open on IPv6 too."""
    made = service({"port": 9464}, ipFamilies=["IPv6"])

    assert service_uses_ipv4.findings(objects(made, *pods(service_yaml=METRICS))) == []


@pytest.mark.parametrize(
    ("component", "probes", "is_reported"),
    [("api", "", True), ("replication", "", False), ("replication", HTTP_PROBES, True)],
)
def test_one_port_for_two_servers_is_reported(component: str, probes: str, *, is_reported: bool) -> None:
    """A replicator without HTTP probes has only one server, so its ports cannot conflict."""
    made = pods(component, METRICS.replace("9464", "8080") + probes)

    assert bool(ports_are_separate.findings(objects(*made))) == is_reported


@pytest.mark.parametrize(
    ("service_yaml", "shown"),
    [
        (METRICS, "port 9464"),
        (METRICS + HTTP_PROBES, "ports 8080 and 9464"),
        (HTTP_PROBES, "port 8080"),
        ("{}", None),
    ],
)
def test_two_containers_on_one_port_are_reported(service_yaml: str, shown: str | None) -> None:
    """The containers of a pod share its ports, so an API container and a replicator in one pod can conflict."""
    mounts = [{"name": "config", "mountPath": "/app/powersync.yaml", "subPath": "powersync.yaml"}]
    replicator = {**container("replication", volumeMounts=mounts), "name": "sync"}

    found = ports_are_separate.findings(objects(*pods(service_yaml=service_yaml, pod={"containers": [replicator]})))

    reason = f"cannot start container 'sync', because container 'powersync' also listens on {shown}"
    assert [(each.reason, each.fix) for each in found] == [(reason, "run each role in its own pods")] * bool(shown)
