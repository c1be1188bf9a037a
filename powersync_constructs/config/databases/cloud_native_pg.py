"""Props of `CloudNativePgStorage` and `CloudNativePgSource`: Postgres kept by CloudNativePG 1.27 or newer."""

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, StrictStr, model_validator
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
"""The oldest Postgres of the operator, and the first that has `pg_read_all_data`."""
FIRST_WITH_FAILOVER_SLOTS = 17
"""The first Postgres whose standbys keep logical slots in step (`sync_replication_slots`)."""
_RESERVED = ("streaming_replica", "cnpg_pooler_pgbouncer")
"""Roles of the operator's own (IsRoleReserved in its source)."""
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
"""What the operator keeps to itself (FixedConfigurationParameters, pkg/postgres/configuration.go)."""
_IDENTIFIER = "[A-Za-z_][A-Za-z0-9_$]{0,62}"


def cluster_name(text: str) -> str:
    """Check the name of a Cluster, at most 50 characters (its webhook, validateName). Raises ValueError."""
    return check_name(text, 50)


def _postgres_image(text: str) -> str:
    major = _major(text)
    if major is None:
        raise ValueError("has no version in its tag, where CloudNativePG looks for it; write it like postgres:18.6")
    if major < OLDEST_MAJOR:
        raise ValueError(f"is older than Postgres {OLDEST_MAJOR}, which CloudNativePG does not run; use a newer one")
    return text


def _major(image: str) -> int | None:
    found = re.search(r":([0-9]{1,3})([.-][A-Za-z0-9._-]*)?(@sha256:[0-9a-f]{64})?$", image)
    return int(found[1]) if found else None


def _role(text: str) -> str:
    if text in _RESERVED:
        raise ValueError("is a role of CloudNativePG's own; choose another")
    return text


def _parameter(text: str) -> str:
    if not re.fullmatch(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?", text):
        raise ValueError("is no parameter of Postgres; write it like max_connections")
    if text in _FIXED or text.startswith(_FIXED_PREFIXES):
        raise ValueError("is a parameter that CloudNativePG keeps to itself; leave it out")
    return text


ClusterName = Annotated[StrictStr, AfterValidator(cluster_name)]
"""The name of a Cluster."""
PostgresImage = Annotated[ImageReference, AfterValidator(_postgres_image)]
"""An image for CloudNativePG, with its Postgres version in the tag."""
RoleName = Annotated[Identifier, AfterValidator(_role)]
"""A role of the user's in Postgres."""
ParameterName = Annotated[StrictStr, AfterValidator(_parameter)]
"""A parameter of postgresql.conf."""
TableName = Annotated[
    StrictStr,
    matching(
        rf"({_IDENTIFIER}\.)?{_IDENTIFIER}", "is no table; write it like lists, or like shop.lists with its schema"
    ),
]
"""A table, with or without its schema."""


class CloudNativePgProps(OperatorDatabase):
    """A Cluster of CloudNativePG: one primary, the others hot standbys."""

    operators_prefixes: ClassVar[tuple[str, ...]] = ("cnpg.io/",)

    name: ClusterName | None = Field(default=None, description="the Cluster's name; default: the construct's id")
    instances: PositiveCount = Field(default=3, description="pods: a primary and its standbys, of which one takes over")
    image: PostgresImage = Field(
        default="ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie",
        description="the image; default: that of CloudNativePG 1.30",
    )
    wal_size: Bytes | None = Field(
        default=None, description="each pod's volume for the write-ahead log; default: in the volume of the data"
    )
    parameters: FrozenMap[ParameterName, PlainText] = Field(
        default={}, description="parameters of postgresql.conf, which win over ours"
    )
    server_ca_secret: ObjectName | None = Field(
        default=None,
        description="the Secret with the authority of server_tls_secret, as ca.crt; one of the operator's unless "
        "given, which lasts 90 days",
    )
    server_tls_secret: ObjectName | None = Field(
        default=None, description="the Secret with the server's certificate for `<name>-rw`; one of the operator's"
    )

    @model_validator(mode="after")
    def _has_a_whole_certificate(self) -> Self:
        require_both(self, "server_ca_secret", "server_tls_secret")
        return self

    @property
    def major(self) -> int:
        """The version of Postgres."""
        major = _major(self.image)
        assert major is not None  # its type has checked it
        return major


class CloudNativePgStorageProps(CloudNativePgProps):
    """A Cluster for the bucket storage of one instance."""

    error_path = "cloud_native_pg_storage"

    database: Identifier = Field(default="powersync", description="the database")
    owner: RoleName = Field(default="powersync", description="the role that owns it, with a password of the operator's")


class CloudNativePgSourceProps(CloudNativePgProps):
    """A Cluster for an app's own database, with a role and a publication for PowerSync."""

    error_path = "cloud_native_pg_source"
    database: Identifier = Field(default="app", description="the database of the app's tables")
    owner: RoleName = Field(default="app", description="the app's role, which owns it")
    username: RoleName = Field(default="powersync_role", description="the role that replicates it")
    password: PasswordRef = Field(
        description="its password: the key `password` of a Secret of type kubernetes.io/basic-auth whose `username` is "
        "the role"
    )
    tables: FrozenList[TableName] = Field(
        default=(), description="tables of the publication, like lists or shop.lists; default: all of them"
    )

    @model_validator(mode="after")
    def _can_be_replicated(self) -> Self:
        if self.username == self.owner:
            raise config_error("username", f"'{self.username}' is owner too, and must only read; choose another")
        if self.password.key != "password":
            raise config_error(
                "password", "has another key than password, the one that CloudNativePG reads; use that one"
            )
        for name in ("wal_level", *self.slot_parameters):  # wal_level is logical in every Cluster
            if name in self.parameters:
                raise config_error("parameters", f"'{name}' is required by replication; remove it")
        for name in ("max_wal_senders", "max_replication_slots"):
            if self.parameters.get(name) == "0":
                raise config_error("parameters", f"'{name}' is 0, so that nothing could be replicated; raise it")
        require_unique("tables", [".".join(table) for table in self.qualified_tables])
        return self

    @property
    def slot_parameters(self) -> Mapping[str, str]:
        """What standbys need to keep logical slots in step (postgresql.org, logicaldecoding-explanation, 47.2.3)."""
        keeps_slots = self.major >= FIRST_WITH_FAILOVER_SLOTS
        return {"hot_standby_feedback": "on", "sync_replication_slots": "on"} if keeps_slots else {}

    @property
    def qualified_tables(self) -> list[tuple[str, str]]:
        """The tables, each as its schema and its name."""
        return [(schema or "public", name) for schema, _, name in (table.rpartition(".") for table in self.tables)]
