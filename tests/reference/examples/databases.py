"""Examples of databases in the cluster."""

from powersync_constructs import SecretRef
from powersync_constructs.config import (
    CloudNativePgSourceProps,
    CloudNativePgStorageProps,
    ConfigMapRef,
    DevPostgresProps,
    MongoReplicaSetProps,
    PostgresSource,
    SetupAdministrator,
    SourceSetupProps,
)

SOURCE = PostgresSource(
    hostname="db.example.com",
    database="app",
    username="powersync_role",
    password=SecretRef("powersync-source", "password"),
    cacert=ConfigMapRef("database-ca", "ca.crt"),
)
ADMINISTRATOR = SetupAdministrator(username="postgres", password=SecretRef("database-admin", "password"))

CloudNativePgStorageProps(name="powersync-storage", instances=3, size="50Gi", storage_class="fast")
CloudNativePgSourceProps(name="app-db", instances=3, size="100Gi", password=SecretRef("app-db-role", "password"))
MongoReplicaSetProps(
    name="powersync-mongo", version="8.0.4", password=SecretRef("powersync-mongo", "password"), size="50Gi"
)
DevPostgresProps(password=SecretRef("dev-postgres", "password"))
SetupAdministrator(username="postgres", password=SecretRef("database-admin", "password"))
SourceSetupProps(source=SOURCE, administrator=ADMINISTRATOR, tables=["lists", "todos", "shop.orders"])
