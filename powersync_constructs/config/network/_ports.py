"""The ports that the service connects to, if the configuration contains them."""

import ipaddress
import re
from urllib.parse import urlsplit

from powersync_constructs.config.core.secrets import ConfigMapRef, EnvRef, InjectedSecret, SecretRef, SecretValue
from powersync_constructs.config.service._connection import PostgresConnection
from powersync_constructs.config.service.source import ConvexSource, MongoSource, MySqlSource, Source, SqlServerSource
from powersync_constructs.config.service.storage import MongoStorage, Storage

_DEFAULTS = {"postgresql": 5432, "mysql": 3306, "mssql": 1433}
"""The default ports of the service (normalizeConnectionConfig in types/types.ts of lib-postgres and the modules)."""
_MONGO = 27017
"""The default port of MongoDB. For mongodb+srv://, a DNS record contains the ports. Atlas uses 27015 to 27017, and most
often 27017."""
_MONGO_URI = re.compile(r"mongodb(?:\+srv)?://(?:[^/?]*@)?(?P<hosts>[^/?]+)")
_MONGO_HOST = re.compile(r"(?P<host>\[[^]]*\]|[^:]*)(?::(?P<port>\d+))?")
_HTTP = {"http": 80, "https": 443}


class UnknownPortError(ValueError):
    """The configuration does not contain a port. The message is the reason."""


def database_ports(database: Source | Storage) -> tuple[int, ...]:
    """Return the ports of a database. Raise UnknownPortError if the configuration does not contain them."""
    match database:
        case MongoSource() | MongoStorage():
            return _mongo_ports(_readable(database.uri, "uri"))
        case ConvexSource():
            return url_port(database.deployment_url, "deployment_url")
        case _:
            return _server_port(database, _DEFAULTS[database.type])


def url_port(url: str | EnvRef | SecretValue, field: str) -> tuple[int, ...]:
    """Return the port of an http:// or https:// URL. Raise UnknownPortError if it is unknown."""
    host, port, scheme = _parts(_readable(url, field), field)
    _refuse_loopback(host, field)
    if port is None and scheme not in _HTTP:
        raise UnknownPortError(f"since {field} is not an http:// or https:// URL")
    return (port or _HTTP[scheme],)


def _server_port(server: PostgresConnection | MySqlSource | SqlServerSource, default: int) -> tuple[int, ...]:
    """Return the port of a server. `hostname` and `port` take precedence over the URI, as in the service."""
    host, port = server.hostname, server.port
    if host is None and not isinstance(server.uri, EnvRef):
        host = _parts(_readable(server.uri, "uri"), "uri")[0]
    _refuse_loopback(host.value if isinstance(host, SecretValue) else host, "the database")
    if isinstance(port, EnvRef):
        raise UnknownPortError(f"since the port is {_place(port)}")
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
            raise UnknownPortError("since the hosts of uri are not readable")
        _refuse_loopback(host["host"].strip("[]"), "the database")
        ports.append(int(host["port"] or _MONGO))
    return tuple(dict.fromkeys(ports))


def _readable(text: str | EnvRef | SecretValue | None, field: str) -> str:
    if isinstance(text, EnvRef):
        raise UnknownPortError(f"since {field} is {_place(text)}")
    return text.value if isinstance(text, SecretValue) else text or ""


def _place(reference: EnvRef) -> str:
    match reference:
        case SecretRef() | InjectedSecret():
            return "in a Secret"
        case ConfigMapRef():
            return "in a ConfigMap"
        case _:
            return "a field of the pod"


def _parts(url: str, field: str) -> tuple[str | None, int | None, str]:
    try:
        parts = urlsplit(url)
        return parts.hostname, parts.port, parts.scheme
    except ValueError:
        raise UnknownPortError(f"since {field} is not a valid URI") from None


def _refuse_loopback(host: object, what: str) -> None:
    """Raise UnknownPortError for a loopback host, which is a sidecar that connects to unknown ports."""
    if isinstance(host, str) and _is_loopback(host):
        raise UnknownPortError(
            f"since the host of {what} is {host}, and the ports that the sidecar connects to are unknown"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
