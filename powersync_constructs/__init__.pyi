"""The public names of the library. `__init__.py` reads this file, and loads a name at its first use."""

from . import config as config, presets as presets
from .config.core.errors import ConfigError as ConfigError
from .config.core.secrets import (
    InjectedSecret as InjectedSecret,
    SecretRef as SecretRef,
    SecretValue as SecretValue,
)
from .config.workloads.autoscaling import prometheus_adapter_rule as prometheus_adapter_rule
from .constructs.api import PowerSyncApi as PowerSyncApi
from .constructs.compact import CompactCron as CompactCron
from .constructs.configuration import PowerSyncConfiguration as PowerSyncConfiguration
from .constructs.databases.cloud_native_pg import (
    CloudNativePgSource as CloudNativePgSource,
    CloudNativePgStorage as CloudNativePgStorage,
)
from .constructs.databases.dev_postgres import DevPostgres as DevPostgres
from .constructs.databases.mongo_replica_set import MongoReplicaSet as MongoReplicaSet
from .constructs.databases.source_setup import SourceSetup as SourceSetup
from .constructs.flux import FluxKustomizations as FluxKustomizations
from .constructs.ingress import StreamingIngress as StreamingIngress
from .constructs.instance import PowerSync as PowerSync
from .constructs.migrate import MigrateHook as MigrateHook
from .constructs.monitoring import PowerSyncMonitoring as PowerSyncMonitoring
from .constructs.network import PowerSyncNetwork as PowerSyncNetwork
from .constructs.patching import patch as patch
from .constructs.replication import ReplicationPair as ReplicationPair
from .constructs.suppressions import ignore_rules as ignore_rules
from .constructs.synthesis import synth as synth
from .constructs.unified import UnifiedPod as UnifiedPod
from .rules import FindingWarning as FindingWarning
