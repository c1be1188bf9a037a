"""What the user says: frozen models, checked when they are made. Nothing here needs Node."""

from powersync_constructs.config.api import ApiProps, ServiceProps
from powersync_constructs.config.autoscaling import HpaAutoscaling
from powersync_constructs.config.client_auth import ClientAuth, EcKey, HmacKey, KeySet, OkpKey, RsaKey
from powersync_constructs.config.compact import CompactProps
from powersync_constructs.config.configuration import ConfigurationProps
from powersync_constructs.config.containers import (
    ClaimVolume,
    ConfigMapRef,
    ConfigMapVolume,
    Container,
    ContainerPort,
    CsiVolume,
    EmptyDirVolume,
    EnvVar,
    Resources,
    SecretVolume,
    StartupProbe,
    Volume,
    VolumeMount,
)
from powersync_constructs.config.dev_postgres import DevPostgresProps
from powersync_constructs.config.errors import ConfigError
from powersync_constructs.config.image import Image
from powersync_constructs.config.ingress import IngressProps, Tls
from powersync_constructs.config.instance import NamespaceProps, PowerSyncProps, Split, Unified
from powersync_constructs.config.migrate import MigrateProps
from powersync_constructs.config.pod import (
    DisruptionBudget,
    Drain,
    NodeRequirement,
    ObjectMetadata,
    ProbeSettings,
    ProbeTimes,
    Scheduling,
    Security,
    ServiceAccount,
    Spread,
    Toleration,
)
from powersync_constructs.config.replication import ReplicationProps
from powersync_constructs.config.secrets import SecretRef, SecretValue
from powersync_constructs.config.service import (
    AdminApi,
    ApiParameters,
    HealthCheck,
    Logging,
    Migrations,
    Probes,
    ServiceConfig,
    ServiceSettings,
    SyncConfigOptions,
    System,
    Telemetry,
)
from powersync_constructs.config.source import (
    ConvexSource,
    MongoSource,
    MySqlSource,
    PostgresSource,
    ServicePrincipal,
    ServicePrincipalOptions,
    SqlServerLogin,
    SqlServerLoginOptions,
    SqlServerPolling,
    SqlServerSource,
)
from powersync_constructs.config.storage import BatchLimits, MongoStorage, ObjectStorage, PostgresStorage
from powersync_constructs.config.sync_config import SyncConfig
from powersync_constructs.config.unified import UnifiedProps

__all__ = [
    "AdminApi",
    "ApiParameters",
    "ApiProps",
    "BatchLimits",
    "ClaimVolume",
    "ClientAuth",
    "CompactProps",
    "ConfigError",
    "ConfigMapRef",
    "ConfigMapVolume",
    "ConfigurationProps",
    "Container",
    "ContainerPort",
    "ConvexSource",
    "CsiVolume",
    "DevPostgresProps",
    "DisruptionBudget",
    "Drain",
    "EcKey",
    "EmptyDirVolume",
    "EnvVar",
    "HealthCheck",
    "HmacKey",
    "HpaAutoscaling",
    "Image",
    "IngressProps",
    "KeySet",
    "Logging",
    "MigrateProps",
    "Migrations",
    "MongoSource",
    "MongoStorage",
    "MySqlSource",
    "NamespaceProps",
    "NodeRequirement",
    "ObjectMetadata",
    "ObjectStorage",
    "OkpKey",
    "PostgresSource",
    "PostgresStorage",
    "PowerSyncProps",
    "ProbeSettings",
    "ProbeTimes",
    "Probes",
    "ReplicationProps",
    "Resources",
    "RsaKey",
    "Scheduling",
    "SecretRef",
    "SecretValue",
    "SecretVolume",
    "Security",
    "ServiceAccount",
    "ServiceConfig",
    "ServicePrincipal",
    "ServicePrincipalOptions",
    "ServiceProps",
    "ServiceSettings",
    "Split",
    "Spread",
    "SqlServerLogin",
    "SqlServerLoginOptions",
    "SqlServerPolling",
    "SqlServerSource",
    "StartupProbe",
    "SyncConfig",
    "SyncConfigOptions",
    "System",
    "Telemetry",
    "Tls",
    "Toleration",
    "Unified",
    "UnifiedProps",
    "Volume",
    "VolumeMount",
]
