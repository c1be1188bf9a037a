"""DevPostgres: a Postgres to throw away."""

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


def test_it_makes_what_a_postgres_needs(chart: Chart) -> None:
    """There is a password, the first script, a Service, a volume and one pod."""
    assert [manifest["kind"] for manifest in _postgres(chart)] == [
        "Secret",
        "ConfigMap",
        "Service",
        "PersistentVolumeClaim",
        "StatefulSet",
    ]


def test_source_database_can_be_replicated(chart: Chart) -> None:
    """The server writes what logical replication reads."""
    assert "wal_level=logical" in container(_postgres(chart), "postgres", "postgres")["args"]


def test_there_is_one_pod(chart: Chart) -> None:
    """One pod has the volume, and the Service finds it."""
    manifests = _postgres(chart)
    spec = the(manifests, "StatefulSet")["spec"]

    assert (spec["replicas"], spec["serviceName"], spec["selector"]["matchLabels"]) == (
        1,
        "powersync-postgres",
        the(manifests, "Service")["spec"]["selector"],
    )


def test_password_is_in_a_secret(chart: Chart) -> None:
    """A value is in a Secret, which all three roles take it from."""
    manifests = _postgres(chart)
    reference = {"secretKeyRef": {"name": "powersync-postgres", "key": "password"}}

    found = (
        base64.b64decode(the(manifests, "Secret")["data"]["password"]),
        [_env(manifests)[f"{role}_PASSWORD"] for role in ("POSTGRES", "SOURCE", "STORAGE")],
    )

    assert found == (b"only-for-tests", [reference] * 3)


def test_password_may_be_in_a_secret_of_somebody_elses(chart: Chart) -> None:
    """A reference is used as it is, and no Secret is made."""
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
    """The script is told what to make."""
    assert _env(_postgres(chart, **changes))[variable] == value


def test_data_is_on_the_volume(chart: Chart) -> None:
    """Whatever the image's version, the server writes into the claim, in a folder that it can make its own."""
    manifests = _postgres(chart)
    mounts = {m["name"]: m["mountPath"] for m in container(manifests, "postgres", "postgres")["volumeMounts"]}

    assert _env(manifests)["PGDATA"] == f"{mounts['data']}/pgdata"


def test_script_is_run_by_the_image(chart: Chart) -> None:
    """The immutable script stands in the folder that the image runs at its first start."""
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
    """The image is as given, and so are the pull secrets, each once."""
    manifests = _postgres(chart, image="registry.example.com/postgres:17", image_pull_secrets=["login", "login"])

    assert (container(manifests, "postgres", "postgres")["image"], pod(manifests, "postgres")["imagePullSecrets"]) == (
        "registry.example.com/postgres:17",
        [{"name": "login"}],
    )


def test_size(chart: Chart) -> None:
    """The volume is as large as it is asked to be."""
    spec = the(_postgres(chart, size="5Gi"), "PersistentVolumeClaim")["spec"]

    assert spec["resources"]["requests"]["storage"] == "5Gi"


def test_resources(chart: Chart) -> None:
    """What is asked for is as given."""
    resources = Resources(cpu="200m", cpu_limit=None, memory="300Mi", memory_limit="400Mi")

    found = container(_postgres(chart, resources=resources), "postgres", "postgres")["resources"]

    assert (found["requests"]["cpu"], found["requests"]["memory"], found["limits"]["memory"]) == (
        "200m",
        "300Mi",
        "400Mi",
    )


def test_instance_connects_to_it(chart: Chart) -> None:
    """PowerSync is told the host, databases and roles that the script makes, and that there is no TLS."""
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
