"""PowerSync on Kubernetes, as constructs for cdk8s."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from powersync_constructs import config, presets
    from powersync_constructs.config.core.errors import ConfigError
    from powersync_constructs.config.core.secrets import InjectedSecret, SecretRef, SecretValue
    from powersync_constructs.config.workloads.autoscaling import prometheus_adapter_rule
    from powersync_constructs.constructs._lib.validation import synth
    from powersync_constructs.constructs.api import PowerSyncApi
    from powersync_constructs.constructs.compact import CompactCron
    from powersync_constructs.constructs.configuration import PowerSyncConfiguration
    from powersync_constructs.constructs.databases.cloud_native_pg import CloudNativePgSource, CloudNativePgStorage
    from powersync_constructs.constructs.databases.dev_postgres import DevPostgres
    from powersync_constructs.constructs.databases.mongo_replica_set import MongoReplicaSet
    from powersync_constructs.constructs.flux import FluxKustomizations
    from powersync_constructs.constructs.ingress import StreamingIngress
    from powersync_constructs.constructs.instance import PowerSync
    from powersync_constructs.constructs.migrate import MigrateHook
    from powersync_constructs.constructs.monitoring import PowerSyncMonitoring
    from powersync_constructs.constructs.network import PowerSyncNetwork
    from powersync_constructs.constructs.replication import ReplicationPair
    from powersync_constructs.constructs.unified import UnifiedPod

_HOME = {
    "CloudNativePgSource": "constructs.databases.cloud_native_pg",
    "CloudNativePgStorage": "constructs.databases.cloud_native_pg",
    "CompactCron": "constructs.compact",
    "ConfigError": "config.core.errors",
    "DevPostgres": "constructs.databases.dev_postgres",
    "FluxKustomizations": "constructs.flux",
    "InjectedSecret": "config.core.secrets",
    "MigrateHook": "constructs.migrate",
    "MongoReplicaSet": "constructs.databases.mongo_replica_set",
    "PowerSync": "constructs.instance",
    "PowerSyncApi": "constructs.api",
    "PowerSyncConfiguration": "constructs.configuration",
    "PowerSyncMonitoring": "constructs.monitoring",
    "PowerSyncNetwork": "constructs.network",
    "ReplicationPair": "constructs.replication",
    "SecretRef": "config.core.secrets",
    "SecretValue": "config.core.secrets",
    "StreamingIngress": "constructs.ingress",
    "UnifiedPod": "constructs.unified",
    "prometheus_adapter_rule": "config.workloads.autoscaling",
    "synth": "constructs._lib.validation",
}

__all__ = [
    "CloudNativePgSource",
    "CloudNativePgStorage",
    "CompactCron",
    "ConfigError",
    "DevPostgres",
    "FluxKustomizations",
    "InjectedSecret",
    "MigrateHook",
    "MongoReplicaSet",
    "PowerSync",
    "PowerSyncApi",
    "PowerSyncConfiguration",
    "PowerSyncMonitoring",
    "PowerSyncNetwork",
    "ReplicationPair",
    "SecretRef",
    "SecretValue",
    "StreamingIngress",
    "UnifiedPod",
    "config",
    "presets",
    "prometheus_adapter_rule",
    "synth",
]


def __getattr__(name: str) -> Any:
    """Load a name when it is asked for: `powersync_constructs.config` alone must not start Node."""
    if name in ("config", "presets"):
        return import_module(f"powersync_constructs.{name}")
    if name in _HOME:
        return getattr(import_module(f"powersync_constructs.{_HOME[name]}"), name)
    raise AttributeError(f"module 'powersync_constructs' has no attribute '{name}'")


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return __all__
