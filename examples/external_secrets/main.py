"""An instance with secrets from AWS Secrets Manager, through External Secrets; pods roll when a secret is rotated.

Prerequisites: the ClusterSecretStore `aws` (docs/secrets.md shows one), and Reloader.
"""

from pathlib import Path

from cdk8s import App, Chart

from powersync_constructs import PowerSync, SecretRef, presets, synth
from powersync_constructs.config import (
    INTERNET,
    ApiServer,
    CidrPeer,
    ClientAuth,
    Destination,
    ExternalSecrets,
    NetworkProps,
    PodPeer,
    PostgresSource,
    PostgresStorage,
    Reloader,
    RemoteSecret,
    SecretStore,
    SyncConfig,
)

SOURCE_PASSWORD = SecretRef("powersync-source", "password")
STORAGE_URI = SecretRef("powersync-storage", "uri")

app = App()
chart = Chart(app, "external-secrets", namespace="powersync", disable_resource_name_hashes=True)
instance = presets.ha(
    host="powersync.example.com",
    source=PostgresSource(
        hostname="app.example.eu-central-1.rds.amazonaws.com",
        database="app",
        username="powersync_role",
        password=SOURCE_PASSWORD,
    ),
    storage=PostgresStorage(uri=STORAGE_URI),
    client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"]),
    sync_config=SyncConfig.from_file(Path(__file__).parents[2] / "sync-config.yaml"),
    network=NetworkProps(
        ingress_controller=[PodPeer(labels={"app.kubernetes.io/name": "traefik"}, namespace="traefik")],
        monitoring=[],
        source=Destination(to=[CidrPeer(cidr="10.20.0.0/24")], ports=[5432]),
        storage=Destination(to=[CidrPeer(cidr="10.20.1.0/24")], ports=[5432]),
        jwks=Destination(to=INTERNET),
        telemetry=Destination(to=INTERNET),
        api_server=ApiServer(cidrs=["10.0.0.2/32"]),
    ),
    secrets=ExternalSecrets(
        store=SecretStore(name="aws", kind="ClusterSecretStore"),
        mapping={
            STORAGE_URI: "powersync/storage-uri",
            # RDS stores its secrets as JSON.
            SOURCE_PASSWORD: RemoteSecret(key="powersync/source", property="password"),
        },
    ),
    reloader=Reloader(),
)
PowerSync(chart, "powersync", instance)
synth(app)
