"""Props of `CloudNativePgStorage` and `CloudNativePgSource`: Postgres run by CloudNativePG 1.27 or newer."""

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import PlainText
from powersync_constructs.config.core._types import (
    Bytes,
    FrozenList,
    FrozenMap,
    Identifier,
    ImageReference,
    ObjectName,
    PositiveCount,
    matching,
)
from powersync_constructs.config.core.errors import config_error, require_unique
from powersync_constructs.config.databases._operator_database import OperatorDatabase, PasswordRef, check_name
from powersync_constructs.config.service._connection import require_both

OLDEST_MAJOR = 14
"""The oldest Postgres version that CloudNativePG supports, and the first with `pg_read_all_data`."""
FIRST_WITH_FAILOVER_SLOTS = 17
"""The first Postgres version whose standbys synchronize logical slots (`sync_replication_slots`)."""
_RESERVED = ("streaming_replica", "cnpg_pooler_pgbouncer")
"""Roles that are reserved for the operator (IsRoleReserved in the source of CloudNativePG)."""
_FIXED = frozenset(
    [
        "allow_system_table_mods",
        "archive_cleanup_command",
        "archive_command",
        "archive_mode",
        "bonjour",
        "bonjour_name",
        "cluster_name",
        "config_file",
        "data_directory",
        "data_sync_retry",
        "event_source",
        "external_pid_file",
        "hba_file",
        "hot_standby",
        "ident_file",
        "jit_provider",
        "listen_addresses",
        "log_destination",
        "log_directory",
        "log_file_mode",
        "log_filename",
        "log_rotation_age",
        "log_rotation_size",
        "log_truncate_on_rotation",
        "logging_collector",
        "pg_failover_slots.primary_dsn",
        "pg_failover_slots.standby_slot_names",
        "port",
        "primary_conninfo",
        "primary_slot_name",
        "promote_trigger_file",
        "recovery_end_command",
        "recovery_min_apply_delay",
        "restart_after_crash",
        "restore_command",
        "shared_preload_libraries",
        "ssl",
        "ssl_ca_file",
        "ssl_cert_file",
        "ssl_crl_file",
        "ssl_dh_params_file",
        "ssl_ecdh_curve",
        "ssl_key_file",
        "ssl_prefer_server_ciphers",
        "stats_temp_directory",
        "synchronized_standby_slots",
        "synchronous_standby_names",
        "temp_tablespaces",
    ]
)
_FIXED_PREFIXES = ("recovery_target", "ssl_passphrase_command", "syslog_", "unix_socket_")
"""Parameters that only the operator may set (FixedConfigurationParameters, pkg/postgres/configuration.go)."""
_IDENTIFIER = "[A-Za-z_][A-Za-z0-9_$]{0,62}"


def cluster_name(text: str) -> str:
    """Check the name of a Cluster, at most 50 characters (CloudNativePG, validateName). Raises ValueError."""
    return check_name(text, 50)


def _postgres_image(text: str) -> str:
    major = _major(text)
    if major is None:
        raise ValueError("has no Postgres version in its tag, which CloudNativePG needs; write it like postgres:18.6")
    if major < OLDEST_MAJOR:
        raise ValueError(
            f"is older than Postgres {OLDEST_MAJOR}, the oldest that CloudNativePG supports; use a newer one"
        )
    return text


def _major(image: str) -> int | None:
    found = re.search(r":([0-9]{1,3})([.-][A-Za-z0-9._-]*)?(@sha256:[0-9a-f]{64})?$", image)
    return int(found[1]) if found else None


def _role(text: str) -> str:
    if text in _RESERVED:
        raise ValueError("is reserved for CloudNativePG; choose another")
    return text


def _parameter(text: str) -> str:
    if not re.fullmatch(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?", text):
        raise ValueError("is not a Postgres parameter; write it like max_connections")
    if text in _FIXED or text.startswith(_FIXED_PREFIXES):
        raise ValueError("is a parameter that only CloudNativePG may set; remove it")
    return text


ClusterName = Annotated[StrictStr, AfterValidator(cluster_name)]
"""The name of a Cluster."""
PostgresImage = Annotated[ImageReference, AfterValidator(_postgres_image)]
"""An image for CloudNativePG, whose tag begins with the Postgres version."""
RoleName = Annotated[Identifier, AfterValidator(_role)]
"""A Postgres role that is not reserved for CloudNativePG."""
ParameterName = Annotated[StrictStr, AfterValidator(_parameter)]
"""A parameter of postgresql.conf that users may set."""
TableName = Annotated[
    StrictStr,
    matching(
        rf"({_IDENTIFIER}\.)?{_IDENTIFIER}",
        "is not a table name; write it like 'lists', or like 'shop.lists' with its schema",
    ),
]
"""A table, with or without its schema."""


class CloudNativePgProps(OperatorDatabase):
    """Props of a CloudNativePG Cluster: one primary and hot standbys."""

    operators_prefixes: ClassVar[tuple[str, ...]] = ("cnpg.io/",)

    name: ClusterName | None = None
    """The name of the Cluster. Default: the id of the construct."""
    instances: PositiveCount = 3
    """The number of pods: one primary, and standbys for a failover."""
    image: PostgresImage = "ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie"
    """The Postgres image. The default is the default image of CloudNativePG 1.30."""
    wal_size: Bytes | None = None
    """The size of each pod's volume for the write-ahead log. Default: no separate volume; the log is on the data
    volume.
    """
    parameters: FrozenMap[ParameterName, PlainText] = {}
    """Parameters of postgresql.conf, which override the defaults of the library."""
    server_ca_secret: ObjectName | None = None
    """The Secret with the CA certificate of `server_tls_secret`, in the key ca.crt. Default: a CA of the operator,
    valid for 90 days.
    """
    server_tls_secret: ObjectName | None = None
    """The Secret with the server certificate for the host `<name>-rw`. Default: a certificate of the operator."""

    @model_validator(mode="after")
    def _check_certificate(self) -> Self:
        require_both(self, "server_ca_secret", "server_tls_secret")
        return self

    @property
    def major(self) -> int:
        """The major version of Postgres."""
        major = _major(self.image)
        assert major is not None  # validated by PostgresImage
        return major


class CloudNativePgStorageProps(CloudNativePgProps):
    """Props of a Cluster for the bucket storage of one instance."""

    error_path = "cloud_native_pg_storage"

    database: Identifier = "powersync"
    """The name of the database."""
    owner: RoleName = "powersync"
    """The role that owns the database. The operator generates its password."""


class CloudNativePgSourceProps(CloudNativePgProps):
    """Props of a Cluster for the database of an app, with a role and a publication for PowerSync."""

    error_path = "cloud_native_pg_source"
    database: Identifier = "app"
    """The name of the database with the app's tables."""
    owner: RoleName = "app"
    """The role of the app, which owns the database."""
    username: RoleName = "powersync_role"
    """The role that PowerSync replicates with. It must not be the owner."""
    password: PasswordRef
    """The password of `username`, in the key `password` of a Secret. The Secret has the type kubernetes.io/basic-auth,
    and its key `username` contains the role.
    """
    tables: FrozenList[TableName] = ()
    """The list of tables in the publication, for example `lists` or `shop.lists`. Default: all tables. Postgres rejects
    each UPDATE and DELETE on a published table without a primary key, unless it has another REPLICA IDENTITY.
    """

    @model_validator(mode="after")
    def _can_be_replicated(self) -> Self:
        if self.username == self.owner:
            rule = f"'{self.username}' is also the owner, but PowerSync must only read"
            raise config_error("username", f"{rule}; choose another")
        if self.password.key != "password":
            raise config_error("password", "must have the key 'password', which CloudNativePG reads; use that key")
        for name in ("wal_level", *self.slot_parameters):  # CloudNativePG sets wal_level to logical
            if name in self.parameters:
                raise config_error("parameters", f"'{name}' has a fixed value, which replication requires; remove it")
        for name in ("max_wal_senders", "max_replication_slots"):
            if self.parameters.get(name) == "0":
                raise config_error("parameters", f"'{name}' is 0, which prevents replication; increase it")
        require_unique("tables", [".".join(table) for table in self.qualified_tables])
        return self

    @property
    def slot_parameters(self) -> Mapping[str, str]:
        """Parameters that let standbys synchronize slots (postgresql.org, logicaldecoding-explanation, 47.2.3)."""
        keeps_slots = self.major >= FIRST_WITH_FAILOVER_SLOTS
        return {"hot_standby_feedback": "on", "sync_replication_slots": "on"} if keeps_slots else {}

    @property
    def qualified_tables(self) -> list[tuple[str, str]]:
        """The tables, as pairs of schema and name."""
        return [(schema or "public", name) for schema, _, name in (table.rpartition(".") for table in self.tables)]
