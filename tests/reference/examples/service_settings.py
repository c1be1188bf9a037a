"""Examples of the other settings of service.yaml."""

from powersync_constructs import SecretRef
from powersync_constructs.config import (
    AdminApi,
    ApiParameters,
    ClientAuth,
    ExistingServiceYaml,
    HealthCheck,
    HealthCheckProbes,
    Logging,
    Migrations,
    OpenTelemetry,
    PostgresSource,
    PostgresStorage,
    Sentry,
    ServiceConfig,
    ServiceSettings,
    SyncConfigOptions,
    SystemSettings,
    Telemetry,
)

ServiceSettings(
    api=AdminApi(tokens=[SecretRef("powersync-admin", "token")]),
    system=SystemSettings(logging=Logging(level="debug")),
)
ServiceConfig(
    source=PostgresSource(uri=SecretRef("powersync-source", "uri")),
    storage=PostgresStorage(uri=SecretRef("powersync-storage", "uri")),
    client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"]),
)
ExistingServiceYaml(secret=SecretRef("powersync-service", "service.yaml"), source_type="postgresql")
AdminApi(tokens=[SecretRef("powersync-admin", "token")])
ApiParameters(max_concurrent_connections=400, max_buckets_per_connection=2000)
HealthCheck(probes=HealthCheckProbes(use_http=False, use_filesystem=True))
HealthCheckProbes(use_http=False, use_filesystem=True)
Telemetry(prometheus_port=9090, disable_telemetry_sharing=True)
Migrations(disable_auto_migration=True)
SystemSettings(logging=Logging(level="debug"))
Logging(level="debug", format="text")
SyncConfigOptions(exit_on_error=False)
Sentry(dsn=SecretRef("powersync-sentry", "dsn"), environment_name="production")
OpenTelemetry(headers=SecretRef("powersync-collector", "headers"), compression="gzip", timeout_ms=5000)
