"""Rules about how ingress controllers limit clients, and spread them over the pods."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from powersync_constructs.config.ingress._streams import ENVOY_DEFAULT, ENVOY_STREAMS
from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.connection_limits import connection_limit
from powersync_constructs.rules._lib.manifest import KubeObject, Path, indexed, mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.replicas import is_controlled, replicas_of
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.network._middlewares import middlewares_of
from powersync_constructs.rules.network._proxy_settings import AFFINITY, LIMITS, setting, violation_of, wrong_settings
from powersync_constructs.rules.network._served_routes import (
    LOOKS_AT,
    ServedRoute,
    served_routes,
    serving_services,
)

_CONTOUR = ("projectcontour.io/max-connections", "projectcontour.io/max-requests")
"""The annotations of a Service with the limits of Contour per Envoy."""
_BREAKERS: Mapping[str, tuple[str, ...]] = {
    "BackendTrafficPolicy": ("circuitBreaker.maxConnections", "circuitBreaker.maxParallelRequests"),
    "BackendConfigPolicy": ("circuitBreakers.maxConnections", "circuitBreakers.maxRequests"),
    "DestinationRule": (
        "trafficPolicy.connectionPool.tcp.maxConnections",
        "trafficPolicy.connectionPool.http.http2MaxRequests",
    ),
}
"""The fields of a policy with the limits per Envoy. Those of Istio are for HTTP/1.1 too."""
_HAS_BREAKER = {
    **dict.fromkeys(("contour", "contour-gateway", "contour-proxy"), f"set the annotations {' and '.join(_CONTOUR)}"),
    "envoy-gateway": "create a BackendTrafficPolicy with a circuitBreaker",
    "kgateway": "create a BackendConfigPolicy with circuitBreakers",
}
"""The controllers with a limit of 1024 streams per Envoy by default, and the way to raise it."""
_NO_COOKIES = "haproxy.router.openshift.io/disable_cookies"
"""The annotation that disables the cookies of the router of OpenShift."""


@rule(
    "PS710",
    "client-limits",
    "warning",
    looks_at=LOOKS_AT,
    fix="Remove the limit. The service limits the number of streams per pod itself.",
    scope="app",
)
def clients_are_not_limited(objects: Objects) -> Iterator[Violation]:
    """The ingress controller does not limit the connections or the requests of one client address.

    A stream is one connection that lasts for hours, and many clients can have the same address, for example all phones
    of a mobile network. After a rollout, all clients connect again within seconds. A client that the controller refuses
    tries again every 5 s.
    """
    for route in served_routes(objects):
        for found in wrong_settings(route, LIMITS):
            yield violation_of(found)
        for middleware in middlewares_of(route, objects):
            for kind in ("rateLimit", "inFlightReq"):
                if kind in middleware.spec:
                    reason = f"limits the clients of {route.object}, but many clients can have the same address"
                    yield Violation(middleware, reason, "remove it from the route", ("spec", kind))


@rule(
    "PS711",
    "stream-limit",
    "warning",
    "note",
    looks_at="routes of controllers that use Envoy, with their policies, their Services and the API pods",
    fix=f"Raise the limits of connections and requests, for example to {ENVOY_STREAMS}.",
    scope="app",
)
def envoy_accepts_as_many_streams_as_pods(objects: Objects) -> Iterator[Violation]:
    """One Envoy accepts as many streams as all API pods together.

    By default, Contour, Envoy Gateway and kgateway limit the connections and the requests of one Envoy to a Service to
    1024. With Istio, a DestinationRule can set such a limit. Envoy answers further clients with 503, while pods still
    have room. A pod accepts 200 streams by default, and the rule multiplies this limit by the maximum number of pods.

    Without a limit in the manifests, the finding is a note, because several Envoys may share the streams.
    """
    for route in served_routes(objects):
        capacity = _capacity(route, objects)
        limits = [*_limits(route)]
        if capacity is None:
            continue
        for limit in limits:
            if limit.streams < capacity:
                yield _too_low(limit, capacity)
        if not limits and route.controller in _HAS_BREAKER and capacity > ENVOY_DEFAULT:
            reason = f"sets no limit of streams, so one Envoy accepts {ENVOY_DEFAULT}, but the pods accept {capacity}"
            severity: Severity = "note"
            yield Violation(route.object, reason, _HAS_BREAKER[route.controller], severity=severity)


@rule(
    "PS712",
    "session-affinity",
    "warning",
    looks_at=f"{LOOKS_AT}, and Services of API pods",
    fix="Remove the session affinity, and balance by the number of connections.",
    scope="app",
)
def clients_may_use_any_pod(objects: Objects) -> Iterator[Violation]:
    """The ingress controller can send a new stream to any pod.

    A client can continue its sync at every pod of an instance. With session affinity, clients return to a full pod,
    which refuses them with 429, while a new pod stays empty. All clients behind one address even get the same pod. The
    router of OpenShift sets a cookie by default.
    """
    for route in served_routes(objects):
        for found in wrong_settings(route, AFFINITY):
            yield violation_of(found)
        for path in _sticky_cookies(route):
            reason = "has a sticky cookie, which always sends a client to the same pod"
            yield Violation(route.object, reason, "remove sticky", path)
        if _has_cookies_by_default(route):
            reason = "does not disable the cookies of the router, which always send a client to the same pod"
            fix = f'set the annotation {_NO_COOKIES}: "true"'
            yield Violation(route.object, reason, fix, ("metadata", "annotations"))
    serving = serving_services(objects)
    for service in objects.of_kind("Service"):
        if id(service) in serving and service.spec.get("sessionAffinity") == "ClientIP":
            reason = "has sessionAffinity: ClientIP, which sends all clients of one address to the same pod"
            yield Violation(service, reason, "set it to None", ("spec", "sessionAffinity"))


def _sticky_cookies(route: ServedRoute) -> Iterator[Path]:
    """Yield the paths of the sticky cookies in an IngressRoute."""
    for index, item in route.items("routes"):
        for position, service in indexed(item, "services"):
            if mapping(service, "sticky"):
                yield "spec", "routes", index, "services", position, "sticky"


def _has_cookies_by_default(route: ServedRoute) -> bool:
    """Return whether the router of OpenShift sets cookies. It cannot with `passthrough`."""
    each = route.object
    return (
        route.controller == "openshift-router"
        and each.annotations.get(_NO_COOKIES, "").lower() != "true"
        and mapping(each.spec, "tls").get("termination") != "passthrough"
    )


class _Limit(NamedTuple):
    """A limit of streams per Envoy."""

    object: KubeObject
    path: Path
    name: str
    streams: int


def _limits(route: ServedRoute) -> Iterator[_Limit]:
    for service in route.services:
        annotations = route.annotations_of(service)
        for name in _CONTOUR:
            written = annotations.get(name, "")
            if written.isdecimal() and len(written) < 10:
                yield _Limit(service, ("metadata", "annotations", name), name, int(written))
    for policy in route.policies:
        for name in _BREAKERS.get(policy.kind, ()):
            streams = setting(policy.spec, name)
            if isinstance(streams, int) and not isinstance(streams, bool):
                yield _Limit(policy, ("spec", *name.split(".")), name, streams)


def _capacity(route: ServedRoute, objects: Objects) -> int | None:
    """Return how many HTTP streams all pods together accept; None if the manifests do not show it."""
    total = 0
    for container in (each for each in route.containers if not is_controlled(each.object)):
        limit, replicas = connection_limit(container, objects), replicas_of(container.object, objects)
        if limit is None or replicas is None:
            return None
        total += limit * replicas.most
    return total


def _too_low(limit: _Limit, capacity: int) -> Violation:
    reason = f"limits one Envoy to {limit.streams} streams ({limit.name}), but the pods accept {capacity}"
    return Violation(limit.object, reason, f"raise it to {capacity} or more", limit.path)
