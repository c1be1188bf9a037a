"""The source database: the one connection that the service replicates from.

Fields, types and defaults: `modules/module-*/src/types/types.ts` of powersync-service 1.25 and the JSON Schema of
`@powersync/service-schema` 1.26.
"""

import re
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import Credential, DatabasePort, Text
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, PositiveCount, PositiveSeconds
from powersync_constructs.config.core._uris import HttpUrl, Uri
from powersync_constructs.config.core._versions import Since
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.service._connection import (
    Address,
    Heartbeat,
    IpRange,
    MongoConnection,
    PostgresConnection,
    plain_host,
    refuse_scheme,
    require_both,
    require_database,
)
from powersync_constructs.config.service.pem import Pem


class _Source(Props):
    error_path = "source"

    debug_api: StrictBool | None = Field(
        default=None, description="whether the admin API may execute SQL; default: off"
    )


class _Named(_Source):
    id: StrictStr | None = Field(default=None, description="the connection's id in the service; default: 'default'")
    tag: StrictStr | None = Field(default=None, description="the connection's tag in the service; default: 'default'")


class PostgresSource(PostgresConnection, _Source):
    """A Postgres source: `wal_level = logical`, and a publication named `powersync`."""

    error_path = "source"

    type: Literal["postgresql"] = Field(default="postgresql", description="the kind of source")
    snapshot_socket_timeout: Annotated[PositiveSeconds | None, Since("1.26.0")] = Field(
        default=None, description="seconds without data after which a snapshot is given up; default: 30"
    )
    heartbeat_interval_seconds: Annotated[Heartbeat | None, Since("1.24.0")] = Field(
        default=None, description="seconds between heartbeats, 5 to 60; default: 60"
    )


class MongoSource(MongoConnection, _Named):
    """A MongoDB source: a replica set that is not sharded."""

    error_path = "source"

    type: Literal["mongodb"] = Field(default="mongodb", description="the kind of source")
    post_images: Literal["off", "auto_configure", "read_only"] | None = Field(
        default=None, description="whether the service sets up post-images of changes; default: off"
    )
    heartbeat_interval_seconds: Annotated[Heartbeat | None, Since("1.24.0")] = Field(
        default=None, description="seconds between heartbeats, 5 to 60; default: 60"
    )


class MySqlSource(_Named):
    """A MySQL source: binary log and GTIDs on."""

    type: Literal["mysql"] = Field(default="mysql", description="the kind of source")
    uri: Uri | None = Field(default=None, description="mysql://, without a password unless from a Secret")
    hostname: Address | None = Field(default=None, description="the server's host")
    port: DatabasePort | None = Field(default=None, description="the server's port; default: 3306")
    username: Text | None = Field(default=None, description="the user")
    password: Credential | None = Field(default=None, description="the user's password")
    database: Text | None = Field(default=None, description="the database")
    server_id: PositiveCount | None = Field(default=None, description="the id in the binary log's protocol; default: 1")
    cacert: Pem | None = Field(
        default=None,
        description="the CA certificates: PEM text, or a ConfigMapRef or SecretRef of at most 128 KiB",
    )
    client_certificate: Pem | None = Field(
        default=None, description="the client's certificate: PEM text, or a ConfigMapRef or SecretRef"
    )
    client_private_key: Credential | None = Field(default=None, description="the client's private key as PEM text")
    reject_ip_ranges: FrozenList[IpRange] = Field(
        default=(), description="addresses that the service must not connect to"
    )
    binlog_queue_memory_limit: PositiveCount | None = Field(
        default=None, description="MB of events kept in memory; default: 50"
    )

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        refuse_scheme(self.uri, "mysql")
        require_database(self, self.uri, ("hostname", "username", "password", "database"))
        require_both(self, "client_certificate", "client_private_key")
        return self


class SqlServerLoginOptions(Props):
    """A user of SQL Server itself."""

    user_name: Text = Field(description="the user", serialization_alias="userName")
    password: Credential = Field(description="the user's password")


class SqlServerLogin(Props):
    """Log in as a user of SQL Server."""

    type: Literal["default"] = Field(default="default", description="the kind of login")
    options: SqlServerLoginOptions = Field(description="the user and the password")


class ServicePrincipalOptions(Props):
    """An application of Microsoft Entra ID."""

    client_id: Text = Field(description="the application's id", serialization_alias="clientId")
    client_secret: Credential = Field(description="the application's secret", serialization_alias="clientSecret")
    tenant_id: Text = Field(description="the directory's id", serialization_alias="tenantId")


class ServicePrincipal(Props):
    """Log in as an application of Microsoft Entra ID."""

    type: Literal["azure-active-directory-service-principal-secret"] = Field(
        default="azure-active-directory-service-principal-secret", description="the kind of login"
    )
    options: ServicePrincipalOptions = Field(description="the application")


class SqlServerPolling(Props):
    """How the change tables of SQL Server are polled."""

    polling_interval_ms: PositiveCount | None = Field(
        default=None,
        description="milliseconds between polls; default: 1000",
        serialization_alias="pollingIntervalMs",
    )
    polling_batch_size: PositiveCount | None = Field(
        default=None, description="transactions a poll; default: 10", serialization_alias="pollingBatchSize"
    )
    trust_server_certificate: StrictBool | None = Field(
        default=None, description="take any certificate; default: off", serialization_alias="trustServerCertificate"
    )


class SqlServerSource(_Named):
    """A Microsoft SQL Server source with change data capture."""

    type: Literal["mssql"] = Field(default="mssql", description="the kind of source")
    uri: Uri | None = Field(default=None, description="mssql://, without a password unless from a Secret")
    hostname: Address | None = Field(default=None, description="the server's host")
    port: DatabasePort | None = Field(default=None, description="the server's port; default: 1433")
    username: Text | None = Field(default=None, description="the user")
    password: Credential | None = Field(default=None, description="the user's password")
    database: Text | None = Field(default=None, description="the database")
    schema_name: StrictStr | None = Field(
        default=None, description="the schema of the tables; default: dbo", serialization_alias="schema"
    )
    cacert: Annotated[Pem | None, Since("1.25.0")] = Field(
        default=None,
        description="the CA certificates: PEM text, or a ConfigMapRef or SecretRef of at most 128 KiB",
    )
    tls_servername: Annotated[StrictStr | None, Since("1.25.0")] = Field(
        default=None, description="the certificate's name, where it is not the host"
    )
    authentication: SqlServerLogin | ServicePrincipal | None = Field(
        default=None, description="how to log in, where it is not with username and password", discriminator="type"
    )
    reject_ip_ranges: FrozenList[IpRange] = Field(
        default=(), description="addresses that the service must not connect to"
    )
    additional_config: SqlServerPolling | None = Field(
        default=None, description="how changes are polled", serialization_alias="additionalConfig"
    )
    heartbeat_interval_seconds: Annotated[Heartbeat | None, Since("1.24.0")] = Field(
        default=None, description="seconds between heartbeats, 5 to 60; default: 60"
    )

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        login = () if self.authentication else ("username", "password")
        refuse_scheme(self.uri, "mssql")
        require_database(self, self.uri, ("hostname", *login, "database"))
        if self.cacert is not None and self.additional_config and self.additional_config.trust_server_certificate:
            raise config_error(
                "cacert", "is of no use with trust_server_certificate (PSYNC_S1604); drop one of the two"
            )
        return self


class ConvexSource(_Named):
    """A Convex source (experimental in the service)."""

    type: Literal["convex"] = Field(default="convex", description="the kind of source")
    deployment_url: HttpUrl = Field(description="the deployment's URL, http:// or https://")
    deploy_key: Annotated[Credential, Since("1.22.0")] = Field(description="the deploy key")
    polling_interval_ms: PositiveCount | None = Field(
        default=None, description="milliseconds between polls; default: 1000"
    )
    request_timeout_ms: PositiveCount | None = Field(
        default=None, description="milliseconds that a request may take; default: 60000"
    )
    reject_ip_ranges: FrozenList[IpRange] = Field(
        default=(), description="addresses that the service must not connect to"
    )


def may_be_supabase(source: object) -> bool:
    """Whether the service may find a project of Supabase's cloud in the source's host; it looks nowhere else."""
    if not isinstance(source, PostgresSource):
        return False
    host = plain_host(source)
    return host is None or re.fullmatch(r"db\.\w+\.supabase\.co", host) is not None


Source = Annotated[
    PostgresSource | MongoSource | MySqlSource | SqlServerSource | ConvexSource, Field(discriminator="type")
]
"""Any of the five kinds of source database."""
