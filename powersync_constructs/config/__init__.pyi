"""The public names of the models. `__init__.py` imports each name on first use."""

from .alerts import (
    AlertName as AlertName,
    AlertOverride as AlertOverride,
    Alerts as Alerts,
)
from .configuration import ConfigurationProps as ConfigurationProps
from .core.errors import ConfigError as ConfigError
from .core.pod_fields import (
    FieldRef as FieldRef,
    ResourceFieldRef as ResourceFieldRef,
)
from .core.secrets import (
    ConfigMapRef as ConfigMapRef,
    EnvRef as EnvRef,
    InjectedSecret as InjectedSecret,
    SecretRef as SecretRef,
    SecretValue as SecretValue,
)
from .databases.cloud_native_pg import (
    CloudNativePgSourceProps as CloudNativePgSourceProps,
    CloudNativePgStorageProps as CloudNativePgStorageProps,
)
from .databases.dev_postgres import DevPostgresProps as DevPostgresProps
from .databases.mongo_replica_set import MongoReplicaSetProps as MongoReplicaSetProps
from .databases.source_setup import (
    SetupAdministrator as SetupAdministrator,
    SourceSetupProps as SourceSetupProps,
)
from .delivery.flux import (
    FluxKustomizationsProps as FluxKustomizationsProps,
    FluxSource as FluxSource,
)
from .delivery.orderings import (
    ArgoCD as ArgoCD,
    FluxCD as FluxCD,
    HelmHooks as HelmHooks,
    Kapp as Kapp,
    Ordering as Ordering,
    Plain as Plain,
)
from .delivery.reloader import Reloader as Reloader
from .delivery.secret_sources import (
    ExternalSecrets as ExternalSecrets,
    RemoteSecret as RemoteSecret,
    SecretSource as SecretSource,
    SecretsStoreCsi as SecretsStoreCsi,
    SecretStore as SecretStore,
)
from .ingress.aws import (
    Alb as Alb,
    AwsGateway as AwsGateway,
)
from .ingress.azure import (
    Agic as Agic,
    AzureGateway as AzureGateway,
)
from .ingress.base import Tls as Tls
from .ingress.contour import (
    Contour as Contour,
    ContourProxy as ContourProxy,
)
from .ingress.controllers import IngressController as IngressController
from .ingress.envoy import (
    CiliumGateway as CiliumGateway,
    EnvoyGateway as EnvoyGateway,
    IstioGateway as IstioGateway,
    Kgateway as Kgateway,
)
from .ingress.gateway_api import GatewayRef as GatewayRef
from .ingress.generic import GenericIngress as GenericIngress
from .ingress.google import (
    GkeGateway as GkeGateway,
    GkeIngress as GkeIngress,
)
from .ingress.haproxy import (
    HaproxyIngress as HaproxyIngress,
    HaproxyTechnologies as HaproxyTechnologies,
)
from .ingress.nginx import (
    F5Nginx as F5Nginx,
    IngressNginx as IngressNginx,
    NginxGateway as NginxGateway,
)
from .ingress.props import (
    AdditionalHost as AdditionalHost,
    IngressProps as IngressProps,
)
from .ingress.traefik import (
    Traefik as Traefik,
    TraefikGateway as TraefikGateway,
)
from .instance import (
    NamespaceProps as NamespaceProps,
    PowerSyncProps as PowerSyncProps,
    Split as Split,
    Unified as Unified,
)
from .monitoring import (
    Dashboard as Dashboard,
    MonitoringProps as MonitoringProps,
)
from .network.peers import (
    CidrPeer as CidrPeer,
    NamespacePeer as NamespacePeer,
    Peer as Peer,
    PodPeer as PodPeer,
    PortRange as PortRange,
)
from .network.props import (
    INTERNET as INTERNET,
    ApiServer as ApiServer,
    Destination as Destination,
    ExtraRule as ExtraRule,
    NetworkProps as NetworkProps,
)
from .pods.containers import (
    Container as Container,
    ContainerPort as ContainerPort,
    ContainerStartupProbe as ContainerStartupProbe,
    Resources as Resources,
)
from .pods.dns import (
    DnsConfig as DnsConfig,
    DnsOption as DnsOption,
    HostAlias as HostAlias,
)
from .pods.env import (
    EnvFromConfigMap as EnvFromConfigMap,
    EnvFromSecret as EnvFromSecret,
    EnvVar as EnvVar,
)
from .pods.image import Image as Image
from .pods.pod import (
    DisruptionBudget as DisruptionBudget,
    Drain as Drain,
    ObjectMetadata as ObjectMetadata,
    Security as Security,
    ServiceAccount as ServiceAccount,
)
from .pods.probes import (
    ProbeSettings as ProbeSettings,
    ProbeTimes as ProbeTimes,
)
from .pods.scheduling import (
    NodeRequirement as NodeRequirement,
    Scheduling as Scheduling,
    Spread as Spread,
    Toleration as Toleration,
)
from .pods.volumes import (
    ClaimVolume as ClaimVolume,
    ConfigMapProjection as ConfigMapProjection,
    ConfigMapVolume as ConfigMapVolume,
    CsiVolume as CsiVolume,
    DownwardApiProjection as DownwardApiProjection,
    EmptyDirVolume as EmptyDirVolume,
    ProjectedVolume as ProjectedVolume,
    SecretProjection as SecretProjection,
    SecretVolume as SecretVolume,
    ServiceAccountTokenProjection as ServiceAccountTokenProjection,
    Volume as Volume,
    VolumeMount as VolumeMount,
)
from .pods.workload_defaults import WorkloadDefaults as WorkloadDefaults
from .rules import RuleSettings as RuleSettings
from .service.client_auth import (
    ClientAuth as ClientAuth,
    EcKey as EcKey,
    HmacKey as HmacKey,
    KeySet as KeySet,
    OkpKey as OkpKey,
    RsaKey as RsaKey,
)
from .service.existing_service_yaml import ExistingServiceYaml as ExistingServiceYaml
from .service.observability import (
    OpenTelemetry as OpenTelemetry,
    Sentry as Sentry,
)
from .service.pem import pem_from_file as pem_from_file
from .service.settings import (
    AdminApi as AdminApi,
    ApiParameters as ApiParameters,
    HealthCheck as HealthCheck,
    HealthCheckProbes as HealthCheckProbes,
    Logging as Logging,
    Migrations as Migrations,
    ServiceConfig as ServiceConfig,
    ServiceSettings as ServiceSettings,
    SyncConfigOptions as SyncConfigOptions,
    SystemSettings as SystemSettings,
    Telemetry as Telemetry,
)
from .service.source import (
    ConvexSource as ConvexSource,
    MongoSource as MongoSource,
    MySqlSource as MySqlSource,
    PostgresSource as PostgresSource,
    ServicePrincipal as ServicePrincipal,
    ServicePrincipalOptions as ServicePrincipalOptions,
    Source as Source,
    SqlServerLogin as SqlServerLogin,
    SqlServerLoginOptions as SqlServerLoginOptions,
    SqlServerPolling as SqlServerPolling,
    SqlServerSource as SqlServerSource,
)
from .service.storage import (
    BatchLimits as BatchLimits,
    MongoStorage as MongoStorage,
    ObjectStorage as ObjectStorage,
    PostgresStorage as PostgresStorage,
    Storage as Storage,
)
from .service.sync_config import SyncConfig as SyncConfig
from .workloads.api import (
    ApiProps as ApiProps,
    ServiceProps as ServiceProps,
)
from .workloads.autoscaling import (
    Autoscaling as Autoscaling,
    HpaAutoscaling as HpaAutoscaling,
    KedaAuthentication as KedaAuthentication,
    KedaAutoscaling as KedaAutoscaling,
)
from .workloads.compact import CompactProps as CompactProps
from .workloads.migrate import (
    MigrateProps as MigrateProps,
    StorageCredentials as StorageCredentials,
)
from .workloads.replication import ReplicationProps as ReplicationProps
from .workloads.unified import UnifiedProps as UnifiedProps
