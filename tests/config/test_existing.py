"""A service.yaml that stands in a Secret already: what must be said of it, and what must not."""

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

from .refusal import refusal

THERE = "is in the existing service.yaml already; remove it"


@pytest.mark.parametrize(
    ("field", "value"),
    [("source", SOURCE), ("storage", STORAGE), ("client_auth", CLIENT_AUTH), ("dev_postgres", DEV_POSTGRES)],
)
def test_what_the_file_says_is_not_said_again(field: str, value: object) -> None:
    """Only one of the two could be what runs."""
    assert refusal(EXISTING_INSTANCE.with_, **{field: value}) == [f"{field}: {THERE}"]


def test_all_of_it_is_named_at_once() -> None:
    """Who moves a service.yaml into a Secret sees everything that has to go."""
    lines = refusal(INSTANCE.with_, service=EXISTING)

    assert lines == [f"source: {THERE}", f"storage: {THERE}", f"client_auth: {THERE}"]


@pytest.mark.parametrize("make", [EXISTING_INSTANCE.with_, ConfigurationProps])
def test_it_is_in_a_secret_already(make: Any) -> None:
    """It cannot be put anywhere else."""
    lines = refusal(make, service=EXISTING, sync_config=SYNC_CONFIG, service_yaml_in="Secret")

    rule = "'Secret' is for a service.yaml of ours, and this one is in a Secret; remove it"
    assert [line.removeprefix("configuration.") for line in lines] == [f"service_yaml_in: {rule}"]


def test_client_auth_is_not_missed_beside_a_wrong_file() -> None:
    """A slip in what is said of the file is the one line that there is."""
    lines = refusal(PowerSyncProps, service={"secret": SecretRef("a", "b")}, sync_config=SYNC_CONFIG)

    assert lines == ["service.source_type: missing; it is …"]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        pytest.param({"form": "b64"}, "form: 'b64' is not one of 'file' or 'base64'; use one of these", id="form"),
        pytest.param(
            {"prometheus_port": 8080}, "prometheus_port: 8080 is the API's port too; choose another", id="port"
        ),
        pytest.param({"telemetry": Telemetry()}, "telemetry: no such field; there are …", id="a-word-of-the-file"),
        pytest.param(
            {"env": [EnvVar(name="SOURCE_URI", value="x")]},
            "env: 'SOURCE_URI' is not for !env, which reads PS_… alone; use the workloads' env",
            id="variable-of-another-name",
        ),
        pytest.param(
            {"env": [EnvVar(name="PS_A", value="x"), EnvVar(name="PS_A", value="y")]},
            "env: 'PS_A' is given twice; choose another, or keep one of the two",
            id="variable-twice",
        ),
    ],
)
def test_what_is_said_keeps_its_rules(changes: dict[str, Any], line: str) -> None:
    """What the service would refuse, or what would show a secret."""
    lines = [found.partition("there are")[0] for found in refusal(EXISTING.with_, **changes)]

    assert lines == [f"service.{line.partition('there are')[0]}"]


@pytest.mark.parametrize("value", ["c4n4ry", SecretValue("c4n4ry"), {"value": "c4n4ry"}, None])
def test_its_place_is_a_reference(value: object) -> None:
    """The file itself is never in the props, and never in an error."""
    assert refusal(EXISTING.with_, secret=value) == [
        "service.secret: is no reference to a Secret; use SecretRef(name, key)"
    ]


@pytest.mark.parametrize(
    ("off", "topology", "line"),
    [
        pytest.param(
            False,
            Split(),
            "False lets the replicators migrate, and topology.migrate does not; set it to True in the file and here, "
            "or topology.migrate.mode to 'replicators'",
            id="both",
        ),
        pytest.param(
            True,
            Split(migrate=MigrateProps(mode="replicators")),
            "True leaves the storage to a Job, and there is none; set it to False in the file and here",
            id="neither",
        ),
        pytest.param(
            True,
            Unified(),
            "True leaves the storage to a Job, and there is none; set it to False in the file and here",
            id="unified",
        ),
    ],
)
def test_the_storage_is_migrated_once(off: bool, topology: Split | Unified, line: str) -> None:
    """By the Job or by the replicators, as the file says."""
    lines = refusal(EXISTING_INSTANCE.with_, service=EXISTING.with_(disable_auto_migration=off), topology=topology)

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
def test_what_is_said_counts(service: dict[str, Any], changes: dict[str, Any], field: str) -> None:
    """Whatever hangs on service.yaml hangs on what is said of it."""
    (line,) = refusal(EXISTING_INSTANCE.with_, service=service, **changes)

    assert line.startswith(f"{field}: ")


def test_usage_data_may_be_pushed() -> None:
    """Whether it is shared, only the file says."""
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
def test_ports_are_given(network: NetworkProps, fields: list[str]) -> None:
    """No default can be known of what nobody here can read."""
    lines = refusal(EXISTING_INSTANCE.with_, network=network)

    assert lines == [f"network.{field}.ports: missing, since only the Secret has it; give them" for field in fields]


@pytest.mark.parametrize(
    ("field", "source_type"),
    [("jwks", "postgresql"), ("object_storage", "mysql"), ("telemetry", "convex"), ("entra", "mssql")],
)
def test_what_only_some_need_may_be_given_or_not(field: str, source_type: str) -> None:
    """Whether there are keys to fetch, S3, usage data or a service principal, only the file says."""
    props = FULL_EXISTING_INSTANCE.with_(service={"source_type": source_type})
    given = HIDDEN_NETWORK.jwks

    made = [props.with_(network=HIDDEN_NETWORK.with_(**{field: value})) for value in (None, given)]

    assert [getattr(props.network, field) for props in made] == [None, given]


def test_a_service_principal_is_of_sql_server_alone() -> None:
    """What is said of the source says that nobody logs in to Entra."""
    network = HIDDEN_NETWORK.with_(entra=HIDDEN_NETWORK.jwks)

    lines = refusal(FULL_EXISTING_INSTANCE.with_, service={"source_type": "postgresql"}, network=network)

    assert lines == ["network.entra: is not needed by any workload; remove it"]


def test_databases_are_needed_by_every_file() -> None:
    """Without a way to them nothing would start."""
    lines = refusal(FULL_EXISTING_INSTANCE.with_, network=HIDDEN_NETWORK.with_(source=None, storage=None))

    assert [line.partition(" missing")[0] for line in lines] == ["network.source:", "network.storage:"]
