"""The timers of ingress controllers that can end a stream: where each one is set, and its default."""

import math
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, Path, mapping
from powersync_constructs.rules.network._durations import seconds_of
from powersync_constructs.rules.network._served_routes import BACKEND_CONFIG, ServedRoute

Kind = Literal["absolute", "inactivity"]
"""Whether a timer limits the whole duration of a stream, or the time between two lines of it."""


class Timer(NamedTuple):
    """A timer that is set in an object."""

    object: KubeObject
    path: Path
    name: str
    """The setting, as a finding names it."""
    seconds: float
    """Infinity for a timer that is off."""
    off: str
    """The value that makes the timer long enough, as the setting expects it."""


class _Setting(NamedTuple):
    """Where a timer is set."""

    kind: Kind
    path: Path
    """The path of the field in the spec, or in the item of a list; for an annotation, its name."""
    off: str
    unit: str = "s"
    """The unit of a number without a unit."""
    zero_is_off: bool = False


_ANNOTATIONS = (
    _Setting("absolute", ("projectcontour.io/response-timeout",), "infinity", zero_is_off=True),
    _Setting("absolute", ("projectcontour.io/request-timeout",), "infinity", zero_is_off=True),
    _Setting("inactivity", ("appgw.ingress.kubernetes.io/request-timeout",), "3600"),
    _Setting("inactivity", ("nginx.ingress.kubernetes.io/proxy-read-timeout",), "3600"),
    _Setting("inactivity", ("nginx.org/proxy-read-timeout",), "3600s"),
    _Setting("inactivity", ("konghq.com/read-timeout",), "3600000", unit="ms"),
    _Setting("inactivity", ("haproxy.org/timeout-server",), "3600s", unit="ms"),
    _Setting("inactivity", ("haproxy-ingress.github.io/timeout-server",), "3600s", unit="ms"),
    _Setting("inactivity", ("haproxy-ingress.github.io/timeout-tunnel",), "3600s", unit="ms"),
    _Setting("inactivity", ("haproxy.router.openshift.io/timeout",), "3600s", unit="ms", zero_is_off=True),
    _Setting("inactivity", ("haproxy.router.openshift.io/timeout-tunnel",), "3600s", unit="ms", zero_is_off=True),
)
"""The timers in annotations of an Ingress or a Service.

`proxy-send-timeout` is not one of them: nginx applies it only while it writes to a pod, so it ends neither HTTP streams
nor WebSocket connections that are idle (measured with nginx 1.22). `request-timeout` of AGIC must exceed "the idle time
between events" (Using server-sent events with Application Gateway, learn.microsoft.com). The router of OpenShift
ignores zero. Its defaults are 30 s, and 1 h for WebSocket (haproxy-config.template of openshift/router).
"""
_POLICIES: Mapping[str, tuple[_Setting, ...]] = {
    "BackendConfig": (_Setting("absolute", ("timeoutSec",), "86400"),),
    "GCPBackendPolicy": (_Setting("absolute", ("default", "timeoutSec"), "86400"),),
    "RoutePolicy": (
        _Setting("absolute", ("default", "timeouts", "routeTimeout"), "0s", zero_is_off=True),
        _Setting("absolute", ("override", "timeouts", "routeTimeout"), "0s", zero_is_off=True),
    ),
    "BackendTrafficPolicy": (
        *(
            _Setting("absolute", ("timeout", "http", field), "0s", zero_is_off=True)
            for field in ("requestTimeout", "maxStreamDuration", "maxConnectionDuration")
        ),
        _Setting("inactivity", ("timeout", "http", "streamIdleTimeout"), "1h", zero_is_off=True),
    ),
    "ClientTrafficPolicy": (_Setting("inactivity", ("timeout", "http", "streamIdleTimeout"), "1h", zero_is_off=True),),
    "TrafficPolicy": (
        _Setting("absolute", ("timeouts", "request"), "0s", zero_is_off=True),
        _Setting("inactivity", ("timeouts", "streamIdle"), "1h", zero_is_off=True),
    ),
    "ProxySettingsPolicy": (_Setting("inactivity", ("timeout", "read"), "3600s"),),
    "DestinationRule": (
        _Setting("absolute", ("trafficPolicy", "connectionPool", "tcp", "maxConnectionDuration"), "24h"),
        _Setting("inactivity", ("trafficPolicy", "connectionPool", "tcp", "idleTimeout"), "1h", zero_is_off=True),
    ),
}
"""The timers in the spec of a policy, by its kind."""
_ITEMS: Mapping[str, tuple[str, tuple[_Setting, ...]]] = {
    "HTTPRoute": (
        "rules",
        (
            _Setting("absolute", ("timeouts", "request"), "0s", zero_is_off=True),
            _Setting("absolute", ("timeouts", "backendRequest"), "0s", zero_is_off=True),
        ),
    ),
    "HTTPProxy": (
        "routes",
        (
            _Setting("absolute", ("timeoutPolicy", "response"), "infinity", zero_is_off=True),
            _Setting("inactivity", ("timeoutPolicy", "idle"), "1h", zero_is_off=True),
        ),
    ),
    "VirtualService": ("http", (_Setting("absolute", ("timeout",), "0s", zero_is_off=True),)),
    "VirtualServer": ("upstreams", (_Setting("inactivity", ("read-timeout",), "3600s"),)),
}
"""The timers in the rules of a route, by its kind: the list of rules, and the fields of a rule."""
_ALB_ATTRIBUTES = "alb.ingress.kubernetes.io/load-balancer-attributes"
_ALB_IDLE = "idle_timeout.timeout_seconds"
_IGNORES_ROUTES = ("aws-gateway", "gke-gateway", "kong", "nginx-gateway", "traefik", "traefik-gateway")
"""The controllers that ignore or reject the timeouts of an HTTPRoute (conformance reports of Gateway API 1.6)."""


def timers_of(route: ServedRoute, kind: Kind) -> Iterator[Timer]:
    """Yield the timers of a kind that are set for a route."""
    for each in route.settings:
        yield from _of_annotations(each, route.annotations_of(each), kind)
    for policy in route.policies:
        for setting in _POLICIES.get(policy.kind, ()):
            yield from _timer(policy, ("spec",), policy.spec, setting, kind)
    field, settings = _ITEMS.get(route.object.kind, ("", ()))
    if settings and route.controller not in _IGNORES_ROUTES:
        for index, item in route.stream_items(field):
            for setting in settings:
                yield from _timer(route.object, ("spec", field, index), item, setting, kind)


def _of_annotations(each: KubeObject, annotations: Mapping[str, str], kind: Kind) -> Iterator[Timer]:
    for setting in _ANNOTATIONS:
        yield from _timer(each, ("metadata", "annotations"), annotations, setting, kind)
    attributes = annotations.get(_ALB_ATTRIBUTES, "")
    for attribute in attributes.split(",") if kind == "inactivity" else ():
        name, _, value = attribute.strip().partition("=")
        seconds = seconds_of(value)
        if name == _ALB_IDLE and seconds is not None:
            yield Timer(each, ("metadata", "annotations", _ALB_ATTRIBUTES), name, seconds, "3600")


def _timer(each: KubeObject, start: Path, fields: Manifest, setting: _Setting, kind: Kind) -> Iterator[Timer]:
    if setting.kind != kind:
        return
    *parents, last = map(str, setting.path)
    seconds = seconds_of(mapping(fields, *parents).get(last), setting.unit)
    if seconds is not None:
        is_off = setting.zero_is_off and seconds == 0
        name = ".".join(map(str, setting.path))
        yield Timer(each, (*start, *setting.path), name, math.inf if is_off else seconds, setting.off)


class Default(NamedTuple):
    """A response timeout that applies because nothing sets another one."""

    object: KubeObject
    path: Path
    seconds: int
    fix: str
    is_certain: bool
    """False if an object that is not in the manifests may set another timeout."""


_BY_POLICY = {
    "contour-gateway": (15, "set timeouts.request: 0s in the rule"),
    "envoy-gateway": (15, "set timeouts.request: 0s in the rule"),
    "kgateway": (15, "set timeouts.request: 0s in the rule"),
    "gke-gateway": (30, "create a GCPBackendPolicy with timeoutSec: 86400 for the Service"),
    "azure-gateway": (60, "set timeouts.request: 0s in the rule, or create a RoutePolicy with routeTimeout: 0s"),
}
"""The default of the controllers whose timeout can be in a policy of another origin, and the fix."""
_GKE_DEFAULT = 30


def default_timeouts(route: ServedRoute) -> Iterator[Default]:
    """Yield the default response timeouts of the controller that apply to a route."""
    each = route.object
    if route.controller == "contour-proxy":
        yield from _defaults_of_proxy(route)
    elif route.controller == "gke":
        yield from _defaults_of_gke(route)
    elif any(True for _ in timers_of(route, "absolute")):
        return
    elif route.controller == "contour":
        fix = "set the annotation projectcontour.io/response-timeout: infinity"
        yield Default(each, ("metadata", "annotations"), 15, fix, is_certain=True)
    elif route.controller in _BY_POLICY:
        yield Default(each, ("spec",), *_BY_POLICY[route.controller], is_certain=False)


def _defaults_of_proxy(route: ServedRoute) -> Iterator[Default]:
    for index, item in route.stream_items("routes"):
        if not mapping(item, "timeoutPolicy").get("response"):
            fix = "set timeoutPolicy.response: infinity in the route"
            yield Default(route.object, ("spec", "routes", index), 15, fix, is_certain=True)


def _defaults_of_gke(route: ServedRoute) -> Iterator[Default]:
    configs = [policy for policy in route.policies if policy.kind == "BackendConfig"]
    fix = "create a BackendConfig with timeoutSec: 86400, and name it in the annotation of the Service"
    if any("timeoutSec" in config.spec for config in configs):
        return
    for config in configs:
        yield Default(config, ("spec",), _GKE_DEFAULT, "set timeoutSec: 86400", is_certain=True)
    for service in route.services:
        if BACKEND_CONFIG not in service.annotations:
            yield Default(service, ("metadata", "annotations"), _GKE_DEFAULT, fix, is_certain=True)
