"""The reference app: PowerSync for development and for production, a file of dist/ each."""

from cdk8s import App, Chart

from powersync_constructs import PowerSync, SecretRef, SecretValue, presets, synth
from powersync_constructs.config import (
    ApiServer,
    CidrPeer,
    ClientAuth,
    Destination,
    DevPostgresProps,
    HmacKey,
    KeySet,
    NamespacePeer,
    NamespaceProps,
    NetworkProps,
    PostgresSource,
    PostgresStorage,
    SyncConfig,
)
from powersync_constructs.config.network import INTERNET

sync_config = SyncConfig.from_file("sync-config.yaml")
app = App()

# For development: runs on an empty cluster. The secrets are in the manifests, and good for nothing else.
dev = Chart(app, "dev", namespace="powersync-dev", disable_resource_name_hashes=True)
key = HmacKey(kid="dev", alg="HS256", k=SecretValue("b25seS1mb3ItZGV2ZWxvcG1lbnQtbmV2ZXItaW4tcHJvZHVjdGlvbg"))
development = presets.dev(
    client_auth=ClientAuth(jwks=KeySet(keys=[key]), audience=["powersync"]),
    sync_config=sync_config,
    postgres=DevPostgresProps(password=SecretValue("only-for-development")),
    namespace=NamespaceProps(),
)
PowerSync(dev, "powersync", development)

# For production: the Secrets powersync-source, powersync-storage and powersync-tls are somebody else's, and so are those
# at the other end of each connection.
ha = Chart(app, "ha", namespace="powersync", disable_resource_name_hashes=True)
production = presets.ha(
    host="powersync.example.com",
    source=PostgresSource(
        hostname="db.example.com",
        database="app",
        username="powersync_role",
        password=SecretRef("powersync-source", "password"),
    ),
    storage=PostgresStorage(
        hostname="storage.example.com",
        database="powersync",
        username="powersync_storage",
        password=SecretRef("powersync-storage", "password"),
    ),
    client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"]),
    sync_config=sync_config,
    network=NetworkProps(
        front_door=[NamespacePeer(name="traefik")],
        monitoring=[NamespacePeer(name="monitoring")],
        source=Destination(to=[CidrPeer(cidr="10.20.0.5/32")]),
        storage=Destination(to=[CidrPeer(cidr="10.20.0.6/32")]),
        jwks=Destination(to=INTERNET),
        telemetry=Destination(to=INTERNET),
        api_server=ApiServer(cidrs=["10.0.0.2/32"]),
    ),
    namespace=NamespaceProps(),
)
PowerSync(ha, "powersync", production)

synth(app)
