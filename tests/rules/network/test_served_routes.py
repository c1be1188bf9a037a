"""The ingress controller of a route is recognized by its class, its policies and its annotations."""

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.network._served_routes import served_routes
from tests.rules.manifests import manifest, objects
from tests.rules.pods import pods, service
from tests.rules.routes import SERVICE, gateway, http_route, ingress, openshift_route, policy, proxy, served


def ingress_class(name: str, controller: str) -> Manifest:
    """Return an IngressClass."""
    return manifest("IngressClass", name, namespace=None, group="networking.k8s.io", spec={"controller": controller})


def gateway_class(name: str, controller: str) -> Manifest:
    """Return a GatewayClass."""
    return manifest("GatewayClass", name, namespace=None, spec={"controllerName": controller})


@pytest.mark.parametrize(
    ("manifests", "controller"),
    [
        ([ingress(ingressClassName="traefik")], "traefik"),
        ([ingress({"kubernetes.io/ingress.class": "gce-internal"})], "gke"),
        ([ingress({"nginx.org/proxy-buffering": "False"}, ingressClassName="nginx")], "f5-nginx"),
        ([ingress({"haproxy.org/check": "true"}, ingressClassName="haproxy")], "haproxy-technologies"),
        ([ingress(ingressClassName="own"), ingress_class("own", "k8s.io/ingress-nginx")], "ingress-nginx"),
        ([ingress(ingressClassName="alb"), ingress_class("alb", "example.com/other")], ""),
        ([ingress(ingressClassName="nginx")], ""),
        ([ingress({"nginx.org/a": "1", "haproxy.org/b": "2"})], ""),
        ([ingress(ingressClassName="own"), ingress_class("own", "openshift.io/ingress-to-route")], "openshift-router"),
        ([openshift_route()], "openshift-router"),
        ([proxy()], "contour-proxy"),
        ([http_route()], ""),
        ([http_route(), gateway("istio")], "istio"),
        (
            [http_route(), gateway("own"), gateway_class("own", "gateway.envoyproxy.io/gatewayclass-controller")],
            "envoy-gateway",
        ),
        (
            [http_route(), gateway("own"), gateway_class("own", "projectcontour.io/gateway-controller")],
            "contour-gateway",
        ),
        ([http_route(), policy("BackendConfigPolicy", SERVICE, "gateway.kgateway.dev")], "kgateway"),
    ],
    ids=str,
)
def test_controller_is_recognized(manifests: list[Manifest], controller: str) -> None:
    """A class in the manifests decides, then the usual name of a class, then annotations and policies."""
    [route] = served_routes(served(*manifests))

    assert route.controller == controller


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([ingress(), *pods()], id="no-service"),
        pytest.param([ingress(), service({"port": 80}, selector={"app": "other"}), *pods()], id="other-pods"),
        pytest.param([ingress(), service({"port": 80}), *pods("replication", labels={"app": "api"})], id="replicators"),
        pytest.param([service({"port": 80}), *pods()], id="no-route"),
    ],
)
def test_routes_to_nothing_of_the_service_are_left_out(manifests: list[Manifest]) -> None:
    """Only a route to pods that clients connect to counts."""
    assert served_routes(objects(*manifests)) == ()
