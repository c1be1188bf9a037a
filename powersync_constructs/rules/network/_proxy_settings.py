"""The settings of ingress controllers that do not fit the service, as data.

Sources: the references of the annotations of each controller, and those of the custom resources.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, Path, mapping
from powersync_constructs.rules.network._served_routes import ServedRoute


class Wrong(NamedTuple):
    """A value of an annotation, or of a field of a policy or a route, that does not fit the service."""

    field: str
    """The annotation; otherwise the kind of the object and a path: `RoutePolicy default.timeouts`.

    The path begins in the spec of a policy or a Route, or in an item of the list `_ITEMS` of another route.
    """
    values: str
    """A regular expression of the values that do not fit, in lower case."""
    effect: str
    """What the value does, as the rest of a sentence that begins with the object."""
    fix: str


class Found(NamedTuple):
    """A setting that does not fit the service, in an object."""

    object: KubeObject
    path: Path
    wrong: Wrong


_ITEMS = {"HTTPProxy": "routes", "HTTPRoute": "rules", "VirtualServer": "upstreams"}
"""The list in the spec of a route whose items name the Services."""
_ANY = r".+"
_LISTS_SERVICES = "-services"
"""The end of the annotations of F5 that contain the names of Services."""
_NGINX, _F5 = "nginx.ingress.kubernetes.io", "nginx.org"
_HAPROXY, _HAPROXY_INGRESS = "haproxy.org", "haproxy-ingress.github.io"
_OPENSHIFT = "haproxy.router.openshift.io"
_TRAEFIK = "traefik.ingress.kubernetes.io"
_SNIPPET = r"[\s\S]*(proxy_buffering\s+on|proxy_ignore_headers[^;]*x-accel-buffering)[\s\S]*"
_IGNORES = (
    "ignores X-Accel-Buffering or switches response buffering on in a snippet, "
    "so clients get the lines of a stream late, or not at all"
)

BUFFERING = (
    Wrong(f"{_NGINX}/proxy-buffering", "on", "switches response buffering on", 'set it to "off"'),
    Wrong(f"{_F5}/proxy-buffering", "true", "switches response buffering on", 'set it to "False"'),
    Wrong("konghq.com/response-buffering", "true", "switches response buffering on", 'set it to "false"'),
    Wrong("ProxySettingsPolicy buffering.disable", "false", "switches response buffering on", "set it to true"),
    Wrong("VirtualServer buffering", "true", "switches response buffering on", "set it to false"),
)
"""Response buffering, which holds the lines of a stream back. Service 1.20.1 and newer forbid it with a header."""
ALWAYS_BUFFERING = (
    Wrong(f"{_NGINX}/configuration-snippet", _SNIPPET, _IGNORES, "remove the directive"),
    Wrong(f"{_NGINX}/server-snippet", _SNIPPET, _IGNORES, "remove the directive"),
    Wrong(f"{_F5}/location-snippets", _SNIPPET, _IGNORES, "remove the directive"),
    Wrong(f"{_F5}/server-snippets", _SNIPPET, _IGNORES, "remove the directive"),
    Wrong("BackendTrafficPolicy requestBuffer", _ANY, "buffers requests, which breaks WebSocket", "remove it"),
)
"""Buffering that the service cannot switch off with a header."""

_TLS = "sends TLS to the pods, which serve plain HTTP/1.1"
_HTTP2 = "sends HTTP/2 to the pods, which serve plain HTTP/1.1"
BACKEND_PROTOCOL = (
    Wrong(f"{_NGINX}/backend-protocol", "https|grpcs", _TLS, "remove it"),
    Wrong(f"{_NGINX}/backend-protocol", "grpc|fcgi", "does not send HTTP/1.1 to the pods", "remove it"),
    Wrong(f"{_NGINX}/ssl-passthrough", "true", _TLS, "remove it"),
    Wrong(f"{_F5}/ssl-services", _ANY, _TLS, "remove the Service from it"),
    Wrong(f"{_F5}/grpc-services", _ANY, _HTTP2, "remove the Service from it"),
    Wrong(f"{_HAPROXY}/server-ssl", "true", _TLS, "remove it"),
    Wrong(f"{_HAPROXY}/server-proto", "h2", _HTTP2, "remove it"),
    Wrong(f"{_HAPROXY}/ssl-passthrough", "true", _TLS, "remove it"),
    Wrong(f"{_HAPROXY_INGRESS}/backend-protocol", "h1-ssl|https|h2-ssl|grpcs", _TLS, "remove it"),
    Wrong(f"{_HAPROXY_INGRESS}/backend-protocol", "h2|grpc", _HTTP2, "remove it"),
    Wrong(f"{_HAPROXY_INGRESS}/ssl-passthrough", "true", _TLS, "remove it"),
    Wrong(f"{_TRAEFIK}/service.serversscheme", "https", _TLS, "set it to http"),
    Wrong(f"{_TRAEFIK}/service.serversscheme", "h2c", _HTTP2, "set it to http"),
    Wrong("projectcontour.io/upstream-protocol.tls", _ANY, _TLS, "remove it"),
    Wrong("projectcontour.io/upstream-protocol.h2", _ANY, _TLS, "remove it"),
    Wrong("projectcontour.io/upstream-protocol.h2c", _ANY, _HTTP2, "remove it"),
    Wrong("alb.ingress.kubernetes.io/backend-protocol", "https", _TLS, "set it to HTTP"),
    Wrong("alb.ingress.kubernetes.io/backend-protocol-version", "http2|grpc", _HTTP2, "set it to HTTP1"),
    Wrong("appgw.ingress.kubernetes.io/backend-protocol", "https", _TLS, "set it to http"),
    Wrong("konghq.com/protocol", "https|tls", _TLS, "remove it"),
    Wrong("konghq.com/protocol", "grpcs?", _HTTP2, "remove it"),
    Wrong("cloud.google.com/app-protocols", r"[\s\S]*\"https\"[\s\S]*", _TLS, "remove it"),
    Wrong("cloud.google.com/app-protocols", r"[\s\S]*\"http2\"[\s\S]*", _TLS, "remove it"),
    Wrong("TargetGroupConfiguration defaultConfiguration.protocolVersion", "http2|grpc", _HTTP2, "set it to HTTP1"),
    Wrong("TargetGroupConfiguration defaultConfiguration.protocol", "https", _TLS, "set it to HTTP"),
    Wrong("DestinationRule trafficPolicy.tls.mode", "simple|mutual", _TLS, "remove it"),
    Wrong("DestinationRule trafficPolicy.connectionPool.http.h2UpgradePolicy", "upgrade", _HTTP2, "remove it"),
    Wrong("VirtualServer tls.enable", "true", _TLS, "remove it"),
    Wrong("VirtualServer type", "grpc", _HTTP2, "remove it"),
    Wrong("Route tls.termination", "passthrough|reencrypt", _TLS, "set it to edge"),
    Wrong("route.openshift.io/termination", "passthrough|reencrypt", _TLS, "set it to edge"),
)
"""The protocol between the controller and the pods."""

_SHARED = "but many clients can have the same address"
_CONNECTIONS = f"limits the connections per client address, {_SHARED}"
_REQUESTS = f"limits the requests per client address, {_SHARED}"
LIMITS = (
    Wrong(f"{_NGINX}/limit-connections", _ANY, _CONNECTIONS, "remove it"),
    Wrong(f"{_NGINX}/limit-rps", _ANY, _REQUESTS, "remove it"),
    Wrong(f"{_NGINX}/limit-rpm", _ANY, _REQUESTS, "remove it"),
    Wrong(f"{_NGINX}/limit-rate", r"[1-9]\d*[km]?", "limits the bytes per second of each stream", "remove it"),
    Wrong(f"{_F5}/limit-req-rate", _ANY, _REQUESTS, "remove it"),
    Wrong(f"{_HAPROXY}/rate-limit-requests", _ANY, _REQUESTS, "remove it"),
    Wrong(f"{_HAPROXY_INGRESS}/limit-connections", _ANY, _CONNECTIONS, "remove it"),
    Wrong(f"{_HAPROXY_INGRESS}/limit-rps", _ANY, _REQUESTS, "remove it"),
    Wrong(f"{_OPENSHIFT}/rate-limit-connections", "true", _CONNECTIONS, "remove it"),
)
"""Limits per client."""

_STICKY = "always sends the clients with one cookie or one address to the same pod"
_HASH = r"(ip_hash|hash .*)"
AFFINITY = (
    Wrong(f"{_NGINX}/affinity", "cookie", _STICKY, "remove it"),
    Wrong(f"{_NGINX}/upstream-hash-by", _ANY, _STICKY, "remove it"),
    Wrong(f"{_F5}/lb-method", _HASH, _STICKY, "remove it"),
    Wrong("VirtualServer lb-method", _HASH, _STICKY, "remove it"),
    Wrong("VirtualServer sessionCookie.enable", "true", _STICKY, "remove sessionCookie"),
    Wrong("nginx.com/sticky-cookie-services", _ANY, _STICKY, "remove it"),
    Wrong(f"{_HAPROXY}/cookie-persistence", _ANY, _STICKY, "remove it"),
    Wrong(f"{_HAPROXY}/load-balance", r"source|uri.*|hdr.*", _STICKY, "set it to leastconn"),
    Wrong(f"{_HAPROXY_INGRESS}/affinity", "cookie", _STICKY, "remove it"),
    Wrong(f"{_HAPROXY_INGRESS}/balance-algorithm", r"source|uri.*|hdr.*", _STICKY, "set it to leastconn"),
    Wrong(f"{_OPENSHIFT}/balance", "source", _STICKY, "set it to leastconn"),
    Wrong(f"{_TRAEFIK}/service.sticky.cookie", "true", _STICKY, "remove it"),
    Wrong(
        "alb.ingress.kubernetes.io/target-group-attributes",
        r".*\bstickiness\.enabled=true\b.*",
        _STICKY,
        "set stickiness.enabled=false",
    ),
    Wrong("appgw.ingress.kubernetes.io/cookie-based-affinity", "true", _STICKY, "remove it"),
    Wrong(
        "BackendConfig sessionAffinity.affinityType", "client_ip|generated_cookie", _STICKY, "remove sessionAffinity"
    ),
    Wrong("BackendTrafficPolicy loadBalancer.type", "consistenthash", _STICKY, "set it to LeastRequest"),
    Wrong(
        "DestinationRule trafficPolicy.loadBalancer.consistentHash", _ANY, _STICKY, "use simple: LEAST_REQUEST instead"
    ),
    Wrong("HTTPProxy loadBalancerPolicy.strategy", "cookie|requesthash", _STICKY, "set it to WeightedLeastRequest"),
    Wrong("HTTPRoute sessionPersistence", _ANY, _STICKY, "remove it"),
)
"""Session affinity."""

_PROBE_PATH = r"/probes/(startup|readiness|liveness)"
"""A regular expression of the paths that the service answers with 200."""
_NO_PROBE = f"(?!{_PROBE_PATH}$).*"
_NO_SUCH_PATH = "checks the pods with a path that the service does not have"
_OPTIONS = "checks the pods with OPTIONS, which the service answers with 400"
_CHECK = "set it to /probes/liveness"
_GET = "set it to GET /probes/liveness"
HEALTH_CHECKS = (
    Wrong("alb.ingress.kubernetes.io/healthcheck-path", _NO_PROBE, _NO_SUCH_PATH, _CHECK),
    Wrong("appgw.ingress.kubernetes.io/health-probe-path", _NO_PROBE, _NO_SUCH_PATH, _CHECK),
    Wrong(f"{_HAPROXY}/check-http", rf"(?!.*{_PROBE_PATH}).*", _NO_SUCH_PATH, _GET),
    Wrong(f"{_HAPROXY_INGRESS}/health-check-uri", rf"(?!.*{_PROBE_PATH}).*", _NO_SUCH_PATH, _GET),
    Wrong(f"{_HAPROXY}/check-http", _PROBE_PATH, _OPTIONS, _GET),
    Wrong(f"{_HAPROXY_INGRESS}/health-check-uri", _PROBE_PATH, _OPTIONS, _GET),
    Wrong("BackendConfig healthCheck.requestPath", _NO_PROBE, _NO_SUCH_PATH, _CHECK),
    Wrong("HealthCheckPolicy default.config.httpHealthCheck.requestPath", _NO_PROBE, _NO_SUCH_PATH, _CHECK),
    Wrong("HealthCheckPolicy default.http.path", _NO_PROBE, _NO_SUCH_PATH, _CHECK),
    Wrong(
        "TargetGroupConfiguration defaultConfiguration.healthCheckConfig.healthCheckPath",
        _NO_PROBE,
        _NO_SUCH_PATH,
        _CHECK,
    ),
    Wrong("BackendTrafficPolicy healthCheck.active.http.path", _NO_PROBE, _NO_SUCH_PATH, _CHECK),
    Wrong("BackendConfigPolicy healthCheck.http.path", _NO_PROBE, _NO_SUCH_PATH, _CHECK),
    Wrong("HTTPProxy healthCheckPolicy.path", _NO_PROBE, _NO_SUCH_PATH, _CHECK),
)
"""Health checks of load balancers."""

_LOGIN = "asks clients for a login, but their requests carry a token of the service in the Authorization header"
AUTHENTICATION = (
    Wrong(f"{_NGINX}/auth-type", _ANY, _LOGIN, "remove it"),
    Wrong(f"{_NGINX}/auth-signin", _ANY, _LOGIN, "remove auth-url and auth-signin"),
    Wrong(f"{_F5}/basic-auth-secret", _ANY, _LOGIN, "remove it"),
    Wrong(f"{_HAPROXY}/auth-type", _ANY, _LOGIN, "remove it"),
    Wrong(f"{_HAPROXY_INGRESS}/auth-secret", _ANY, _LOGIN, "remove it"),
    Wrong(f"{_HAPROXY_INGRESS}/oauth", _ANY, _LOGIN, "remove it"),
    Wrong(f"{_TRAEFIK}/auth-type", _ANY, _LOGIN, "remove it"),
    Wrong("alb.ingress.kubernetes.io/auth-type", "oidc|cognito", _LOGIN, "set it to none"),
)
"""Logins at the ingress controller."""


def wrong_settings(route: ServedRoute, table: tuple[Wrong, ...]) -> Iterator[Found]:
    """Yield the settings of a table that a route, its Services or its policies have."""
    for each in route.settings:
        annotations = route.annotations_of(each)
        for wrong in table:
            value = annotations.get(wrong.field)
            if value is None or _is_overridden(route, each, wrong):
                continue
            if re.fullmatch(wrong.values, value.lower()) and _concerns(route, wrong, value):
                yield Found(each, ("metadata", "annotations", wrong.field), wrong)
    for policy in route.policies:
        yield from _wrong_fields(policy, ("spec",), policy.spec, table)
    if route.object.kind == "Route":
        yield from _wrong_fields(route.object, ("spec",), route.object.spec, table)
    name = _ITEMS.get(route.object.kind, "")
    for index, item in route.items(name):
        yield from _wrong_fields(route.object, ("spec", name, index), item, table)


def setting(fields: Manifest, path: str) -> object:
    """Return the value of a field: `default.timeouts`."""
    *parents, last = path.split(".")
    return mapping(fields, *parents).get(last)


def violation_of(found: Found, consequence: str = "", severity: Severity | None = None) -> Violation:
    """Return the violation for a setting that does not fit the service."""
    wrong = found.wrong
    name = wrong.field.partition(" ")[2] or wrong.field
    reason = f"{wrong.effect} ({name})" + (f", {consequence}" if consequence else "")
    return Violation(found.object, reason, wrong.fix, found.path, severity)


def _wrong_fields(each: KubeObject, start: Path, fields: Manifest, table: tuple[Wrong, ...]) -> Iterator[Found]:
    for wrong in table:
        kind, _, field = wrong.field.partition(" ")
        if kind == each.kind and _has(fields, field, wrong.values):
            yield Found(each, (*start, *field.split(".")), wrong)


def _is_overridden(route: ServedRoute, each: KubeObject, wrong: Wrong) -> bool:
    """Return whether all Services have an annotation of the route too. The controller then uses that of the Service."""
    return each is route.object and all(wrong.field in service.annotations for service in route.services)


def _concerns(route: ServedRoute, wrong: Wrong, value: str) -> bool:
    """Return whether an annotation is about the Services of a route. Some annotations list the Services."""
    if not wrong.field.endswith(_LISTS_SERVICES):
        return True
    return any(re.search(rf"(?<![\w-]){re.escape(service.name)}(?![\w-])", value) for service in route.services)


def _has(fields: Manifest, path: str, values: str) -> bool:
    value = setting(fields, path)
    if value is None:
        return False
    written = "a mapping" if isinstance(value, Mapping) else str(value).lower()
    return re.fullmatch(values, written) is not None
