"""A development instance on an empty kind cluster: one unified pod, and a temporary Postgres.

Connect to it with `kubectl port-forward -n powersync-dev service/powersync-unified 8080:80`.
"""

from pathlib import Path

from cdk8s import App, Chart

from powersync_constructs import PowerSync, SecretValue, presets, synth
from powersync_constructs.config import ClientAuth, DevPostgresProps, HmacKey, KeySet, NamespaceProps, SyncConfig

app = App()
chart = Chart(app, "powersync", namespace="powersync-dev", disable_resource_name_hashes=True)
key = HmacKey(kid="dev", alg="HS256", k=SecretValue("b25seS1mb3ItZGV2ZWxvcG1lbnQtbmV2ZXItaW4tcHJvZHVjdGlvbg"))
development = presets.dev(
    client_auth=ClientAuth(jwks=KeySet(keys=[key]), audience=["powersync-dev"]),
    sync_config=SyncConfig.from_file(Path(__file__).parents[2] / "sync-config.yaml"),
    postgres=DevPostgresProps(password=SecretValue("only-for-development")),
    namespace=NamespaceProps(),
)
PowerSync(chart, "powersync", development.with_(service={"system": {"logging": {"level": "debug"}}}))
synth(app)
