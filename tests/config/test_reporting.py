"""What the service reads of Sentry and OpenTelemetry from the environment."""

from typing import Any

import pytest

from powersync_constructs import SecretRef
from powersync_constructs.config import OpenTelemetry, Sentry
from tests.samples.configuration import CONFIGURATION, REPORTING
from tests.samples.instance import INSTANCE

from .refusal import refusal

DSN = "https://public@errors.example.com/1"


def test_everything_that_is_given_is_a_variable() -> None:
    """By the names that the service, and the exporter in it, look for."""
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
        pytest.param({}, set(), id="nothing"),
        pytest.param({"sentry": Sentry(dsn=DSN)}, {"SENTRY_DSN"}, id="a-plain-dsn"),
        pytest.param({"open_telemetry": OpenTelemetry()}, set(), id="as-it-is"),
    ],
)
def test_nothing_else_is_a_variable(changes: dict[str, Any], names: set[str]) -> None:
    """What is not given has no variable, not even an empty one."""
    assert set(CONFIGURATION.with_(**changes).environment) == names


@pytest.mark.parametrize(
    ("service", "fields", "line"),
    [
        pytest.param(
            {"telemetry": {"disable_telemetry_sharing": True}},
            {"compression": "gzip"},
            "compression: is for the push of metrics, and disable_telemetry_sharing is on; remove one of the two",
            id="a-push-that-is-off",
        ),
        pytest.param(
            {"telemetry": {"prometheus_port": None}},
            {"metrics_address": "0.0.0.0"},
            "metrics_address: is for `/metrics`, and telemetry.prometheus_port is None; remove it, or give the port",
            id="an-address-without-a-port",
        ),
    ],
)
def test_what_nobody_would_read_is_refused(service: dict[str, Any], fields: dict[str, Any], line: str) -> None:
    """By the configuration, and by a whole instance."""
    open_telemetry = OpenTelemetry(**fields)

    lines = [
        refusal(CONFIGURATION.with_, service=service, open_telemetry=open_telemetry),
        refusal(INSTANCE.with_, service=service, open_telemetry=open_telemetry),
    ]

    assert lines == [[f"configuration.open_telemetry.{line}"], [f"open_telemetry.{line}"]]


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(Sentry, {}, "sentry.dsn: missing; it is …", id="no-dsn"),
        pytest.param(
            Sentry, {"dsn": "errors"}, "sentry.dsn: 'errors' is no http:// or https:// URL; correct it", id="no-url"
        ),
        pytest.param(
            Sentry,
            {"dsn": "https://public:c4n4ry@errors.example.com/1"},
            "sentry.dsn: a URI with a password ends up in a ConfigMap; use SecretRef(name, key), or separate fields",
            id="the-old-dsn-with-a-secret",
        ),
        pytest.param(
            OpenTelemetry,
            {"metrics_address": "127.0.0.1"},
            "open_telemetry.metrics_address: '127.0.0.1' is not an address that pods are reached by; use 0.0.0.0 for "
            "IPv4 alone, or ::",
            id="nobody-reaches-it",
        ),
        pytest.param(
            OpenTelemetry,
            {"headers": "authorization=Bearer c4n4ry"},
            "open_telemetry.headers: a secret as plain text ends up in a ConfigMap; use SecretRef(name, key), or "
            "SecretValue(...) for development",
            id="a-plain-token",
        ),
    ],
)
def test_what_cannot_be(model: Any, fields: dict[str, Any], line: str) -> None:
    """One line, and no secret in it."""
    assert refusal(model, **fields) == [line]
