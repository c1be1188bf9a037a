"""An existing service.yaml in a Secret: the facts that the user gives about it, and the fields that are refused."""

from typing import Any

import pytest

from powersync_constructs.config import (
    INTERNET,
    ApiProps,
    ConfigurationProps,
    EnvVar,
    HpaAutoscaling,
    MigrateProps,
    MonitoringProps,
    NetworkProps,
    OpenTelemetry,
    PowerSyncProps,
    SecretRef,
    SecretValue,
    Split,
    Telemetry,
    Unified,
)
from tests.samples.configuration import EXISTING, SYNC_CONFIG
from tests.samples.databases import CLIENT_AUTH, SOURCE, STORAGE
from tests.samples.instance import DEV_POSTGRES, EXISTING_INSTANCE, FULL_EXISTING_INSTANCE, INSTANCE
from tests.samples.network import HIDDEN_NETWORK, NETWORK

from .validation import errors_of

THERE = "is already in the existing service.yaml; remove this field"


@pytest.mark.parametrize(
    ("field", "value"),
    [("source", SOURCE), ("storage", STORAGE), ("client_auth", CLIENT_AUTH), ("dev_postgres", DEV_POSTGRES)],
)
def test_field_of_the_file_is_refused(field: str, value: object) -> None:
    """A field that the existing service.yaml already sets is refused."""
    assert errors_of(EXISTING_INSTANCE.with_, **{field: value}) == [f"{field}: {THERE}"]


def test_all_fields_of_the_file_are_reported_together() -> None:
    """All fields that the existing service.yaml already sets are reported together."""
    lines = errors_of(INSTANCE.with_, service=EXISTING)

    assert lines == [f"source: {THERE}", f"storage: {THERE}", f"client_auth: {THERE}"]


@pytest.mark.parametrize("make", [EXISTING_INSTANCE.with_, ConfigurationProps])
def test_service_yaml_in_is_refused(make: Any) -> None:
    """`service_yaml_in` is refused, because the file already exists in a Secret."""
    lines = errors_of(make, service=EXISTING, sync_config=SYNC_CONFIG, service_yaml_in="Secret")

    rule = "'Secret' applies to a generated service.yaml, but yours is already in a Secret; remove this field"
    assert [line.removeprefix("configuration.") for line in lines] == [f"service_yaml_in: {rule}"]


def test_invalid_service_does_not_report_client_auth() -> None:
    """An error in `service` is reported without a missing `client_auth`."""
    lines = errors_of(PowerSyncProps, service={"secret": SecretRef("a", "b")}, sync_config=SYNC_CONFIG)

    assert lines == ["service.source_type: missing; set it to …"]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        pytest.param({"form": "b64"}, "form: 'b64' is not one of 'file' or 'base64'; use one of these", id="form"),
        pytest.param(
            {"prometheus_port": 8080}, "prometheus_port: 8080 is also the port of the API; choose another", id="port"
        ),
        pytest.param({"telemetry": Telemetry()}, "telemetry: no such field; …", id="field-of-the-file"),
        pytest.param(
            {"env": [EnvVar(name="SOURCE_URI", value="x")]},
            "env: 'SOURCE_URI' does not begin with PS_, which !env requires; move it to workloads.env",
            id="variable-without-the-prefix",
        ),
        pytest.param(
            {"env": [EnvVar(name="PS_A", value="x"), EnvVar(name="PS_A", value="y")]},
            "env: 'PS_A' occurs twice; change or remove one of them",
            id="variable-twice",
        ),
    ],
)
def test_invalid_facts_are_refused(changes: dict[str, Any], line: str) -> None:
    """Values that the service would refuse, or that would show a secret, are refused."""
    lines = [found.partition("use one of:")[0] for found in errors_of(EXISTING.with_, **changes)]

    assert lines == [f"service.{line.partition('…')[0]}"]


@pytest.mark.parametrize("value", ["c4n4ry", SecretValue("c4n4ry"), {"value": "c4n4ry"}, None])
def test_secret_must_be_a_reference(value: object) -> None:
    """The file itself must not be in the props, and no error shows it."""
    assert errors_of(EXISTING.with_, secret=value) == [
        "service.secret: is not a reference to a Secret; use SecretRef(name, key)"
    ]


@pytest.mark.parametrize(
    ("off", "topology", "line"),
    [
        pytest.param(
            False,
            Split(),
            "False lets the replicators migrate the storage, but topology.migrate uses a Job; set it to True "
            "in the file and here, or topology.migrate.mode to 'replicators'",
            id="both",
        ),
        pytest.param(
            True,
            Split(migrate=MigrateProps(mode="replicators")),
            "True leaves migrations to a Job, but there is no migration Job; set it to False in the file and here",
            id="neither",
        ),
        pytest.param(
            True,
            Unified(),
            "True leaves migrations to a Job, but there is no migration Job; set it to False in the file and here",
            id="unified",
        ),
    ],
)
def test_auto_migration_must_match_the_topology(off: bool, topology: Split | Unified, line: str) -> None:
    """Either the Job or the replicators migrate the bucket storage, and the file must match the topology."""
    lines = errors_of(EXISTING_INSTANCE.with_, service=EXISTING.with_(disable_auto_migration=off), topology=topology)

    assert lines == [f"service.disable_auto_migration: {line}"]


@pytest.mark.parametrize(
    ("service", "changes", "field"),
    [
        pytest.param(
            {"max_concurrent_connections": 50},
            {"topology": Split(api=ApiProps(autoscaling=HpaAutoscaling()))},
            "topology.api.autoscaling.connections",
            id="autoscaling",
        ),
        pytest.param({"prometheus_port": None}, {"monitoring": MonitoringProps()}, "monitoring", id="monitoring"),
        pytest.param(
            {"prometheus_port": None},
            {"open_telemetry": OpenTelemetry(metrics_address="0.0.0.0")},
            "open_telemetry.metrics_address",
            id="address-of-metrics",
        ),
    ],
)
def test_other_props_are_checked_against_the_facts(
    service: dict[str, Any], changes: dict[str, Any], field: str
) -> None:
    """Other props are checked against the facts that the user gives about the file."""
    (line,) = errors_of(EXISTING_INSTANCE.with_, service=service, **changes)

    assert line.startswith(f"{field}: ")


def test_open_telemetry_is_accepted() -> None:
    """OpenTelemetry is accepted, because the library cannot read whether the file shares usage data."""
    props = EXISTING_INSTANCE.with_(open_telemetry=OpenTelemetry(compression="gzip"))

    assert props.open_telemetry == OpenTelemetry(compression="gzip")


@pytest.mark.parametrize(
    ("network", "fields"),
    [
        pytest.param(NETWORK.with_(jwks=None, telemetry=None), ["source", "storage"], id="databases"),
        pytest.param(
            HIDDEN_NETWORK.with_(jwks={"to": INTERNET, "ports": ()}, api_server=NETWORK.api_server), ["jwks"], id="keys"
        ),
    ],
)
def test_ports_are_required(network: NetworkProps, fields: list[str]) -> None:
    """Ports have no default, because the library cannot read the file."""
    lines = errors_of(EXISTING_INSTANCE.with_, network=network)

    assert lines == [
        f"network.{field}.ports: missing; needed, since service.yaml is in a Secret: give the ports" for field in fields
    ]


@pytest.mark.parametrize(
    ("field", "source_type"),
    [("jwks", "postgresql"), ("object_storage", "mysql"), ("telemetry", "convex"), ("entra", "mssql")],
)
def test_some_peers_are_optional(field: str, source_type: str) -> None:
    """Peers for keys, S3, usage data and Entra are optional, because the library cannot read the file."""
    props = FULL_EXISTING_INSTANCE.with_(service={"source_type": source_type})
    given = HIDDEN_NETWORK.jwks

    made = [props.with_(network=HIDDEN_NETWORK.with_(**{field: value})) for value in (None, given)]

    assert [getattr(props.network, field) for props in made] == [None, given]


def test_entra_peer_without_sql_server_is_refused() -> None:
    """Only a SQL Server source can log in to Entra."""
    network = HIDDEN_NETWORK.with_(entra=HIDDEN_NETWORK.jwks)

    lines = errors_of(FULL_EXISTING_INSTANCE.with_, service={"source_type": "postgresql"}, network=network)

    assert lines == ["network.entra: is not needed by any workload; remove it"]


def test_database_peers_are_required() -> None:
    """Peers for the source database and the bucket storage are always required."""
    lines = errors_of(FULL_EXISTING_INSTANCE.with_, network=HIDDEN_NETWORK.with_(source=None, storage=None))

    assert [line.partition(" missing")[0] for line in lines] == ["network.source:", "network.storage:"]
