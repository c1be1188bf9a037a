"""Settings of the service, except its databases and client authentication."""

from typing import Any

import pytest

from powersync_constructs.config import (
    AdminApi,
    ApiParameters,
    ClientAuth,
    HealthCheckProbes,
    Migrations,
    MongoSource,
    SecretRef,
    ServiceConfig,
    ServiceSettings,
    Telemetry,
)
from powersync_constructs.config.service.settings import Parameter
from powersync_constructs.config.service.source import Source
from tests.samples.configuration import SERVICE
from tests.samples.databases import SOURCE
from tests.samples.instance import INSTANCE

from .validation import errors_of, validated

PARAMETER = "is not a number, a string or a boolean; use one of these"
UNREADABLE = "is not a number that JavaScript can represent exactly; use a string"


@pytest.mark.parametrize(
    ("actual", "value"),
    [
        pytest.param(ServiceSettings().port, 8080, id="port"),
        pytest.param(ServiceSettings().telemetry.prometheus_port, 9464, id="metrics-port"),
        pytest.param(ServiceSettings().telemetry.disable_telemetry_sharing, False, id="usage-data"),
        pytest.param(ServiceSettings().healthcheck.probes.use_http, True, id="http-probes"),
        pytest.param(ServiceSettings().sync_config.exit_on_error, True, id="invalid-sync-config-stops-a-rollout"),
        pytest.param(ServiceSettings().max_concurrent_connections, 200, id="max-concurrent-connections"),
        pytest.param(SERVICE.only_the_job_migrates, False, id="replicators-migrate"),
    ],
)
def test_defaults(actual: object, value: object) -> None:
    """The settings have these defaults."""
    assert actual == value


@pytest.mark.parametrize(
    ("api", "connections"),
    [
        pytest.param(AdminApi(), 200, id="no-parameters"),
        pytest.param(AdminApi(parameters=ApiParameters()), 200, id="no-limit"),
        pytest.param(AdminApi(parameters=ApiParameters(max_concurrent_connections=400)), 400, id="limit"),
    ],
)
def test_max_concurrent_connections(api: AdminApi, connections: int) -> None:
    """The connection limit is the given limit, and otherwise the default of the service."""
    assert ServiceSettings(api=api).max_concurrent_connections == connections


@pytest.mark.parametrize("off", [True, False])
def test_only_the_job_migrates(off: bool) -> None:
    """`only_the_job_migrates` is True if and only if auto-migration is disabled."""
    service = SERVICE.with_(migrations=Migrations(disable_auto_migration=off))

    assert service.only_the_job_migrates is off


@pytest.mark.parametrize("value", [0, -5, 2**53 - 1, 1.5, 1e300, "", "text", "5", True, False])
def test_parameter_keeps_its_type(value: object) -> None:
    """Numbers, strings and booleans keep their types."""
    parameter = validated(Parameter, value)

    assert (parameter, type(parameter)) == (value, type(value))


def test_metrics_can_be_disabled() -> None:
    """With prometheus_port=None, the service has no port for metrics."""
    assert ServiceSettings(telemetry=Telemetry(prometheus_port=None)).telemetry.prometheus_port is None


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"port": 80}, "port: 80 should be greater than or equal to 1024; set it to …"),
        ({"port": "8080"}, "port: '8080' is not an integer; set it to …"),
        ({"port": 9464}, "telemetry.prometheus_port: 9464 is also the port of the API; choose another"),
        (
            {"telemetry": {"prometheus_port": 8080}},
            "telemetry.prometheus_port: 8080 is also the port of the API; choose another",
        ),
        (
            {"healthcheck": {"probes": {"use_http": False}}},
            "healthcheck.probes.use_http: False leaves no probe enabled; set use_http or use_filesystem to True",
        ),
        pytest.param(
            {"system": {"logging": {"level": "trace"}}},
            "system.logging.level: 'trace' is not one of 'silly', 'debug', 'verbose', 'http', 'info', 'warn' or "
            "'error'; use one of these",
        ),
        (
            {"system": {"logging": {"format": "logfmt"}}},
            "system.logging.format: 'logfmt' is not one of 'json' or 'text'; use one of these",
        ),
        pytest.param(
            {"api": {"parameters": {"max_concurrent_connections": 0}}},
            "api.parameters.max_concurrent_connections: 0 should be greater than or equal to 1; set it to …",
        ),
        (
            {"api": {"parameters": {"max_connections": 5}}},
            "api.parameters.max_connections: no such field; did you mean max_concurrent_connections?",
        ),
        pytest.param(
            {"api": {"tokens": ["plain"]}},
            "api.tokens[0]: must not be plain text, which would be stored in a ConfigMap; use SecretRef(name, key), or "
            "SecretValue(...) for development",
        ),
        (
            {"api": {"tokens": SecretRef("a", "b")}},
            "api.tokens: is not a list; put the value in []",
        ),
        (
            {"metadata": {"region": 5}},
            "metadata.region: 5 is not a string; set it to …",
        ),
        ({"parameters": {"p": None}}, f"parameters.p: None {PARAMETER}"),
        ({"parameters": {"p": [1]}}, f"parameters.p: {PARAMETER}"),
        ({"parameters": {"p": 2**53}}, f"parameters.p: 9007199254740992 {UNREADABLE}"),
        ({"parameters": {"p": -(2**53)}}, f"parameters.p: -9007199254740992 {UNREADABLE}"),
        ({"parameters": {"p": float("inf")}}, f"parameters.p: inf {UNREADABLE}"),
        ({"parameters": {"p": float("nan")}}, f"parameters.p: nan {UNREADABLE}"),
    ],
)
def test_invalid_settings_are_refused(fields: dict[str, Any], line: str) -> None:
    """Settings that the service refuses, or that leave it without a probe, are refused."""
    assert errors_of(ServiceSettings, **fields) == [f"service.{line}"]


def test_all_problems_are_reported_together() -> None:
    """Each problem has its own line."""
    lines = errors_of(ServiceConfig, port=80)

    assert [line.partition(" ")[0] for line in lines] == [
        "service.port:",
        "service.source:",
        "service.storage:",
        "service.client_auth:",
    ]


@pytest.mark.parametrize("use_http", [True, False])
def test_file_probes_are_accepted(use_http: bool) -> None:
    """Probe files are enough, with or without HTTP probes."""
    probes = HealthCheckProbes(use_http=use_http, use_filesystem=True)

    assert probes.use_filesystem


SUPABASE = ClientAuth(supabase=True, jwks_uri=None, audience=[])


@pytest.mark.parametrize(
    ("source", "client_auth"),
    [
        pytest.param({"hostname": "db.abcdefghij.supabase.co"}, SUPABASE, id="project-host"),
        pytest.param({"hostname": SecretRef("db", "host")}, SUPABASE, id="host-in-a-secret"),
        pytest.param({}, SUPABASE.with_(supabase_jwt_secret=SecretRef("db", "secret")), id="legacy-secret"),
        pytest.param({}, SUPABASE.with_(jwks_uri="https://a.example.com/k", audience=["a"]), id="other-keys"),
    ],
)
def test_supabase_with_keys_is_accepted(source: dict[str, Any], client_auth: ClientAuth) -> None:
    """The keys come from the project that the source host names, or from other fields."""
    assert SERVICE.with_(source=SOURCE.with_(**source), client_auth=client_auth).client_auth == client_auth


@pytest.mark.parametrize("source", [SOURCE, MongoSource(uri="mongodb://a/app")], ids=["another-host", "mongodb"])
def test_supabase_without_keys_is_refused(source: Source) -> None:
    """Without a project, the service would find no keys and reject every client."""
    rule = "True leaves the service without keys, because the source host is not db.<project>.supabase.co"

    lines = [errors_of(made.with_, source=source, client_auth=SUPABASE) for made in (SERVICE, INSTANCE)]

    line = f"client_auth.supabase: {rule}; set jwks_uri or supabase_jwt_secret"
    assert lines == [[f"service.{line}"], [line]]
