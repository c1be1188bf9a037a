"""Every workload has the settings of Sentry and OpenTelemetry."""

import base64
from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs import ConfigError, SecretValue
from powersync_constructs.config import EnvVar, OpenTelemetry, Sentry
from tests.samples.configuration import CONFIGURATION, REPORTING

from .manifests import WORKLOADS, Manifest, container, the, workload


def env(chart: Chart, component: str, **changes: Any) -> dict[str, Manifest]:
    """Return the environment of a workload's service container, by variable name."""
    made = workload(chart, component, configuration=CONFIGURATION.with_(**changes))
    return {variable.pop("name"): variable for variable in container(made, component)["env"]}


@pytest.mark.parametrize("component", WORKLOADS)
def test_every_workload_reports(chart: Chart, component: str) -> None:
    """Plain values are in the pods, and secrets are references."""
    found = env(chart, component, **REPORTING)

    dsn = {"valueFrom": {"secretKeyRef": {"name": "powersync-sentry", "key": "dsn"}}}
    expected = (dsn, {"value": "production"}, {"value": "0.0.0.0"})
    names = ("SENTRY_DSN", "MICRO_ENVIRONMENT_NAME", "OTEL_EXPORTER_PROMETHEUS_HOST")
    assert tuple(found[name] for name in names) == expected


def test_a_secret_value_is_in_the_secret_of_the_instance(chart: Chart) -> None:
    """The value is next to the values of service.yaml, and not in the pods."""
    headers = OpenTelemetry(headers=SecretValue("authorization=Bearer%20c4n4ry"))

    made = workload(chart, "api", configuration=CONFIGURATION.with_(open_telemetry=headers))

    data = the(made, "Secret")["data"]["OTEL_EXPORTER_OTLP_METRICS_HEADERS"]
    assert base64.b64decode(data) == b"authorization=Bearer%20c4n4ry"


def test_a_variable_cannot_be_set_twice(chart: Chart) -> None:
    """A workload cannot set a variable that the configuration sets."""
    configuration = CONFIGURATION.with_(sentry=Sentry(dsn="https://public@errors.example.com/1"))
    mine = [EnvVar(name="SENTRY_DSN", value="https://other@errors.example.com/2")]

    with pytest.raises(ConfigError, match=r"api\.env: 'SENTRY_DSN' is set by the configuration; choose another name"):
        workload(chart, "api", configuration=configuration, env=mine)
