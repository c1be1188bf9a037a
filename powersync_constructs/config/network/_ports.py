"""The ports that the service connects to, as far as its configuration shows them."""

import ipaddress
import re
from urllib.parse import urlsplit

from powersync_constructs.config.core.secrets import InjectedSecret, SecretRef, SecretValue
from powersync_constructs.config.service._connection import PostgresConnection
from powersync_constructs.config.service.source import ConvexSource, MongoSource, MySqlSource, Source, SqlServerSource
from powersync_constructs.config.service.storage import MongoStorage, Storage

_DEFAULTS = {"postgresql": 5432, "mysql": 3306, "mssql": 1433}
"""normalizeConnectionConfig of lib-postgres, module-mysql and module-mssql, in types/types.ts of each."""
_MONGO = 27017
"""The port of a host without one. Those of mongodb+srv:// are in a DNS record; Atlas uses 27015 to 27017 and most
often this one."""
_MONGO_URI = re.compile(r"mongodb(?:\+srv)?://(?:[^/?]*@)?(?P<hosts>[^/?]+)")
_MONGO_HOST = re.compile(r"(?P<host>\[[^]]*\]|[^:]*)(?::(?P<port>\d+))?")
_HTTP = {"http": 80, "https": 443}


class UnknownPortError(ValueError):
    """A port that the configuration does not show. Its text says why."""


def database_ports(database: Source | Storage) -> tuple[int, ...]:
    """The ports of a database. Raises UnknownPortError."""
    match database:
        case MongoSource() | MongoStorage():
            return _mongo_ports(_readable(database.uri, "uri"))
        case ConvexSource():
            return url_port(database.deployment_url, "deployment_url")
        case _:
            return _server_port(database, _DEFAULTS[database.type])


def url_port(url: str | SecretRef | SecretValue | InjectedSecret, field: str) -> tuple[int, ...]:
    """The port of an http:// or https:// URL. Raises UnknownPortError."""
    host, port, scheme = _parts(_readable(url, field), field)
    _refuse_the_pod_itself(host, field)
    if port is None and scheme not in _HTTP:
        raise UnknownPortError(f"since {field} is not an http:// or https:// URL")
    return (port or _HTTP[scheme],)


def _server_port(server: PostgresConnection | MySqlSource | SqlServerSource, default: int) -> tuple[int, ...]:
    """The field wins over the URI, as in the service."""
    host, port = server.hostname, server.port
    if host is None and not isinstance(server.uri, SecretRef | InjectedSecret):
        host = _parts(_readable(server.uri, "uri"), "uri")[0]
    _refuse_the_pod_itself(host.value if isinstance(host, SecretValue) else host, "the database")
    if isinstance(port, SecretRef | InjectedSecret):
        raise UnknownPortError("since the port is in a Secret")
    if port is not None:
        return (port,)
    if server.uri is None:
        return (default,)
    return (_parts(_readable(server.uri, "uri"), "uri")[1] or default,)


def _mongo_ports(uri: str) -> tuple[int, ...]:
    found = _MONGO_URI.match(uri)
    hosts = [_MONGO_HOST.fullmatch(host) for host in found["hosts"].split(",")] if found else [None]
    ports = []
    for host in hosts:
        if host is None:
            raise UnknownPortError("since the uri has no hosts that can be read")
        _refuse_the_pod_itself(host["host"].strip("[]"), "the database")
        ports.append(int(host["port"] or _MONGO))
    return tuple(dict.fromkeys(ports))


def _readable(text: str | SecretRef | SecretValue | InjectedSecret | None, field: str) -> str:
    if isinstance(text, SecretRef | InjectedSecret):
        raise UnknownPortError(f"since {field} is in a Secret")
    return text.value if isinstance(text, SecretValue) else text or ""


def _parts(url: str, field: str) -> tuple[str | None, int | None, str]:
    try:
        parts = urlsplit(url)
        return parts.hostname, parts.port, parts.scheme
    except ValueError:
        raise UnknownPortError(f"since {field} is not a URI that can be read") from None


def _refuse_the_pod_itself(host: object, what: str) -> None:
    """Raise for a sidecar: no policy applies within a pod, and nothing says where the sidecar connects to."""
    if isinstance(host, str) and _is_loopback(host):
        raise UnknownPortError(f"since {what} is {host}, a sidecar, which has connections of its own")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
