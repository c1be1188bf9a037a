"""The objects that route requests from outside the cluster: Ingress, HTTPRoute, and the kinds of five controllers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, mapping, mappings, text

ROUTES = ("Ingress", "HTTPRoute", "HTTPProxy", "IngressRoute", "VirtualServer", "VirtualService", "Route")
"""The kinds of objects that route requests by host and path.

The last five are of Contour, Traefik, F5 NGINX Ingress Controller, Istio and OpenShift.
"""
_CALL = re.compile(r"""(?P<name>!?(?:Host|Path|PathPrefix|PathRegexp))\((?P<arguments>(?:`[^`]*`|"[^"]*"|[^)`"])*)\)""")
"""A function in the `match` of an IngressRoute: ``Host(`a.example.com`) && !PathPrefix(`/api`)``."""
_ARGUMENT = re.compile(r"[`\"']([^`\"']*)[`\"']")
_KINDS = ("prefix", "exact", "regex")
"""The kinds of paths in an HTTPProxy and a VirtualService."""
_EXACT, _EXPRESSION = ("Exact", "exact", "Path"), ("RegularExpression", "regex", "PathRegexp")
"""The kinds of paths, of all routes, that are exact or a regular expression."""
_Service = tuple[str, str, str | int | None]
"""The namespace, the name and the port of a Service."""
_Path = tuple[str, bool]
"""A path, and whether it is exact. A regular expression begins with `~`."""
_NO_SERVICE: _Service = ("", "", None)
"""For a rule without a Service, like a redirect."""


class Backend(NamedTuple):
    """A Service to which a route sends requests."""

    namespace: str
    """Empty for the namespace of the route."""
    name: str
    """Empty if the controller answers the requests itself, for example with a redirect."""
    port: str | int | None
    """The number or the name of the port of the Service. The number in a Route of OpenShift is that of the pods."""
    prefix: str
    """The path for which the route sends requests to it, like `/` or `/sync`. A regular expression begins with `~`."""
    host: str = ""
    """The host of these requests. Empty if the route does not limit the hosts."""
    is_exact: bool = False
    """Whether it does not get the requests for longer paths."""

    def gets(self, path: str) -> bool:
        """Return whether its path is the path of a request, or a prefix of it."""
        prefix = self.prefix.removesuffix("*")
        return path == prefix or (not self.is_exact and f"{path}/".startswith(f"{prefix.rstrip('/')}/"))


def backends_of(route: KubeObject) -> Iterator[Backend]:
    """Yield the Services to which a route sends requests, each with a host and a path."""
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
        case "Route":
            yield from _of_route(route)


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
        case "VirtualServer" | "Route":
            hosts = [route.spec.get("host")]
    yield from (host for host in map(text, hosts) if host)


def _of_ingress(route: KubeObject) -> Iterator[Backend]:
    default = mapping(route.spec, "defaultBackend", "service")
    if default:
        yield Backend(*_ingress_service(default), "/")
    for rule in mappings(route.spec, "rules"):
        for path in mappings(mapping(rule, "http"), "paths"):
            service = _ingress_service(mapping(path, "backend", "service"))
            prefix, is_exact = _path(path.get("path"), path.get("pathType"))
            yield Backend(*service, prefix, text(rule.get("host")), is_exact)


def _ingress_service(service: Manifest) -> _Service:
    port = mapping(service, "port")
    return "", text(service.get("name")), _port(port.get("number") or port.get("name"))


def _of_http_route(route: KubeObject) -> Iterator[Backend]:
    hosts = [*hosts_of(route)]
    for rule in mappings(route.spec, "rules"):
        matched = [mapping(match, "path") for match in mappings(rule, "matches")]
        paths = [_path(path.get("value"), path.get("type")) for path in matched]
        yield from _backends(map(_service, mappings(rule, "backendRefs")), paths, hosts)


def _of_http_proxy(route: KubeObject) -> Iterator[Backend]:
    hosts = [*hosts_of(route)]
    for each in mappings(route.spec, "routes"):
        paths = [path for condition in mappings(each, "conditions") for path in _matched(condition)]
        yield from _backends(map(_service, mappings(each, "services")), paths[:1], hosts)


def _of_ingress_route(route: KubeObject) -> Iterator[Backend]:
    for each in mappings(route.spec, "routes"):
        functions, hosts = ("PathPrefix", "Path", "PathRegexp"), [*_arguments(each, "Host")]
        paths = [_path(path, function) for function in functions for path in _arguments(each, function)]
        yield from _backends(map(_service, mappings(each, "services")), paths, hosts)
        for path in _arguments(each, "!PathPrefix"):
            yield from _backends([_NO_SERVICE], [_path(path)], hosts)


def _arguments(route: Manifest, function: str) -> Iterator[str]:
    """Yield the arguments of a function in the `match` of an IngressRoute."""
    for call in _CALL.finditer(text(route.get("match"))):
        if call["name"] == function:
            yield from _ARGUMENT.findall(call["arguments"])


def _of_virtual_server(route: KubeObject) -> Iterator[Backend]:
    upstreams = {text(each.get("name")): each for each in mappings(route.spec, "upstreams")}
    for each in mappings(route.spec, "routes"):
        action = mapping(each, "action")
        upstream = upstreams.get(text(action.get("pass") or mapping(action, "proxy").get("upstream")), {})
        service = ("", text(upstream.get("service")), _port(upstream.get("port")))
        path = text(each.get("path"))
        yield from _backends([service], [(path.lstrip("= ") or "/", path.startswith("="))], [*hosts_of(route)])


def _of_virtual_service(route: KubeObject) -> Iterator[Backend]:
    hosts = [*hosts_of(route)]
    for each in mappings(route.spec, "http"):
        paths = [next(_matched(mapping(match, "uri")), _path("/")) for match in mappings(each, "match")]
        destinations = (mapping(weighted, "destination") for weighted in mappings(each, "route"))
        yield from _backends(map(_destination, destinations), paths, hosts)


def _destination(destination: Manifest) -> _Service:
    name, _, namespace = text(destination.get("host")).partition(".")
    return namespace.partition(".")[0], name, _port(mapping(destination, "port").get("number"))


def _of_route(route: KubeObject) -> Iterator[Backend]:
    port = _port(mapping(route.spec, "port").get("targetPort"))
    targets = [mapping(route.spec, "to"), *mappings(route.spec, "alternateBackends")]
    services = [("", text(target.get("name")), port) for target in targets]
    yield from _backends(services, [_path(route.spec.get("path"))], [*hosts_of(route)])


def _service(item: Manifest) -> _Service:
    return text(item.get("namespace")), text(item.get("name")), _port(item.get("port"))


def _path(value: object, kind: object = "prefix") -> _Path:
    path = text(value) or "/"
    return (f"~{path}" if kind in _EXPRESSION else path), kind in _EXACT


def _matched(condition: Manifest) -> Iterator[_Path]:
    """Yield the path in a condition of an HTTPProxy or a VirtualService."""
    yield from (_path(condition[kind], kind) for kind in _KINDS if text(condition.get(kind)))


def _backends(services: Iterable[_Service], paths: Sequence[_Path], hosts: Sequence[str]) -> Iterator[Backend]:
    """Yield the Services of a rule for each path and each host. Without paths, the rule is for all paths."""
    for service, path, host in product([*services] or [_NO_SERVICE], paths or [_path("/")], hosts or [""]):
        prefix, is_exact = path
        yield Backend(*service, prefix, host, is_exact)


def _port(value: object) -> str | int | None:
    return value if isinstance(value, str | int) else None
