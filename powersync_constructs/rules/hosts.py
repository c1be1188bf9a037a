"""Rules about hosts."""

from collections.abc import Iterable, Iterator

from powersync_constructs.rules._claims import Claim, conflicts
from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject, mapping, mappings, text


def host_is_of_one_instance(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """A host must belong to one instance, because a client cannot continue its sync at another instance.

    The hosts of TLS settings do not count: a certificate can be for hosts of several instances. If the instances are in
    two charts, the finding is a warning, because the host can move from one cluster to another.
    """
    fix = "give each instance its own host"
    for conflict in conflicts(_claims(objects)):
        where, reason = str(conflict.second.by), f"uses {conflict.second.shown}, which {conflict.other} also uses"
        if conflict.is_certain:
            yield Finding("host-of-one-instance", "error", where, reason, fix)
        else:
            yield Finding("host-of-one-instance", "warning", where, reason, fix)


def _claims(objects: Iterable[KubeObject]) -> Iterator[Claim]:
    for each in objects:
        if each.instance:
            yield from (Claim(each, (host.lower(),), shown=f"host {host}") for host in hosts_of(each))


def hosts_of(each: KubeObject) -> Iterator[str]:
    """Yield the hosts for which an object routes requests."""
    hosts: list[object] = []
    match each.kind:
        case "Ingress":
            hosts = [rule.get("host") for rule in mappings(each.spec, "rules")]
        case "HTTPRoute":
            named = each.spec.get("hostnames")
            hosts = named if isinstance(named, list) else []
        case "HTTPProxy":
            hosts = [mapping(each.spec, "virtualhost").get("fqdn")]
    yield from (host for host in map(text, hosts) if host)
