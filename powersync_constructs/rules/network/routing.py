"""Rules about the classes, hosts and paths of routes."""

from collections.abc import Iterator

from powersync_constructs.config.core._placeholders import is_placeholder
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import KubeObject, Path, indexed, mapping, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.routes import Backend, backends_of, hosts_of
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.network._ingress_controllers import CLASS_ANNOTATION, class_of
from powersync_constructs.rules.network._middlewares import uses_middlewares
from powersync_constructs.rules.network._served_routes import ServedRoute, served_routes

_NEEDED = ("/sync/stream", "/write-checkpoint2.json")
"""The paths that current clients use (routes/endpoints of the service)."""
_OF_SERVICE = ("/sync", "/write-checkpoint", "/api", "/probes")
"""How the paths of the service begin."""
_NGINX_CLASS = "ingress-nginx"
"""The name of the project, which is often mistaken for the name of its IngressClass."""
_ONLY_ANNOTATION = ("gce", "gce-internal")
"""The classes that GKE reads only from the annotation."""
_REGULAR_EXPRESSION = set("()[]{}^$\\|+?*~")
_ITEMS = {"HTTPProxy": "routes", "HTTPRoute": "rules", "VirtualService": "http"}
"""The list of rules, by the kind of the route."""
_CHANGES_PATHS = ("filters", "rewrite", "pathRewritePolicy")
"""The fields of a rule that can change the path of a request."""
_CHANGING_ANNOTATIONS = ("rewrite", "use-regex", "path-prefix", "strip-path", "transforms", "snippet")
"""Parts of the names of annotations that can change the path of a request, or how a controller compares it."""


@rule(
    "PS707",
    "ingress-class",
    "warning",
    "error",
    looks_at="Ingresses that route to the service",
    fix="Set `ingressClassName` to the name of an IngressClass of the cluster.",
    scope="app",
)
def ingress_has_a_known_class(objects: Objects) -> Iterator[Violation]:
    """An Ingress names one class, and a controller serves this class.

    No controller serves an Ingress with another class, and nothing reports it. The installation of ingress-nginx
    creates the class `nginx`. GKE reads the classes `gce` and `gce-internal` only from the annotation
    `kubernetes.io/ingress.class`. The API server rejects a new Ingress that has both the annotation and
    `ingressClassName`.
    """
    for route in served_routes(objects):
        each = route.object
        if each.kind != "Ingress":
            continue
        name, in_annotation = text(each.spec.get("ingressClassName")), each.annotations.get(CLASS_ANNOTATION)
        path: Path = ("spec", "ingressClassName")
        is_defined = objects.get("IngressClass", "", class_of(each), near=each) is not None
        if name and in_annotation:
            reason = f"has ingressClassName and the annotation {CLASS_ANNOTATION}, which the API server rejects"
            yield Violation(each, reason, "remove the annotation", ("metadata", "annotations"), "error")
        elif class_of(each) == _NGINX_CLASS and not is_defined:
            reason = f"has the class {_NGINX_CLASS}, but the usual class of this controller is nginx"
            yield Violation(each, reason, "set ingressClassName: nginx, or add the IngressClass", path)
        elif name in _ONLY_ANNOTATION and not is_defined:
            reason = f"has ingressClassName: {name}, which GKE ignores"
            yield Violation(each, reason, f"set the annotation {CLASS_ANNOTATION}: {name} instead", path)


@rule(
    "PS708",
    "maintained-controller",
    "note",
    looks_at="Ingresses that route to the service, except those of this library",
    fix="Move the route to a maintained controller, or to the Gateway API.",
    scope="app",
)
def controller_is_maintained(objects: Objects) -> Iterator[Violation]:
    """The ingress controller gets security fixes.

    ingress-nginx is archived, and has had no security fixes since March 2026. Traefik 3.7 and newer can read the
    annotations of ingress-nginx. At synth, PS701 checks the Ingresses of this library.
    """
    for route in served_routes(objects):
        if route.controller == "ingress-nginx" and not route.object.instance:
            reason = "uses ingress-nginx, which has had no security fixes since March 2026"
            yield Violation(route.object, reason, "use a maintained controller, or the Gateway API")


@rule(
    "PS709",
    "host-is-filled",
    "error",
    looks_at="Ingresses, HTTPRoutes and other routes to the service",
    fix="Replace the placeholder with the host, or with the name of the Secret.",
    scope="app",
)
def host_is_no_placeholder(objects: Objects) -> Iterator[Violation]:
    """The hosts of a route, and the Secrets with their certificates, are not placeholders.

    The default values of the community chart contain `YOUR_FQDN_HERE.example.com` and `your-certificate-secret`.
    """
    for route in served_routes(objects):
        each = route.object
        for host in dict.fromkeys(hosts_of(each)):
            if is_placeholder(host):
                yield Violation(each, f"has the placeholder '{host}' as a host", "write the real host", ("spec",))
        for name, path in _certificates(each):
            if is_placeholder(name):
                reason = f"has the placeholder '{name}' as the Secret of its certificate"
                yield Violation(each, reason, "write the name of the Secret with the certificate", path)


@rule(
    "PS715",
    "client-paths",
    "error",
    looks_at="Ingresses, HTTPRoutes and other routes to the service",
    fix="Route `/sync`, `/write-checkpoint.json` and `/write-checkpoint2.json` to the service.",
    scope="app",
)
def all_client_paths_are_routed(objects: Objects) -> Iterator[Violation]:
    """The routes of a host send all requests of clients to the service.

    Clients read `/sync/stream`, and request `/write-checkpoint2.json` after each upload. Without the second path, a
    client never gets the confirmation of its uploads. The rule does not check a route that rewrites paths or uses
    regular expressions. It does not report a host without any of the paths if another host has all of them, because the
    first host may be for the admin API.
    """
    routed: dict[tuple[str, str, str], list[ServedRoute]] = {}
    for route in served_routes(objects):
        for host in dict.fromkeys(backend.host for backend in _backends(route)):
            routed.setdefault((route.object.chart, route.object.namespace, host), []).append(route)
    all_missing = {key: _missing(key[2], routes) for key, routes in routed.items()}
    complete = {key[:2] for key, missing in all_missing.items() if not missing}
    for key, missing in all_missing.items():
        may_be_for_admins = missing == [*_NEEDED] and key[:2] in complete
        if missing and not may_be_for_admins:
            paths, routes = " and ".join(missing), routed[key]
            reason = f"does not route {paths} to the service"
            yield Violation(routes[0].object, reason, f"add {paths}{_or_rewrite(routes)}", ("spec",))


def _missing(host: str, routes: list[ServedRoute]) -> list[str]:
    """Return the paths of clients that no route of a host has; none if the routes may change paths."""
    backends = [backend for route in routes for backend in _backends(route) if backend.host in ("", host)]
    if any(map(_changes_paths, routes)) or any(map(_is_expression, backends)):
        return []
    return [path for path in _NEEDED if not any(backend.gets(path) for backend in backends)]


def _or_rewrite(routes: list[ServedRoute]) -> str:
    """Return the other fix for routes with a prefix of their own, which the service does not have in its paths."""
    prefixes = {backend.prefix.rstrip("/*") for route in routes for backend in _backends(route)}
    own = [prefix for prefix in prefixes if prefix and not prefix.startswith(_OF_SERVICE)]
    return f", or rewrite the prefix {own[0]} to /" if len(own) == 1 else ""


def _certificates(route: KubeObject) -> Iterator[tuple[str, Path]]:
    """Yield the names of the Secrets with certificates in a route, each with its path."""
    if route.kind == "Ingress":
        for index, tls in indexed(route.spec, "tls"):
            yield text(tls.get("secretName")), ("spec", "tls", index, "secretName")
    yield text(mapping(route.spec, "virtualhost", "tls").get("secretName")), ("spec", "virtualhost", "tls")
    yield text(mapping(route.spec, "tls").get("secretName")), ("spec", "tls", "secretName")
    yield text(mapping(route.spec, "tls").get("secret")), ("spec", "tls", "secret")
    yield text(mapping(route.spec, "tls", "externalCertificate").get("name")), ("spec", "tls", "externalCertificate")


def _backends(route: ServedRoute) -> Iterator[Backend]:
    """Yield the backends of a route that are Services of API pods."""
    names = {service.name for service in route.services}
    yield from (backend for backend in backends_of(route.object) if backend.name in names)


def _changes_paths(route: ServedRoute) -> bool:
    """Return whether a route may change the paths of requests."""
    each = route.object
    items = route.items(_ITEMS[each.kind]) if each.kind in _ITEMS else ()
    return (
        any(part in annotation for annotation in each.annotations for part in _CHANGING_ANNOTATIONS)
        or any(field in item for _, item in items for field in _CHANGES_PATHS)
        or any("proxy" in mapping(item, "action") for item in mappings(each.spec, "routes"))
        or uses_middlewares(route)
    )


def _is_expression(backend: Backend) -> bool:
    return bool(_REGULAR_EXPRESSION & set(backend.prefix.removesuffix("*")))
