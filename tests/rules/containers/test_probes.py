"""The service answers the HTTP probes of its containers, and its containers have the probes that they need."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.containers.probes import (
    http_probe_is_answered,
    jobs_have_no_probes,
    probe_port_exists,
    probe_request_is_known,
    workload_has_probes,
)
from tests.rules.manifests import container, manifest, objects
from tests.rules.pods import HTTP_PROBES, METRICS, http, pods, runs

NAMED = [{"name": "http", "containerPort": 8080}]
OFF = "healthcheck: {probes: {}}\n"
LEGACY = "healthcheck: {probes: {use_legacy: true}}\n"


def tcp(port: object) -> dict[str, Any]:
    """Return a probe that only connects."""
    return {"tcpSocket": {"port": port}}


@pytest.mark.parametrize(
    ("probe", "reason"),
    [
        (http(port=3000), "has a startup probe for port 3000, but the service uses port 8080"),
        (tcp(80), "has a startup probe for port 80, but the service uses port 8080"),
        (http(port="web"), "has a startup probe for port 'web', but container 'powersync' has no such port"),
    ],
)
def test_port_of_nothing_is_reported(probe: Manifest, reason: str) -> None:
    """A probe of a port on which nothing listens is reported."""
    [found] = probe_port_exists.findings(objects(*pods(startupProbe=probe)))

    assert (found.reason, found.path[-1]) == (reason, "startupProbe")


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(pods(startupProbe=http()), id="default-port"),
        pytest.param(pods(startupProbe=http(port="http"), ports=NAMED), id="name"),
        pytest.param(pods(service_yaml="port: 9000", startupProbe=http(port=9000)), id="port-of-service-yaml"),
        pytest.param(pods("replication", startupProbe=http()), id="port-that-a-replicator-does-not-open"),
        pytest.param(pods(service_yaml=None, startupProbe=http(port=3000)), id="service-yaml-elsewhere"),
        pytest.param(
            pods(startupProbe=http(port=3000), pod={"containers": [{"ports": [{"containerPort": 3000}]}]}), id="sidecar"
        ),
        pytest.param(pods(startupProbe={"httpGet": {"host": "10.0.0.1", "port": 80}}), id="another-host"),
        pytest.param(pods(startupProbe=runs("true")), id="command"),
    ],
)
def test_other_ports_are_not_reported(made: list[Manifest]) -> None:
    """A port is not reported if service.yaml or another container opens it."""
    assert probe_port_exists.findings(objects(*made)) == []


@pytest.mark.parametrize(
    ("component", "service_yaml", "reason"),
    [
        ("replication", "{}", "a replicator does not open this port, because service.yaml does not set use_http"),
        ("replication", LEGACY, "a replicator does not open this port, because service.yaml does not set use_http"),
        ("replication", OFF, "because service.yaml sets healthcheck.probes without use_http"),
        ("api", OFF, "the service does not answer it, because service.yaml sets healthcheck.probes without use_http"),
        ("unified", HTTP_PROBES.replace("true", "false"), "the service does not answer it"),
    ],
)
def test_unanswered_http_probe_is_reported(component: str, service_yaml: str, reason: str) -> None:
    """A replicator needs `use_http`; API pods and unified pods need it only next to other types of probes."""
    [found] = http_probe_is_answered.findings(objects(*pods(component, service_yaml, livenessProbe=http())))

    assert reason in found.reason


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(pods(livenessProbe=http()), id="api-by-default"),
        pytest.param(pods("unified", livenessProbe=http()), id="unified-by-default"),
        pytest.param(pods("unified", LEGACY, livenessProbe=http()), id="legacy"),
        pytest.param(pods("replication", HTTP_PROBES, livenessProbe=http()), id="replicator-with-http"),
        pytest.param(pods("replication", METRICS, livenessProbe=http("/metrics", 9464)), id="metrics-port"),
        pytest.param(pods("api", OFF, readinessProbe=tcp(8080)), id="connection-to-the-api"),
        pytest.param(pods("replication", None, livenessProbe=http()), id="service-yaml-elsewhere"),
        pytest.param(
            pods("replication", HTTP_PROBES.replace("true", "!env PS_HTTP::boolean"), livenessProbe=http()),
            id="variable-from-elsewhere",
        ),
    ],
)
def test_answered_http_probe_is_not_reported(made: list[Manifest]) -> None:
    """A probe is not reported if the service answers it, or if service.yaml is not in the manifests."""
    assert http_probe_is_answered.findings(objects(*made)) == []


def test_connection_to_a_replicator_without_http_is_reported() -> None:
    """A probe that only connects fails too if the port is closed."""
    assert len(http_probe_is_answered.findings(objects(*pods("replication", livenessProbe=tcp(8080))))) == 1


@pytest.mark.parametrize(
    ("probe", "reason"),
    [
        (http("/healthz"), "for the path /healthz, which the service does not have"),
        (http("/probes/liveness/"), "for the path /probes/liveness/, which the service does not have"),
        ({"httpGet": {"port": 8080}}, "for the path /, which the service does not have"),
        (http("/metrics"), "for the path /metrics, which the service does not have"),
        (
            {"httpGet": {"path": "/probes/liveness", "port": 8080, "scheme": "HTTPS"}},
            "with HTTPS, but the service has no TLS",
        ),
        ({"grpc": {"port": 8080}}, "with gRPC, which the service does not have"),
    ],
)
def test_unknown_request_is_reported(probe: Manifest, reason: str) -> None:
    """A request that the service cannot answer with success is reported."""
    [found] = probe_request_is_known.findings(objects(*pods(readinessProbe=probe)))

    assert found.reason == f"has a readiness probe {reason}"


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(pods(livenessProbe=http("/probes/liveness?full")), id="query"),
        pytest.param(pods(livenessProbe=http("probes/liveness")), id="without-a-slash"),
        pytest.param(
            pods(livenessProbe={"httpGet": {"path": "/probes/startup", "port": 8080, "scheme": "HTTP"}}), id="http"
        ),
        pytest.param(pods(service_yaml=METRICS, livenessProbe=http("/metrics", 9464)), id="metrics"),
        pytest.param(pods(livenessProbe=http("/ready", 15021)), id="port-of-another-container"),
        pytest.param(pods(service_yaml=None, livenessProbe=http("/metrics", 9464)), id="service-yaml-elsewhere"),
        pytest.param(pods(livenessProbe=runs("true")), id="command"),
    ],
)
def test_known_request_is_not_reported(made: list[Manifest]) -> None:
    """The probe paths on the API port, and `/metrics` on the metrics port, are not reported."""
    assert probe_request_is_known.findings(objects(*made)) == []


def test_unknown_path_is_reported_without_service_yaml() -> None:
    """No port of the service has another path, so the finding does not depend on service.yaml."""
    made = pods(service_yaml=None, readinessProbe=http("/healthz"))

    assert len(probe_request_is_known.findings(objects(*made))) == 1


@pytest.mark.parametrize(
    ("component", "probe", "count"),
    [("migrate", "livenessProbe", 1), ("compact", "startupProbe", 1), ("compact", "readinessProbe", 0)],
)
def test_probe_of_a_job_is_reported(component: str, probe: str, count: int) -> None:
    """A probe that can end the container is reported; a readiness probe cannot."""
    probes: dict[str, Any] = {probe: http()}
    pod = {"containers": [container(component, **probes)]}
    made = manifest("Job", "job", group="batch", spec={"template": {"spec": pod}})

    assert len(jobs_have_no_probes.findings(objects(made))) == count


@pytest.mark.parametrize(
    ("component", "probes", "severities"),
    [
        ("api", {}, ["warning", "note"]),
        ("api", {"readinessProbe": http()}, ["note"]),
        ("unified", {"livenessProbe": http()}, ["warning"]),
        ("replication", {}, ["note"]),
        ("replication", {"livenessProbe": http()}, []),
        ("api", {"livenessProbe": http(), "readinessProbe": runs("cat", "/app/.probes/ready")}, []),
    ],
)
def test_missing_probe_is_reported(component: str, probes: dict[str, Any], severities: list[str]) -> None:
    """Pods that serve clients need a readiness probe; a missing liveness probe is only a note."""
    found = workload_has_probes.findings(objects(*pods(component, **probes)))

    assert [finding.severity for finding in found] == severities
