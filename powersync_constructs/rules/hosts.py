"""Rules about hosts."""

from collections.abc import Iterable, Iterator

from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject, mapping, mappings, text


def host_is_of_one_instance(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """A host must belong to one instance, because a client cannot continue its sync at another instance."""
    first: dict[str, KubeObject] = {}
    for each in objects:
        if not each.instance:
            continue
        for host in hosts_of(each):
            other = first.setdefault(host, each)
            if other.instance_id != each.instance_id:
                reason = f"uses host {host}, which {other} of another instance also uses"
                yield Finding("host-of-one-instance", "error", str(each), reason, "give each instance its own host")


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
