"""What the service reads of Sentry and OpenTelemetry from the environment: service.yaml has no fields for it."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StrictStr
from pydantic.functional_validators import AfterValidator

from powersync_constructs.config.core._credentials import PlainText, StoredCredential
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import PositiveCount
from powersync_constructs.config.core._uris import StoredHttpUrl
from powersync_constructs.config.core.secrets import SecretValue
from powersync_constructs.config.pods.env import EnvValue

Variable = EnvValue | SecretValue
"""The value of an environment variable, or where it comes from."""


def _bind_address(text: str) -> str:
    if text not in ("::", "0.0.0.0"):
        raise ValueError("is not an address that pods are reached by; use 0.0.0.0 for IPv4 alone, or ::")
    return text


BindAddress = Annotated[StrictStr, AfterValidator(_bind_address)]
"""All addresses of a pod: of IPv4 alone, or of both families."""


class _Reporting(Props):
    variables: ClassVar[Mapping[str, str]]
    """The environment variable of each field."""

    @property
    def environment(self) -> dict[str, Variable]:
        """The environment variables of what is given."""
        given = {variable: getattr(self, field) for field, variable in self.variables.items()}
        return {
            variable: str(value) if isinstance(value, int) else value
            for variable, value in given.items()
            if value is not None
        }


class Sentry(_Reporting):
    """Where errors are reported to. All workloads report; the release is the image's own (`util/alerting.ts`)."""

    error_path = "sentry"

    dsn: StoredHttpUrl = Field(description="the project's DSN, plain or from a Secret")
    environment_name: PlainText | None = Field(default=None, description="Sentry's environment, like production")
    server_name: PlainText | None = Field(default=None, description="Sentry's server name; default: the pod's")

    variables: ClassVar[Mapping[str, str]] = {
        "dsn": "SENTRY_DSN",
        "environment_name": "MICRO_ENVIRONMENT_NAME",
        "server_name": "HOST_NAME",
    }


class OpenTelemetry(_Reporting):
    """How metrics leave the process: the address of `/metrics`, and the push to `internal_service_endpoint`.

    The push is the service's sharing of usage data, every 5 minutes as OTLP over HTTP with JSON. Its URL is
    `telemetry.internal_service_endpoint`, a collector of yours, or else PowerSync's own; the rest is what the exporter
    reads by itself (tried with @opentelemetry/exporter-metrics-otlp-http 0.203).
    """

    error_path = "open_telemetry"

    metrics_address: BindAddress | None = Field(
        default=None, description="the address of `/metrics`; default: ::, which needs IPv6 in the pod's kernel"
    )
    headers: StoredCredential | None = Field(
        default=None, description="headers of the push, like `authorization=Bearer%20…`, with commas between them"
    )
    compression: Literal["gzip", "none"] | None = Field(
        default=None, description="how the push is compressed; default: none"
    )
    timeout_ms: PositiveCount | None = Field(
        default=None, description="milliseconds that a push may take; default: 10000"
    )
    temporality: Literal["cumulative", "delta", "lowmemory"] | None = Field(
        default=None, description="whether pushed counters are totals or differences; default: cumulative"
    )

    variables: ClassVar[Mapping[str, str]] = {
        "metrics_address": "OTEL_EXPORTER_PROMETHEUS_HOST",
        "headers": "OTEL_EXPORTER_OTLP_METRICS_HEADERS",
        "compression": "OTEL_EXPORTER_OTLP_METRICS_COMPRESSION",
        "timeout_ms": "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT",
        "temporality": "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE",
    }

    @property
    def pushed(self) -> tuple[str, ...]:
        """The fields that are given and concern the push alone."""
        return tuple(field for field in self.variables if field != "metrics_address" and getattr(self, field))
