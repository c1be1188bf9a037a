"""An instance with two databases that CloudNativePG runs: the database of the app, and the bucket storage.

Prerequisites: the operator, and the Secret `powersync-role` (docs/databases.md).
"""

from pathlib import Path

from cdk8s import App, Chart

from powersync_constructs import CloudNativePgSource, CloudNativePgStorage, PowerSync, SecretRef, presets, synth
from powersync_constructs.config import (
    INTERNET,
    ApiServer,
    ClientAuth,
    CloudNativePgSourceProps,
    CloudNativePgStorageProps,
    Destination,
    NamespacePeer,
    NetworkProps,
    PodPeer,
    SyncConfig,
)

app = App()
chart = Chart(app, "cloudnative-pg", namespace="powersync", disable_resource_name_hashes=True)
tasks = CloudNativePgSource(
    chart, "tasks", CloudNativePgSourceProps(size="50Gi", password=SecretRef("powersync-role", "password"))
)
buckets = CloudNativePgStorage(chart, "powersync-storage", CloudNativePgStorageProps(size="20Gi"))
instance = presets.ha(
    host="powersync.example.com",
    source=tasks.source,
    storage=buckets.storage,
    client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"]),
    sync_config=SyncConfig.from_file(Path(__file__).parents[2] / "sync-config.yaml"),
    network=NetworkProps(
        ingress_controller=[PodPeer(labels={"app.kubernetes.io/name": "traefik"}, namespace="traefik")],
        monitoring=[NamespacePeer(name="monitoring")],
        source=Destination(to=[tasks.peer]),
        storage=Destination(to=[buckets.peer]),
        jwks=Destination(to=INTERNET),
        telemetry=Destination(to=INTERNET),
        api_server=ApiServer(cidrs=["10.0.0.2/32"]),
    ),
)
PowerSync(chart, "powersync", instance)
synth(app)
