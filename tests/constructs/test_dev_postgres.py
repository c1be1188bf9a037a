"""DevPostgres: a disposable Postgres for development."""

import base64
from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs import DevPostgres, SecretRef, SecretValue
from powersync_constructs.config import DevPostgresProps, Reloader, Resources
from tests.samples.instance import DEV_POSTGRES, FULL_UNIFIED_INSTANCE

from .manifests import Manifest, container, instance, pod, render, the

pytestmark = pytest.mark.filterwarnings("ignore:.*charts-share-no-names")
"""Tests render an instance twice, to compare the manifests before and after a change."""


def _postgres(chart: Chart, **changes: Any) -> list[Manifest]:
    DevPostgres(chart, "postgres", DEV_POSTGRES.with_(**changes), instance="powersync")
    return render(chart)


def _with_password(value: str) -> DevPostgresProps:
    return DEV_POSTGRES.with_(password=SecretValue(value))


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
    """A value is stored in an immutable Secret, and all three roles use that Secret."""
    manifests = _postgres(chart)
    secret = the(manifests, "Secret")
    reference = {"secretKeyRef": {"name": secret["metadata"]["name"], "key": "password"}}

    found = (
        base64.b64decode(secret["data"]["password"]),
        secret["immutable"],
        [_env(manifests)[f"{role}_PASSWORD"] for role in ("POSTGRES", "SOURCE", "STORAGE")],
    )

    assert found == (b"only-for-tests", True, [reference] * 3)


def test_changed_password_restarts_the_pods(app: App) -> None:
    """A new password is in a Secret with another name, so that Postgres and the pods of the service restart."""
    before, after = (
        instance(Chart(app, id, namespace="sync"), FULL_UNIFIED_INSTANCE.with_(dev_postgres=_with_password(id)))
        for id in ("before", "after")
    )

    assert [pod(before, each) == pod(after, each) for each in ("postgres", "unified")] == [False, False]


def test_same_password_keeps_the_pods(app: App) -> None:
    """The name of the Secret depends only on its content."""
    one, two = (_postgres(Chart(app, id)) for id in ("one", "two"))

    assert the(one, "StatefulSet")["spec"] == the(two, "StatefulSet")["spec"]


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


def test_start_script_is_the_command(chart: Chart) -> None:
    """The script that sets names and passwords starts the server, with the arguments of the server."""
    args = container(_postgres(chart), "postgres", "postgres")["args"]

    assert args[:3] == ["bash", "/docker-entrypoint-initdb.d/start.bash", "-c"]


def test_image_runs_only_one_of_the_scripts(chart: Chart) -> None:
    """At its first start, the image runs the files that end in .sh: not the script that starts the server."""
    assert sorted(the(_postgres(chart), "ConfigMap")["data"]) == ["10-powersync.sh", "start.bash"]


@pytest.mark.parametrize("script", ["10-powersync.sh", "start.bash"])
def test_scripts_have_no_placeholders(chart: Chart, script: str) -> None:
    """A `postBuild` of Flux replaces nothing in the scripts."""
    assert "${" not in the(_postgres(chart), "ConfigMap")["data"][script]


@pytest.mark.parametrize(
    ("password", "reloader", "expected"),
    [
        pytest.param(SecretRef("theirs", "pg"), Reloader(), "theirs", id="reference"),
        pytest.param(SecretRef("theirs", "pg"), None, None, id="no-reloader"),
        pytest.param(DEV_POSTGRES.password, Reloader(), None, id="value"),
    ],
)
def test_reloader_restarts_postgres(
    chart: Chart, password: SecretRef | SecretValue, reloader: Reloader | None, expected: str | None
) -> None:
    """Reloader restarts Postgres when the content of a referenced Secret changes."""
    DevPostgres(chart, "postgres", DEV_POSTGRES.with_(password=password), instance="powersync", reloader=reloader)

    annotations = the(render(chart), "StatefulSet")["metadata"].get("annotations", {})

    assert annotations.get("secret.reloader.stakater.com/reload") == expected


def test_instance_passes_its_reloader(chart: Chart) -> None:
    """The development Postgres of an instance has the Reloader of the instance."""
    made = instance(chart, FULL_UNIFIED_INSTANCE.with_(reloader=Reloader()))

    annotations = the(made, "StatefulSet")["metadata"]["annotations"]
    assert annotations["secret.reloader.stakater.com/reload"] == "dev-postgres"


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
    assert postgres.secret is not None
    password = SecretRef(postgres.secret.name, "password")

    found = [
        (each.hostname, each.database, each.username, each.password, each.sslmode)
        for each in (postgres.source, postgres.storage)
    ]

    assert found == [
        ("powersync-postgres", "app", "powersync_role", password, "disable"),
        ("powersync-postgres", "powersync_storage", "powersync_storage", password, "disable"),
    ]
