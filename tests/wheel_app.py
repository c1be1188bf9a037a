"""An app for an environment with only the wheel: scripts/try-wheel runs it, and it fails if a file is missing."""

from pathlib import Path

from cdk8s import App, Chart

from powersync_constructs import PowerSync, SecretRef, SecretValue, presets, synth
from powersync_constructs.config import ClientAuth, DevPostgresProps, PostgresSource, PostgresStorage, SyncConfig

client_auth = ClientAuth(jwks_uri="https://auth.example.com/jwks.json", audience=["powersync"])
sync_config = SyncConfig.from_text(
    "config: {edition: 3}\nstreams:\n  all:\n    query: SELECT * FROM lists\n", parser="off"
)
password = SecretRef("databases", "password")
app = App()

PowerSync(
    Chart(app, "ha", namespace="ha", disable_resource_name_hashes=True),
    "powersync",
    presets.ha(
        host="powersync.example.com",
        source=PostgresSource(hostname="db.example.com", database="app", username="source", password=password),
        storage=PostgresStorage(hostname="db.example.com", database="buckets", username="storage", password=password),
        client_auth=client_auth,
        sync_config=sync_config,
    ),
)
PowerSync(
    Chart(app, "dev", namespace="dev", disable_resource_name_hashes=True),
    "powersync",
    presets.dev(
        client_auth=client_auth,
        sync_config=sync_config,
        postgres=DevPostgresProps(password=SecretValue("only-for-development")),
    ),
)
synth(app)

ha, dev = (Path("dist", f"{name}.k8s.yaml").read_text(encoding="utf-8") for name in ("ha", "dev"))
assert "Marks a migration as done" in ha, "the migration marker script is not in the wheel"
assert "CREATE PUBLICATION powersync" in dev, "the script of DevPostgres is not in the wheel"
