"""Ingress controllers accept as many clients as the pods, and spread them over all pods."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.network.balancing import (
    clients_are_not_limited,
    clients_may_use_any_pod,
    envoy_accepts_as_many_streams_as_pods,
)
from tests.rules.manifests import manifest, objects
from tests.rules.pods import pods, service
from tests.rules.routes import (
    ROUTE,
    gateway,
    http_route,
    ingress,
    ingress_route,
    openshift_route,
    policy,
    proxy,
    served,
)

NGINX = "nginx.ingress.kubernetes.io"
CONTOUR = "projectcontour.io/max-requests"
LOW_LIMIT = "api: {parameters: {max_concurrent_connections: 100}}\n"


def hpa(maximum: int) -> Manifest:
    """Return the autoscaler of the API pods."""
    spec = {"scaleTargetRef": {"kind": "Deployment", "name": "api"}, "minReplicas": 2, "maxReplicas": maximum}
    return manifest("HorizontalPodAutoscaler", "api", group="autoscaling", spec=spec)


def breaker(streams: int) -> Manifest:
    """Return the policy of Envoy Gateway with a limit of requests."""
    return policy("BackendTrafficPolicy", ROUTE, circuitBreaker={"maxParallelRequests": streams})


@pytest.mark.parametrize("limit", ["limit-connections", "limit-rps", "limit-rpm", "limit-rate"])
def test_limit_per_client_is_reported(limit: str) -> None:
    """Many clients can have one address, and the service limits the streams itself."""
    [found] = clients_are_not_limited.findings(served(ingress({f"{NGINX}/{limit}": "5"})))

    assert found.path == ("metadata", "annotations", f"{NGINX}/{limit}")


def test_limit_of_openshift_is_reported() -> None:
    """The router of OpenShift counts the connections and the requests of one address."""
    limited = openshift_route({"haproxy.router.openshift.io/rate-limit-connections": "true"})

    assert len(clients_are_not_limited.findings(served(limited))) == 1


@pytest.mark.parametrize(("spec", "findings"), [({"rateLimit": {}}, 1), ({"inFlightReq": {}}, 1), ({"headers": {}}, 0)])
def test_limit_of_a_middleware(spec: dict[str, Any], findings: int) -> None:
    """A middleware of Traefik that limits requests is reported, if the route uses it."""
    reference = {"traefik.ingress.kubernetes.io/router.middlewares": "sync-limit@kubernetescrd"}
    middleware = manifest("Middleware", "limit", spec=spec)

    assert len(clients_are_not_limited.findings(served(ingress(reference), middleware))) == findings
    assert clients_are_not_limited.findings(served(ingress(), middleware)) == []


@pytest.mark.parametrize("annotations", [{}, {f"{NGINX}/limit-rate": "0"}], ids=str)
def test_route_without_limits_is_not_reported(annotations: dict[str, str]) -> None:
    """A route without limits, or with a limit of 0, which is off, is not reported."""
    assert clients_are_not_limited.findings(served(ingress(annotations))) == []


@pytest.mark.parametrize(
    ("maximum", "limit", "reason"),
    [
        (10, 1024, "limits one Envoy to 1024 streams (circuitBreaker.maxParallelRequests), but the pods accept 2000"),
        (6, 1199, "limits one Envoy to 1199 streams (circuitBreaker.maxParallelRequests), but the pods accept 1200"),
        (6, 1200, None),
        (10, 100_000, None),
    ],
)
def test_limit_of_streams_is_compared_with_the_pods(maximum: int, limit: int, reason: str | None) -> None:
    """The limit of one Envoy must be as high as the limit of all pods, at the highest number of pods."""
    found = envoy_accepts_as_many_streams_as_pods.findings(served(http_route(), breaker(limit), hpa(maximum)))

    assert [each.reason for each in found] == ([reason] if reason else [])


def test_limit_of_istio_is_in_a_destination_rule() -> None:
    """Istio has no limit by default, but many DestinationRules set one."""
    pool = {"connectionPool": {"tcp": {"maxConnections": 100}}}
    limit = manifest("DestinationRule", "sync", spec={"host": "sync", "trafficPolicy": pool})

    [found] = envoy_accepts_as_many_streams_as_pods.findings(served(http_route(), limit))

    name = "trafficPolicy.connectionPool.tcp.maxConnections"
    assert found.reason == f"limits one Envoy to 100 streams ({name}), but the pods accept 200"


@pytest.mark.parametrize(
    ("maximum", "service_yaml", "findings"), [(5, "{}", 0), (6, "{}", 1), (10, LOW_LIMIT, 0), (11, LOW_LIMIT, 1)]
)
def test_default_limit_is_a_note(maximum: int, service_yaml: str, findings: int) -> None:
    """The default of 1024 streams is a note if the pods accept more, because several Envoys may share the streams."""
    manifests = served(http_route(), gateway("eg"), hpa(maximum), service_yaml=service_yaml)

    found = envoy_accepts_as_many_streams_as_pods.findings(manifests)

    assert [each.severity for each in found] == ["note"] * findings


def test_limit_of_contour_is_an_annotation_of_the_service() -> None:
    """Contour reads the limits from the Service."""
    manifests = served(proxy(), hpa(10), service_annotations={CONTOUR: "500"})

    [found] = envoy_accepts_as_many_streams_as_pods.findings(manifests)

    assert (found.where, found.severity) == ("Service/sync", "warning")


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param(served(http_route(), gateway("eg"), hpa(50), service_yaml=None), id="unknown-limit-of-pods"),
        pytest.param(served(http_route(), gateway("traefik"), hpa(50)), id="no-envoy"),
        pytest.param(served(http_route(), gateway("eg")), id="one-pod"),
    ],
)
def test_other_limits_of_streams_are_not_reported(manifests: Any) -> None:
    """Nothing is reported if the limit of the pods is not known, or if the controller has no limit."""
    assert envoy_accepts_as_many_streams_as_pods.findings(manifests) == []


@pytest.mark.parametrize(
    ("manifests", "where"),
    [
        ([ingress({f"{NGINX}/affinity": "cookie"})], "Ingress/sync"),
        (
            [ingress({"alb.ingress.kubernetes.io/target-group-attributes": "a=b,stickiness.enabled=true"})],
            "Ingress/sync",
        ),
        ([ingress({"haproxy.org/load-balance": "source"})], "Ingress/sync"),
        ([openshift_route({"haproxy.router.openshift.io/balance": "source"})], "Route/sync"),
        ([openshift_route({"haproxy.router.openshift.io/disable_cookies": "false"})], "Route/sync"),
        ([ingress(ingressClassName="openshift-default")], "Ingress/sync"),
        ([proxy(loadBalancerPolicy={"strategy": "Cookie"})], "HTTPProxy/sync"),
        ([http_route(sessionPersistence={"type": "Cookie"})], "HTTPRoute/sync"),
        ([ingress_route(services=[{"name": "sync", "port": 80, "sticky": {"cookie": {}}}])], "IngressRoute/sync"),
        (
            [http_route(), policy("BackendTrafficPolicy", ROUTE, loadBalancer={"type": "ConsistentHash"})],
            "BackendTrafficPolicy/sync",
        ),
    ],
    ids=[
        *("nginx", "alb", "haproxy", "openshift", "openshift-cookie", "openshift-ingress"),
        *("contour", "gateway", "traefik", "envoy-gateway"),
    ],
)
def test_affinity_is_reported(manifests: list[Manifest], where: str) -> None:
    """A setting that always sends a client to the same pod is reported."""
    [found] = clients_may_use_any_pod.findings(served(*manifests))

    assert found.where == where


@pytest.mark.parametrize(
    ("affinity", "role", "findings"), [("ClientIP", "api", 1), ("None", "api", 0), ("ClientIP", "compact", 0)]
)
def test_affinity_of_a_service(affinity: str, role: str, findings: int) -> None:
    """The affinity of a Service of API pods is reported, also without a route."""
    made = service({"port": 80}, sessionAffinity=affinity)

    found = clients_may_use_any_pod.findings(objects(made, *pods(role, labels={"app": "api"})))

    assert len(found) == findings


@pytest.mark.parametrize(
    "route",
    [
        pytest.param(openshift_route({"haproxy.router.openshift.io/balance": "leastconn"}), id="no-cookies"),
        pytest.param(
            openshift_route({"haproxy.router.openshift.io/disable_cookies": ""}, tls={"termination": "passthrough"}),
            id="passthrough",
        ),
    ],
)
def test_route_without_cookies_is_not_reported(route: Manifest) -> None:
    """The router of OpenShift balances the clients if it does not set cookies."""
    assert clients_may_use_any_pod.findings(served(route)) == []


@pytest.mark.parametrize("balancing", ["leastconn", "roundrobin"])
def test_balancing_without_affinity_is_not_reported(balancing: str) -> None:
    """Balancing by connections or in turn is not reported."""
    assert clients_may_use_any_pod.findings(served(ingress({"haproxy.org/load-balance": balancing}))) == []
