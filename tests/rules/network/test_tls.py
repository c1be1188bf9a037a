"""Clients connect with TLS."""

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.network.tls import clients_connect_with_tls
from tests.rules.manifests import manifest, of_instance
from tests.rules.routes import gateway, http_route, ingress, ingress_route, openshift_route, proxy, served

ENTRY = "traefik.ingress.kubernetes.io/router.entrypoints"
ALB = "alb.ingress.kubernetes.io"
MIDDLEWARES = "traefik.ingress.kubernetes.io/router.middlewares"
REDIRECT = manifest("Middleware", "redirect", group="traefik.io", spec={"redirectScheme": {"scheme": "https"}})
REDIRECTED = ingress_route("web", middlewares=[{"name": "redirect"}])


def at_listeners(*sections: str) -> Manifest:
    """Return an HTTPRoute for these listeners of its Gateway."""
    route = http_route()
    parents = [{"name": "public", "sectionName": section} for section in sections]
    return {**route, "spec": {**route["spec"], "parentRefs": parents}}


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([ingress({ENTRY: "web"}, ingressClassName="traefik")], id="traefik"),
        pytest.param([ingress(ingressClassName="contour")], id="contour"),
        pytest.param([ingress(ingressClassName="alb")], id="alb"),
        pytest.param([ingress({f"{ALB}/listen-ports": '[{"HTTP":80}]'}, ingressClassName="alb")], id="alb-listener"),
        pytest.param([proxy()], id="proxy"),
        pytest.param([ingress_route("web")], id="traefik-route"),
        pytest.param([openshift_route(tls=None)], id="openshift-route"),
        pytest.param([at_listeners("http"), gateway("eg", "HTTP", "HTTPS")], id="listener"),
        pytest.param([http_route(), gateway("eg", "HTTP")], id="gateway"),
    ],
)
def test_plain_http_is_reported(manifests: list[Manifest]) -> None:
    """A host that has only plain HTTP is reported, with its name."""
    [found] = clients_connect_with_tls.findings(served(*manifests))

    assert found.reason.startswith("serves sync.example.com without TLS")


WITH_PARAMETERS = manifest(
    "IngressClass", "alb", namespace="", spec={"controller": "ingress.k8s.aws/alb", "parameters": {"name": "public"}}
)


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([ingress(ingressClassName="alb"), WITH_PARAMETERS], id="certificate-in-the-class"),
        pytest.param([ingress(ingressClassName="contour", tls=[{"secretName": "a"}])], id="secret"),
        pytest.param([ingress({ENTRY: "websecure"}, ingressClassName="traefik")], id="entry-point"),
        pytest.param([ingress({f"{ALB}/certificate-arn": "arn"}, ingressClassName="alb")], id="certificate"),
        pytest.param([ingress({f"{ALB}/listen-ports": '[{"HTTPS":443}]'}, ingressClassName="alb")], id="discovery"),
        pytest.param([ingress({f"{ALB}/listen-ports": "[{"}, ingressClassName="alb")], id="invalid-listeners"),
        pytest.param([ingress(ingressClassName="nginx")], id="default-certificate"),
        pytest.param([openshift_route()], id="openshift-route"),
        pytest.param([ingress(ingressClassName="contour", host="sync.localhost")], id="localhost"),
        pytest.param([of_instance(ingress(ingressClassName="contour"))], id="chosen-in-this-library"),
        pytest.param([proxy({"tls": {"secretName": "a"}})], id="proxy"),
        pytest.param([http_route()], id="gateway-elsewhere"),
        pytest.param([REDIRECTED, REDIRECT], id="redirect"),
        pytest.param([REDIRECTED], id="middleware-elsewhere"),
        pytest.param(
            [ingress({ENTRY: "web", MIDDLEWARES: "sync-redirect@kubernetescrd"}, ingressClassName="traefik"), REDIRECT],
            id="redirect-of-an-ingress",
        ),
        pytest.param([at_listeners("http", "https"), gateway("eg", "HTTP", "HTTPS")], id="both-listeners"),
        pytest.param([http_route(), gateway("eg", "HTTP", "HTTPS")], id="gateway"),
    ],
)
def test_tls_is_not_reported(manifests: list[Manifest]) -> None:
    """A route is not reported if it has TLS, or if the manifests do not show it."""
    assert clients_connect_with_tls.findings(served(*manifests)) == []
