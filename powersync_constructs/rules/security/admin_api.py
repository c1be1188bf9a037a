"""Rules about the admin API of the service, which a route can expose."""

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.configurations import configurations
from powersync_constructs.rules._lib.instances import InstanceId, instance_of
from powersync_constructs.rules._lib.manifest import KubeObject, mapping, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.routes import ROUTES, Backend, backends_of
from powersync_constructs.rules._rule import rule

_SCHEME, _CLASS = "alb.ingress.kubernetes.io/scheme", "kubernetes.io/ingress.class"
_PUBLIC = {_SCHEME: "internet-facing", _CLASS: "gce"}
"""The annotations that give an Ingress an internet-facing load balancer."""
_PRIVATE = {_SCHEME: "internal", _CLASS: "gce-internal"}
"""The annotations that give an Ingress a load balancer that is reachable only inside the network."""
_PRIVATE_NAMES = ("internal", "private")
"""Parts of the names of ingress classes and Gateways that are usually reachable only inside the network."""
_ADMIN = "/api/admin/"
"""The beginning of the paths of the admin API."""
_CLIENT_PATHS = "`/sync`, `/write-checkpoint.json` and `/write-checkpoint2.json`"


class _AdminRoute(NamedTuple):
    """A route that sends requests of the admin API to the service."""

    object: KubeObject
    path: str
    """The path, which can be `/` or `/api`."""
    has_tokens: bool | None
    """Whether service.yaml has tokens for the admin API; None if the manifests do not show it."""


@rule(
    "PS601",
    "admin-api-is-public",
    "warning",
    looks_at="Ingresses, HTTPRoutes and other routes to the service, with the settings of their load balancers",
    fix=f"Make the load balancer internal, or route only {_CLIENT_PATHS} to the service.",
    scope="app",
)
def admin_api_is_not_public(objects: Objects) -> Iterator[Violation]:
    """The admin API is not exposed to the internet.

    The admin API can read and change all data of an instance. It is on the same port as the sync API, below
    `/api/admin`.
    """
    public = {
        (each.namespace, each.name)
        for each in objects.of_kind("LoadBalancerConfiguration")
        if each.spec.get("scheme") == "internet-facing"
    }
    for route in _admin_routes(objects):
        each = route.object
        is_public = _is_internet_facing(each) or (each.namespace, each.name) in public
        if is_public and (each.instance or route.has_tokens is not False):
            reason = "exposes the admin API on an internet-facing load balancer"
            fix = "set expose_admin_api=False" if each.instance else "route only the paths of clients to the service"
            yield Violation(each, reason, f"make the load balancer internal, or {fix}")


@rule(
    "PS602",
    "admin-api-has-no-tokens",
    "warning",
    looks_at="Ingresses, HTTPRoutes and HTTPProxies of this library, with the service.yaml of their pods",
    fix=f"Set `api.tokens` in service.yaml, or route only {_CLIENT_PATHS} to the service.",
    scope="app",
)
def admin_api_has_tokens(objects: Objects) -> Iterator[Violation]:
    """A route exposes the admin API only if service.yaml has tokens for it.

    Without `api.tokens`, the admin API rejects every request.
    """
    for route in _admin_routes(objects):
        if route.object.instance and route.has_tokens is False:
            reason = "exposes the admin API, which rejects every request because service.yaml has no api.tokens"
            yield Violation(route.object, reason, "set service.api.tokens, or set expose_admin_api=False")


@rule(
    "PS609",
    "admin-api-on-client-host",
    "warning",
    looks_at="Ingresses, HTTPRoutes and other routes to the service, except those of this library",
    fix=f"Route only {_CLIENT_PATHS} to the service.",
    scope="app",
)
def admin_api_is_not_on_the_client_host(objects: Objects) -> Iterator[Violation]:
    """The host that clients use does not expose the admin API.

    The admin API below `/api` is on the same port as the sync API. Anyone who has one of `api.tokens` can read all
    data, and start the replication again. The rule does not report a route if service.yaml has no `api.tokens`, because
    the admin API then rejects every request. It also does not report a route with an internal load balancer, or with a
    class or Gateway whose name contains `internal` or `private`. In this library, `expose_admin_api` exposes the admin
    API on purpose.
    """
    for route in _admin_routes(objects):
        each = route.object
        if each.instance or not route.has_tokens or _is_internal(each) or _is_internet_facing(each):
            continue
        reason = f"exposes the admin API with the path {route.path}"
        yield Violation(each, reason, "route only the paths of clients to the service", ("spec",))


def _admin_routes(objects: Objects) -> Iterator[_AdminRoute]:
    """Yield the routes that send requests of the admin API to the service. A redirect does not count."""
    have_tokens = objects.once(_have_tokens)
    for each in objects.of_kind(*ROUTES):
        instance = instance_of(each, objects)
        backends = backends_of(each) if instance is not None else ()
        path = next((backend.prefix for backend in backends if _exposes_admin_api(each, backend, objects)), None)
        if path is not None and instance is not None:
            yield _AdminRoute(each, path, have_tokens.get(instance))


def _have_tokens(objects: Objects) -> Mapping[InstanceId, bool]:
    """Return whether a service.yaml of each instance has tokens for the admin API."""
    found: dict[InstanceId, bool] = {}
    for each in configurations(objects):
        has_tokens = bool(mapping(each.document, "api").get("tokens"))
        found[each.instance] = found.get(each.instance, False) or has_tokens
    return found


def _runs_service(route: KubeObject, backend: Backend, objects: Objects) -> bool:
    """Return whether the pods of a backend run the service. Other applications can share a route."""
    service = objects.get("Service", backend.namespace or route.namespace, backend.name, near=route)
    return service is not None and any(objects.services_in(each) for each in objects.pods_of_service(service))


def _exposes_admin_api(route: KubeObject, backend: Backend, objects: Objects) -> bool:
    """Return whether a backend runs the service and gets requests for the admin API."""
    path = _ADMIN if backend.gets(_ADMIN) else backend.prefix
    if not backend.name or not path.startswith(_ADMIN):
        return False
    if not route.instance and not _runs_service(route, backend, objects):
        return False
    return not any(each.gets(path) for each in _preferred(route, backend, objects))


def _preferred(route: KubeObject, backend: Backend, objects: Objects) -> Iterator[Backend]:
    """Yield the backends of the same host that the controller prefers: those with a longer path.

    Istio uses the first rule that matches, so for a VirtualService these are the earlier backends.
    """
    if route.kind == "VirtualService":
        before = takewhile(lambda each: each != backend, backends_of(route))
        yield from (each for each in before if each.host == backend.host and each.prefix != backend.prefix)
    else:
        same_host = objects.once(_by_host)[route.chart, backend.host]
        yield from (each for each in same_host if len(each.prefix) > len(backend.prefix))


def _by_host(objects: Objects) -> Mapping[tuple[str, str], list[Backend]]:
    """Return the backends of all routes, by their chart and host."""
    found: dict[tuple[str, str], list[Backend]] = {}
    for route in objects.of_kind(*ROUTES):
        for backend in backends_of(route):
            found.setdefault((route.chart, backend.host), []).append(backend)
    return found


def _is_internal(each: KubeObject) -> bool:
    names = [text(each.spec.get("ingressClassName")), each.annotations.get(_CLASS, "")]
    names += [text(parent.get("name")) for parent in mappings(each.spec, "parentRefs")]
    return any(part in name for name in names for part in _PRIVATE_NAMES) or any(
        each.annotations.get(name) == value for name, value in _PRIVATE.items()
    )


def _is_internet_facing(each: KubeObject) -> bool:
    return any(each.annotations.get(name) == value for name, value in _PUBLIC.items())
