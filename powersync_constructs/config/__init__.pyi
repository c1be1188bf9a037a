"""The public names of the models, once each: `__init__.py` loads a name when it is first used."""

from .configuration import ConfigurationProps as ConfigurationProps
from .core.errors import ConfigError as ConfigError
from .core.secrets import (
    SecretRef as SecretRef,
)
from .core.secrets import (
    SecretValue as SecretValue,
)
from .databases.cloud_native_pg import (
    CloudNativePgSourceProps as CloudNativePgSourceProps,
)
from .databases.cloud_native_pg import (
    CloudNativePgStorageProps as CloudNativePgStorageProps,
)
from .databases.dev_postgres import DevPostgresProps as DevPostgresProps
from .databases.mongo_replica_set import MongoReplicaSetProps as MongoReplicaSetProps
from .delivery.flux import (
    FluxKustomizationsProps as FluxKustomizationsProps,
)
from .delivery.flux import (
    FluxSource as FluxSource,
)
from .delivery.orderings import (
    ArgoCD as ArgoCD,
)
from .delivery.orderings import (
    FluxCD as FluxCD,
)
from .delivery.orderings import (
    HelmHooks as HelmHooks,
)
from .delivery.orderings import (
    Kapp as Kapp,
)
from .delivery.orderings import (
    Ordering as Ordering,
)
from .delivery.orderings import (
    Plain as Plain,
)
from .delivery.reloader import Reloader as Reloader
from .delivery.secret_sources import (
    ExternalSecrets as ExternalSecrets,
)
from .delivery.secret_sources import (
    RemoteSecret as RemoteSecret,
)
from .delivery.secret_sources import (
    SecretSource as SecretSource,
)
from .delivery.secret_sources import (
    SecretsStoreCsi as SecretsStoreCsi,
)
from .delivery.secret_sources import (
    SecretStore as SecretStore,
)
from .ingress.controllers import (
    Agic as Agic,
)
from .ingress.controllers import (
    Alb as Alb,
)
from .ingress.controllers import (
    AwsGateway as AwsGateway,
)
from .ingress.controllers import (
    AzureGateway as AzureGateway,
)
from .ingress.controllers import (
    CiliumGateway as CiliumGateway,
)
from .ingress.controllers import (
    Contour as Contour,
)
from .ingress.controllers import (
    ContourProxy as ContourProxy,
)
from .ingress.controllers import (
    EnvoyGateway as EnvoyGateway,
)
from .ingress.controllers import (
    F5Nginx as F5Nginx,
)
from .ingress.controllers import (
    GatewayRef as GatewayRef,
)
from .ingress.controllers import (
    GenericIngress as GenericIngress,
)
from .ingress.controllers import (
    GkeGateway as GkeGateway,
)
from .ingress.controllers import (
    GkeIngress as GkeIngress,
)
from .ingress.controllers import (
    HaproxyIngress as HaproxyIngress,
)
from .ingress.controllers import (
    HaproxyTechnologies as HaproxyTechnologies,
)
from .ingress.controllers import (
    IngressController as IngressController,
)
from .ingress.controllers import (
    IngressNginx as IngressNginx,
)
from .ingress.controllers import (
    IstioGateway as IstioGateway,
)
from .ingress.controllers import (
    Kgateway as Kgateway,
)
from .ingress.controllers import (
    NginxGateway as NginxGateway,
)
from .ingress.controllers import (
    Tls as Tls,
)
from .ingress.controllers import (
    Traefik as Traefik,
)
from .ingress.controllers import (
    TraefikGateway as TraefikGateway,
)
from .ingress.props import (
    AdditionalHost as AdditionalHost,
)
from .ingress.props import (
    IngressProps as IngressProps,
)
from .instance import (
    NamespaceProps as NamespaceProps,
)
from .instance import (
    PowerSyncProps as PowerSyncProps,
)
from .instance import (
    Split as Split,
)
from .instance import (
    Unified as Unified,
)
from .monitoring import (
    Alerts as Alerts,
)
from .monitoring import (
    Dashboard as Dashboard,
)
from .monitoring import (
    MonitoringProps as MonitoringProps,
)
from .network.peers import (
    CidrPeer as CidrPeer,
)
from .network.peers import (
    NamespacePeer as NamespacePeer,
)
from .network.peers import (
    Peer as Peer,
)
from .network.peers import (
    PodPeer as PodPeer,
)
from .network.peers import (
    PortRange as PortRange,
)
from .network.props import (
    INTERNET as INTERNET,
)
from .network.props import (
    ApiServer as ApiServer,
)
from .network.props import (
    Destination as Destination,
)
from .network.props import (
    ExtraRule as ExtraRule,
)
from .network.props import (
    NetworkProps as NetworkProps,
)
from .pods.containers import (
    ClaimVolume as ClaimVolume,
)
from .pods.containers import (
    ConfigMapRef as ConfigMapRef,
)
from .pods.containers import (
    ConfigMapVolume as ConfigMapVolume,
)
from .pods.containers import (
    Container as Container,
)
from .pods.containers import (
    ContainerPort as ContainerPort,
)
from .pods.containers import (
    ContainerStartupProbe as ContainerStartupProbe,
)
from .pods.containers import (
    CsiVolume as CsiVolume,
)
from .pods.containers import (
    EmptyDirVolume as EmptyDirVolume,
)
from .pods.containers import (
    EnvVar as EnvVar,
)
from .pods.containers import (
    Resources as Resources,
)
from .pods.containers import (
    SecretVolume as SecretVolume,
)
from .pods.containers import (
    Volume as Volume,
)
from .pods.containers import (
    VolumeMount as VolumeMount,
)
from .pods.image import Image as Image
from .pods.pod import (
    DisruptionBudget as DisruptionBudget,
)
from .pods.pod import (
    Drain as Drain,
)
from .pods.pod import (
    NodeRequirement as NodeRequirement,
)
from .pods.pod import (
    ObjectMetadata as ObjectMetadata,
)
from .pods.pod import (
    ProbeSettings as ProbeSettings,
)
from .pods.pod import (
    ProbeTimes as ProbeTimes,
)
from .pods.pod import (
    Scheduling as Scheduling,
)
from .pods.pod import (
    Security as Security,
)
from .pods.pod import (
    ServiceAccount as ServiceAccount,
)
from .pods.pod import (
    Spread as Spread,
)
from .pods.pod import (
    Toleration as Toleration,
)
from .pods.workload_defaults import WorkloadDefaults as WorkloadDefaults
from .service.client_auth import (
    ClientAuth as ClientAuth,
)
from .service.client_auth import (
    EcKey as EcKey,
)
from .service.client_auth import (
    HmacKey as HmacKey,
)
from .service.client_auth import (
    KeySet as KeySet,
)
from .service.client_auth import (
    OkpKey as OkpKey,
)
from .service.client_auth import (
    RsaKey as RsaKey,
)
from .service.existing_service_yaml import ExistingServiceYaml as ExistingServiceYaml
from .service.observability import (
    OpenTelemetry as OpenTelemetry,
)
from .service.observability import (
    Sentry as Sentry,
)
from .service.settings import (
    AdminApi as AdminApi,
)
from .service.settings import (
    ApiParameters as ApiParameters,
)
from .service.settings import (
    HealthCheck as HealthCheck,
)
from .service.settings import (
    HealthCheckProbes as HealthCheckProbes,
)
from .service.settings import (
    Logging as Logging,
)
from .service.settings import (
    Migrations as Migrations,
)
from .service.settings import (
    ServiceConfig as ServiceConfig,
)
from .service.settings import (
    ServiceSettings as ServiceSettings,
)
from .service.settings import (
    SyncConfigOptions as SyncConfigOptions,
)
from .service.settings import (
    SystemSettings as SystemSettings,
)
from .service.settings import (
    Telemetry as Telemetry,
)
from .service.source import (
    ConvexSource as ConvexSource,
)
from .service.source import (
    MongoSource as MongoSource,
)
from .service.source import (
    MySqlSource as MySqlSource,
)
from .service.source import (
    PostgresSource as PostgresSource,
)
from .service.source import (
    ServicePrincipal as ServicePrincipal,
)
from .service.source import (
    ServicePrincipalOptions as ServicePrincipalOptions,
)
from .service.source import (
    Source as Source,
)
from .service.source import (
    SqlServerLogin as SqlServerLogin,
)
from .service.source import (
    SqlServerLoginOptions as SqlServerLoginOptions,
)
from .service.source import (
    SqlServerPolling as SqlServerPolling,
)
from .service.source import (
    SqlServerSource as SqlServerSource,
)
from .service.storage import (
    BatchLimits as BatchLimits,
)
from .service.storage import (
    MongoStorage as MongoStorage,
)
from .service.storage import (
    ObjectStorage as ObjectStorage,
)
from .service.storage import (
    PostgresStorage as PostgresStorage,
)
from .service.storage import (
    Storage as Storage,
)
from .service.sync_config import SyncConfig as SyncConfig
from .workloads.api import (
    ApiProps as ApiProps,
)
from .workloads.api import (
    ServiceProps as ServiceProps,
)
from .workloads.autoscaling import (
    Autoscaling as Autoscaling,
)
from .workloads.autoscaling import (
    HpaAutoscaling as HpaAutoscaling,
)
from .workloads.autoscaling import (
    KedaAuthentication as KedaAuthentication,
)
from .workloads.autoscaling import (
    KedaAutoscaling as KedaAutoscaling,
)
from .workloads.compact import CompactProps as CompactProps
from .workloads.migrate import MigrateProps as MigrateProps
from .workloads.replication import ReplicationProps as ReplicationProps
from .workloads.unified import UnifiedProps as UnifiedProps
