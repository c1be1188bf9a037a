"""A whole instance: what goes together, and what of it the service is told."""

from typing import Any

import pytest

from powersync_constructs.config import (
    ApiProps,
    ConfigMapVolume,
    DevPostgresProps,
    HpaAutoscaling,
    IngressProps,
    MigrateProps,
    NamespaceProps,
    PowerSyncProps,
    SecretRef,
    ServiceConfig,
    ServiceSettings,
    Split,
    Unified,
)
from powersync_constructs.config.service._variables import variables
from tests.samples.configuration import FULL_SETTINGS, SYNC_CONFIG
from tests.samples.databases import CLIENT_AUTH, SOURCE, STORAGE
from tests.samples.instance import DEV_POSTGRES, INSTANCE

from .refusal import refusal, taken

SAID: dict[str, Any] = {"client_auth": CLIENT_AUTH, "sync_config": SYNC_CONFIG}


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"source": SOURCE, "storage": STORAGE}, id="databases"),
        pytest.param({"dev_postgres": DEV_POSTGRES, "topology": Unified()}, id="dev-postgres"),
        pytest.param({"dev_postgres": DEV_POSTGRES, "topology": Unified(), "source": SOURCE}, id="own-source"),
        pytest.param({"dev_postgres": DEV_POSTGRES, "topology": Unified(), "storage": STORAGE}, id="own-storage"),
        pytest.param({"source": SOURCE, "storage": STORAGE, "topology": Unified()}, id="unified-on-own-databases"),
        pytest.param({"source": SOURCE, "storage": STORAGE, "topology": {"type": "unified"}}, id="by-its-type"),
        pytest.param({"source": SOURCE, "storage": STORAGE, "compact": None}, id="no-compaction"),
        pytest.param(
            {"source": SOURCE, "storage": STORAGE, "topology": Split(migrate=MigrateProps(mode="replicators"))},
            id="no-migration-job",
        ),
    ],
)
def test_an_instance_needs_no_more(fields: dict[str, Any]) -> None:
    """Each of these can be applied."""
    assert taken(PowerSyncProps, **SAID, **fields)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param({}, "source: missing; give the database, or dev_postgres for development", id="no-database"),
        pytest.param(
            {"source": SOURCE}, "storage: missing; give the database, or dev_postgres for development", id="no-storage"
        ),
        pytest.param(
            {"dev_postgres": DEV_POSTGRES},
            "dev_postgres: is for development alone and the topology is split; give source and storage",
            id="dev-postgres-in-production",
        ),
        pytest.param(
            {"source": SOURCE, "storage": STORAGE, "dev_postgres": DEV_POSTGRES, "topology": Unified()},
            "dev_postgres: is unused when both source and storage are given; remove it",
            id="dev-postgres-for-nobody",
        ),
        pytest.param(
            {
                "source": SOURCE,
                "storage": STORAGE,
                "topology": Split(api=ApiProps(autoscaling=HpaAutoscaling(connections=200))),
            },
            "topology.api.autoscaling.connections: 200 is not 10 % below the 200 streams that a process takes; aim at "
            "less, or raise max_concurrent_connections",
            id="autoscaler-above-the-limit",
        ),
        pytest.param(
            {
                "source": SOURCE,
                "storage": STORAGE,
                "topology": Split(api=ApiProps(autoscaling=HpaAutoscaling())),
                "service": {"api": {"parameters": {"max_concurrent_connections": 50}}},
            },
            "topology.api.autoscaling.connections: 80 is not 10 % below the 50 streams that a process takes; aim at "
            "less, or raise max_concurrent_connections",
            id="limit-below-the-autoscaler",
        ),
        pytest.param(
            {"source": SOURCE, "storage": STORAGE, "topology": {"type": "single"}},
            "topology: 'single' is not one of 'split', 'unified'; use one of these",
            id="another-topology",
        ),
        pytest.param(
            {"source": SOURCE, "storage": STORAGE, "ingress": {"tls": None}},
            "ingress.host: missing; it is …",
            id="host",
        ),
        pytest.param(
            {"source": SOURCE, "storage": STORAGE, "ingress": {"host": "a.b", "metadata": {"pod_labels": {"a": "b"}}}},
            "ingress.metadata.pod_labels: has no effect, since an ingress has no pods; remove it",
            id="pods-of-an-ingress",
        ),
        pytest.param(
            {"source": SOURCE, "storage": STORAGE, "workloads": {"env": [{"name": "NODE_OPTIONS", "value": "x"}]}},
            "workloads.env: 'NODE_OPTIONS' is reserved by the library; choose another",
            id="variable-of-all-workloads",
        ),
        pytest.param(
            {
                "source": SOURCE,
                "storage": STORAGE,
                "workloads": {"volumes": [{"name": "config", "source": {"type": "empty-dir"}}]},
            },
            "workloads.volumes: 'config' is reserved by the library; choose another",
            id="volume-of-all-workloads",
        ),
        pytest.param(
            {"source": SOURCE, "storage": STORAGE, "namespace": {"pod_security": "strict"}},
            "namespace.pod_security: 'strict' is not one of 'restricted', 'baseline' or 'privileged'; use one of these",
            id="pod-security",
        ),
        pytest.param(
            {"source": SOURCE, "storage": STORAGE, "instance": "Tasks"},
            "instance: 'Tasks' is not an instance's name: a letter first, then lower-case letters, digits and dashes",
            id="name",
        ),
    ],
)
def test_what_does_not_go_together(fields: dict[str, Any], line: str) -> None:
    """What would not run, or not do what it says, is refused with the way out."""
    assert refusal(PowerSyncProps, **SAID, **fields) == [line]


def test_nothing_is_said_by_default() -> None:
    """Keys and the sync config have no default, since any would be wrong."""
    lines = refusal(PowerSyncProps)

    assert lines == ["sync_config: missing; it is …", "client_auth: missing; it is …"]


@pytest.mark.parametrize(
    ("topology", "disabled"),
    [
        pytest.param(Split(), True, id="the-job-migrates"),
        pytest.param(Split(migrate=MigrateProps(gate=False)), True, id="the-job-migrates-in-another-order"),
        pytest.param(Split(migrate=MigrateProps(mode="replicators")), False, id="the-replicators-migrate"),
        pytest.param(Unified(), False, id="the-unified-pod-migrates"),
    ],
)
def test_auto_migration_is_off_exactly_with_the_job(topology: Split | Unified, disabled: bool) -> None:
    """Somebody migrates, and nobody else does."""
    service = INSTANCE.with_(topology=topology).configuration("powersync").service

    assert service.only_the_job_migrates is disabled


def test_the_settings_are_in_the_service_config() -> None:
    """service.yaml has the databases, the keys and all settings."""
    service = INSTANCE.with_(service=FULL_SETTINGS).configuration("powersync").service

    names = ServiceSettings.model_fields
    assert {name: getattr(service, name) for name in names} == {name: getattr(FULL_SETTINGS, name) for name in names}


@pytest.mark.parametrize(
    ("fields", "paths"),
    [
        pytest.param({}, ["topology.api", "topology.replication", "topology.migrate", "compact"], id="split"),
        pytest.param({"topology": Unified()}, ["topology.pod", "compact"], id="unified"),
        pytest.param(
            {"topology": Split(migrate=MigrateProps(mode="replicators")), "compact": None},
            ["topology.api", "topology.replication"],
        ),
    ],
)
def test_the_workloads_of_an_instance(fields: dict[str, Any], paths: list[str]) -> None:
    """By their paths, the absent ones left out."""
    assert list(INSTANCE.with_(**fields).workload_props) == paths


def test_secrets_have_names_from_their_paths() -> None:
    """Stable names: what moves in the file is another variable, what stays is the same."""
    auth = CLIENT_AUTH.with_(jwks_uri=["https://a.example.com", SecretRef("auth", "uri")])

    service = INSTANCE.with_(client_auth=auth).configuration("powersync").service

    assert isinstance(service, ServiceConfig)
    found = variables(service)

    assert found == {
        "PS_SOURCE_PASSWORD": SecretRef("powersync-source", "password"),
        "PS_STORAGE_PASSWORD": SecretRef("powersync-storage", "password"),
        "PS_CLIENT_AUTH_JWKS_URI_1": SecretRef("auth", "uri"),
    }


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"password": DEV_POSTGRES.password, "source_username": "postgres"}, "source_username: 'postgres'"),
        ({"password": DEV_POSTGRES.password, "storage_database": "pg_x"}, "storage_database: 'pg_x'"),
        ({"password": DEV_POSTGRES.password, "source_database": "My App"}, "source_database: 'My App'"),
        ({"password": DEV_POSTGRES.password, "source_database": "template1"}, "source_database: 'template1'"),
        ({"password": DEV_POSTGRES.password, "source_database": "a" * 64}, f"source_database: '{'a' * 64}'"),
    ],
)
def test_a_dev_postgres_has_plain_names(fields: dict[str, Any], line: str) -> None:
    """Names that need no quotes and belong to nobody else."""
    rule = "is not available as a name in Postgres; use lower-case letters, digits and _, and do not begin with pg_"

    assert refusal(DevPostgresProps, **fields) == [f"dev_postgres.{line} {rule}"]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, "password: missing; it is …"),
        (
            {"password": DEV_POSTGRES.password, "source_username": "powersync_storage"},
            "storage_username: 'powersync_storage' is source_username too; choose another",
        ),
        (
            {"password": DEV_POSTGRES.password, "source_database": "powersync_storage"},
            "storage_database: 'powersync_storage' is source_database too; choose another",
        ),
        (
            {"password": DEV_POSTGRES.password, "size": "1"},
            "size: '1' is less than 1Mi; give more",
        ),
    ],
)
def test_a_dev_postgres_keeps_two_databases_apart(fields: dict[str, Any], line: str) -> None:
    """A source database and a storage database, each with a role of its own."""
    assert refusal(DevPostgresProps, **fields) == [f"dev_postgres.{line}"]


@pytest.mark.parametrize("tls", [None, {"secret_name": "a-certificate"}, {}])
def test_an_ingress_has_a_certificate_or_none(tls: dict[str, Any] | None) -> None:
    """With a Secret of a name, of the instance's name, or without TLS at all."""
    props = INSTANCE.with_(ingress={"host": "powersync.example.com", "tls": tls})

    assert isinstance(props.ingress, IngressProps)
    assert (props.ingress.tls is None) is (tls is None)


def test_metrics_may_be_off_in_an_instance() -> None:
    """None is kept as such, in the settings and in what the service reads."""
    configuration = INSTANCE.with_(service={"telemetry": {"prometheus_port": None}}).configuration("powersync")

    assert configuration.service.prometheus_port is None


def test_a_union_of_models_is_told_by_its_type() -> None:
    """A mapping becomes the model that its `type` names."""
    volume = {"name": "a", "source": {"type": "config-map", "name": "b"}}

    props = INSTANCE.with_(topology={"api": {"volumes": [volume]}})

    assert props.workload_props["topology.api"].volumes[0].source == ConfigMapVolume(name="b")


def test_pod_security_is_said_once() -> None:
    """A label of Pod Security beside `pod_security` is refused."""
    lines = refusal(NamespaceProps, labels={"pod-security.kubernetes.io/enforce": "baseline"})

    assert lines == ["namespace.labels: 'pod-security.kubernetes.io/enforce' is ours; use pod_security"]
