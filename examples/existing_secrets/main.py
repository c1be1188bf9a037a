"""An instance with existing Secrets: the app refers to them by name, and does not contain their values."""

from pathlib import Path

from cdk8s import App, Chart

from powersync_constructs import PowerSync, SecretRef, presets, synth
from powersync_constructs.config import (
    INTERNET,
    ApiServer,
    CidrPeer,
    ClientAuth,
    Destination,
    MongoStorage,
    NetworkProps,
    PodPeer,
    PostgresSource,
    SyncConfig,
)

# Files next to the manifests contain a SealedSecret, or a Secret encrypted with SOPS, for each of these names. A sealed
# value is bound to its name, so the names must not depend on the content. docs/secrets.md lists the commands.
STORAGE_URI = SecretRef("powersync-storage", "uri")
SOURCE_PASSWORD = SecretRef("powersync-source", "password")
JWT_SECRET = SecretRef("powersync-supabase", "jwt-secret")

app = App()
chart = Chart(app, "existing-secrets", namespace="powersync", disable_resource_name_hashes=True)
instance = presets.ha(
    host="powersync.example.com",
    source=PostgresSource(
        hostname="db.abcdefghijklmnopqrst.supabase.co",
        database="postgres",
        username="powersync_role",
        password=SOURCE_PASSWORD,
    ),
    storage=MongoStorage(uri=STORAGE_URI, default_storage_version=4),
    client_auth=ClientAuth(supabase=True, supabase_jwt_secret=JWT_SECRET, audience=["authenticated"]),
    sync_config=SyncConfig.from_file(Path(__file__).parents[2] / "sync-config.yaml"),
    network=NetworkProps(
        ingress_controller=[PodPeer(labels={"app.kubernetes.io/name": "traefik"}, namespace="traefik")],
        monitoring=[],
        source=Destination(to=INTERNET, ports=[5432]),
        storage=Destination(to=[CidrPeer(cidr="10.20.1.0/24")], ports=[27017]),
        jwks=Destination(to=INTERNET),
        telemetry=Destination(to=INTERNET),
        api_server=ApiServer(cidrs=["10.0.0.2/32"]),
    ),
)
PowerSync(chart, "powersync", instance)
synth(app)
