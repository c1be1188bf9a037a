"""A rule about encryption between clients and the ingress controller."""

import json
from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import KubeObject, mapping, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.routes import hosts_of
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.network._ingress_controllers import class_of, gateways_of
from powersync_constructs.rules.network._middlewares import may_redirect
from powersync_constructs.rules.network._served_routes import ServedRoute, served_routes

_LOCAL = (
    "localhost",
    ".localhost",
    ".local",
    ".internal",
    ".test",
    ".lan",
    ".home.arpa",
    ".example",
    ".invalid",
    ".nip.io",
    ".sslip.io",
)
"""The ends of hosts that are not on the internet, or are only for development."""
_LISTENERS = "alb.ingress.kubernetes.io/listen-ports"
_ALB_CERTIFICATE = "alb.ingress.kubernetes.io/certificate-arn"
_TRAEFIK = "traefik.ingress.kubernetes.io/router"


@rule(
    "PS716",
    "clients-use-tls",
    "warning",
    looks_at="Ingresses, HTTPRoutes and other routes to the service, except those of this library",
    fix="Serve the host with TLS, and redirect plain HTTP.",
    scope="app",
)
def clients_connect_with_tls(objects: Objects) -> Iterator[Violation]:
    """A host that clients connect to has TLS.

    Otherwise, anyone on the network path can read the tokens and the data of the users, and mobile platforms refuse
    plain HTTP by default. The rule reports only a route that shows plain HTTP, because many controllers have a default
    certificate. It does not report a route whose middleware redirects requests. In this library, `tls=None` chooses
    plain HTTP, for example behind a proxy that terminates TLS.
    """
    for route in served_routes(objects):
        each = route.object
        hosts = [host for host in hosts_of(each) if not host.endswith(_LOCAL)]
        if hosts and not each.instance and _is_plain(route, objects) and not may_redirect(route, objects):
            reason = f"serves {hosts[0]} without TLS, so others can read the tokens and the data of the users"
            yield Violation(each, reason, path=("spec",))


def _is_plain(route: ServedRoute, objects: Objects) -> bool:
    """Return whether a route shows that it accepts only plain HTTP."""
    each = route.object
    match each.kind:
        case "Ingress":
            return not mappings(each.spec, "tls") and _ingress_is_plain(each, route.controller, objects)
        case "HTTPProxy":
            return not mapping(each.spec, "virtualhost", "tls")
        case "IngressRoute":
            return "tls" not in each.spec and each.spec.get("entryPoints") == ["web"]
        case "VirtualServer" | "Route":
            return not mapping(each.spec, "tls")
        case "HTTPRoute":
            return _gateways_are_plain(each, objects)
    return False


def _ingress_is_plain(each: KubeObject, controller: str, objects: Objects) -> bool:
    match controller:
        case "alb":
            defined = objects.get("IngressClass", "", class_of(each), near=each)
            if defined is not None and "parameters" in defined.spec:
                return False  # the parameters of a class can set the certificates
            return _ALB_CERTIFICATE not in each.annotations and _listens_only_to_http(each)
        case "traefik":
            entry_points = each.annotations.get(f"{_TRAEFIK}.entrypoints")
            return entry_points == "web" and each.annotations.get(f"{_TRAEFIK}.tls") != "true"
        case "contour" | "f5-nginx":  # without spec.tls, they have no virtual host for HTTPS
            return True
    return False


def _listens_only_to_http(each: KubeObject) -> bool:
    """Return whether the listeners of an ALB are all plain. Without the annotation, it listens to HTTP on port 80."""
    try:
        listeners = json.loads(each.annotations.get(_LISTENERS, '[{"HTTP": 80}]'))
    except (ValueError, RecursionError):
        return False
    protocols = [protocol for listener in mappings(listeners) for protocol in listener]
    return bool(protocols) and all(protocol == "HTTP" for protocol in protocols)


def _gateways_are_plain(each: KubeObject, objects: Objects) -> bool:
    """Return whether all listeners that an HTTPRoute uses are plain. The Gateways must be in the manifests."""
    protocols: list[str] = []
    for parent, gateway in zip(mappings(each.spec, "parentRefs"), gateways_of(each, objects), strict=True):
        if gateway is None:
            return False
        section = text(parent.get("sectionName"))
        listeners = mappings(gateway.spec, "listeners")
        protocols += [text(one.get("protocol")) for one in listeners if section in ("", text(one.get("name")))]
    return bool(protocols) and all(protocol == "HTTP" for protocol in protocols)
