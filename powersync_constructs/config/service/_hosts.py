"""The hosts that service.yaml names, and the IP ranges that reject them.

The service checks an IP address when it starts, and a host name when it connects: libs/lib-services/src/ip/lookup.ts of
powersync-service 1.25. Its range `local` contains every address that is not public.
"""

import ipaddress
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from powersync_constructs.config.core._addresses import IpAddress, parsed_ip_address
from powersync_constructs.config.core.errors import ConfigError, Problem

POSTGRES_PORT = 5432
"""The default port of a Postgres server."""
LOCAL = "local"
"""The range that contains all addresses that are not public."""
_MONGO_HOSTS = re.compile(r"mongodb://(?:[^/?]*@)?(?P<hosts>[^/?]+)")
_SUPABASE = re.compile(r"db\.\w+\.supabase\.co")
_IN_CLUSTER = re.compile(r"localhost|.+\.localhost|[^.]+|.+\.svc|.+\.cluster\.local|[^.]+\.(?=.*[-0-9])(?!xn--)[^.]+")
"""A name that only the pod or the DNS of the cluster resolves. In the last form, `<service>.<namespace>`, the namespace
has a dash or a digit, and is therefore not a top-level domain."""


class NamedHost(NamedTuple):
    """A host in a field of service.yaml."""

    path: tuple[str | int, ...]
    host: str


@dataclass(frozen=True)
class ServerAddress:
    """The address of a database server, as far as the manifests show it."""

    field: str
    """The field that contains the host."""
    host: str
    port: int | None
    """The port, or None if it comes from a Secret."""
    username: str | None


def host_of_url(path: tuple[str | int, ...], url: object) -> Iterator[NamedHost]:
    """Yield the host of a URL that is readable in the manifests."""
    if isinstance(url, str) and (host := urlsplit(url).hostname):
        yield NamedHost(path, host)


def hosts_of_server(hostname: object, uri: object) -> Iterator[NamedHost]:
    """Yield the host of a database server: the field `hostname`, which takes precedence over the URI."""
    if isinstance(hostname, str):
        yield NamedHost(("hostname",), hostname)
    elif hostname is None:
        yield from host_of_url(("uri",), uri)


def hosts_of_mongo(uri: object) -> Iterator[NamedHost]:
    """Yield the hosts of a mongodb:// URI. Those of a mongodb+srv:// URI are unknown, because they are in DNS."""
    found = _MONGO_HOSTS.match(uri) if isinstance(uri, str) else None
    for host in found["hosts"].split(",") if found else ():
        yield NamedHost(("uri",), re.sub(r":\d*$", "", host).strip("[]"))


def is_in_cluster(host: str) -> bool:
    """Whether a name certainly belongs to the pod itself or to a Service in the cluster, and not to the public DNS."""
    return parsed_ip_address(host) is None and _IN_CLUSTER.fullmatch(host.rstrip(".").lower()) is not None


def is_supabase_project(host: str) -> bool:
    """Whether a host is that of a Supabase project. The service finds the project by it (getSupabaseJwksUrl)."""
    return _SUPABASE.fullmatch(host) is not None


def refuse_unreachable(hosts: Iterable[NamedHost], ranges: Iterable[object], *, checks_names: bool = True) -> None:
    """Raise ConfigError for each host of a database that `reject_ip_ranges` certainly rejects."""
    refuse_rejected_hosts(hosts, rejecting("reject_ip_ranges", ranges), checks_names=checks_names)


def rejecting(field: str, ranges: Iterable[object]) -> dict[str, str]:
    """Return the ranges of a field that are readable in the manifests, each with its name in an error."""
    return {each: f"'{each}' in {field}" for each in ranges if isinstance(each, str)}


def refuse_rejected_hosts(
    hosts: Iterable[NamedHost], settings: Mapping[str, str], *, checks_names: bool = True
) -> None:
    """Raise ConfigError for each host to which the service could never connect, because a range contains its address.

    `settings` maps each range to the name of its setting. `checks_names` is False for a database whose host name the
    service does not check.
    """
    problems = [
        Problem(path, f"has the host '{host}', which {setting} rejects; remove {setting}, or use another host")
        for path, host in hosts
        for found in [_rejecting_range(host, settings, checks_names=checks_names)]
        if found
        for setting in [settings[found]]
    ]
    if problems:
        raise ConfigError(problems)


def _rejecting_range(host: str, ranges: Collection[str], *, checks_names: bool) -> str | None:
    """Return the first range that certainly rejects a host, or None."""
    address = parsed_ip_address(host)
    if address is None:
        return LOCAL if checks_names and LOCAL in ranges and is_in_cluster(host) else None
    for each in ranges:
        if not _is_public(address) if each == LOCAL else address in ipaddress.ip_network(each, strict=False):
            return each
    return None


def _is_public(address: IpAddress) -> bool:
    is_mapped = isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None
    return address.is_global and not address.is_multicast and not is_mapped
