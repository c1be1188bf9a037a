"""service.yaml: everything that the PowerSync service reads at its start, for versions 1.20 to 1.26.

Source: `packages/types/src/config/PowerSyncConfig.ts` of powersync-service 1.25 and the JSON Schema of
`@powersync/service-schema` 1.26. The sync config is a file of its own (`SyncConfig`).
"""

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictFloat, StrictInt, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import Credential
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, FrozenMap, PositiveCount, UnprivilegedPort
from powersync_constructs.config.core._uris import HttpUrl
from powersync_constructs.config.core._versions import Since
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.service._variables import refuse_taken_variables
from powersync_constructs.config.service.client_auth import ClientAuth
from powersync_constructs.config.service.source import Source, may_be_supabase
from powersync_constructs.config.service.storage import Storage


def _parameter(value: Any) -> Any:
    if not isinstance(value, str | int | float):
        raise ValueError("is neither a number nor a text nor a boolean; give one of them")
    if (isinstance(value, int) and abs(value) >= 2**53) or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError("is no number that JavaScript reads as it is written; give a text")
    return value + 0.0 if isinstance(value, float) else value  # 0.0 for -0.0, which is equal


Parameter = Annotated[StrictInt | StrictFloat | StrictStr | StrictBool, BeforeValidator(_parameter)]
"""What SQL may use: a number that JavaScript reads as it is written, a text or a boolean."""


class ApiParameters(Props):
    """Limits of the API."""

    max_concurrent_connections: PositiveCount | None = Field(
        default=None, description="streams a process takes, counted apart for HTTP and WebSocket; default: 200"
    )
    max_data_fetch_concurrency: PositiveCount | None = Field(default=None, description="fetches at once; default: 10")
    max_buckets_per_connection: PositiveCount | None = Field(
        default=None, description="buckets a client; default: 1000"
    )
    max_parameter_query_results: PositiveCount | None = Field(
        default=None, description="results a query; default: 1000"
    )
    checkpoint_request_retention_minutes: Annotated[PositiveCount | None, Since("1.24.0")] = Field(
        default=None, description="minutes that checkpoint requests are kept; default: 60"
    )
    bucket_count_cache_ttl_minutes: Annotated[PositiveCount | None, Since("1.23.2")] = Field(
        default=None, description="minutes that bucket counts are cached; default: 60"
    )


class AdminApi(Props):
    """The API's own settings. Without tokens its admin routes refuse everybody."""

    tokens: FrozenList[Credential] = Field(default=(), description="tokens that open the admin routes")
    parameters: ApiParameters | None = Field(default=None, description="limits")


class Telemetry(Props):
    """Metrics, and what the service reports to its makers."""

    prometheus_port: UnprivilegedPort | None = Field(
        default=9464, description="the port of `/metrics`; None for no metrics. The service itself has no default"
    )
    disable_telemetry_sharing: StrictBool = Field(
        default=False, description="whether anonymous usage data stays here; else it goes to pulse.journeyapps.com"
    )
    internal_service_endpoint: HttpUrl | None = Field(default=None, description="another receiver of the usage data")


class HealthCheckProbes(Props):
    """How a pod tells that it lives. HTTP, since a probe file, once written, is never removed by the service."""

    use_http: StrictBool = Field(default=True, description="answer `/probes/*` on the port, also in replicators")
    use_filesystem: StrictBool = Field(default=False, description="write files in `/app/.probes`")

    @model_validator(mode="after")
    def _can_be_answered(self) -> Self:
        if not self.use_http and not self.use_filesystem:
            raise config_error("use_http", "False leaves no probe that could be answered; set it, or use_filesystem")
        return self


class HealthCheck(Props):
    """Which probes the service answers."""

    probes: HealthCheckProbes = Field(default_factory=HealthCheckProbes, description="the probes")


class Logging(Props):
    """What is logged, and how."""

    level: Literal["silly", "debug", "verbose", "http", "info", "warn", "error"] | None = Field(
        default=None, description="the least level that is logged; default: info"
    )
    format: Literal["json", "text"] | None = Field(default=None, description="the form of a line; json in the image")


class SystemSettings(Props):
    """The process itself."""

    logging: Logging | None = Field(default=None, description="the log")


class Migrations(Props):
    """Whether replicators migrate the storage at their start."""

    disable_auto_migration: StrictBool = Field(
        description="whether replicators leave that to the migration Job; never set without the Job"
    )


class SyncConfigOptions(Props):
    """How the sync config is taken in; its text is a `SyncConfig`."""

    exit_on_error: StrictBool = Field(
        default=True,
        description="whether an invalid sync config stops the replicator, so that a roll-out of it stops too",
    )
    version_label: Annotated[StrictStr | None, Since("1.26.0")] = Field(
        default=None, description="a name for this version"
    )


class ServiceSettings(Props):
    """What service.yaml says beside the databases and the keys."""

    error_path = "service"

    api: AdminApi | None = Field(default=None, description="admin tokens and limits")
    telemetry: Telemetry = Field(default_factory=Telemetry, description="metrics and usage data")
    healthcheck: HealthCheck = Field(default_factory=HealthCheck, description="which probes are answered")
    system: SystemSettings | None = Field(default=None, description="logging")
    sync_config: SyncConfigOptions = Field(
        default_factory=SyncConfigOptions, description="how the sync config is taken in"
    )
    metadata: FrozenMap[StrictStr, StrictStr] = Field(default={}, description="texts that tag the service's reports")
    parameters: FrozenMap[StrictStr, Parameter] = Field(default={}, description="values that the sync config may use")
    port: UnprivilegedPort = Field(default=8080, description="the port of the API and of the probes")

    @model_validator(mode="after")
    def _ports_differ(self) -> Self:
        refuse_shared_port(self.port, self.prometheus_port, "telemetry.prometheus_port")
        return self

    def _takes(self, change: Mapping[str, object]) -> bool:
        """Whether a mapping has settings, rather than the Secret with an existing service.yaml."""
        return "secret" not in change

    @property
    def prometheus_port(self) -> int | None:
        """The port of `/metrics`, None where there are none."""
        return self.telemetry.prometheus_port

    @property
    def probes(self) -> HealthCheckProbes:
        """How a pod tells that it lives."""
        return self.healthcheck.probes

    @property
    def max_concurrent_connections(self) -> int:
        """Streams that one process takes; default: 200 (`util/config/defaults.ts` of the service)."""
        given = self.api and self.api.parameters and self.api.parameters.max_concurrent_connections
        return given or 200


def refuse_shared_port(port: int, prometheus_port: int | None, field: str) -> None:
    """Raise for metrics on the API's port."""
    if prometheus_port == port:
        raise config_error(field, f"{port} is the API's port too; choose another")


def refuse_supabase_without_a_project(client_auth: ClientAuth, source: Source | None) -> None:
    """Raise when Supabase's keys are all that there are, and the source's host names no project to take them from."""
    other = client_auth.jwks_uri or client_auth.jwks or client_auth.supabase_jwt_secret
    if client_auth.supabase and not other and not may_be_supabase(source):
        rule = "finds no keys, since the source's host is not db.<project>.supabase.co, so that every client is refused"
        raise config_error("client_auth.supabase", f"{rule}; give jwks_uri, or supabase_jwt_secret")


class ServiceConfig(ServiceSettings):
    """The whole of service.yaml. The sync config itself is a `SyncConfig`."""

    source: Source = Field(description="the source database; the service takes exactly one")
    storage: Storage = Field(description="the bucket storage: a database of its own for each instance")
    client_auth: ClientAuth = Field(description="how client tokens are checked")
    migrations: Migrations | None = Field(default=None, description="whether only the migration Job migrates")

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
        """Whether replicators leave the storage's migrations to the Job."""
        return self.migrations is not None and self.migrations.disable_auto_migration
