"""An instance for kapp: `kapp deploy -a powersync -f dist/` shows each change, and waits for the migration."""

from pathlib import Path

from cdk8s import App, Chart

from powersync_constructs import PowerSync, SecretRef, presets, synth
from powersync_constructs.config import (
    ClientAuth,
    Kapp,
    PostgresSource,
    PostgresStorage,
    SyncConfig,
)

app = App()
chart = Chart(app, "powersync", namespace="powersync", disable_resource_name_hashes=True)
instance = presets.ha(
    host="powersync.example.com",
    source=PostgresSource(uri=SecretRef("powersync-source", "uri")),
    storage=PostgresStorage(uri=SecretRef("powersync-storage", "uri")),
    client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"]),
    sync_config=SyncConfig.from_file(Path(__file__).parents[2] / "sync-config.yaml"),
    ordering=Kapp(),
)
PowerSync(chart, "powersync", instance)
synth(app)
