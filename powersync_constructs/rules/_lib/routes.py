"""The objects that route requests from outside the cluster: Ingress, HTTPRoute, and the kinds of four controllers."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, mapping, mappings, text

ROUTES = ("Ingress", "HTTPRoute", "HTTPProxy", "IngressRoute", "VirtualServer", "VirtualService")
"""The kinds of objects that route requests by host and path.

The last four are of Contour, Traefik, F5 NGINX Ingress Controller and Istio.
"""
_CALL = re.compile(r"(?P<name>Host|Path|PathPrefix)\((?P<arguments>[^)]*)\)")
"""A function in the `match` of an IngressRoute: ``Host(`a.example.com`) && PathPrefix(`/sync`)``."""
_ARGUMENT = re.compile(r"[`\"']([^`\"']*)[`\"']")


class Backend(NamedTuple):
    """A Service to which a route sends requests."""

    namespace: str
    """Empty for the namespace of the route."""
    name: str
    port: str | int | None
    """The number or the name of the port of the Service."""
    prefix: str
    """The path for which the route sends requests to it, like `/` or `/sync`."""


def backends_of(route: KubeObject) -> Iterator[Backend]:
    """Yield the Services to which a route sends requests, with the paths."""
    match route.kind:
        case "Ingress":
            yield from _of_ingress(route)
        case "HTTPRoute":
            yield from _of_http_route(route)
        case "HTTPProxy":
            yield from _of_http_proxy(route)
        case "IngressRoute":
            yield from _of_ingress_route(route)
        case "VirtualServer":
            yield from _of_virtual_server(route)
        case "VirtualService":
            yield from _of_virtual_service(route)


def hosts_of(route: KubeObject) -> Iterator[str]:
    """Yield the hosts for which a route sends requests."""
    hosts: list[object] = []
    match route.kind:
        case "Ingress":
            hosts = [rule.get("host") for rule in mappings(route.spec, "rules")]
        case "HTTPRoute" | "VirtualService":
            named = route.spec.get("hostnames" if route.kind == "HTTPRoute" else "hosts")
            hosts = named if isinstance(named, list) else []
        case "HTTPProxy":
            hosts = [mapping(route.spec, "virtualhost").get("fqdn")]
        case "IngressRoute":
            hosts = [host for each in mappings(route.spec, "routes") for host in _arguments(each, "Host")]
        case "VirtualServer":
            hosts = [route.spec.get("host")]
    yield from (host for host in map(text, hosts) if host)


def _of_ingress(route: KubeObject) -> Iterator[Backend]:
    default = mapping(route.spec, "defaultBackend", "service")
    if default:
        yield _ingress_backend(default, "/")
    for rule in mappings(route.spec, "rules"):
        for path in mappings(mapping(rule, "http"), "paths"):
            yield _ingress_backend(mapping(path, "backend", "service"), text(path.get("path")) or "/")


def _ingress_backend(service: Manifest, prefix: str) -> Backend:
    port = mapping(service, "port")
    return Backend("", text(service.get("name")), _port(port.get("number") or port.get("name")), prefix)


def _of_http_route(route: KubeObject) -> Iterator[Backend]:
    for rule in mappings(route.spec, "rules"):
        prefixes = [text(mapping(match, "path").get("value")) or "/" for match in mappings(rule, "matches")] or ["/"]
        for backend in mappings(rule, "backendRefs"):
            for prefix in prefixes:
                namespace, name = text(backend.get("namespace")), text(backend.get("name"))
                yield Backend(namespace, name, _port(backend.get("port")), prefix)


def _of_http_proxy(route: KubeObject) -> Iterator[Backend]:
    for each in mappings(route.spec, "routes"):
        paths = (text(each.get(kind)) for each in mappings(each, "conditions") for kind in ("prefix", "exact"))
        prefix = next(filter(None, paths), "/")
        for service in mappings(each, "services"):
            yield Backend("", text(service.get("name")), _port(service.get("port")), prefix)


def _of_ingress_route(route: KubeObject) -> Iterator[Backend]:
    for each in mappings(route.spec, "routes"):
        prefixes = [*_arguments(each, "PathPrefix"), *_arguments(each, "Path")] or ["/"]
        for service in mappings(each, "services"):
            for prefix in prefixes:
                namespace, name = text(service.get("namespace")), text(service.get("name"))
                yield Backend(namespace, name, _port(service.get("port")), prefix)


def _arguments(route: Manifest, function: str) -> Iterator[str]:
    """Yield the arguments of a function in the `match` of an IngressRoute."""
    for call in _CALL.finditer(text(route.get("match"))):
        if call["name"] == function:
            yield from _ARGUMENT.findall(call["arguments"])


def _of_virtual_server(route: KubeObject) -> Iterator[Backend]:
    upstreams = {text(each.get("name")): each for each in mappings(route.spec, "upstreams")}
    for each in mappings(route.spec, "routes"):
        action = mapping(each, "action")
        if upstream := upstreams.get(text(action.get("pass") or mapping(action, "proxy").get("upstream"))):
            prefix = text(each.get("path")).lstrip("=~* ") or "/"
            yield Backend("", text(upstream.get("service")), _port(upstream.get("port")), prefix)


def _of_virtual_service(route: KubeObject) -> Iterator[Backend]:
    for each in mappings(route.spec, "http"):
        matches = (mapping(match, "uri") for match in mappings(each, "match"))
        prefixes = [text(uri.get("prefix")) or text(uri.get("exact")) or "/" for uri in matches] or ["/"]
        for weighted in mappings(each, "route"):
            destination = mapping(weighted, "destination")
            name, _, namespace = text(destination.get("host")).partition(".")
            for prefix in prefixes:
                port = _port(mapping(destination, "port").get("number"))
                yield Backend(namespace.partition(".")[0], name, port, prefix)


def _port(value: object) -> str | int | None:
    return value if isinstance(value, str | int) else None
