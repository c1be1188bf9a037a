"""The reference app: a development instance and a production instance, with one file in dist/ for each."""

from cdk8s import App, Chart

from powersync_constructs import PowerSync, SecretRef, SecretValue, config, presets, synth

sync_config = config.SyncConfig.from_file("sync-config.yaml")
app = App()

# The development instance runs on an empty cluster. Its secrets are in the manifests; do not use them elsewhere.
dev = Chart(app, "dev", namespace="powersync-dev", disable_resource_name_hashes=True)
key = config.HmacKey(kid="dev", alg="HS256", k=SecretValue("b25seS1mb3ItZGV2ZWxvcG1lbnQtbmV2ZXItaW4tcHJvZHVjdGlvbg"))
development = presets.dev(
    client_auth=config.ClientAuth(jwks=config.KeySet(keys=[key]), audience=["powersync"]),
    sync_config=sync_config,
    postgres=config.DevPostgresProps(password=SecretValue("only-for-development")),
    namespace=config.NamespaceProps(),
)
PowerSync(dev, "powersync", development)

# The production instance needs the Secrets powersync-source, powersync-storage and powersync-tls, and the hosts that it
# connects to. This app creates none of them.
ha = Chart(app, "ha", namespace="powersync", disable_resource_name_hashes=True)
production = presets.ha(
    host="powersync.example.com",
    source=config.PostgresSource(
        hostname="db.example.com",
        database="app",
        username="powersync_role",
        password=SecretRef("powersync-source", "password"),
    ),
    storage=config.PostgresStorage(
        hostname="storage.example.com",
        database="powersync",
        username="powersync_storage",
        password=SecretRef("powersync-storage", "password"),
    ),
    client_auth=config.ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"]),
    sync_config=sync_config,
    network=config.NetworkProps(
        ingress_controller=[config.NamespacePeer(name="traefik")],
        monitoring=[config.NamespacePeer(name="monitoring")],
        source=config.Destination(to=[config.CidrPeer(cidr="10.20.0.5/32")]),
        storage=config.Destination(to=[config.CidrPeer(cidr="10.20.0.6/32")]),
        jwks=config.Destination(to=config.INTERNET),
        telemetry=config.Destination(to=config.INTERNET),
        api_server=config.ApiServer(cidrs=["10.0.0.2/32"]),
    ),
    namespace=config.NamespaceProps(),
)
PowerSync(ha, "powersync", production)

synth(app)
