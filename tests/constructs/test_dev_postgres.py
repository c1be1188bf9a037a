"""DevPostgres: a disposable Postgres for development."""

import base64
from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs import DevPostgres, SecretRef
from powersync_constructs.config import Resources
from tests.samples.instance import DEV_POSTGRES

from .manifests import Manifest, container, pod, render, the


def _postgres(chart: Chart, **changes: Any) -> list[Manifest]:
    DevPostgres(chart, "postgres", DEV_POSTGRES.with_(**changes), instance="powersync")
    return render(chart)


def _env(manifests: list[Manifest]) -> dict[str, Any]:
    return {
        env["name"]: env.get("value", env.get("valueFrom"))
        for env in container(manifests, "postgres", "postgres")["env"]
    }


def test_objects(chart: Chart) -> None:
    """The construct creates a Secret, a script, a Service, a volume claim and a StatefulSet."""
    assert [manifest["kind"] for manifest in _postgres(chart)] == [
        "Secret",
        "ConfigMap",
        "Service",
        "PersistentVolumeClaim",
        "StatefulSet",
    ]


def test_source_database_can_be_replicated(chart: Chart) -> None:
    """The server has the WAL level that logical replication needs."""
    assert "wal_level=logical" in container(_postgres(chart), "postgres", "postgres")["args"]


def test_there_is_one_pod(chart: Chart) -> None:
    """The StatefulSet has one pod, which the Service selects."""
    manifests = _postgres(chart)
    spec = the(manifests, "StatefulSet")["spec"]

    assert (spec["replicas"], spec["serviceName"], spec["selector"]["matchLabels"]) == (
        1,
        "powersync-postgres",
        the(manifests, "Service")["spec"]["selector"],
    )


def test_password_is_in_a_secret(chart: Chart) -> None:
    """A value is stored in a Secret, and all three roles use that Secret."""
    manifests = _postgres(chart)
    reference = {"secretKeyRef": {"name": "powersync-postgres", "key": "password"}}

    found = (
        base64.b64decode(the(manifests, "Secret")["data"]["password"]),
        [_env(manifests)[f"{role}_PASSWORD"] for role in ("POSTGRES", "SOURCE", "STORAGE")],
    )

    assert found == (b"only-for-tests", [reference] * 3)


def test_password_can_be_in_an_existing_secret(chart: Chart) -> None:
    """A reference is used unchanged, and no Secret is created."""
    manifests = _postgres(chart, password=SecretRef("theirs", "pg"))

    assert (_env(manifests)["SOURCE_PASSWORD"], "Secret" in [found["kind"] for found in manifests]) == (
        {"secretKeyRef": {"name": "theirs", "key": "pg"}},
        False,
    )


@pytest.mark.parametrize(
    ("changes", "variable", "value"),
    [
        ({}, "POSTGRES_DB", "app"),
        ({"source_database": "shop"}, "POSTGRES_DB", "shop"),
        ({}, "SOURCE_USERNAME", "powersync_role"),
        ({"source_username": "replicator"}, "SOURCE_USERNAME", "replicator"),
        ({}, "STORAGE_DATABASE", "powersync_storage"),
        ({"storage_database": "buckets"}, "STORAGE_DATABASE", "buckets"),
        ({}, "STORAGE_USERNAME", "powersync_storage"),
        ({"storage_username": "owner"}, "STORAGE_USERNAME", "owner"),
    ],
)
def test_names(chart: Chart, changes: dict[str, Any], variable: str, value: str) -> None:
    """The script gets the names of the databases and roles from the props."""
    assert _env(_postgres(chart, **changes))[variable] == value


def test_data_is_on_the_volume(chart: Chart) -> None:
    """The server writes into a subfolder of the volume, with any version of the image."""
    manifests = _postgres(chart)
    mounts = {m["name"]: m["mountPath"] for m in container(manifests, "postgres", "postgres")["volumeMounts"]}

    assert _env(manifests)["PGDATA"] == f"{mounts['data']}/pgdata"


def test_script_is_run_by_the_image(chart: Chart) -> None:
    """The immutable script is in the folder from which the image runs scripts at its first start."""
    manifests = _postgres(chart)
    script = the(manifests, "ConfigMap")
    init = {"name": "init", "mountPath": "/docker-entrypoint-initdb.d", "readOnly": True}

    found = [
        script["immutable"],
        {"name": "init", "configMap": {"name": script["metadata"]["name"]}} in pod(manifests, "postgres")["volumes"],
        init in container(manifests, "postgres", "postgres")["volumeMounts"],
    ]

    assert found == [True] * 3


def test_image(chart: Chart) -> None:
    """The pod has the given image, and each pull secret once."""
    manifests = _postgres(chart, image="registry.example.com/postgres:17", image_pull_secrets=["login", "login"])

    assert (container(manifests, "postgres", "postgres")["image"], pod(manifests, "postgres")["imagePullSecrets"]) == (
        "registry.example.com/postgres:17",
        [{"name": "login"}],
    )


def test_size(chart: Chart) -> None:
    """The volume claim has the given size."""
    spec = the(_postgres(chart, size="5Gi"), "PersistentVolumeClaim")["spec"]

    assert spec["resources"]["requests"]["storage"] == "5Gi"


def test_resources(chart: Chart) -> None:
    """The container has the given resources."""
    resources = Resources(cpu="200m", cpu_limit=None, memory="300Mi", memory_limit="400Mi")

    found = container(_postgres(chart, resources=resources), "postgres", "postgres")["resources"]

    assert (found["requests"]["cpu"], found["requests"]["memory"], found["limits"]["memory"]) == (
        "200m",
        "300Mi",
        "400Mi",
    )


def test_source_and_storage_connect_to_it(chart: Chart) -> None:
    """`source` and `storage` have the host, the databases and the roles of the script, without TLS."""
    postgres = DevPostgres(chart, "postgres", DEV_POSTGRES, instance="powersync")
    password = SecretRef("powersync-postgres", "password")

    found = [
        (each.hostname, each.database, each.username, each.password, each.sslmode)
        for each in (postgres.source, postgres.storage)
    ]

    assert found == [
        ("powersync-postgres", "app", "powersync_role", password, "disable"),
        ("powersync-postgres", "powersync_storage", "powersync_storage", password, "disable"),
    ]
