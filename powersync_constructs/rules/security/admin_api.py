"""Rules about the admin API of the service, which a route can expose."""

from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.configurations import configurations
from powersync_constructs.rules._lib.instances import instance_of
from powersync_constructs.rules._lib.manifest import KubeObject, mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.routes import ROUTES, backends_of
from powersync_constructs.rules._rule import rule

_PUBLIC = {
    "alb.ingress.kubernetes.io/scheme": "internet-facing",
    "kubernetes.io/ingress.class": "gce",
}
"""The annotations that give an Ingress an internet-facing load balancer."""
_PRIVATE = {
    "alb.ingress.kubernetes.io/scheme": "internal",
    "kubernetes.io/ingress.class": "gce-internal",
}
"""The annotations that give an Ingress a load balancer that is reachable only inside the network."""


@rule(
    "PS601",
    "admin-api-is-public",
    "warning",
    looks_at="Ingresses, HTTPRoutes and HTTPProxies, with the settings of their load balancers",
    fix="Make the load balancer internal, or route only `/sync` and `/write-checkpoint2.json` to the service.",
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
    for each in objects.of_kind(*ROUTES):
        if _exposes_admin_api(each, objects) and (_is_internet_facing(each) or (each.namespace, each.name) in public):
            reason = "exposes the admin API on an internet-facing load balancer"
            yield Violation(each, reason, "make the load balancer internal, or set expose_admin_api=False")


@rule(
    "PS602",
    "admin-api-has-no-tokens",
    "warning",
    looks_at="Ingresses, HTTPRoutes and HTTPProxies, with the service.yaml of their pods",
    fix="Set `api.tokens` in service.yaml, or route only `/sync` and `/write-checkpoint2.json` to the service.",
    scope="app",
)
def admin_api_has_tokens(objects: Objects) -> Iterator[Violation]:
    """A route exposes the admin API only if service.yaml has tokens for it.

    Without `api.tokens`, the admin API rejects every request.
    """
    closed = {each.instance for each in configurations(objects) if not mapping(each.document, "api").get("tokens")}
    for each in objects.of_kind(*ROUTES):
        if each.instance and _exposes_admin_api(each, objects) and instance_of(each, objects) in closed:
            reason = "exposes the admin API, which rejects every request because service.yaml has no api.tokens"
            yield Violation(each, reason, "set service.api.tokens, or set expose_admin_api=False")


@rule(
    "PS609",
    "admin-api-on-client-host",
    "warning",
    looks_at="Ingresses, HTTPRoutes and other routes to the service, except those of this library",
    fix="Route only `/sync`, `/write-checkpoint.json` and `/write-checkpoint2.json` to the service.",
    scope="app",
)
def admin_api_is_not_on_the_client_host(objects: Objects) -> Iterator[Violation]:
    """The host of the clients does not expose the admin API.

    The admin API below `/api` is on the same port as the sync API. Anyone who has one of `api.tokens` can read all
    data, and start the replication again. It is not reported if service.yaml has no `api.tokens`, because the admin API
    then rejects every request. In this library, `expose_admin_api` exposes it on purpose.
    """
    is_open = {each.instance for each in configurations(objects) if mapping(each.document, "api").get("tokens")}
    for each in objects.of_kind(*ROUTES):
        if each.instance or instance_of(each, objects) not in is_open or _is_internal(each):
            continue
        prefix = next((backend.prefix for backend in backends_of(each) if _admin_path(backend.prefix)), None)
        if prefix is not None and not _is_internet_facing(each):
            reason = f"exposes the admin API with the path {prefix}"
            yield Violation(each, reason, "route only the paths of clients to the service", ("spec",))


def _admin_path(prefix: str) -> bool:
    return prefix.rstrip("*").rstrip("/") in ("", "/api")


def _is_internal(each: KubeObject) -> bool:
    return any(each.annotations.get(name) == value for name, value in _PRIVATE.items())


def _is_internet_facing(each: KubeObject) -> bool:
    return any(each.annotations.get(name) == value for name, value in _PUBLIC.items())


def _exposes_admin_api(each: KubeObject, objects: Objects) -> bool:
    """Return whether a route sends the requests of every path to the service. A redirect does not count."""
    return instance_of(each, objects) is not None and any(backend.prefix == "/" for backend in backends_of(each))
