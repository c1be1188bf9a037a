"""Settings for Sentry and OpenTelemetry, which the service reads from the environment and not from service.yaml."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import StrictStr
from pydantic.functional_validators import AfterValidator

from powersync_constructs.config.core._credentials import PlainText, StoredCredential
from powersync_constructs.config.core._interpolation import refuse_unexpanded
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import PositiveCount
from powersync_constructs.config.core._uris import StoredHttpUrl
from powersync_constructs.config.core.secrets import SecretValue
from powersync_constructs.config.pods.env import EnvValue

Variable = EnvValue | SecretValue
"""The value of an environment variable, or a reference to the value."""


def _bind_address(text: str) -> str:
    if text not in ("::", "0.0.0.0"):
        raise ValueError("is neither 0.0.0.0 nor ::; use 0.0.0.0 for IPv4 only, or :: for IPv4 and IPv6")
    return text


def _expanded(text: str) -> str:
    refuse_unexpanded(text)
    return text


VariableText = Annotated[PlainText, AfterValidator(_expanded)]
"""The plain value of an environment variable: not empty, and not itself a variable of another tool."""
BindAddress = Annotated[StrictStr, AfterValidator(_bind_address)]
"""A wildcard address: 0.0.0.0 for IPv4 only, or :: for IPv4 and IPv6."""


class _Reporting(Props):
    variables: ClassVar[Mapping[str, str]]
    """The environment variable of each field."""

    @property
    def environment(self) -> dict[str, Variable]:
        """The environment variables of the fields that are set."""
        given = {variable: getattr(self, field) for field, variable in self.variables.items()}
        return {
            variable: str(value) if isinstance(value, int) else value
            for variable, value in given.items()
            if value is not None
        }


class Sentry(_Reporting):
    """Error reporting to Sentry, from all workloads. The image sets the Sentry release (`util/alerting.ts`)."""

    error_path = "sentry"

    dsn: StoredHttpUrl
    """The DSN of the Sentry project, as text or from a Secret."""
    environment_name: VariableText | None = None
    """The name of the Sentry environment, for example 'production'."""
    server_name: VariableText | None = None
    """The server name in Sentry. Default: the name of the pod."""

    variables: ClassVar[Mapping[str, str]] = {
        "dsn": "SENTRY_DSN",
        "environment_name": "MICRO_ENVIRONMENT_NAME",
        "server_name": "HOST_NAME",
    }


class OpenTelemetry(_Reporting):
    """The export of metrics: the address of `/metrics`, and the push of usage data.

    The service pushes usage data every 5 minutes as OTLP over HTTP with JSON. The URL is
    `telemetry.internal_service_endpoint`, by default the endpoint of PowerSync. The OpenTelemetry exporter reads all
    other settings from the environment (tested with @opentelemetry/exporter-metrics-otlp-http 0.203).
    """

    error_path = "open_telemetry"

    metrics_address: BindAddress | None = None
    """The address on which the service serves `/metrics`. Default: '::', which needs IPv6 in the kernel of the node."""
    headers: StoredCredential | None = None
    """The headers of the push, separated by commas, for example `authorization=Bearer%20…`."""
    compression: Literal["gzip", "none"] | None = None
    """The compression of the push. Default: none."""
    timeout_ms: PositiveCount | None = None
    """The timeout of a push, in milliseconds. Default: 10000."""
    temporality: Literal["cumulative", "delta", "lowmemory"] | None = None
    """The temporality of pushed counters: 'cumulative' for totals, 'delta' for differences, 'lowmemory' for differences
    only where they need less memory. Default: cumulative.
    """

    variables: ClassVar[Mapping[str, str]] = {
        "metrics_address": "OTEL_EXPORTER_PROMETHEUS_HOST",
        "headers": "OTEL_EXPORTER_OTLP_METRICS_HEADERS",
        "compression": "OTEL_EXPORTER_OTLP_METRICS_COMPRESSION",
        "timeout_ms": "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT",
        "temporality": "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE",
    }

    @property
    def pushed(self) -> tuple[str, ...]:
        """The fields that are set and apply only to the push."""
        return tuple(field for field in self.variables if field != "metrics_address" and getattr(self, field))
