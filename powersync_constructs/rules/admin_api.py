"""Rules about the admin API of the service, which an ingress exposes with `expose_admin_api`."""

from collections.abc import Iterable, Iterator

from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject, mapping, mappings
from powersync_constructs.rules._service_yaml import service_yaml

_PUBLIC = {
    "alb.ingress.kubernetes.io/scheme": "internet-facing",
    "kubernetes.io/ingress.class": "gce",
}
"""The annotations that give an Ingress an internet-facing load balancer."""


def admin_api_is_not_public(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """The admin API can read and change all data of an instance, so it must not be exposed to the internet."""
    public = {
        (each.instance_id, each.name)
        for each in objects
        if each.kind == "LoadBalancerConfiguration" and each.spec.get("scheme") == "internet-facing"
    }
    for each in objects:
        if _exposes_admin_api(each) and (_is_internet_facing(each) or (each.instance_id, each.name) in public):
            reason = "exposes the admin API on an internet-facing load balancer"
            fix = "make the load balancer internal, or set expose_admin_api=False"
            yield Finding("admin-api-is-public", "warning", str(each), reason, fix)


def admin_api_has_tokens(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """If service.yaml has no tokens, the admin API rejects every request, so an ingress must not expose it."""
    closed = {
        each.instance_id
        for each in objects
        if (config := service_yaml(each)) is not None and not mapping(config, "api").get("tokens")
    }
    for each in objects:
        if _exposes_admin_api(each) and each.instance_id in closed:
            reason = "exposes the admin API, which rejects every request because service.yaml has no api.tokens"
            fix = "set service.api.tokens, or set expose_admin_api=False"
            yield Finding("admin-api-has-no-tokens", "warning", str(each), reason, fix)


def _is_internet_facing(each: KubeObject) -> bool:
    return any(each.annotations.get(name) == value for name, value in _PUBLIC.items())


def _exposes_admin_api(each: KubeObject) -> bool:
    """Return whether an object of an instance routes every path to the service. A redirect does not count."""
    return bool(each.instance) and "/" in _prefixes(each)


def _prefixes(each: KubeObject) -> Iterator[object]:
    match each.kind:
        case "Ingress":
            for rule in mappings(each.spec, "rules"):
                yield from (path.get("path") for path in mappings(mapping(rule, "http"), "paths"))
        case "HTTPRoute":
            for rule in mappings(each.spec, "rules"):
                if rule.get("backendRefs"):
                    yield from (mapping(match, "path").get("value") for match in mappings(rule, "matches"))
        case "HTTPProxy":
            for route in mappings(each.spec, "routes"):
                yield from (condition.get("prefix") for condition in mappings(route, "conditions"))
