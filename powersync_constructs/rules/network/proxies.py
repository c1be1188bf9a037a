"""Rules about how ingress controllers pass requests and streams to the pods."""

from collections.abc import Iterator

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.manifest import KubeObject, Path, indexed, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.network._middlewares import middlewares_of
from powersync_constructs.rules.network._proxy_settings import (
    ALWAYS_BUFFERING,
    BACKEND_PROTOCOL,
    BUFFERING,
    violation_of,
    wrong_settings,
)
from powersync_constructs.rules.network._served_routes import (
    LOOKS_AT,
    ServedRoute,
    served_routes,
    serving_services,
)

_ANNOTATIONS: Path = ("metadata", "annotations")
_HAS_HEADER = ServiceVersion(1, 20, 1)
"""The first release that sends `X-Accel-Buffering: no`."""
_F5_BUFFERING = "nginx.org/proxy-buffering"
_F5_WEBSOCKET = "nginx.org/websocket-services"
_CONTOUR_WEBSOCKET = "projectcontour.io/websocket-routes"
_NOT_HTTP = {"https", "grpc", "grpcs", "http2", "h2", "h2c", "kubernetes.io/h2c", "kubernetes.io/wss"}
"""The values of `appProtocol` that make a controller send something other than plain HTTP/1.1."""


@rule(
    "PS704",
    "response-buffering",
    "warning",
    "note",
    looks_at=LOOKS_AT,
    fix="Switch off response buffering.",
    scope="app",
)
def responses_are_not_buffered(objects: Objects) -> Iterator[Violation]:
    """The ingress controller forwards each line of a stream at once.

    A controller that buffers responses holds the lines back until its buffer is full, so clients get changes late or
    never. Since service 1.20.1, the response has the header `X-Accel-Buffering: no`, which nginx obeys. With such an
    image, a setting that this header overrides is only a note.
    """
    for route in served_routes(objects):
        severity: Severity | None = "note" if _sends_header(route) else None
        for found in wrong_settings(route, BUFFERING):
            yield violation_of(found, "so clients get the lines of a stream late", severity)
        for found in wrong_settings(route, ALWAYS_BUFFERING):
            yield violation_of(found)
        for middleware in middlewares_of(route, objects):
            if "buffering" in middleware.spec:
                reason = f"buffers the responses of {route.object}, so streams do not reach the clients"
                yield Violation(middleware, reason, "remove it from the route", ("spec", "buffering"))
        each = route.object
        is_f5 = route.controller == "f5-nginx" and each.kind == "Ingress"
        if is_f5 and severity is None and _F5_BUFFERING not in each.annotations:
            reason = "does not switch response buffering off, which is on by default with this controller"
            yield Violation(each, reason, f'set the annotation {_F5_BUFFERING}: "False"', _ANNOTATIONS)


@rule(
    "PS705",
    "websocket",
    "warning",
    looks_at="Ingresses of Contour and of F5 NGINX Ingress Controller, and HTTPProxies",
    fix="Enable WebSocket for the Service in the settings of the ingress controller.",
    scope="app",
)
def websocket_is_enabled(objects: Objects) -> Iterator[Violation]:
    """The ingress controller accepts WebSocket connections to the service.

    Contour and F5 NGINX Ingress Controller reject them unless a setting enables them. Clients that use WebSocket then
    cannot connect. The other controllers need no setting.
    """
    for route in served_routes(objects):
        each = route.object
        if route.controller == "contour" and _CONTOUR_WEBSOCKET not in each.annotations:
            yield _no_websocket(
                each, _ANNOTATIONS, f"set the annotation {_CONTOUR_WEBSOCKET} to the paths of the rules"
            )
        elif route.controller == "f5-nginx" and each.kind == "Ingress":
            enabled = {name.strip() for name in each.annotations.get(_F5_WEBSOCKET, "").split(",")}
            for service in route.services:
                if service.name not in enabled:
                    fix = f"set the annotation {_F5_WEBSOCKET}: {service.name}"
                    yield _no_websocket(each, _ANNOTATIONS, fix)
        elif route.controller == "contour-proxy":
            for index, item in route.stream_items("routes"):
                if item.get("enableWebsockets") is not True:
                    yield _no_websocket(each, ("spec", "routes", index), "set enableWebsockets: true in the route")


@rule(
    "PS706",
    "backend-protocol",
    "error",
    looks_at=f"{LOOKS_AT}, and their Services",
    fix="Remove the setting. The service serves HTTP/1.1 without TLS.",
    scope="app",
)
def pods_get_plain_http(objects: Objects) -> Iterator[Violation]:
    """The ingress controller sends plain HTTP/1.1 to the pods.

    The service has neither TLS nor HTTP/2 (router in service-core, Fastify with its default settings), so every request
    with another protocol fails. TLS and HTTP/2 between clients and the controller are not affected.
    """
    for route in served_routes(objects):
        for found in wrong_settings(route, BACKEND_PROTOCOL):
            yield violation_of(found)
        for index, item in route.items("routes"):
            for position, service in indexed(item, "services"):
                if text(service.get("protocol") or service.get("scheme")).lower() in {"tls", "https", "h2", "h2c"}:
                    path = ("spec", "routes", index, "services", position)
                    yield Violation(route.object, _other_protocol(), "remove the protocol of the Service", path)
    serving = serving_services(objects)
    for each in objects.of_kind("Service"):
        for index, port in indexed(each.spec, "ports") if id(each) in serving else ():
            if text(port.get("appProtocol")).lower() in _NOT_HTTP:
                place = ("spec", "ports", index, "appProtocol")
                yield Violation(each, _other_protocol(), "remove appProtocol, or set it to http", place)


def _no_websocket(each: KubeObject, path: Path, fix: str) -> Violation:
    return Violation(each, "does not enable WebSocket, so the controller rejects these connections", fix, path)


def _other_protocol() -> str:
    return "does not send plain HTTP/1.1 to the pods, which serve nothing else"


def _sends_header(route: ServedRoute) -> bool:
    """Return whether the service forbids nginx to buffer the streams."""
    return all(each.version is not None and each.version >= _HAS_HEADER for each in route.containers)
