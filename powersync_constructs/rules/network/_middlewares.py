"""The middlewares of Traefik that a route uses."""

from collections.abc import Iterator

from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, mapping, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules.network._served_routes import ServedRoute

_ANNOTATION = "traefik.ingress.kubernetes.io/router.middlewares"
_PROVIDER = "@kubernetescrd"
_REDIRECTS = ("redirectScheme", "redirectRegex")


def middlewares_of(route: ServedRoute, objects: Objects) -> Iterator[KubeObject]:
    """Yield the middlewares of a route that are in the manifests. Those of a chain belong to the route too."""
    by_reference = objects.once(_by_reference)
    found: dict[str, KubeObject] = {}
    waiting = [*_references(route)]
    while waiting:
        reference = waiting.pop(0)
        middleware = by_reference.get(reference)
        if middleware is not None and reference not in found:
            found[reference] = middleware
            waiting += _listed(mapping(middleware.spec, "chain"), middleware)
    yield from found.values()


def uses_middlewares(route: ServedRoute) -> bool:
    """Return whether a route uses middlewares, also those that are not in the manifests."""
    return any(True for _ in _references(route))


def may_redirect(route: ServedRoute, objects: Objects) -> bool:
    """Return whether a middleware of a route redirects requests, or is not in the manifests."""
    by_reference = objects.once(_by_reference)
    return any(reference not in by_reference for reference in _references(route)) or any(
        field in middleware.spec for middleware in middlewares_of(route, objects) for field in _REDIRECTS
    )


def _by_reference(objects: Objects) -> dict[str, KubeObject]:
    """Return the middlewares by the name that an annotation uses: `<namespace>-<name>`."""
    return {f"{each.namespace}-{each.name}": each for each in objects.of_kind("Middleware")}


def _references(route: ServedRoute) -> Iterator[str]:
    each = route.object
    names = (name.strip() for name in each.annotations.get(_ANNOTATION, "").split(","))
    yield from (name.removesuffix(_PROVIDER) for name in names if name)
    field = "routes" if each.kind == "IngressRoute" else "rules"
    for _, item in route.items(field):
        yield from _listed(item, each)
        for route_filter in mappings(item, "filters"):
            reference = mapping(route_filter, "extensionRef")
            if reference.get("kind") == "Middleware":
                yield _reference(reference, each)


def _listed(item: Manifest, by: KubeObject) -> Iterator[str]:
    yield from (_reference(named, by) for named in mappings(item, "middlewares"))


def _reference(named: Manifest, by: KubeObject) -> str:
    return f"{text(named.get('namespace')) or by.namespace}-{text(named.get('name'))}"
