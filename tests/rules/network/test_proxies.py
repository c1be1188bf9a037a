"""Ingress controllers pass requests and streams to the pods as the service needs it."""

from collections.abc import Mapping
from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.network.proxies import (
    pods_get_plain_http,
    responses_are_not_buffered,
    websocket_is_enabled,
)
from tests.rules.manifests import manifest, objects
from tests.rules.pods import pods, service
from tests.rules.routes import (
    ROUTE,
    SERVICE,
    http_route,
    ingress,
    openshift_route,
    policy,
    proxy,
    served,
    virtual_server,
)

NGINX, F5, TRAEFIK = "nginx.ingress.kubernetes.io", "nginx.org", "traefik.ingress.kubernetes.io"
OLD = "journeyapps/powersync-service:1.20.0"


def middleware(namespace: str = "sync", **spec: Any) -> Manifest:
    """Return a middleware of Traefik."""
    return manifest("Middleware", "extra", namespace=namespace, group="traefik.io", spec=spec)


def traefik(middlewares: str) -> Manifest:
    """Return an Ingress of Traefik with these middlewares."""
    return ingress({f"{TRAEFIK}/router.middlewares": middlewares}, ingressClassName="traefik")


@pytest.mark.parametrize(("image", "severity"), [(OLD, "warning"), ("journeyapps/powersync-service:1.20.1", "note")])
@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([ingress({f"{NGINX}/proxy-buffering": "on"})], id="nginx"),
        pytest.param([ingress({f"{F5}/proxy-buffering": "True", f"{F5}/websocket-services": "sync"})], id="f5"),
        pytest.param([http_route(), policy("ProxySettingsPolicy", ROUTE, buffering={"disable": False})], id="gateway"),
    ],
)
def test_buffering_is_a_note_if_the_service_forbids_it(manifests: list[Manifest], image: str, severity: str) -> None:
    """Since 1.20.1, a header of the service switches the buffering of nginx off."""
    [found] = responses_are_not_buffered.findings(served(*manifests, image=image))

    assert found.reason.startswith("switches response buffering on")
    assert found.severity == severity


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([ingress({f"{NGINX}/configuration-snippet": "proxy_buffering  on;"})], id="snippet"),
        pytest.param([ingress({f"{F5}/location-snippets": "proxy_ignore_headers X-Accel-Buffering;"})], id="header"),
        pytest.param([http_route(), policy("BackendTrafficPolicy", ROUTE, requestBuffer={"limit": "1Mi"})], id="envoy"),
        pytest.param([traefik("sync-extra@kubernetescrd"), middleware(buffering={})], id="middleware"),
        pytest.param(
            [
                traefik("sync-all@kubernetescrd"),
                manifest("Middleware", "all", spec={"chain": {"middlewares": [{"name": "extra"}, {"name": "all"}]}}),
                middleware(buffering={}),
            ],
            id="middleware-in-a-chain",
        ),
    ],
)
def test_buffering_that_the_service_cannot_forbid_is_a_warning(manifests: list[Manifest]) -> None:
    """If the proxy ignores the header of the service, buffering is reported for each release."""
    [found] = responses_are_not_buffered.findings(served(*manifests))

    assert found.severity == "warning"


def test_default_of_f5_is_reported_for_old_releases() -> None:
    """F5 NGINX Ingress Controller buffers by default, which matters only before 1.20.1."""
    route = ingress({f"{F5}/websocket-services": "sync"})

    assert len(responses_are_not_buffered.findings(served(route, image=OLD))) == 1
    assert responses_are_not_buffered.findings(served(route)) == []


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([ingress({f"{NGINX}/proxy-buffering": "off"})], id="off"),
        pytest.param([ingress()], id="default-of-nginx"),
        pytest.param([traefik("sync-extra@kubernetescrd"), middleware(headers={})], id="other-middleware"),
        pytest.param([traefik("sync-extra@kubernetescrd"), middleware("other", buffering={})], id="other-namespace"),
        pytest.param([traefik(""), middleware(buffering={})], id="middleware-of-no-route"),
    ],
)
def test_streams_without_buffering_are_not_reported(manifests: list[Manifest]) -> None:
    """A route without buffering is not reported."""
    assert responses_are_not_buffered.findings(served(*manifests, image=OLD)) == []


@pytest.mark.parametrize(
    ("route", "fix"),
    [
        (ingress(ingressClassName="contour"), "set the annotation projectcontour.io/websocket-routes to the paths of"),
        (ingress({f"{F5}/proxy-read-timeout": "3600s"}), "set the annotation nginx.org/websocket-services: sync"),
        (ingress({f"{F5}/websocket-services": "other, one"}), "set the annotation nginx.org/websocket-services: sync"),
        (proxy(), "set enableWebsockets: true in the route"),
    ],
    ids=["contour", "f5", "f5-for-other-services", "proxy"],
)
def test_missing_websocket_is_reported(route: Manifest, fix: str) -> None:
    """A controller that needs a setting for WebSocket, and does not have it, is reported."""
    [found] = websocket_is_enabled.findings(served(route))

    assert found.fix.startswith(fix)


@pytest.mark.parametrize(
    "route",
    [
        pytest.param(ingress({f"{F5}/websocket-services": "other, sync"}), id="f5"),
        pytest.param(proxy(enableWebsockets=True), id="proxy"),
        pytest.param(proxy(conditions=[{"prefix": "/write-checkpoint2.json"}]), id="path-without-streams"),
        pytest.param(proxy(conditions=[{"exact": "/"}]), id="exact-path-without-streams"),
        pytest.param(ingress(ingressClassName="traefik"), id="built-in"),
        pytest.param(ingress(ingressClassName="nginx"), id="unknown"),
    ],
)
def test_enabled_websocket_is_not_reported(route: Manifest) -> None:
    """A controller with the setting, or that needs none, is not reported."""
    assert websocket_is_enabled.findings(served(route)) == []


@pytest.mark.parametrize(
    ("manifests", "annotations", "where"),
    [
        ([ingress({f"{NGINX}/backend-protocol": "GRPC"})], {}, "Ingress/sync"),
        ([ingress({"alb.ingress.kubernetes.io/backend-protocol-version": "HTTP2"})], {}, "Ingress/sync"),
        ([virtual_server(tls={"enable": True})], {}, "VirtualServer/sync"),
        ([openshift_route(tls={"termination": "reencrypt"})], {}, "Route/sync"),
        ([ingress({"route.openshift.io/termination": "passthrough"})], {}, "Ingress/sync"),
        ([ingress()], {f"{TRAEFIK}/service.serversscheme": "h2c"}, "Service/sync"),
        ([ingress()], {"projectcontour.io/upstream-protocol.tls": "80"}, "Service/sync"),
        ([ingress(ingressClassName="kong")], {"konghq.com/protocol": "https"}, "Service/sync"),
        ([ingress()], {"cloud.google.com/app-protocols": '{"http":"HTTP2"}'}, "Service/sync"),
        ([proxy(services=[{"name": "sync", "port": 80, "protocol": "h2c"}])], {}, "HTTPProxy/sync"),
        (
            [
                http_route(),
                policy("TargetGroupConfiguration", SERVICE, defaultConfiguration={"protocolVersion": "GRPC"}),
            ],
            {},
            "TargetGroupConfiguration/sync",
        ),
    ],
    ids=str,
)
def test_other_protocol_is_reported(manifests: list[Manifest], annotations: Mapping[str, str], where: str) -> None:
    """TLS and HTTP/2 to the pods are errors, because the service serves neither."""
    [found] = pods_get_plain_http.findings(served(*manifests, service_annotations=annotations))

    assert (found.where, found.severity) == (where, "error")


@pytest.mark.parametrize(
    ("protocol", "findings"), [("https", 1), ("kubernetes.io/h2c", 1), ("http", 0), ("kubernetes.io/ws", 0)]
)
def test_app_protocol_of_the_service(protocol: str, findings: int) -> None:
    """`appProtocol` also counts without a route, because other repositories may have the route."""
    port = {"port": 80, "targetPort": 8080, "appProtocol": protocol}

    assert len(pods_get_plain_http.findings(objects(service(port), *pods()))) == findings


@pytest.mark.parametrize(("services", "findings"), [("other,sync", 1), ("other, sync-2", 0)])
def test_annotation_that_lists_services(services: str, findings: int) -> None:
    """An annotation that lists Services counts only for those Services, because applications can share an Ingress."""
    assert len(pods_get_plain_http.findings(served(ingress({f"{F5}/ssl-services": services})))) == findings


def test_annotation_of_another_controller_is_not_reported() -> None:
    """A controller ignores the annotations of the controller that served the Ingress before."""
    route = ingress({f"{NGINX}/backend-protocol": "HTTPS"}, ingressClassName="alb")

    assert pods_get_plain_http.findings(served(route)) == []


@pytest.mark.parametrize("value", ["HTTP", "http", ""])
def test_plain_http_is_not_reported(value: str) -> None:
    """The protocol HTTP is not reported."""
    assert pods_get_plain_http.findings(served(ingress({f"{NGINX}/backend-protocol": value}))) == []
