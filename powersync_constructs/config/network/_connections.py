"""The connections of an instance. Each class determines whether a connection is needed, and its ports."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from powersync_constructs.config.core._env import is_variable
from powersync_constructs.config.core.secrets import EnvRef, SecretValue
from powersync_constructs.config.network._context import DatabaseField, NetworkContext
from powersync_constructs.config.network._ports import UnknownPortError, database_ports, url_port
from powersync_constructs.config.network.peers import Peer
from powersync_constructs.config.network.props import Destination, NetworkProps, Role
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml
from powersync_constructs.config.service.settings import ServiceSettings
from powersync_constructs.config.service.source import ServicePrincipal, SqlServerSource, may_be_supabase
from powersync_constructs.config.service.storage import object_storage_of

PortNumbers = Sequence[int] | None
"""The ports of a connection. None if nothing needs the connection."""
_HTTPS = (443,)
_ALL: Sequence[Role] = ("api", "replication", "compact", "migrate", "unified")
_SERVING: Sequence[Role] = ("api", "unified")
_LONG_RUNNING: Sequence[Role] = ("api", "replication", "unified")
_WITH_BUCKETS: Sequence[Role] = ("api", "replication", "compact", "unified")


@dataclass(frozen=True)
class Connection(ABC):
    """A connection, the field of NetworkProps that allows it, and the roles that use it."""

    field: str
    roles: Sequence[Role]
    way_out: ClassVar[str]
    """The instruction in the error about a missing field."""

    @abstractmethod
    def ports(self, context: NetworkContext) -> PortNumbers:
        """Return the ports. Raise UnknownPortError if the configuration does not contain them."""

    def is_optional(self, context: NetworkContext) -> bool:
        """Return whether the field may be missing, because only a Secret shows whether the connection is needed."""
        return False


class Incoming(Connection):
    """A connection to the pods."""

    def peers(self, network: NetworkProps) -> Sequence[Peer]:
        """Return the allowed peers. The list is empty if no peer is allowed."""
        given: Sequence[Peer] | None = getattr(network, self.field)
        return given or ()


class ClientConnection(Incoming):
    """The connection of clients, through an ingress controller."""

    way_out = "give the peers of the ingress controller, or [] for none"

    def ports(self, context: NetworkContext) -> PortNumbers:
        """Return the port of the service."""
        return (context.service.port,)


class ScrapeConnection(Incoming):
    """The connection of Prometheus to `/metrics`."""

    way_out = "give the peers that scrape the pods, or [] for none, or prometheus_port=None for no metrics"

    def ports(self, context: NetworkContext) -> PortNumbers:
        """Return the metrics port, or None if there are no metrics."""
        port = context.service.prometheus_port
        return None if port is None else (port,)


class Outgoing(Connection):
    """A connection from the pods."""

    way_out = "give Destination(to=[...])"
    protocols: ClassVar[Sequence[str]] = ("TCP",)

    def destination(self, network: NetworkProps, context: NetworkContext) -> Destination | None:
        """Return the destination, or None if none is given."""
        given: Destination | None = getattr(network, self.field)
        return given


class DnsConnection(Outgoing):
    """The connection to the DNS servers."""

    protocols = ("UDP", "TCP")

    def ports(self, context: NetworkContext) -> PortNumbers:
        """Return the DNS port."""
        return (53,)


class SentryConnection(Outgoing):
    """The connection to Sentry."""

    def ports(self, context: NetworkContext) -> PortNumbers:
        """Return the port of the DSN."""
        return None if context.sentry is None else url_port(context.sentry.dsn, "dsn")


class ApiServerConnection(Outgoing):
    """The connection to the Kubernetes API server, where the migration Job sets the migration marker."""

    way_out = "give ApiServer(cidrs=[...])"

    def ports(self, context: NetworkContext) -> PortNumbers:
        """Return an empty tuple if a Job sets the migration marker: `ApiServer` contains the ports. Otherwise None."""
        return () if context.needs_api_server else None

    def destination(self, network: NetworkProps, context: NetworkContext) -> Destination | None:
        """Return the API server, or None if it is not given."""
        return None if network.api_server is None else network.api_server.destination


class ServiceYamlConnection(Outgoing):
    """A connection that service.yaml configures. The content of an existing service.yaml is unknown."""

    def ports(self, context: NetworkContext) -> PortNumbers:
        """Return the ports in service.yaml."""
        if isinstance(context.service, ExistingServiceYaml):
            raise UnknownPortError("since service.yaml is in a Secret")
        return self.known_ports(context, context.service)

    @abstractmethod
    def known_ports(self, context: NetworkContext, service: ServiceSettings) -> PortNumbers:
        """Return the ports in a generated service.yaml."""

    def is_optional(self, context: NetworkContext) -> bool:
        """Return whether the instance uses an existing service.yaml, whose connections are unknown."""
        return isinstance(context.service, ExistingServiceYaml)


@dataclass(frozen=True)
class DatabaseConnection(ServiceYamlConnection):
    """The connection to a database. Every service.yaml has both databases."""

    field: DatabaseField

    def known_ports(self, context: NetworkContext, service: ServiceSettings) -> PortNumbers:
        """Return the ports of the database, or None for a `DevPostgres`, which needs no field."""
        database = context.source if self.field == "source" else context.storage
        return None if database is None else database_ports(database)

    def destination(self, network: NetworkProps, context: NetworkContext) -> Destination | None:
        """Return the pod of a `DevPostgres`. For another database, return the destination in the props."""
        return context.dev_databases.get(self.field) or super().destination(network, context)

    def is_optional(self, context: NetworkContext) -> bool:
        """Return False: every instance needs both databases."""
        return False


class JwksConnection(ServiceYamlConnection):
    """The connection to the servers with the keys of client tokens."""

    def known_ports(self, context: NetworkContext, service: ServiceSettings) -> PortNumbers:
        """Return the ports of all URLs. For Supabase, the service builds an https:// URL (auth/utils.ts)."""
        auth = context.client_auth
        given = auth and auth.jwks_uri
        urls = [given] if isinstance(given, str | EnvRef | SecretValue) else given or []
        ports = [port for url in urls for port in url_port(url, "jwks_uri")]
        if auth and auth.supabase and may_be_supabase(context.source):
            ports += _HTTPS
        return tuple(dict.fromkeys(ports)) or None


class ObjectStorageConnection(ServiceYamlConnection):
    """The connection to S3, for a MongoDB bucket storage with `object_storage`."""

    def known_ports(self, context: NetworkContext, service: ServiceSettings) -> PortNumbers:
        """Return the port of the endpoint."""
        objects = object_storage_of(context.storage)
        if objects is None:
            return None
        return _HTTPS if objects.endpoint is None else url_port(objects.endpoint, "endpoint")


class TelemetryConnection(ServiceYamlConnection):
    """The connection to the receiver of usage data."""

    def known_ports(self, context: NetworkContext, service: ServiceSettings) -> PortNumbers:
        """Return the port of the receiver.

        With `disable_telemetry_sharing`, the service has no exporter (metrics/open-telemetry/util.ts).
        """
        if service.telemetry.disable_telemetry_sharing is True:
            return None
        receiver = service.telemetry.internal_service_endpoint
        return _HTTPS if receiver is None else url_port(receiver, "internal_service_endpoint")

    def is_optional(self, context: NetworkContext) -> bool:
        """Return True if a variable or an existing service.yaml determines whether the service sends usage data."""
        settings = context.service
        unknown = isinstance(settings, ServiceSettings) and is_variable(settings.telemetry.disable_telemetry_sharing)
        return unknown or super().is_optional(context)


class EntraConnection(ServiceYamlConnection):
    """The connection to the Microsoft login, for a SQL Server source."""

    def ports(self, context: NetworkContext) -> PortNumbers:
        """Return None if the existing service.yaml has no SQL Server source. Otherwise return the ports as usual."""
        if isinstance(context.service, ExistingServiceYaml) and context.service.source_type != "mssql":
            return None
        return super().ports(context)

    def known_ports(self, context: NetworkContext, service: ServiceSettings) -> PortNumbers:
        """Return the HTTPS port if the service logs in with a ServicePrincipal."""
        source = context.source
        logs_in = isinstance(source, SqlServerSource) and isinstance(source.authentication, ServicePrincipal)
        return _HTTPS if logs_in else None


INCOMING: Sequence[Incoming] = (
    ClientConnection("ingress_controller", _SERVING),
    ScrapeConnection("monitoring", _LONG_RUNNING),
)
"""The connections to each role. Replicators also answer HTTP probes, but only the kubelet sends them."""
OUTGOING: Sequence[Outgoing] = (
    DnsConnection("dns", _ALL),
    DatabaseConnection("source", _LONG_RUNNING),
    DatabaseConnection("storage", _ALL),
    JwksConnection("jwks", _SERVING),
    ObjectStorageConnection("object_storage", _WITH_BUCKETS),
    TelemetryConnection("telemetry", _LONG_RUNNING),
    EntraConnection("entra", _LONG_RUNNING),
    SentryConnection("sentry", _ALL),
    ApiServerConnection("api_server", ("migrate",)),
)
"""The connections from each role. The API pods query the replication position of the source database at every
write checkpoint (checkpointing.ts, and createReplicationHead of each module). The table of connections in the
documentation of the service omits this query. The compaction and the migration do not connect to the source
(entry/commands)."""
