"""Examples of databases in the cluster."""

from powersync_constructs import SecretRef
from powersync_constructs.config import (
    CloudNativePgSourceProps,
    CloudNativePgStorageProps,
    DevPostgresProps,
    MongoReplicaSetProps,
)

CloudNativePgStorageProps(name="powersync-storage", instances=3, size="50Gi", storage_class="fast")
CloudNativePgSourceProps(name="app-db", instances=3, size="100Gi", password=SecretRef("app-db-role", "password"))
MongoReplicaSetProps(
    name="powersync-mongo", version="8.0.4", password=SecretRef("powersync-mongo", "password"), size="50Gi"
)
DevPostgresProps(password=SecretRef("dev-postgres", "password"))
