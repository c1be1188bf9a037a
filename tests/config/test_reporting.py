"""Environment variables that configure Sentry and OpenTelemetry."""

from typing import Any

import pytest

from powersync_constructs import SecretRef
from powersync_constructs.config import OpenTelemetry, Sentry
from tests.samples.configuration import CONFIGURATION, REPORTING
from tests.samples.instance import INSTANCE

from .validation import errors_of

DSN = "https://public@errors.example.com/1"


def test_each_field_is_a_variable() -> None:
    """Each field becomes the variable that the service or its exporter reads."""
    assert CONFIGURATION.with_(**REPORTING).environment == {
        "SENTRY_DSN": SecretRef("powersync-sentry", "dsn"),
        "MICRO_ENVIRONMENT_NAME": "production",
        "HOST_NAME": "powersync-eu",
        "OTEL_EXPORTER_PROMETHEUS_HOST": "0.0.0.0",
        "OTEL_EXPORTER_OTLP_METRICS_HEADERS": SecretRef("powersync-collector", "headers"),
        "OTEL_EXPORTER_OTLP_METRICS_COMPRESSION": "gzip",
        "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT": "5000",
        "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE": "delta",
    }


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        pytest.param({}, set(), id="no-reporting"),
        pytest.param({"sentry": Sentry(dsn=DSN)}, {"SENTRY_DSN"}, id="plain-dsn"),
        pytest.param({"open_telemetry": OpenTelemetry()}, set(), id="empty-open-telemetry"),
    ],
)
def test_field_that_is_not_set_has_no_variable(changes: dict[str, Any], names: set[str]) -> None:
    """A field that is not set has no variable, not even an empty one."""
    assert set(CONFIGURATION.with_(**changes).environment) == names


@pytest.mark.parametrize(
    ("service", "fields", "line"),
    [
        pytest.param(
            {"telemetry": {"disable_telemetry_sharing": True}},
            {"compression": "gzip"},
            "compression: configures the push of metrics, but disable_telemetry_sharing is on; remove one of the two",
            id="push-that-is-disabled",
        ),
        pytest.param(
            {"telemetry": {"prometheus_port": None}},
            {"metrics_address": "0.0.0.0"},
            "metrics_address: configures `/metrics`, but telemetry.prometheus_port is None; remove it, or set the port",
            id="address-without-a-port",
        ),
    ],
)
def test_field_without_effect_is_refused(service: dict[str, Any], fields: dict[str, Any], line: str) -> None:
    """A separate configuration and a whole instance both refuse fields without effect."""
    open_telemetry = OpenTelemetry(**fields)

    lines = [
        errors_of(CONFIGURATION.with_, service=service, open_telemetry=open_telemetry),
        errors_of(INSTANCE.with_, service=service, open_telemetry=open_telemetry),
    ]

    assert lines == [[f"configuration.open_telemetry.{line}"], [f"open_telemetry.{line}"]]


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(Sentry, {}, "sentry.dsn: missing; set it to …", id="no-dsn"),
        pytest.param(
            Sentry,
            {"dsn": "errors"},
            "sentry.dsn: 'errors' is not an http:// or https:// URL; correct it",
            id="invalid-url",
        ),
        pytest.param(
            Sentry,
            {"dsn": "https://public:c4n4ry@errors.example.com/1"},
            "sentry.dsn: contains a secret, which would be stored in a ConfigMap; use SecretRef(name, key), or "
            "separate fields",
            id="dsn-with-a-secret",
        ),
        pytest.param(
            OpenTelemetry,
            {"metrics_address": "127.0.0.1"},
            "open_telemetry.metrics_address: '127.0.0.1' is neither 0.0.0.0 nor ::; use 0.0.0.0 for IPv4 only, or :: "
            "for IPv4 and IPv6",
            id="loopback-address",
        ),
        pytest.param(
            OpenTelemetry,
            {"headers": "authorization=Bearer c4n4ry"},
            "open_telemetry.headers: must not be plain text, which would be stored in a ConfigMap; use "
            "SecretRef(name, key), or SecretValue(...) for development",
            id="plain-token",
        ),
    ],
)
def test_invalid_reporting_is_refused(model: Any, fields: dict[str, Any], line: str) -> None:
    """The error is one line, and shows no secret."""
    assert errors_of(model, **fields) == [line]
