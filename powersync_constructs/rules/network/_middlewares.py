"""The middlewares of Traefik that a route uses."""

from collections.abc import Iterator

from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules.network._served_routes import ServedRoute

_ANNOTATION = "traefik.ingress.kubernetes.io/router.middlewares"
_PROVIDER = "@kubernetescrd"


def middlewares_of(route: ServedRoute, objects: Objects) -> Iterator[KubeObject]:
    """Yield the middlewares of a route that are in the manifests."""
    by_reference = objects.once(_by_reference)
    for reference in _references(route):
        if middleware := by_reference.get(reference):
            yield middleware


def _by_reference(objects: Objects) -> dict[str, KubeObject]:
    """Return the middlewares by the name that an annotation uses: `<namespace>-<name>`."""
    return {f"{each.namespace}-{each.name}": each for each in objects.of_kind("Middleware")}


def _references(route: ServedRoute) -> Iterator[str]:
    each = route.object
    for name in each.annotations.get(_ANNOTATION, "").split(","):
        yield name.strip().removesuffix(_PROVIDER)
    field = "routes" if each.kind == "IngressRoute" else "rules"
    for _, item in route.items(field):
        for named in _named(item):
            yield f"{text(named.get('namespace')) or each.namespace}-{text(named.get('name'))}"


def _named(item: Manifest) -> Iterator[Manifest]:
    yield from mappings(item, "middlewares")
    for route_filter in mappings(item, "filters"):
        reference = route_filter.get("extensionRef")
        if isinstance(reference, dict) and reference.get("kind") == "Middleware":
            yield reference
