"""Minimal and full samples of databases and client keys."""

from typing import Any

from powersync_constructs.config import (
    BatchLimits,
    ClientAuth,
    ConfigMapRef,
    ConvexSource,
    EcKey,
    HmacKey,
    InjectedSecret,
    KeySet,
    MongoSource,
    MongoStorage,
    MySqlSource,
    ObjectStorage,
    OkpKey,
    PostgresSource,
    PostgresStorage,
    RsaKey,
    SecretRef,
    SecretValue,
    ServicePrincipal,
    ServicePrincipalOptions,
    SqlServerLogin,
    SqlServerLoginOptions,
    SqlServerPolling,
    SqlServerSource,
)
from powersync_constructs.config.service.source import Source
from powersync_constructs.config.service.storage import Storage

EXTRA: dict[str, Any] = {
    "future_setting": True,
    "future_limits": {"sizes": [1, 0.5], "token": SecretRef("future", "token")},
}
"""Keys of service.yaml that no version of the library knows."""
SOURCE = PostgresSource(
    hostname="db.example.com",
    database="app",
    username="powersync_role",
    password=SecretRef("powersync-source", "password"),
)
STORAGE = PostgresStorage(
    hostname="storage.example.com",
    database="powersync",
    username="powersync_storage",
    password=SecretRef("powersync-storage", "password"),
)
CLIENT_AUTH = ClientAuth(jwks_uri="https://auth.example.com/jwks.json", audience=["powersync"])

_PEM = """\
-----BEGIN CERTIFICATE-----
MIIBczCCARmgAwIBAgIUQ0VSVElGSUNBVEUgRk9SIFRFU1RTIE9OTFkwCgYIKoZI
-----END CERTIFICATE-----
"""
# Full samples of connections.

_NAMED: dict[str, Any] = {"id": "main", "tag": "eu", "debug_api": True, "reject_ip_ranges": ["169.254.0.0/16", "local"]}
_NAMED["extra"] = EXTRA
_SERVER: dict[str, Any] = {
    "uri": SecretRef("database", "uri"),
    "hostname": SecretRef("database", "host"),
    "port": SecretRef("database", "port"),
    "username": SecretRef("database", "username"),
    "password": SecretRef("database", "password"),
    "database": "app",
}
_CLIENT_CERTIFICATE: dict[str, Any] = {
    "cacert": _PEM,
    "client_certificate": _PEM,
    "client_private_key": SecretRef("database-client", "tls.key"),
}
_POSTGRES: dict[str, Any] = {
    **_SERVER,
    **_CLIENT_CERTIFICATE,
    "extra": EXTRA,
    "id": "main",
    "tag": "eu",
    "sslmode": "verify-ca",
    "tls_servername": "db.internal.example.com",
    "reject_ip_ranges": ["169.254.0.0/16", "local"],
    "connect_timeout": 30,
}
_MONGO: dict[str, Any] = {
    "uri": "mongodb+srv://cluster.example.com/app",
    "database": "app",
    "username": "powersync",
    "password": SecretRef("database", "password"),
}
_SQL_SERVER: dict[str, Any] = {
    **_NAMED,
    **_SERVER,
    "schema_name": "sales",
    "cacert": _PEM,
    "tls_servername": "db.internal.example.com",
    "additional_config": SqlServerPolling(
        polling_interval_ms=500, polling_batch_size=20, trust_server_certificate=False, extra=EXTRA
    ),
    "heartbeat_interval_seconds": 15,
}
_LOGIN = SqlServerLoginOptions(user_name="powersync", password=SecretRef("database", "password"), extra=EXTRA)
_APPLICATION = ServicePrincipalOptions(
    client_id="0b4f1d6e-7a39-4a1c-9f0e-2f6f3a5d8c11",
    client_secret=SecretRef("entra", "client-secret"),
    tenant_id="6c1c2f9a-53f7-4b0e-8f3e-9d1b7c2a4e55",
    extra=EXTRA,
)
FULL_SOURCES: dict[str, Source] = {
    "postgresql": PostgresSource(
        **_POSTGRES,
        slot_name_prefix="tasks_",
        debug_api=True,
        snapshot_socket_timeout=120,
        heartbeat_interval_seconds=30,
        slot_failover=True,
    ),
    "mongodb": MongoSource(**_NAMED, **_MONGO, post_images="auto_configure", heartbeat_interval_seconds=20),
    "mysql": MySqlSource(
        **_NAMED,
        **_SERVER,
        cacert=ConfigMapRef("company-ca", "ca.crt"),
        client_certificate=SecretRef("database-client", "tls.crt"),
        client_private_key=InjectedSecret("PS_CLIENT_KEY"),
        server_id=7,
        binlog_queue_memory_limit=128,
    ),
    "mssql": SqlServerSource(**_SQL_SERVER, authentication=SqlServerLogin(options=_LOGIN, extra=EXTRA)),
    "mssql-entra": SqlServerSource(**_SQL_SERVER, authentication=ServicePrincipal(options=_APPLICATION, extra=EXTRA)),
    "convex": ConvexSource(
        **_NAMED,
        deployment_url="https://happy-otter-123.convex.cloud",
        deploy_key=SecretRef("convex", "deploy-key"),
        polling_interval_ms=2000,
        request_timeout_ms=30000,
    ),
}
FULL_STORAGES: dict[str, Storage] = {
    "postgresql": PostgresStorage(
        **{**_POSTGRES, "database": "powersync"},
        max_pool_size=12,
        default_storage_version=2,
        batch_limits=BatchLimits(
            max_estimated_size=2_000_000, max_record_count=1000, max_current_data_batch_size=20_000_000, extra=EXTRA
        ),
    ),
    "mongodb": MongoStorage(
        **{**_MONGO, "database": "powersync"},
        extra=EXTRA,
        reject_ip_ranges=["169.254.0.0/16"],
        max_pool_size=16,
        default_storage_version=4,
        bulk_read_preference="secondaryPreferred",
        clear_batch_throttle_rate=0.5,
        chunk_compaction_concurrency=8,
        stats_read_preference="secondary",
        object_storage=ObjectStorage(
            bucket="powersync-chunks",
            extra=EXTRA,
            region="eu-central-1",
            prefix="tasks",
            endpoint="https://s3.example.com",
            force_path_style=True,
            access_key_id=SecretRef("object-storage", "access-key-id"),
            secret_access_key=SecretRef("object-storage", "secret-access-key"),
            concurrency_limit=32,
            inline_threshold_bytes=4096,
            defaults_mode="in-region",
        ),
    ),
}

# Full samples of client keys.

FULL_CLIENT_AUTH = ClientAuth(
    jwks_uri=["https://auth.example.com/jwks.json", SecretRef("auth", "jwks-uri")],
    extra=EXTRA,
    jwks=KeySet(
        extra=EXTRA,
        keys=[
            RsaKey(extra=EXTRA, kid="rsa-1", use="sig", n="q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ", e="AQAB", alg="RS256"),
            HmacKey(
                extra=EXTRA,
                kid="hmac-1",
                use="sig",
                alg="HS256",
                k=SecretValue(
                    "dGhpcy1rZXktaXMtZm9yLXRlc3RzLW9ubHktbm90LWZvci11c2UtYW5kLWxvbmctZW5vdWdoLWZvci1oczUxMiEh"
                ),
            ),
            EcKey(extra=EXTRA, kid="ec-1", use="sig", crv="P-256", x="q83vEjRWeJA", y="EjRWeJCrze8", alg="ES256"),
            OkpKey(extra=EXTRA, kid="okp-1", use="sig", crv="Ed25519", x="q83vEjRWeJA"),
        ],
    ),
    supabase=True,
    supabase_jwt_secret=SecretRef("supabase", "jwt-secret"),
    audience=["powersync", "powersync-staging"],
    jwks_reject_ip_ranges=["local"],
    block_local_jwks=True,
)
