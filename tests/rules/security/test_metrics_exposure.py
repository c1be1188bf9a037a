"""The metrics can be reached only from inside the cluster."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.security.metrics_exposure import metrics_are_not_public
from tests.rules.manifests import manifest, objects
from tests.rules.pods import METRICS, pods, service
from tests.rules.routes import openshift_route

HTTP, METRICS_PORT = {"name": "http", "port": 80, "targetPort": 8080}, {"name": "metrics", "port": 9464}


def ingress(**port: Any) -> Manifest:
    """Return an Ingress that sends requests to a port of the Service."""
    paths = [{"path": "/", "backend": {"service": {"name": "sync", "port": port}}}]
    return manifest("Ingress", "sync", spec={"rules": [{"host": "a.example.com", "http": {"paths": paths}}]})


@pytest.mark.parametrize(
    ("manifests", "where"),
    [
        ([service(HTTP, METRICS_PORT, type="LoadBalancer")], "Service/sync"),
        ([service({"port": 80, "targetPort": 9464}, type="NodePort")], "Service/sync"),
        ([service(HTTP, METRICS_PORT), ingress(name="metrics")], "Ingress/sync"),
        ([service(HTTP, METRICS_PORT), ingress(number=9464)], "Ingress/sync"),
        ([service(HTTP, {"port": 90, "targetPort": 9464}), openshift_route(port={"targetPort": 9464})], "Route/sync"),
    ],
    ids=["load-balancer", "node-port", "name", "number", "openshift"],
)
def test_public_metrics_are_reported(manifests: list[Manifest], where: str) -> None:
    """The port of the metrics is reported in a public Service, or behind a route."""
    [found] = metrics_are_not_public.findings(objects(*manifests, *pods(service_yaml=METRICS)))

    assert found.where == where


@pytest.mark.parametrize(
    ("manifests", "service_yaml"),
    [
        pytest.param([service(HTTP, METRICS_PORT)], METRICS, id="in-the-cluster"),
        pytest.param([service(HTTP, METRICS_PORT), ingress(name="http")], METRICS, id="route-to-the-api"),
        pytest.param([service(HTTP, type="LoadBalancer")], METRICS, id="only-the-api"),
        pytest.param([service(HTTP, METRICS_PORT, type="LoadBalancer")], "{}", id="no-metrics"),
        pytest.param([service(HTTP, METRICS_PORT, type="LoadBalancer")], None, id="unknown"),
    ],
)
def test_private_metrics_are_not_reported(manifests: list[Manifest], service_yaml: str | None) -> None:
    """A port is not reported if it stays in the cluster, or if it has no metrics."""
    assert metrics_are_not_public.findings(objects(*manifests, *pods(service_yaml=service_yaml))) == []
