"""Host names and IP addresses of databases, written in one way, so that rules can compare them."""

import re

from powersync_constructs.config.core._addresses import IpAddress, parsed_ip_address

_CLUSTER_DOMAIN = ".cluster.local"
"""The default domain of a cluster. Names with another domain are compared as they are."""
_POD = re.compile(r".+-\d+")
"""The host name of a pod of a StatefulSet."""


def canonical_host(host: str, namespace: str) -> str | None:
    """Return a host as all pods of the cluster can write it; None for localhost.

    A short name is a Service in `namespace`, the namespace of the pods: `db` becomes `db.<namespace>.svc`. A name with
    two parts is a Service and its namespace, or a pod of a StatefulSet and its Service.
    """
    name = host.strip("[]").rstrip(".").lower()
    address = _ip_address(name)
    if address is not None:
        return None if address.is_loopback else str(address)
    if name in ("", "localhost") or name.endswith(".localhost"):
        return None
    return _canonical_name(name, namespace)


def is_same_from_everywhere(canonical: str) -> bool:
    """Whether a host is the same server from every cluster: neither a name of a cluster, nor a private address."""
    address = _ip_address(canonical)
    return address.is_global if address is not None else not canonical.endswith(".svc")


def _canonical_name(name: str, namespace: str) -> str:
    match name.removesuffix(_CLUSTER_DOMAIN).split("."):
        case [service]:
            return _in_cluster(service, namespace)
        case [pod, service] if _POD.fullmatch(pod):
            return _in_cluster(pod, service, namespace)
        case [service, other_namespace]:
            return _in_cluster(service, other_namespace)
        case [*_, "svc"]:
            return name.removesuffix(_CLUSTER_DOMAIN)
    return name


def _in_cluster(*parts: str) -> str:
    return ".".join((*filter(None, parts), "svc"))


def _ip_address(name: str) -> IpAddress | None:
    address = parsed_ip_address(name)
    return getattr(address, "ipv4_mapped", None) or address
