"""Rules about the service's admin API, which an ingress opens with `expose_admin_api`."""

from collections.abc import Iterable, Iterator

from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject, mapping, mappings
from powersync_constructs.rules._service_yaml import service_yaml

_PUBLIC = {
    "alb.ingress.kubernetes.io/scheme": "internet-facing",
    "kubernetes.io/ingress.class": "gce",
}
"""The annotations by which an Ingress asks for a load balancer on the internet."""


def admin_api_is_not_public(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """The admin API reads and changes everything that an instance has: it does not belong on the internet."""
    public = {
        (each.instance_id, each.name)
        for each in objects
        if each.kind == "LoadBalancerConfiguration" and each.spec.get("scheme") == "internet-facing"
    }
    for each in objects:
        if _opens_everything(each) and (_asks_for_the_internet(each) or (each.instance_id, each.name) in public):
            reason = "opens the admin API on a load balancer on the internet"
            fix = "make that load balancer internal, or set expose_admin_api=False"
            yield Finding("admin-api-is-public", "warning", str(each), reason, fix)


def admin_api_has_tokens(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """Without tokens in service.yaml, the admin API that an ingress opens refuses every request."""
    closed = {
        each.instance_id
        for each in objects
        if (config := service_yaml(each)) is not None and not mapping(config, "api").get("tokens")
    }
    for each in objects:
        if _opens_everything(each) and each.instance_id in closed:
            reason = "opens the admin API, which refuses every request: service.yaml has no api.tokens"
            fix = "set service.api.tokens, or expose_admin_api=False"
            yield Finding("admin-api-has-no-tokens", "warning", str(each), reason, fix)


def _asks_for_the_internet(each: KubeObject) -> bool:
    return any(each.annotations.get(name) == value for name, value in _PUBLIC.items())


def _opens_everything(each: KubeObject) -> bool:
    """Whether an object of ours leads every path to the service. A redirect leads nowhere."""
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
