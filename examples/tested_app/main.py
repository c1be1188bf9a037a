"""An app with tests of its own: an instance for staging and one for production, which differ in host and size.

`tests/` contains the tests. `pytest` runs them in this folder. docs/testing.md describes them.
"""

from pathlib import Path

from cdk8s import App, Chart

from powersync_constructs import PowerSync, SecretRef, presets, synth
from powersync_constructs.config import ClientAuth, PostgresSource, PostgresStorage, SyncConfig

API_PODS = {"staging": 2, "production": 4}
"""The number of API pods in each environment."""


def add_instance(chart: Chart, environment: str) -> PowerSync:
    """Add the instance of an environment to a chart."""
    instance = presets.ha(
        host=f"{environment}.sync.example.com",
        source=PostgresSource(uri=SecretRef(f"{environment}-databases", "source-uri")),
        storage=PostgresStorage(uri=SecretRef(f"{environment}-databases", "storage-uri")),
        client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"]),
        sync_config=SyncConfig.from_file(Path(__file__).with_name("sync-config.yaml")),
    )
    return PowerSync(chart, "powersync", instance.with_(topology={"api": {"replicas": API_PODS[environment]}}))


def build() -> App:
    """Return the app, with one chart per environment."""
    app = App()
    for environment in API_PODS:
        chart = Chart(app, environment, namespace=f"sync-{environment}", disable_resource_name_hashes=True)
        add_instance(chart, environment)
    return app


if __name__ == "__main__":
    synth(build())
