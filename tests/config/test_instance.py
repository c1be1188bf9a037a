"""A whole instance: props that work together, and the resulting configuration of the service."""

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

from .validation import accepts, errors_of

REQUIRED: dict[str, Any] = {"client_auth": CLIENT_AUTH, "sync_config": SYNC_CONFIG}


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"source": SOURCE, "storage": STORAGE}, id="databases"),
        pytest.param({"dev_postgres": DEV_POSTGRES, "topology": Unified()}, id="dev-postgres"),
        pytest.param(
            {"dev_postgres": DEV_POSTGRES, "topology": Unified(), "source": SOURCE},
            id="dev-postgres-with-another-source",
        ),
        pytest.param(
            {"dev_postgres": DEV_POSTGRES, "topology": Unified(), "storage": STORAGE},
            id="dev-postgres-with-another-storage",
        ),
        pytest.param({"source": SOURCE, "storage": STORAGE, "topology": Unified()}, id="unified-with-databases"),
        pytest.param(
            {"source": SOURCE, "storage": STORAGE, "topology": {"type": "unified"}}, id="topology-as-a-mapping"
        ),
        pytest.param({"source": SOURCE, "storage": STORAGE, "compact": None}, id="no-compaction"),
        pytest.param(
            {"source": SOURCE, "storage": STORAGE, "topology": Split(migrate=MigrateProps(mode="replicators"))},
            id="no-migration-job",
        ),
    ],
)
def test_minimal_instance_is_accepted(fields: dict[str, Any]) -> None:
    """Each of these combinations is a complete instance."""
    assert accepts(PowerSyncProps, **REQUIRED, **fields)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param({}, "source: missing; give the database, or dev_postgres for development", id="no-database"),
        pytest.param(
            {"source": SOURCE}, "storage: missing; give the database, or dev_postgres for development", id="no-storage"
        ),
        pytest.param(
            {"dev_postgres": DEV_POSTGRES},
            "dev_postgres: is only for development, but the topology is Split; remove it, and give source and storage",
            id="dev-postgres-in-production",
        ),
        pytest.param(
            {"source": SOURCE, "storage": STORAGE, "dev_postgres": DEV_POSTGRES, "topology": Unified()},
            "dev_postgres: is unused when both source and storage are given; remove it",
            id="unused-dev-postgres",
        ),
        pytest.param(
            {
                "source": SOURCE,
                "storage": STORAGE,
                "topology": Split(api=ApiProps(autoscaling=HpaAutoscaling(connections=200))),
            },
            "topology.api.autoscaling.connections: 200 plus 10 % is not below max_concurrent_connections 200; lower "
            "the "
            "target, or raise max_concurrent_connections",
            id="autoscaler-above-the-limit",
        ),
        pytest.param(
            {
                "source": SOURCE,
                "storage": STORAGE,
                "topology": Split(api=ApiProps(autoscaling=HpaAutoscaling())),
                "service": {"api": {"parameters": {"max_concurrent_connections": 50}}},
            },
            "topology.api.autoscaling.connections: 80 plus 10 % is not below max_concurrent_connections 50; lower the "
            "target, or raise max_concurrent_connections",
            id="limit-below-the-autoscaler",
        ),
        pytest.param(
            {"source": SOURCE, "storage": STORAGE, "topology": {"type": "single"}},
            "topology: 'single' is not one of 'split', 'unified'; use one of these",
            id="unknown-topology",
        ),
        pytest.param(
            {"source": SOURCE, "storage": STORAGE, "ingress": {"tls": None}},
            "ingress.host: missing; set it to …",
            id="missing-host",
        ),
        pytest.param(
            {"source": SOURCE, "storage": STORAGE, "ingress": {"host": "a.b", "metadata": {"pod_labels": {"a": "b"}}}},
            "ingress.metadata.pod_labels: has no effect, because an ingress has no pods; remove it",
            id="pod-labels-of-an-ingress",
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
            id="invalid-pod-security",
        ),
        pytest.param(
            {"source": SOURCE, "storage": STORAGE, "instance": "Tasks"},
            "instance: 'Tasks' is not valid as an instance's name; begin with a letter, and use lower-case letters, "
            "digits and dashes",
            id="invalid-name",
        ),
    ],
)
def test_invalid_combination_is_refused(fields: dict[str, Any], line: str) -> None:
    """Props that cannot work together are refused, and the error has a way out."""
    assert errors_of(PowerSyncProps, **REQUIRED, **fields) == [line]


def test_client_auth_and_sync_config_are_required() -> None:
    """Client authentication and the sync config have no default, because any default would be wrong."""
    lines = errors_of(PowerSyncProps)

    assert lines == ["sync_config: missing; set it to …", "client_auth: missing; set it to …"]


@pytest.mark.parametrize(
    ("topology", "disabled"),
    [
        pytest.param(Split(), True, id="the-job-migrates"),
        pytest.param(Split(migrate=MigrateProps(gate=False)), True, id="the-job-migrates-without-a-gate"),
        pytest.param(Split(migrate=MigrateProps(mode="replicators")), False, id="the-replicators-migrate"),
        pytest.param(Unified(), False, id="the-unified-pod-migrates"),
    ],
)
def test_auto_migration_is_off_only_with_a_migration_job(topology: Split | Unified, disabled: bool) -> None:
    """Auto-migration is disabled if and only if a Job migrates the bucket storage."""
    service = INSTANCE.with_(topology=topology).configuration("powersync").service

    assert service.only_the_job_migrates is disabled


def test_service_config_has_the_settings() -> None:
    """The configuration of the service has all settings of the instance."""
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
def test_workloads_of_an_instance(fields: dict[str, Any], paths: list[str]) -> None:
    """`workload_props` has the path of each workload that exists."""
    assert list(INSTANCE.with_(**fields).workload_props) == paths


def test_variables_are_named_after_paths() -> None:
    """The variable of a Secret is named after the path of its field in service.yaml."""
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
def test_invalid_dev_postgres_name_is_refused(fields: dict[str, Any], line: str) -> None:
    """Names in the development Postgres need no quotes, and are not reserved by Postgres."""
    rule = (
        "is not valid as a name in Postgres, or is reserved; begin with a letter, use lower-case letters, digits and "
        "'_', and avoid postgres, pg_… and template…"
    )

    assert errors_of(DevPostgresProps, **fields) == [f"dev_postgres.{line} {rule}"]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, "password: missing; set it to …"),
        (
            {"password": DEV_POSTGRES.password, "source_username": "powersync_storage"},
            "storage_username: 'powersync_storage' is also source_username; choose another",
        ),
        (
            {"password": DEV_POSTGRES.password, "source_database": "powersync_storage"},
            "storage_database: 'powersync_storage' is also source_database; choose another",
        ),
        (
            {"password": DEV_POSTGRES.password, "size": "1"},
            "size: '1' is less than 1Mi; increase it",
        ),
    ],
)
def test_invalid_dev_postgres_is_refused(fields: dict[str, Any], line: str) -> None:
    """The source database and the bucket storage each need their own database and role."""
    assert errors_of(DevPostgresProps, **fields) == [f"dev_postgres.{line}"]


@pytest.mark.parametrize("tls", [None, {"secret_name": "a-certificate"}, {}])
def test_ingress_has_tls_or_none(tls: dict[str, Any] | None) -> None:
    """An Ingress has TLS with a given Secret or the default Secret, or no TLS."""
    props = INSTANCE.with_(ingress={"host": "powersync.example.com", "tls": tls})

    assert isinstance(props.ingress, IngressProps)
    assert (props.ingress.tls is None) is (tls is None)


def test_metrics_can_be_disabled_in_an_instance() -> None:
    """prometheus_port=None stays None in the configuration of the service."""
    configuration = INSTANCE.with_(service={"telemetry": {"prometheus_port": None}}).configuration("powersync")

    assert configuration.service.prometheus_port is None


def test_type_selects_the_member_of_a_union() -> None:
    """A mapping becomes the model that its `type` names."""
    volume = {"name": "a", "source": {"type": "config-map", "name": "b"}}

    props = INSTANCE.with_(topology={"api": {"volumes": [volume]}})

    assert props.workload_props["topology.api"].volumes[0].source == ConfigMapVolume(name="b")


def test_pod_security_label_is_refused() -> None:
    """A Pod Security label in `labels` is refused, because `pod_security` sets it."""
    lines = errors_of(NamespaceProps, labels={"pod-security.kubernetes.io/enforce": "baseline"})

    assert lines == ["namespace.labels: 'pod-security.kubernetes.io/enforce' is set by the library; use pod_security"]
