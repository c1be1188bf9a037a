"""Minimal and full samples of operator databases."""

from typing import Any

from powersync_constructs.config import (
    CloudNativePgSourceProps,
    CloudNativePgStorageProps,
    MongoReplicaSetProps,
    SecretRef,
    Toleration,
)
from tests.samples.configuration import FULL_METADATA
from tests.samples.pods import FULL_RESOURCES

PG_STORAGE = CloudNativePgStorageProps(size="20Gi")
PG_SOURCE = CloudNativePgSourceProps(size="50Gi", password=SecretRef("powersync-role", "password"))
MONGO = MongoReplicaSetProps(size="20Gi", password=SecretRef("powersync-mongodb", "password"))
OPERATOR_DATABASES = {"pg-storage": PG_STORAGE, "pg-source": PG_SOURCE, "mongo": MONGO}

_OPERATOR_DATABASE: dict[str, Any] = {
    "size": "100Gi",
    "storage_class": "fast",
    "resources": FULL_RESOURCES,
    "anti_affinity": "preferred",
    "topology_key": "topology.kubernetes.io/zone",
    "node_selector": {"example.com/pool": "databases"},
    "tolerations": [
        Toleration(key="example.com/dedicated", value="databases", effect="NoSchedule"),
        Toleration(key="node.kubernetes.io/unreachable", operator="Exists", effect="NoExecute", seconds=30),
    ],
    "image_pull_secrets": ["registry-login"],
    "metadata": FULL_METADATA,
}
_POSTGRES: dict[str, Any] = {
    **_OPERATOR_DATABASE,
    "instances": 2,
    "image": "registry.example.com/mirror/postgresql:16.9-standard-bookworm",
    "wal_size": "30Gi",
    "parameters": {"max_connections": "400", "shared_buffers": "512MB", "pg_stat_statements.max": "10000"},
    "server_ca_secret": "databases-ca",
    "server_tls_secret": "databases-tls",
}
FULL_PG_STORAGE = CloudNativePgStorageProps(**_POSTGRES, name="tasks-storage", database="buckets", owner="bucket_owner")
FULL_PG_SOURCE = CloudNativePgSourceProps(
    **_POSTGRES,
    name="tasks-db",
    database="tasks",
    owner="tasks_app",
    username="replicator",
    password=SecretRef("replicator", "password"),
    tables=["lists", "shop.Orders"],
)
FULL_MONGO = MongoReplicaSetProps(
    **_OPERATOR_DATABASE,
    name="tasks-mongo",
    members=5,
    version="8.0.29",
    logs_size="5Gi",
    database="buckets",
    username="bucket-owner",
    password=SecretRef("bucket-owner", "mongodb"),
)
FULL_OPERATOR_DATABASES = {"pg-storage": FULL_PG_STORAGE, "pg-source": FULL_PG_SOURCE, "mongo": FULL_MONGO}
