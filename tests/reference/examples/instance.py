"""Examples of a whole instance and of the presets."""

from powersync_constructs import SecretRef, SecretValue, presets
from powersync_constructs.config import (
    ApiProps,
    ClientAuth,
    ConfigurationProps,
    DevPostgresProps,
    IngressProps,
    MigrateProps,
    NamespaceProps,
    PostgresSource,
    PostgresStorage,
    PowerSyncProps,
    ServiceConfig,
    Split,
    SyncConfig,
    Unified,
    UnifiedProps,
)

SYNC_CONFIG = SyncConfig(
    text="config:\n  edition: 3\nstreams:\n  lists:\n    query: SELECT * FROM lists WHERE owner_id = auth.user_id()\n"
)

presets.ha(
    host="sync.example.com",
    source=PostgresSource(uri=SecretRef("powersync-source", "uri")),
    storage=PostgresStorage(uri=SecretRef("powersync-storage", "uri")),
    client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"]),
    sync_config=SYNC_CONFIG,
    api=ApiProps(replicas=4),
)
presets.dev(
    postgres=DevPostgresProps(password=SecretValue("only-for-development")),
    client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"]),
    sync_config=SYNC_CONFIG,
)
PowerSyncProps(
    source=PostgresSource(uri=SecretRef("powersync-source", "uri")),
    storage=PostgresStorage(uri=SecretRef("powersync-storage", "uri")),
    client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"]),
    sync_config=SYNC_CONFIG,
    ingress=IngressProps(host="sync.example.com"),
)
ConfigurationProps(
    service=ServiceConfig(
        source=PostgresSource(uri=SecretRef("powersync-source", "uri")),
        storage=PostgresStorage(uri=SecretRef("powersync-storage", "uri")),
        client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"]),
    ),
    sync_config=SYNC_CONFIG,
)
Split(api=ApiProps(replicas=3), migrate=MigrateProps(mode="replicators"))
Unified(pod=UnifiedProps(node_options="--max-old-space-size-percentage=70"))
NamespaceProps(pod_security="restricted", labels={"example.com/team": "sync"})
