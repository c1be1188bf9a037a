"""Examples of the constructs."""

from cdk8s import App, Chart

from powersync_constructs import (
    CloudNativePgSource,
    CloudNativePgStorage,
    CompactCron,
    DevPostgres,
    FluxKustomizations,
    MigrateHook,
    MongoReplicaSet,
    PowerSync,
    PowerSyncApi,
    PowerSyncConfiguration,
    PowerSyncMonitoring,
    PowerSyncNetwork,
    ReplicationPair,
    SecretRef,
    SourceSetup,
    StreamingIngress,
    UnifiedPod,
    patch,
    presets,
)
from powersync_constructs.config import (
    INTERNET,
    Alerts,
    ApiProps,
    ApiServer,
    CidrPeer,
    ClientAuth,
    CloudNativePgSourceProps,
    CloudNativePgStorageProps,
    CompactProps,
    ConfigMapRef,
    ConfigurationProps,
    Destination,
    DevPostgresProps,
    FluxKustomizationsProps,
    FluxSource,
    HpaAutoscaling,
    IngressProps,
    MigrateProps,
    Migrations,
    MongoReplicaSetProps,
    MonitoringProps,
    NamespacePeer,
    NetworkProps,
    PostgresSource,
    PostgresStorage,
    ReplicationProps,
    ServiceConfig,
    SetupAdministrator,
    SourceSetupProps,
    SyncConfig,
    UnifiedProps,
)

SOURCE = PostgresSource(uri=SecretRef("powersync-source", "uri"))
EXTERNAL_SOURCE = PostgresSource(
    hostname="db.example.com",
    database="app",
    username="powersync_role",
    password=SecretRef("powersync-source", "password"),
    cacert=ConfigMapRef("database-ca", "ca.crt"),
)
ADMINISTRATOR = SetupAdministrator(username="postgres", password=SecretRef("database-admin", "password"))
STORAGE = PostgresStorage(uri=SecretRef("powersync-storage", "uri"))
CLIENT_AUTH = ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"])
SYNC_CONFIG = SyncConfig(
    text="config:\n  edition: 3\nstreams:\n  lists:\n    query: SELECT * FROM lists WHERE owner_id = auth.user_id()\n"
)
SERVICE = ServiceConfig(
    source=SOURCE,
    storage=STORAGE,
    client_auth=CLIENT_AUTH,
    migrations=Migrations(disable_auto_migration=True),
)
SERVICE_OF_UNIFIED = ServiceConfig(source=SOURCE, storage=STORAGE, client_auth=CLIENT_AUTH)
INGRESS = IngressProps(host="sync.example.com")
POSTGRES = DevPostgresProps(password=SecretRef("dev-postgres", "password"))
PORTS = [5432]

app = App()
chart = Chart(app, "powersync", namespace="powersync", disable_resource_name_hashes=True)
parts = Chart(App(), "parts", namespace="platform", disable_resource_name_hashes=True)
development = Chart(App(), "development", namespace="development", disable_resource_name_hashes=True)
flux = Chart(App(), "flux", namespace="flux-system", disable_resource_name_hashes=True)

powersync = PowerSync(
    chart,
    "powersync",
    presets.ha(
        host="sync.example.com", source=SOURCE, storage=STORAGE, client_auth=CLIENT_AUTH, sync_config=SYNC_CONFIG
    ),
)
configuration = PowerSyncConfiguration(parts, "sync", ConfigurationProps(service=SERVICE, sync_config=SYNC_CONFIG))
migrate = MigrateHook(parts, "migrate", MigrateProps(), configuration=configuration)
api = PowerSyncApi(
    parts,
    "api",
    ApiProps(autoscaling=HpaAutoscaling()),
    configuration=configuration,
    migrate=migrate,
    ingresses=[INGRESS],
)
replication = ReplicationPair(parts, "replication", ReplicationProps(), configuration=configuration, migrate=migrate)
compact = CompactCron(parts, "compact", CompactProps(), configuration=configuration, migrate=migrate)
ingress = StreamingIngress(parts, "ingress", INGRESS, api=api)
monitoring = PowerSyncMonitoring(
    parts,
    "monitoring",
    MonitoringProps(alerts=Alerts(storage_limit="200Gi")),
    api=api,
    replication=replication,
    compact=compact,
    migrate=migrate,
)
network = PowerSyncNetwork(
    parts,
    "network",
    NetworkProps(
        ingress_controller=[NamespacePeer(name="traefik")],
        monitoring=[NamespacePeer(name="monitoring")],
        source=Destination(to=[CidrPeer(cidr="10.20.0.5/32")], ports=PORTS),
        storage=Destination(to=[CidrPeer(cidr="10.20.0.6/32")], ports=PORTS),
        jwks=Destination(to=INTERNET),
        telemetry=Destination(to=INTERNET),
        api_server=ApiServer(cidrs=["10.0.0.2/32"]),
    ),
    api=api,
    replication=replication,
    compact=compact,
    migrate=migrate,
    ingresses=[ingress],
    monitoring=monitoring,
)
unified = UnifiedPod(
    development,
    "unified",
    UnifiedProps(),
    configuration=PowerSyncConfiguration(
        development, "powersync", ConfigurationProps(service=SERVICE_OF_UNIFIED, sync_config=SYNC_CONFIG)
    ),
)
postgres = DevPostgres(development, "postgres", POSTGRES, instance="powersync")
storage = CloudNativePgStorage(parts, "storage", CloudNativePgStorageProps(name="powersync-storage", size="50Gi"))
source = CloudNativePgSource(
    parts,
    "source",
    CloudNativePgSourceProps(name="app-db", size="100Gi", password=SecretRef("app-db-role", "password")),
)
mongo = MongoReplicaSet(
    parts,
    "mongo",
    MongoReplicaSetProps(
        name="powersync-mongo", version="8.0.4", password=SecretRef("powersync-mongo", "password"), size="50Gi"
    ),
)
setup = SourceSetup(
    parts,
    "source-setup",
    SourceSetupProps(source=EXTERNAL_SOURCE, administrator=ADMINISTRATOR, tables=["lists", "todos"]),
)
kustomizations = FluxKustomizations(
    flux,
    "powersync",
    FluxKustomizationsProps(
        source=FluxSource(name="manifests"), pre_deploy_path="./powersync/pre-deploy", path="./powersync/deploy"
    ),
)
patch(api.deployment, {"/spec/template/spec/shareProcessNamespace": True})
