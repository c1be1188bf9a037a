"""Any database beside an instance."""

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

from . import service as _service  # noqa: F401 - teaches what a parameter's value is
from .kubernetes import NAMES
from .typed import Fields, Values, accepted, of_model, of_type, teach, without

_IMAGES = ["postgres:18", "r.example.com:5000/a/pg:17.2-minimal-trixie", "postgres:16.9", "postgres:14", "postgres:13"]
_IMAGES += [f"postgres:18.1@sha256:{'0' * 64}", "postgres", "postgres:latest", f"postgres@sha256:{'0' * 64}"]
_ROLES = [*NAMES, "app", "_a1", "streaming_replica", "postgres", "pg_a"]
_TABLES = ["a", "a.b", "_", "A$1", "shop.Orders", "public.a", "1a", "a b", "a.b.c", "é", "a" * 63, "a" * 64]


def _with_both_secrets(drawn: Fields) -> Fields:
    """The fields of a Cluster, with a whole certificate or none."""
    names = ("server_ca_secret", "server_tls_secret")
    return drawn if all(drawn.get(name) for name in names) else without(drawn, *names)


def _password(key: str) -> Values:
    return of_type(ObjectName).map(lambda name: SecretRef(name, key))


teach(ClusterName, accepted(ClusterName, NAMES))
teach(ReplicaSetName, accepted(ReplicaSetName, NAMES))
teach(PostgresImage, accepted(PostgresImage, _IMAGES))
teach(RoleName, accepted(RoleName, _ROLES))
teach(ParameterName, accepted(ParameterName, ["work_mem", "a.b", "_", "A", "a-b", "a.b.c", "pg_stat_statements.max"]))
teach(TableName, accepted(TableName, _TABLES))
teach(MongoName, accepted(MongoName, [*_ROLES, "a-b", "A_1", "a:b", "a" * 63]))
teach(MongoDatabase, accepted(MongoDatabase, [*_ROLES, "admin", "local"]))
teach(MongoVersion, accepted(MongoVersion, ["8.0.32", "7.0.1", "8.0", "8.0.0-rc1"]))

ANY_OPERATOR_DATABASE: dict[str, Values] = {
    "pg-storage": of_model(CloudNativePgStorageProps, tidy=_with_both_secrets),
    "pg-source": of_model(
        CloudNativePgSourceProps, ("password",), tidy=_with_both_secrets, password=_password("password")
    ),
    "mongo": of_model(MongoReplicaSetProps, ("password",), password=_password("a.key")),
}
