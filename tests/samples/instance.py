"""The least and the most that can be said of an instance and of what stands around its workloads."""

from typing import Any

from powersync_constructs.config import (
    DevPostgresProps,
    IngressProps,
    NamespaceProps,
    PowerSyncProps,
    SecretRef,
    SecretValue,
    Split,
    Tls,
    Unified,
)
from tests.samples.configuration import FULL_CONFIGURATIONS, FULL_IMAGE, FULL_METADATA, FULL_SETTINGS, SYNC_CONFIG
from tests.samples.databases import CLIENT_AUTH, FULL_CLIENT_AUTH, FULL_SOURCES, FULL_STORAGES, SOURCE, STORAGE
from tests.samples.pods import (
    AUTOSCALED_API,
    FULL_API,
    FULL_COMPACT,
    FULL_MIGRATE,
    FULL_REPLICATION,
    FULL_RESOURCES,
    FULL_UNIFIED,
)

INSTANCE = PowerSyncProps(source=SOURCE, storage=STORAGE, client_auth=CLIENT_AUTH, sync_config=SYNC_CONFIG)
INGRESS = IngressProps(host="powersync.example.com")
DEV_POSTGRES = DevPostgresProps(password=SecretValue("only-for-tests"))
FULL_INGRESS = IngressProps(
    host="sync.example.com", class_name="public-nginx", tls=Tls(secret_name="sync-certificate"), metadata=FULL_METADATA
)
FULL_DEV_POSTGRES = DevPostgresProps(
    password=SecretRef("dev-postgres", "password"),
    image="registry.example.com/mirror/postgres:17",
    image_pull_secrets=["registry-login"],
    source_database="shop",
    source_username="replicator",
    storage_database="buckets",
    storage_username="bucket_owner",
    size="2Gi",
    resources=FULL_RESOURCES,
    metadata=FULL_METADATA,
)

_INSTANCE: dict[str, Any] = {
    "client_auth": FULL_CLIENT_AUTH,
    "sync_config": SYNC_CONFIG,
    "service": FULL_SETTINGS,
    "image": FULL_IMAGE,
    "instance": "tasks",
    "compact": FULL_COMPACT,
    "ingress": FULL_INGRESS,
    "namespace": NamespaceProps(pod_security="baseline", labels={"example.com/team": "sync"}),
    "metadata": FULL_METADATA,
}
FULL_SPLIT = PowerSyncProps(
    **_INSTANCE,
    source=FULL_SOURCES["postgresql"],
    storage=FULL_STORAGES["postgresql"],
    topology=Split(api=FULL_API, replication=FULL_REPLICATION, migrate=FULL_MIGRATE),
)
FULL_UNIFIED_INSTANCE = PowerSyncProps(**_INSTANCE, dev_postgres=FULL_DEV_POSTGRES, topology=Unified(pod=FULL_UNIFIED))

EVERYTHING = (*FULL_CONFIGURATIONS.values(), AUTOSCALED_API, FULL_SPLIT, FULL_UNIFIED_INSTANCE)
"""Samples in which, together, every field of every model is set."""
