"""The settings of the service beside its databases and keys."""

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

from .refusal import kept, refusal

PARAMETER = "is neither a number nor a text nor a boolean; give one of them"
UNREADABLE = "is no number that JavaScript reads as it is written; give a text"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        pytest.param(ServiceSettings().port, 8080, id="port"),
        pytest.param(ServiceSettings().telemetry.prometheus_port, 9464, id="metrics-port"),
        pytest.param(ServiceSettings().telemetry.disable_telemetry_sharing, False, id="usage-data"),
        pytest.param(ServiceSettings().healthcheck.probes.use_http, True, id="http-probes"),
        pytest.param(ServiceSettings().sync_config.exit_on_error, True, id="a-wrong-sync-config-stops-a-roll-out"),
        pytest.param(ServiceSettings().max_concurrent_connections, 200, id="streams"),
        pytest.param(SERVICE.only_the_job_migrates, False, id="replicators-migrate"),
    ],
)
def test_defaults(said: object, value: object) -> None:
    """What holds when nothing is said."""
    assert said == value


@pytest.mark.parametrize(
    ("api", "streams"),
    [
        pytest.param(AdminApi(), 200, id="no-parameters"),
        pytest.param(AdminApi(parameters=ApiParameters()), 200, id="no-limit"),
        pytest.param(AdminApi(parameters=ApiParameters(max_concurrent_connections=400)), 400, id="limit"),
    ],
)
def test_streams_of_a_process(api: AdminApi, streams: int) -> None:
    """The limit that is given, else the service's own."""
    assert ServiceSettings(api=api).max_concurrent_connections == streams


@pytest.mark.parametrize("off", [True, False])
def test_only_the_job_migrates(off: bool) -> None:
    """When auto-migration is off, and only then."""
    service = SERVICE.with_(migrations=Migrations(disable_auto_migration=off))

    assert service.only_the_job_migrates is off


@pytest.mark.parametrize("value", [0, -5, 2**53 - 1, 1.5, 1e300, "", "text", "5", True, False])
def test_a_parameter_keeps_its_type(value: object) -> None:
    """A number stays a number, a text that looks like one a text, and a boolean a boolean."""
    parameter = kept(Parameter, value)

    assert (parameter, type(parameter)) == (value, type(value))


def test_metrics_may_be_off() -> None:
    """None is no port: then there is no `/metrics`."""
    assert ServiceSettings(telemetry=Telemetry(prometheus_port=None)).telemetry.prometheus_port is None


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"port": 80}, "port: 80 should be greater than or equal to 1024; it is …"),
        ({"port": "8080"}, "port: '8080' is no whole number; it is …"),
        ({"port": 9464}, "telemetry.prometheus_port: 9464 is the API's port too; choose another"),
        (
            {"telemetry": {"prometheus_port": 8080}},
            "telemetry.prometheus_port: 8080 is the API's port too; choose another",
        ),
        (
            {"healthcheck": {"probes": {"use_http": False}}},
            "healthcheck.probes.use_http: False leaves no probe that could be answered; set it, or use_filesystem",
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
            "api.parameters.max_concurrent_connections: 0 should be greater than or equal to 1; it is …",
        ),
        (
            {"api": {"parameters": {"max_connections": 5}}},
            "api.parameters.max_connections: no such field; use max_concurrent_connections",
        ),
        pytest.param(
            {"api": {"tokens": ["plain"]}},
            "api.tokens[0]: a secret as plain text ends up in a ConfigMap; use SecretRef(name, key), or "
            "SecretValue(...) for development",
        ),
        (
            {"api": {"tokens": SecretRef("a", "b")}},
            "api.tokens: is not a list; put it in [], it is …",
        ),
        (
            {"metadata": {"region": 5}},
            "metadata.region: 5 is no text; it is …",
        ),
        ({"parameters": {"p": None}}, f"parameters.p: None {PARAMETER}"),
        ({"parameters": {"p": [1]}}, f"parameters.p: {PARAMETER}"),
        ({"parameters": {"p": 2**53}}, f"parameters.p: 9007199254740992 {UNREADABLE}"),
        ({"parameters": {"p": -(2**53)}}, f"parameters.p: -9007199254740992 {UNREADABLE}"),
        ({"parameters": {"p": float("inf")}}, f"parameters.p: inf {UNREADABLE}"),
        ({"parameters": {"p": float("nan")}}, f"parameters.p: nan {UNREADABLE}"),
    ],
)
def test_settings_keep_their_rules(fields: dict[str, Any], line: str) -> None:
    """What the service refuses, or what would leave it without a probe, is refused."""
    assert refusal(ServiceSettings, **fields) == [f"service.{line}"]


def test_everything_wrong_is_said_at_once() -> None:
    """Each problem has its line."""
    lines = refusal(ServiceConfig, port=80)

    assert [line.partition(" ")[0] for line in lines] == [
        "service.port:",
        "service.source:",
        "service.storage:",
        "service.client_auth:",
    ]


@pytest.mark.parametrize("use_http", [True, False])
def test_files_may_tell_that_a_pod_lives(use_http: bool) -> None:
    """Probe files are enough, with or without HTTP."""
    probes = HealthCheckProbes(use_http=use_http, use_filesystem=True)

    assert probes.use_filesystem


SUPABASE = ClientAuth(supabase=True, jwks_uri=None, audience=[])


@pytest.mark.parametrize(
    ("source", "client_auth"),
    [
        pytest.param({"hostname": "db.abcdefghij.supabase.co"}, SUPABASE, id="a-project"),
        pytest.param({"hostname": SecretRef("db", "host")}, SUPABASE, id="a-host-that-cannot-be-read"),
        pytest.param({}, SUPABASE.with_(supabase_jwt_secret=SecretRef("db", "secret")), id="a-secret"),
        pytest.param({}, SUPABASE.with_(jwks_uri="https://a.example.com/k", audience=["a"]), id="keys-of-ones-own"),
    ],
)
def test_supabase_has_keys(source: dict[str, Any], client_auth: ClientAuth) -> None:
    """Those of the project that the source's host names, or others beside it."""
    assert SERVICE.with_(source=SOURCE.with_(**source), client_auth=client_auth).client_auth == client_auth


@pytest.mark.parametrize("source", [SOURCE, MongoSource(uri="mongodb://a/app")], ids=["another-host", "mongodb"])
def test_supabase_without_a_project_has_no_keys(source: Source) -> None:
    """The service would look for none, and refuse every client."""
    rule = "finds no keys, since the source's host is not db.<project>.supabase.co, so that every client is refused"

    lines = [refusal(made.with_, source=source, client_auth=SUPABASE) for made in (SERVICE, INSTANCE)]

    line = f"client_auth.supabase: {rule}; give jwks_uri, or supabase_jwt_secret"
    assert lines == [[f"service.{line}"], [line]]
