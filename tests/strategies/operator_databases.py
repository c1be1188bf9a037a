"""Strategies for any operator database."""

from powersync_constructs import SecretRef
from powersync_constructs.config import CloudNativePgSourceProps, CloudNativePgStorageProps, MongoReplicaSetProps
from powersync_constructs.config.core._types import ObjectName
from powersync_constructs.config.databases.cloud_native_pg import (
    ClusterName,
    ParameterName,
    PostgresImage,
    RoleName,
    TableName,
)
from powersync_constructs.config.databases.mongo_replica_set import (
    MongoDatabase,
    MongoName,
    MongoVersion,
    ReplicaSetName,
)

from . import service as _service  # noqa: F401 - registers a strategy for the value of a parameter
from .kubernetes import NAMES
from .typed import Fields, Values, accepted, of_model, of_type, register, without

_IMAGES = ["postgres:18", "r.example.com:5000/a/pg:17.2-minimal-trixie", "postgres:16.9", "postgres:14", "postgres:13"]
_IMAGES += [f"postgres:18.1@sha256:{'0' * 64}", "postgres", "postgres:latest", f"postgres@sha256:{'0' * 64}"]
_ROLES = [*NAMES, "app", "_a1", "streaming_replica", "postgres", "pg_a"]
_TABLES = ["a", "a.b", "_", "A$1", "shop.Orders", "public.a", "1a", "a b", "a.b.c", "é", "a" * 63, "a" * 64]


def _with_both_secrets(drawn: Fields) -> Fields:
    """Return the fields of a Cluster, with both Secrets of a certificate or neither."""
    names = ("server_ca_secret", "server_tls_secret")
    return drawn if all(drawn.get(name) for name in names) else without(drawn, *names)


def _password(key: str) -> Values:
    return of_type(ObjectName).map(lambda name: SecretRef(name, key))


register(ClusterName, accepted(ClusterName, NAMES))
register(ReplicaSetName, accepted(ReplicaSetName, NAMES))
register(PostgresImage, accepted(PostgresImage, _IMAGES))
register(RoleName, accepted(RoleName, _ROLES))
register(
    ParameterName, accepted(ParameterName, ["work_mem", "a.b", "_", "A", "a-b", "a.b.c", "pg_stat_statements.max"])
)
register(TableName, accepted(TableName, _TABLES))
register(MongoName, accepted(MongoName, [*_ROLES, "a-b", "A_1", "a:b", "a" * 63]))
register(MongoDatabase, accepted(MongoDatabase, [*_ROLES, "admin", "local"]))
register(MongoVersion, accepted(MongoVersion, ["8.0.32", "7.0.1", "8.0", "8.0.0-rc1"]))

ANY_OPERATOR_DATABASE: dict[str, Values] = {
    "pg-storage": of_model(CloudNativePgStorageProps, adjust=_with_both_secrets),
    "pg-source": of_model(
        CloudNativePgSourceProps, ("password",), adjust=_with_both_secrets, password=_password("password")
    ),
    "mongo": of_model(MongoReplicaSetProps, ("password",), password=_password("a.key")),
}
