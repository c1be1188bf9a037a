"""What identifies a database in service.yaml, so that rules find two spellings of one database."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from powersync_constructs.rules._lib.addresses import canonical_host, is_same_from_everywhere
from powersync_constructs.rules._lib.configurations import Configuration, configurations
from powersync_constructs.rules._lib.environments import Hidden, Value
from powersync_constructs.rules._lib.instances import InstanceId
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, text
from powersync_constructs.rules._lib.objects import Objects

_PORTS = {"mongodb": "27017", "mysql": "3306", "postgresql": "5432"}
"""The default port of each type of database that rules compare."""
_URI = re.compile(r"(?P<scheme>[a-z+]+)://([^/?#]*@)?(?P<hosts>[^/?#@]+)(/(?P<database>[^?#]*))?")
_HOST = re.compile(r"(?P<host>\[[^]]*\]|[^:]*)(:(?P<port>\d+))?")
_SRV = "SRV"
"""The port of a host of `mongodb+srv://`, which stands for all servers of its SRV record."""


@dataclass(frozen=True)
class Server:
    """A database server. Two equal objects are the same server for the pods of one cluster."""

    type: str
    host: Value
    port: Value

    @property
    def is_same_from_everywhere(self) -> bool:
        """Whether an equal object of another cluster is the same server too."""
        return isinstance(self.host, str) and isinstance(self.port, str) and is_same_from_everywhere(self.host)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in str(self.host) else str(self.host)
        return host if self.port == _SRV else f"{host}:{self.port}"


@dataclass(frozen=True)
class Database:
    """The source database or the bucket storage of an instance."""

    type: str
    servers: tuple[Server, ...]
    """The server; for MongoDB, the listed members of the replica set. One of them identifies the replica set."""
    name: Value
    is_shown: bool
    """Whether the address and the name may be in the text of a finding."""

    @property
    def keys(self) -> tuple[tuple[Server, Value], ...]:
        """What identifies the database. Two objects that have a key in common are the same database."""
        return tuple((server, self.name) for server in self.servers)

    @property
    def is_same_from_everywhere(self) -> bool:
        """Whether an equal object of another cluster is the same database too."""
        return isinstance(self.name, str) and self.server_is_same_from_everywhere

    @property
    def server_is_same_from_everywhere(self) -> bool:
        """Whether an equal object of another cluster is on the same server too."""
        return all(server.is_same_from_everywhere for server in self.servers)

    @property
    def address(self) -> str:
        """The servers, for a sentence; empty if they are secret."""
        return ", ".join(map(str, self.servers)) if self.is_shown else ""

    def __str__(self) -> str:
        return f"'{self.name}' on {self.address}" if self.is_shown else ""


@dataclass(frozen=True)
class Used:
    """The databases that an instance uses. A database is None if the manifests do not show what identifies it."""

    configuration: Configuration
    source: Database | None
    storage: Database | None

    @property
    def by(self) -> KubeObject:
        """The object that contains service.yaml."""
        return self.configuration.by

    @property
    def instance(self) -> InstanceId:
        """The instance."""
        return self.configuration.instance


def used_databases(objects: Objects) -> tuple[Used, ...]:
    """Return the databases of each instance."""
    return objects.once(_used_databases)


def _used_databases(objects: Objects) -> tuple[Used, ...]:
    return tuple(
        Used(each, database_of(each, each.source), database_of(each, each.storage)) for each in configurations(objects)
    )


def database_of(configuration: Configuration, settings: Manifest) -> Database | None:
    """Return the database of a source or a storage; None if its type has no rules, or if it is in the same pod."""
    kind = text(settings.get("type"))
    if kind not in _PORTS:
        return None
    fields = ("uri", "hostname", "port", "database")
    uri, hostname, port, database = (configuration.value(settings, field) for field in fields)
    if kind == "mongodb":
        hostname = port = None  # the service reads these fields only for the other types
    hosts, path = _parts(uri)
    first_host, first_port = hosts[0] if hosts else (None, None)
    if hostname or port:
        hosts = [(hostname or first_host, port or first_port)]
    name = database or path
    servers = tuple(
        Server(kind, here, port or _PORTS[kind])
        for host, port in hosts
        if (here := _canonical(host, configuration.by.namespace))
    )
    return Database(kind, servers, name, configuration.shows(settings, *fields)) if servers and name else None


_Host = tuple[Value | None, Value | None]
"""A host and its port. None for what the service takes from elsewhere."""


def _parts(uri: Value | None) -> tuple[list[_Host], Value | None]:
    """Return the hosts and the database of a URI."""
    if isinstance(uri, Hidden):
        return [(uri.of_part("hosts"), uri.of_part("port"))], uri.of_part("database")
    found = _URI.match(uri or "")
    if not found:
        return [], None
    srv = _SRV if found["scheme"].endswith("+srv") else None
    hosts = [_HOST.match(host) for host in found["hosts"].split(",")]
    return [(host["host"], srv or host["port"]) for host in hosts if host], unquote(found["database"] or "")


def _canonical(host: Value | None, namespace: str) -> Value | None:
    return canonical_host(host, namespace) if isinstance(host, str) else host
