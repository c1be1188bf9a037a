"""Two instances in one namespace, each with its own source database, bucket storage and host, and the same defaults.

Names, labels and selectors contain the name of the instance, so that no instance selects the pods of the other.
"""

from pathlib import Path

from cdk8s import App, Chart

from powersync_constructs import PowerSync, SecretRef, presets, synth
from powersync_constructs.config import ClientAuth, PostgresSource, PostgresStorage, PowerSyncProps, SyncConfig

CLIENT_AUTH = ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"])
SYNC_CONFIG = SyncConfig.from_file(Path(__file__).parents[2] / "sync-config.yaml")


def instance_of(name: str) -> PowerSyncProps:
    """Return the props of an instance. Only the name, the databases and the host differ."""
    return presets.ha(
        host=f"{name}.sync.example.com",
        source=PostgresSource(uri=SecretRef(f"{name}-databases", "source-uri")),
        storage=PostgresStorage(uri=SecretRef(f"{name}-databases", "storage-uri")),
        client_auth=CLIENT_AUTH,
        sync_config=SYNC_CONFIG,
    )


app = App()
chart = Chart(app, "powersync", namespace="powersync", disable_resource_name_hashes=True)
PowerSync(chart, "orders", instance_of("orders"))
PowerSync(chart, "stock", instance_of("stock").with_(topology={"api": {"replicas": 4}}))
synth(app)
