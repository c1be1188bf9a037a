"""The connections of an instance: a class for each kind, which knows whether it is needed, and by which ports."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from powersync_constructs.config.core.secrets import InjectedSecret, SecretRef, SecretValue
from powersync_constructs.config.network._context import DatabaseField, NetworkContext
from powersync_constructs.config.network._ports import UnknownPortError, database_ports, url_port
from powersync_constructs.config.network.peers import Peer
from powersync_constructs.config.network.props import Destination, NetworkProps, Role
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml
from powersync_constructs.config.service.settings import ServiceSettings
from powersync_constructs.config.service.source import ServicePrincipal, SqlServerSource, may_be_supabase
from powersync_constructs.config.service.storage import MongoStorage

Ports = Sequence[int] | None
"""The ports of a connection; none at all (None) where nothing needs it."""
_HTTPS = (443,)
_ALL: Sequence[Role] = ("api", "replication", "compact", "migrate", "unified")
_ANSWERING: Sequence[Role] = ("api", "unified")
_STAYING: Sequence[Role] = ("api", "replication", "unified")
_WITH_BUCKETS: Sequence[Role] = ("api", "replication", "compact", "unified")


@dataclass(frozen=True)
class Connection(ABC):
    """A connection that NetworkProps has a field for, and the roles that have it."""

    field: str
    roles: Sequence[Role]
    way_out: ClassVar[str]
    """What to give where the field is missing."""

    @abstractmethod
    def ports(self, context: NetworkContext) -> Ports:
        """The ports. Raises UnknownPortError where they are in a Secret."""

    def is_optional(self, context: NetworkContext) -> bool:
        """Whether only a Secret says if the connection is needed at all."""
        return False


class Incoming(Connection):
    """A connection to the pods."""

    def peers(self, network: NetworkProps) -> Sequence[Peer]:
        """Those who are let in; empty for nobody."""
        given: Sequence[Peer] | None = getattr(network, self.field)
        return given or ()


class ClientConnection(Incoming):
    """That of clients, which an ingress controller brings."""

    way_out = "give the peers that bring clients, or [] for none"

    def ports(self, context: NetworkContext) -> Ports:
        """That of the service."""
        return (context.service.port,)


class ScrapeConnection(Incoming):
    """That of Prometheus to `/metrics`."""

    way_out = "give the peers that scrape the pods, or [] for none, or prometheus_port=None for no metrics"

    def ports(self, context: NetworkContext) -> Ports:
        """That of the metrics, where there are any."""
        port = context.service.prometheus_port
        return None if port is None else (port,)


class Outgoing(Connection):
    """A connection of the pods to something else."""

    way_out = "give Destination(to=[...])"
    protocols: ClassVar[Sequence[str]] = ("TCP",)

    def destination(self, network: NetworkProps, context: NetworkContext) -> Destination | None:
        """Where it goes; None where nothing is given."""
        given: Destination | None = getattr(network, self.field)
        return given


class DnsConnection(Outgoing):
    """That to what resolves names."""

    protocols = ("UDP", "TCP")

    def ports(self, context: NetworkContext) -> Ports:
        """That of DNS."""
        return (53,)


class SentryConnection(Outgoing):
    """That to the receiver of errors."""

    def ports(self, context: NetworkContext) -> Ports:
        """That of the DSN."""
        return None if context.sentry is None else url_port(context.sentry.dsn, "dsn")


class ApiServerConnection(Outgoing):
    """That to Kubernetes, where the migration Job sets its marker."""

    way_out = "give ApiServer(cidrs=[...])"

    def ports(self, context: NetworkContext) -> Ports:
        """Nothing says them but ApiServer itself."""
        return () if context.needs_api_server else None

    def destination(self, network: NetworkProps, context: NetworkContext) -> Destination | None:
        """The API server, where it is given."""
        return None if network.api_server is None else network.api_server.destination


class ServiceYamlConnection(Outgoing):
    """One that service.yaml decides, which only a Secret may have."""

    def ports(self, context: NetworkContext) -> Ports:
        """What service.yaml says."""
        if isinstance(context.service, ExistingServiceYaml):
            raise UnknownPortError("since only the Secret has it")
        return self.known_ports(context, context.service)

    @abstractmethod
    def known_ports(self, context: NetworkContext, service: ServiceSettings) -> Ports:
        """The ports by our own service.yaml."""

    def is_optional(self, context: NetworkContext) -> bool:
        """Where only the Secret has service.yaml."""
        return isinstance(context.service, ExistingServiceYaml)


@dataclass(frozen=True)
class DatabaseConnection(ServiceYamlConnection):
    """That to a database. Every service.yaml has both."""

    field: DatabaseField

    def known_ports(self, context: NetworkContext, service: ServiceSettings) -> Ports:
        """Those of the database; those of `DevPostgres` are known without a field."""
        database = context.source if self.field == "source" else context.storage
        return None if database is None else database_ports(database)

    def destination(self, network: NetworkProps, context: NetworkContext) -> Destination | None:
        """The database, as `DevPostgres` or the props say."""
        return context.dev_databases.get(self.field) or super().destination(network, context)

    def is_optional(self, context: NetworkContext) -> bool:
        """Never."""
        return False


class JwksConnection(ServiceYamlConnection):
    """That to the keys of client tokens."""

    def known_ports(self, context: NetworkContext, service: ServiceSettings) -> Ports:
        """Those of all URLs. The service makes Supabase's URL, with https:// (auth/utils.ts)."""
        auth = context.client_auth
        given = auth and auth.jwks_uri
        urls = [given] if isinstance(given, str | SecretRef | SecretValue | InjectedSecret) else given or []
        ports = [port for url in urls for port in url_port(url, "jwks_uri")]
        if auth and auth.supabase and may_be_supabase(context.source):
            ports += _HTTPS
        return tuple(dict.fromkeys(ports)) or None


class ObjectStorageConnection(ServiceYamlConnection):
    """That of a MongoDB storage to S3."""

    def known_ports(self, context: NetworkContext, service: ServiceSettings) -> Ports:
        """That of the endpoint."""
        if not isinstance(context.storage, MongoStorage) or context.storage.object_storage is None:
            return None
        endpoint = context.storage.object_storage.endpoint
        return _HTTPS if endpoint is None else url_port(endpoint, "endpoint")


class TelemetryConnection(ServiceYamlConnection):
    """That to the receiver of usage data."""

    def known_ports(self, context: NetworkContext, service: ServiceSettings) -> Ports:
        """That of the receiver. Where nothing is shared, there is no exporter (metrics/open-telemetry/util.ts)."""
        if service.telemetry.disable_telemetry_sharing:
            return None
        receiver = service.telemetry.internal_service_endpoint
        return _HTTPS if receiver is None else url_port(receiver, "internal_service_endpoint")


class EntraConnection(ServiceYamlConnection):
    """That of a SQL Server source to Microsoft's login."""

    def ports(self, context: NetworkContext) -> Ports:
        """None for another type of source, which an existing service.yaml tells us too."""
        if isinstance(context.service, ExistingServiceYaml) and context.service.source_type != "mssql":
            return None
        return super().ports(context)

    def known_ports(self, context: NetworkContext, service: ServiceSettings) -> Ports:
        """That of HTTPS, where the service logs in with a ServicePrincipal."""
        source = context.source
        logs_in = isinstance(source, SqlServerSource) and isinstance(source.authentication, ServicePrincipal)
        return _HTTPS if logs_in else None


INCOMING: Sequence[Incoming] = (
    ClientConnection("ingress_controller", _ANSWERING),
    ScrapeConnection("monitoring", _STAYING),
)
"""The connections to each role. Replicators answer HTTP probes too, but only the kubelet asks them."""
OUTGOING: Sequence[Outgoing] = (
    DnsConnection("dns", _ALL),
    DatabaseConnection("source", _STAYING),
    DatabaseConnection("storage", _ALL),
    JwksConnection("jwks", _ANSWERING),
    ObjectStorageConnection("object_storage", _WITH_BUCKETS),
    TelemetryConnection("telemetry", _STAYING),
    EntraConnection("entra", _STAYING),
    SentryConnection("sentry", _ALL),
    ApiServerConnection("api_server", ("migrate",)),
)
"""The connections of each role. The API asks the source for its position at every write checkpoint (checkpointing.ts,
and createReplicationHead of each module), which the table of flows in the service's documentation leaves out.
Compaction and migration open only the bucket storage (entry/commands)."""
