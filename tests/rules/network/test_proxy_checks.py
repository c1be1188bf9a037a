"""Load balancers check a probe of the pods, and do not ask clients for a login."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.network.proxy_checks import controller_asks_for_no_login, health_checks_use_a_probe
from tests.rules.manifests import manifest
from tests.rules.pods import http
from tests.rules.routes import SERVICE, gateway, http_route, ingress, policy, proxy, served

ALB, AGIC = "alb.ingress.kubernetes.io/healthcheck-path", "appgw.ingress.kubernetes.io/health-probe-path"
SCHEME = "alb.ingress.kubernetes.io/scheme"
HAPROXY = "haproxy.org/check-http"
GKE = {"kubernetes.io/ingress.class": "gce"}


def health_check(**default: Any) -> list[Manifest]:
    """Return an HTTPRoute, and a policy with a health check of the Service."""
    return [http_route(), policy("HealthCheckPolicy", SERVICE, default=default)]


@pytest.mark.parametrize(
    ("manifests", "reason"),
    [
        ([ingress({ALB: "/health"})], "checks the pods with a path that the service does not have"),
        ([ingress(ingressClassName="alb")], "does not set the path of the health check"),
        ([ingress({HAPROXY: "/probes/liveness"})], "checks the pods with OPTIONS, which the service answers with 400"),
        ([ingress({HAPROXY: "GET /"})], "checks the pods with a path that the service does not have"),
        ([ingress(GKE)], "has no health check for its pods"),
        ([ingress({AGIC: "/"})], "checks the pods with a path that the service does not have"),
        (health_check(http={"path": "/"}), "checks the pods with a path that the service does not have (default.http"),
        (
            health_check(config={"httpHealthCheck": {"requestPath": "/"}}),
            "checks the pods with a path that the service",
        ),
        ([http_route(), gateway("gke-l7-gxlb")], "has no HealthCheckPolicy for its Service"),
        ([ingress({SCHEME: "internal"}, ingressClassName="alb-internal")], "does not set the path of the health check"),
        ([proxy(healthCheckPolicy={"path": "/"})], "checks the pods with a path that the service does not have"),
    ],
    ids=[
        "alb",
        "default-of-alb",
        "options",
        "haproxy",
        "default-of-gke",
        "agic",
        "azure",
        "gke",
        "gke-gateway",
        "own-class-of-alb",
        "contour",
    ],
)
def test_health_check_of_no_probe_is_reported(manifests: list[Manifest], reason: str) -> None:
    """A health check of another path fails, and the load balancer then sends no requests, or ignores readiness."""
    [found] = health_checks_use_a_probe.findings(served(*manifests))

    assert found.reason.startswith(reason)


@pytest.mark.parametrize(
    ("manifests", "fields"),
    [
        pytest.param([ingress({ALB: "/probes/readiness"}, ingressClassName="alb")], {}, id="alb"),
        pytest.param([ingress({HAPROXY: "GET /probes/liveness"})], {}, id="haproxy"),
        pytest.param([ingress(GKE)], {"readinessProbe": http()}, id="derived-from-the-probe"),
        pytest.param([ingress(ingressClassName="traefik")], {}, id="by-readiness"),
        pytest.param(health_check(http={"path": "/probes/liveness"}), {}, id="policy"),
        pytest.param([ingress({ALB: "/"}, ingressClassName="traefik")], {}, id="annotation-of-another-controller"),
    ],
)
def test_health_check_of_a_probe_is_not_reported(manifests: list[Manifest], fields: dict[str, Any]) -> None:
    """A health check of a probe is not reported, nor is a controller that uses the readiness of the pods."""
    assert health_checks_use_a_probe.findings(served(*manifests, **fields)) == []


def test_health_check_of_a_service_with_an_alb() -> None:
    """The AWS Load Balancer Controller reads the annotations of the Service too."""
    manifests = served(ingress(ingressClassName="alb"), service_annotations={ALB: "/probes/liveness"})

    assert health_checks_use_a_probe.findings(manifests) == []


def test_annotation_of_a_service_overrides_the_one_of_the_ingress() -> None:
    """An Ingress that several applications share may have the path of another application."""
    manifests = served(ingress({ALB: "/health"}, ingressClassName="alb"), service_annotations={ALB: "/probes/liveness"})

    assert health_checks_use_a_probe.findings(manifests) == []


@pytest.mark.parametrize(
    ("annotations", "where"),
    [
        ({"nginx.ingress.kubernetes.io/auth-type": "basic"}, "Ingress/sync"),
        ({"nginx.ingress.kubernetes.io/auth-signin": "https://login.example.com/oauth2/start"}, "Ingress/sync"),
        ({"alb.ingress.kubernetes.io/auth-type": "oidc"}, "Ingress/sync"),
        ({"traefik.ingress.kubernetes.io/router.middlewares": "sync-login@kubernetescrd"}, "Middleware/login"),
    ],
)
def test_login_is_reported(annotations: dict[str, str], where: str) -> None:
    """A login of the controller and the token of the client need the same header."""
    login = manifest("Middleware", "login", spec={"basicAuth": {"secret": "users"}})

    [found] = controller_asks_for_no_login.findings(served(ingress(annotations), login))

    assert found.where == where


@pytest.mark.parametrize("annotations", [{}, {"alb.ingress.kubernetes.io/auth-type": "none"}], ids=str)
def test_route_without_login_is_not_reported(annotations: dict[str, str]) -> None:
    """A route without a login is not reported."""
    assert controller_asks_for_no_login.findings(served(ingress(annotations))) == []
