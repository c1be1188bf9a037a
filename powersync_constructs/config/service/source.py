"""The source database, from which the service replicates data.

Fields, types and defaults: `modules/module-*/src/types/types.ts` of powersync-service 1.25 and the JSON Schema of
`@powersync/service-schema` 1.26.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import Credential, DatabasePort, Text
from powersync_constructs.config.core._env import OrEnv
from powersync_constructs.config.core._types import FrozenList, PositiveCount, PositiveSeconds
from powersync_constructs.config.core._uris import HttpUrl, Uri
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.service._connection import (
    Address,
    Heartbeat,
    IpRange,
    MongoConnection,
    PostgresConnection,
    plain_address,
    plain_host,
    refuse_scheme,
    require_both,
    require_database,
)
from powersync_constructs.config.service._extra import ServiceYamlMapping
from powersync_constructs.config.service._hosts import (
    host_of_url,
    hosts_of_server,
    is_supabase_project,
    refuse_unreachable,
)
from powersync_constructs.config.service._poolers import refuse_pooler_of_source
from powersync_constructs.config.service._slots import check_slot_prefix
from powersync_constructs.config.service.pem import Pem
from powersync_constructs.config.service.releases._lookup import since

SlotPrefix = Annotated[StrictStr, AfterValidator(check_slot_prefix)]
"""A prefix of the names of replication slots."""


class _Source(ServiceYamlMapping):
    error_path = "source"
    corrections: ClassVar[Mapping[str, str]] = {
        "max_pool_size": "it has an effect only on the bucket storage; remove it"
    }

    debug_api: OrEnv[StrictBool] | None = None
    """Whether the admin API can execute SQL on the source database. Default: false."""


class _Named(_Source):
    id: OrEnv[StrictStr] | None = None
    """The ID of the connection in the service. Default: 'default'."""
    tag: OrEnv[StrictStr] | None = None
    """The tag of the connection in the service. Default: 'default'."""


class PostgresSource(PostgresConnection, _Source):
    """A Postgres source database. It needs `wal_level = logical` and a publication named `powersync`."""

    error_path = "source"

    type: Literal["postgresql"] = "postgresql"
    """The type of the source database."""
    slot_name_prefix: OrEnv[SlotPrefix] | None = None
    """The prefix of the names of replication slots: at most 48 lower-case letters, digits and underscores. Default:
    'powersync_'. Instances that replicate from the same server need different prefixes. After a change, the slot of
    the current sync config keeps its name.
    """
    snapshot_socket_timeout: Annotated[
        OrEnv[PositiveSeconds] | None, since("replication.connections[].snapshot_socket_timeout")
    ] = None
    """Seconds without data after which the service cancels a snapshot query. Default: 30."""
    heartbeat_interval_seconds: Annotated[
        OrEnv[Heartbeat] | None, since("replication.connections[].heartbeat_interval_seconds")
    ] = None
    """Seconds between heartbeats, from 5 to 60. Default: 60."""
    slot_failover: Annotated[OrEnv[StrictBool] | None, since("replication.connections[].slot_failover")] = None
    """Whether Postgres copies the replication slot to its physical standbys, so that the slot survives a failover.
    Default: false. It needs Postgres 17 or newer, and settings of the servers: see docs/source-databases.md. The
    position in service.yaml and the default are inferred from the changelog of the service.
    """

    @model_validator(mode="after")
    def _is_not_a_pooler(self) -> Self:
        refuse_pooler_of_source(plain_address(self))
        return self


class MongoSource(MongoConnection, _Named):
    """A MongoDB source database. It must be a replica set, without sharding."""

    error_path = "source"

    type: Literal["mongodb"] = "mongodb"
    """The type of the source database."""
    post_images: OrEnv[Literal["off", "auto_configure", "read_only"]] | None = None
    """The handling of change stream post-images. Default: off. 'auto_configure' enables them on the collections;
    'read_only' requires that the post-images are already enabled.
    """
    heartbeat_interval_seconds: Annotated[
        OrEnv[Heartbeat] | None, since("replication.connections[].heartbeat_interval_seconds")
    ] = None
    """Seconds between heartbeats, from 5 to 60. Default: 60."""


class MySqlSource(_Named):
    """A MySQL source database. The binary log and GTIDs must be enabled."""

    type: Literal["mysql"] = "mysql"
    """The type of the source database."""
    uri: Uri | None = None
    """A connection URI that begins with mysql://. A URI with a password must come from a Secret."""
    hostname: Address | None = None
    """The host name or IP address of the server."""
    port: DatabasePort | None = None
    """The port of the server. Default: 3306."""
    username: Text | None = None
    """The user name."""
    password: Credential | None = None
    """The password of the user."""
    database: Text | None = None
    """The name of the database."""
    server_id: OrEnv[PositiveCount] | None = None
    """The server ID of the service as a MySQL replica. Default: 1. It must be unique among the replicas of the server.
    The service up to 1.26.1 ignores it, and uses a random ID for each connection.
    """
    cacert: Pem | None = None
    """The CA certificates that verify the server: PEM text, or a ConfigMapRef or SecretRef. At most 128 KiB."""
    client_certificate: Pem | None = None
    """The client certificate for mutual TLS: PEM text, or a ConfigMapRef or SecretRef. Set `client_private_key` too."""
    client_private_key: Credential | None = None
    """The private key of the client certificate, in PEM format."""
    reject_ip_ranges: FrozenList[OrEnv[IpRange]] = ()
    """The list of IP ranges that the service must not connect to: CIDRs, or `local` for all private ranges."""
    binlog_queue_memory_limit: OrEnv[PositiveCount] | None = None
    """The memory limit of the queue of binary log events, in MB. Default: 50."""

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        refuse_scheme(self.uri, "mysql")
        require_database(self, self.uri, ("hostname", "username", "password", "database"))
        require_both(self, "client_certificate", "client_private_key")
        refuse_unreachable(hosts_of_server(self.hostname, self.uri), self.reject_ip_ranges, checks_names=False)
        return self


class SqlServerLoginOptions(ServiceYamlMapping):
    """The user name and password of a SQL Server login."""

    user_name: Text = Field(serialization_alias="userName")
    """The user name."""
    password: Credential
    """The password of the user."""


class SqlServerLogin(ServiceYamlMapping):
    """Authentication with a SQL Server login."""

    type: Literal["default"] = "default"
    """The authentication type."""
    options: SqlServerLoginOptions
    """The user name and the password."""


class ServicePrincipalOptions(ServiceYamlMapping):
    """The IDs and secret of an application in Microsoft Entra ID."""

    client_id: Text = Field(serialization_alias="clientId")
    """The application (client) ID."""
    client_secret: Credential = Field(serialization_alias="clientSecret")
    """The client secret of the application."""
    tenant_id: Text = Field(serialization_alias="tenantId")
    """The directory (tenant) ID."""


class ServicePrincipal(ServiceYamlMapping):
    """Authentication as a service principal of Microsoft Entra ID."""

    type: Literal["azure-active-directory-service-principal-secret"] = "azure-active-directory-service-principal-secret"
    """The authentication type."""
    options: ServicePrincipalOptions
    """The application and its secret."""


class SqlServerPolling(ServiceYamlMapping):
    """Polling of the change tables of SQL Server, and trust in the server certificate."""

    polling_interval_ms: OrEnv[PositiveCount] | None = Field(default=None, serialization_alias="pollingIntervalMs")
    """The interval between polls, in milliseconds. Default: 1000."""
    polling_batch_size: OrEnv[PositiveCount] | None = Field(default=None, serialization_alias="pollingBatchSize")
    """The maximum number of transactions per poll. Default: 10."""
    trust_server_certificate: OrEnv[StrictBool] | None = Field(
        default=None, serialization_alias="trustServerCertificate"
    )
    """Whether the service accepts any server certificate. Default: false. Not possible together with `cacert`."""


class SqlServerSource(_Named):
    """A Microsoft SQL Server source database. Change data capture (CDC) must be enabled."""

    type: Literal["mssql"] = "mssql"
    """The type of the source database."""
    uri: Uri | None = None
    """A connection URI that begins with mssql://. A URI with a password must come from a Secret."""
    hostname: Address | None = None
    """The host name or IP address of the server."""
    port: DatabasePort | None = None
    """The port of the server. Default: 1433."""
    username: Text | None = None
    """The user name."""
    password: Credential | None = None
    """The password of the user."""
    database: Text | None = None
    """The name of the database."""
    schema_name: OrEnv[StrictStr] | None = Field(default=None, serialization_alias="schema")
    """The schema of the replicated tables. Default: dbo."""
    cacert: Annotated[Pem | None, since("replication.connections[].cacert of SQL Server")] = None
    """The CA certificates that verify the server: PEM text, or a ConfigMapRef or SecretRef. At most 128 KiB."""
    tls_servername: Annotated[
        OrEnv[StrictStr] | None, since("replication.connections[].tls_servername of SQL Server")
    ] = None
    """The server name that the server certificate must contain. Default: `hostname`."""
    authentication: SqlServerLogin | ServicePrincipal | None = Field(default=None, discriminator="type")
    """The authentication, in place of `username` and `password`."""
    reject_ip_ranges: FrozenList[OrEnv[IpRange]] = ()
    """The list of IP ranges that the service must not connect to: CIDRs, or `local` for all private ranges."""
    additional_config: SqlServerPolling | None = Field(default=None, serialization_alias="additionalConfig")
    """Polling of changes, and trust in the server certificate."""
    heartbeat_interval_seconds: Annotated[
        OrEnv[Heartbeat] | None, since("replication.connections[].heartbeat_interval_seconds")
    ] = None
    """Seconds between heartbeats, from 5 to 60. Default: 60."""

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        login = () if self.authentication else ("username", "password")
        refuse_scheme(self.uri, "mssql")
        require_database(self, self.uri, ("hostname", *login, "database"))
        refuse_unreachable(hosts_of_server(self.hostname, self.uri), self.reject_ip_ranges, checks_names=False)
        if (
            self.cacert is not None
            and self.additional_config
            and self.additional_config.trust_server_certificate is True
        ):
            raise config_error(
                "cacert", "cannot be combined with trust_server_certificate (PSYNC_S1604); remove one of the two"
            )
        return self


class ConvexSource(_Named):
    """A Convex source database (experimental in the service)."""

    type: Literal["convex"] = "convex"
    """The type of the source database."""
    deployment_url: HttpUrl
    """The URL of the Convex deployment, with http:// or https://."""
    deploy_key: Annotated[
        Credential, since("replication.connections[] of Convex", otherwise="use another source database")
    ]
    """The deploy key of the Convex deployment."""
    polling_interval_ms: OrEnv[PositiveCount] | None = None
    """The interval between polls, in milliseconds. Default: 1000."""
    request_timeout_ms: OrEnv[PositiveCount] | None = None
    """The timeout of a request, in milliseconds. Default: 60000."""
    reject_ip_ranges: FrozenList[OrEnv[IpRange]] = ()
    """The list of IP ranges that the service must not connect to: CIDRs, or `local` for all private ranges."""

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        refuse_unreachable(host_of_url(("deployment_url",), self.deployment_url), self.reject_ip_ranges)
        return self


def may_be_supabase(source: object) -> bool:
    """Whether the source host may be that of a Supabase project. The service finds the project only by the host."""
    if not isinstance(source, PostgresSource):
        return False
    host = plain_host(source)
    return host is None or is_supabase_project(host)


Source = Annotated[
    PostgresSource | MongoSource | MySqlSource | SqlServerSource | ConvexSource, Field(discriminator="type")
]
"""A source database of any type that the service supports."""
