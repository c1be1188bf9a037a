"""The settings in service.yaml, which the PowerSync service reads at start, for versions 1.20 to 1.29.

Source: `packages/types/src/config/PowerSyncConfig.ts` of powersync-service 1.25 and the JSON Schema of
`@powersync/service-schema` 1.26. The sync config is a separate file (`SyncConfig`).
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictFloat, StrictInt, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import Credential
from powersync_constructs.config.core._env import OrEnv, plain_only
from powersync_constructs.config.core._types import FrozenList, FrozenMap, PositiveCount, UnprivilegedPort
from powersync_constructs.config.core._uris import HttpUrl
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.service._defaults import API_PORT, MAX_CONNECTIONS
from powersync_constructs.config.service._extra import ServiceYamlMapping, scalar
from powersync_constructs.config.service._variables import refuse_taken_variables
from powersync_constructs.config.service.client_auth import ClientAuth
from powersync_constructs.config.service.releases._lookup import since
from powersync_constructs.config.service.source import Source, may_be_supabase
from powersync_constructs.config.service.storage import Storage

_PORT = plain_only("the pods, the Services and the NetworkPolicies need the port")
_PROBES = plain_only("the probes of the pods depend on it")
Parameter = Annotated[StrictInt | StrictFloat | StrictStr | StrictBool, BeforeValidator(scalar)]
"""A value for the sync config: a string, a boolean, or a number that JavaScript can represent exactly."""


class ApiParameters(ServiceYamlMapping):
    """Performance and safety limits of the API."""

    max_concurrent_connections: Annotated[PositiveCount | None, plain_only("alerts and autoscaling depend on it")] = (
        None
    )
    """The maximum number of sync streams per process, counted separately for HTTP and WebSocket. Default: 200."""
    max_data_fetch_concurrency: OrEnv[PositiveCount] | None = None
    """The maximum number of concurrent data fetches per process. Default: 10. It should not be much larger than
    `storage.max_pool_size`. A higher value can need much more memory.
    """
    max_buckets_per_connection: OrEnv[PositiveCount] | None = None
    """The maximum number of buckets per client connection. Default: 1000. More buckets increase latency and memory
    usage.
    """
    max_parameter_query_results: OrEnv[PositiveCount] | None = None
    """The maximum number of results of a parameter query, counted before duplicates are removed. Default: 1000."""
    checkpoint_request_retention_minutes: Annotated[
        OrEnv[PositiveCount] | None, since("api.parameters.checkpoint_request_retention_minutes")
    ] = None
    """Minutes to keep the write checkpoints that clients request. Default: 60. Compaction removes older ones."""
    bucket_count_cache_ttl_minutes: Annotated[
        OrEnv[PositiveCount] | None, since("api.parameters.bucket_count_cache_ttl_minutes")
    ] = None
    """Minutes to cache bucket counts. Default: 60."""


class AdminApi(ServiceYamlMapping):
    """Access to the admin routes, and limits of the API."""

    tokens: FrozenList[Credential] = ()
    """The list of tokens that give access to the admin routes. Without tokens, these routes reject every request."""
    parameters: ApiParameters | None = None
    """Limits of the API."""


class Telemetry(ServiceYamlMapping):
    """Metrics, and the sharing of usage data with PowerSync."""

    prometheus_port: Annotated[UnprivilegedPort | None, _PORT] = 9464
    """The port that serves `/metrics`. None disables metrics. The service itself has no default port."""
    disable_telemetry_sharing: OrEnv[StrictBool] = False
    """Whether to stop sharing anonymous usage data. If false, the service sends it to pulse.journeyapps.com, or to
    `internal_service_endpoint`.
    """
    internal_service_endpoint: HttpUrl | None = None
    """The URL to which the service sends usage data. Default: the endpoint of PowerSync."""


class HealthCheckProbes(ServiceYamlMapping):
    """Health check probes.

    The default is HTTP: the service never removes its probe files, so old files can make a file probe succeed.
    """

    use_http: Annotated[StrictBool, _PROBES] = True
    """Whether the service answers `/probes/*` on the API port, in replicators too."""
    use_filesystem: Annotated[StrictBool, _PROBES] = False
    """Whether the service writes probe files to `/app/.probes`."""

    @model_validator(mode="after")
    def _check_any_is_enabled(self) -> Self:
        if not self.use_http and not self.use_filesystem:
            raise config_error("use_http", "False leaves no probe enabled; set use_http or use_filesystem to True")
        return self


class HealthCheck(ServiceYamlMapping):
    """Health checks of the service."""

    probes: HealthCheckProbes = Field(default_factory=HealthCheckProbes)
    """The enabled types of health check probes."""


class Logging(ServiceYamlMapping):
    """Log level and format."""

    level: OrEnv[Literal["silly", "debug", "verbose", "http", "info", "warn", "error"]] | None = None
    """The minimum level of log messages. Default: info."""
    format: OrEnv[Literal["json", "text"]] | None = None
    """The format of log lines. Default: json, because the image sets NODE_ENV=production."""


class SystemSettings(ServiceYamlMapping):
    """System settings."""

    logging: Logging | None = None
    """Log level and format."""


class Migrations(ServiceYamlMapping):
    """Migrations of the bucket storage."""

    disable_auto_migration: Annotated[StrictBool, plain_only("the migration Job depends on it")]
    """Whether replicators skip storage migrations at start. Use True only if a migration Job runs the migrations."""


class SyncConfigOptions(ServiceYamlMapping):
    """Options for loading the sync config. The sync config itself is a `SyncConfig`."""

    set_elsewhere = {"path": "sync_config of the instance", "content": "sync_config of the instance"}

    exit_on_error: OrEnv[StrictBool] = True
    """Whether a replicator exits if the sync config is invalid. This stops the rollout of an invalid sync config."""
    version_label: Annotated[OrEnv[StrictStr] | None, since("sync_config.version_label")] = None
    """A label for this version of the sync config. If you add, change or remove the label, the service deploys the sync
    config again, as after a change of the text: it replicates all data, and every client downloads all data. Do not use
    the version of an app or a commit.
    """


class ServiceSettings(ServiceYamlMapping):
    """The settings in service.yaml, without databases and client authentication."""

    error_path = "service"
    set_elsewhere = {
        "replication": "source",
        "storage": "storage",
        "client_auth": "client_auth",
        "migrations": "topology.migrate",
        "sync_rules": "sync_config",
    }
    corrections = {
        "connections": "did you mean source of the instance?",
        "dev": "the service has not read it since 1.13.4; remove it",
    }

    api: AdminApi | None = None
    """Admin tokens and limits of the API."""
    telemetry: Telemetry = Field(default_factory=Telemetry)
    """Metrics and usage data."""
    healthcheck: HealthCheck = Field(default_factory=HealthCheck)
    """Health check probes."""
    system: SystemSettings | None = None
    """Logging."""
    sync_config: SyncConfigOptions = Field(default_factory=SyncConfigOptions)
    """Options for loading the sync config. The sync config itself is a `SyncConfig`."""
    metadata: FrozenMap[StrictStr, OrEnv[StrictStr]] = {}
    """Key-value pairs that the service adds to its error reports as tags."""
    parameters: FrozenMap[StrictStr, OrEnv[Parameter]] = {}
    """Global parameters that the sync config can reference. The service reads a reference as a string."""
    port: Annotated[UnprivilegedPort, _PORT] = API_PORT
    """The port of the API and the HTTP probes."""

    @model_validator(mode="after")
    def _ports_differ(self) -> Self:
        refuse_shared_port(self.port, self.prometheus_port, "telemetry.prometheus_port")
        return self

    def _takes(self, change: Mapping[str, object]) -> bool:
        """Whether a mapping contains settings. Otherwise, it refers to an existing service.yaml."""
        return "secret" not in change

    @property
    def prometheus_port(self) -> int | None:
        """The port of `/metrics`, or None if metrics are disabled."""
        return self.telemetry.prometheus_port

    @property
    def probes(self) -> HealthCheckProbes:
        """The enabled types of health check probes."""
        return self.healthcheck.probes

    @property
    def max_concurrent_connections(self) -> int:
        """The maximum number of streams per process. Default: 200 (`util/config/defaults.ts` of the service)."""
        given = self.api and self.api.parameters and self.api.parameters.max_concurrent_connections
        return given or MAX_CONNECTIONS


def refuse_shared_port(port: int, prometheus_port: int | None, field: str) -> None:
    """Raise if metrics use the port of the API."""
    if prometheus_port == port:
        raise config_error(field, f"{port} is also the port of the API; choose another")


def refuse_supabase_without_a_project(client_auth: ClientAuth, source: Source | None) -> None:
    """Raise if Supabase is the only source of keys, and the source host does not name a Supabase project."""
    other = client_auth.jwks_uri or client_auth.jwks or client_auth.supabase_jwt_secret
    if client_auth.supabase and not other and not may_be_supabase(source):
        rule = "True leaves the service without keys, because the source host is not db.<project>.supabase.co"
        raise config_error("client_auth.supabase", f"{rule}; set jwks_uri or supabase_jwt_secret")


class ServiceConfig(ServiceSettings):
    """All settings in service.yaml. The sync config itself is a `SyncConfig`."""

    source: Source
    """The source database. The service supports exactly one."""
    storage: Storage
    """The bucket storage. Each instance needs its own database."""
    client_auth: ClientAuth
    """Client authentication."""
    migrations: Migrations | None = None
    """Settings for migrations of the bucket storage."""

    @model_validator(mode="after")
    def _reads_each_variable_once(self) -> Self:
        refuse_taken_variables(self)
        return self

    @model_validator(mode="after")
    def _finds_keys(self) -> Self:
        refuse_supabase_without_a_project(self.client_auth, self.source)
        return self

    @property
    def source_type(self) -> str:
        """The type of the source database."""
        return self.source.type

    @property
    def only_the_job_migrates(self) -> bool:
        """Whether only the migration Job migrates the bucket storage, and replicators do not."""
        return self.migrations is not None and self.migrations.disable_auto_migration
