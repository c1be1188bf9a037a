"""Minimal and full samples of service.yaml."""

from typing import Any

from powersync_constructs.config import (
    AdminApi,
    ApiParameters,
    ConfigMapRef,
    ConfigurationProps,
    EnvVar,
    ExistingServiceYaml,
    HealthCheck,
    HealthCheckProbes,
    Image,
    Logging,
    Migrations,
    ObjectMetadata,
    OpenTelemetry,
    SecretRef,
    SecretValue,
    Sentry,
    ServiceConfig,
    ServiceSettings,
    SyncConfig,
    SyncConfigOptions,
    SystemSettings,
    Telemetry,
)
from powersync_constructs.config.service.releases._known_problems import KNOWN_PROBLEMS
from powersync_constructs.config.service.releases._table import NEWEST
from tests.samples.databases import CLIENT_AUTH, EXTRA, FULL_CLIENT_AUTH, FULL_SOURCES, FULL_STORAGES, SOURCE, STORAGE

SYNC_CONFIG = SyncConfig.from_text(
    """\
config:
  edition: 3

streams:
  lists:
    auto_subscribe: true
    query: SELECT * FROM lists WHERE owner_id = auth.user_id()
"""
)
FULL_SYNC_CONFIG = SyncConfig(text=SYNC_CONFIG.text, parser="off", file="sync-config.yaml")

SERVICE = ServiceConfig(source=SOURCE, storage=STORAGE, client_auth=CLIENT_AUTH)
CONFIGURATION = ConfigurationProps(service=SERVICE, sync_config=SYNC_CONFIG)

_SETTINGS: dict[str, Any] = {
    "api": AdminApi(
        extra=EXTRA,
        tokens=[SecretRef("powersync-admin", "token"), SecretRef("powersync-admin", "old-token")],
        parameters=ApiParameters(
            max_concurrent_connections=400,
            max_data_fetch_concurrency=20,
            max_buckets_per_connection=2000,
            max_parameter_query_results=1500,
            checkpoint_request_retention_minutes=120,
            bucket_count_cache_ttl_minutes=30,
            extra=EXTRA,
        ),
    ),
    "telemetry": Telemetry(
        prometheus_port=9090,
        disable_telemetry_sharing=True,
        internal_service_endpoint="https://telemetry.example.com",
        extra=EXTRA,
    ),
    "healthcheck": HealthCheck(probes=HealthCheckProbes(use_http=False, use_filesystem=True, extra=EXTRA), extra=EXTRA),
    "system": SystemSettings(logging=Logging(level="debug", format="text", extra=EXTRA), extra=EXTRA),
    "sync_config": SyncConfigOptions(exit_on_error=False, version_label="2026-11-21", extra=EXTRA),
    "metadata": {"region": "eu-central-1"},
    "parameters": {"tenant": "acme", "page_size": 100, "beta": True, "ratio": 0.5},
    "port": 8090,
    "extra": EXTRA,
}
FULL_SETTINGS = ServiceSettings(**_SETTINGS)
REPORTING: dict[str, Any] = {
    "sentry": Sentry(
        dsn=SecretRef("powersync-sentry", "dsn"), environment_name="production", server_name="powersync-eu"
    ),
    "open_telemetry": OpenTelemetry(
        metrics_address="0.0.0.0",
        headers=SecretRef("powersync-collector", "headers"),
        compression="gzip",
        timeout_ms=5000,
        temporality="delta",
    ),
}
METADATA_WITHOUT_PODS = ObjectMetadata(
    labels={"example.com/team": "sync"}, annotations={"example.com/owner": "sync@example.com"}
)
FULL_METADATA = METADATA_WITHOUT_PODS.with_(
    pod_labels={"example.com/mesh": "on"}, pod_annotations={"example.com/scrape": "true"}
)
FULL_IMAGE = Image(
    repository="registry.example.com/mirror/powersync-service",
    tag="stable",
    digest=f"sha256:{'1f' * 32}",
    pull_policy="Always",
    service_version=str(NEWEST),
)


def old_image(tag: str) -> Image:
    """Return an image of an old release, with its known problems accepted."""
    return Image(tag=tag, accepted_problems=[problem.id for problem in KNOWN_PROBLEMS if problem.reaction == "refuse"])


def full_service(source: str, storage: str) -> ServiceConfig:
    """Return a service.yaml that sets every field, with one of the source databases and one of the storages."""
    return ServiceConfig(
        **_SETTINGS,
        source=FULL_SOURCES[source],
        storage=FULL_STORAGES[storage],
        client_auth=FULL_CLIENT_AUTH,
        migrations=Migrations(disable_auto_migration=False, extra=EXTRA),
    )


def full_configuration(source: str, storage: str) -> ConfigurationProps:
    """Return the same in a configuration that sets every field."""
    return ConfigurationProps(
        service=full_service(source, storage),
        sync_config=FULL_SYNC_CONFIG,
        image=FULL_IMAGE,
        instance="tasks",
        metadata=FULL_METADATA,
    )


IN_SECRET = CONFIGURATION.with_(
    service={"source": {"password": SecretValue("only-for-tests")}}, service_yaml_in="Secret"
)
"""service.yaml in a Secret, with one secret in the file and one in a variable."""
EXISTING = ExistingServiceYaml(secret=SecretRef("powersync-service", "service.yaml"), source_type="postgresql")
FULL_EXISTING = ExistingServiceYaml(
    secret=SecretRef("powersync-service", "production.b64"),
    form="base64",
    source_type="postgresql",
    port=8090,
    prometheus_port=9090,
    probes=HealthCheckProbes(use_http=False, use_filesystem=True),
    max_concurrent_connections=400,
    disable_auto_migration=False,
    env=[
        EnvVar(name="PS_SOURCE_URI", value=SecretRef("powersync-source", "uri")),
        EnvVar(name="PS_AUDIENCE", value=ConfigMapRef(name="tenants", key="audience")),
        EnvVar(name="PS_SLOT_PREFIX", value="tasks_"),
    ],
)
EXISTING_CONFIGURATIONS = {
    name: ConfigurationProps(service=service, sync_config=SYNC_CONFIG)
    for name, service in {"file": EXISTING, "base64": FULL_EXISTING}.items()
}

FULL_CONFIGURATIONS = {
    "postgresql": full_configuration("postgresql", "postgresql"),
    "mongodb": full_configuration("mongodb", "mongodb"),
    "mysql": full_configuration("mysql", "postgresql"),
    "mssql": full_configuration("mssql", "postgresql"),
    "mssql-entra": full_configuration("mssql-entra", "mongodb"),
    "convex": full_configuration("convex", "mongodb"),
}
