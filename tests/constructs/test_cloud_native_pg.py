"""CloudNativePgStorage and CloudNativePgSource: Postgres databases that CloudNativePG runs."""

import json
from typing import Any

import pytest
from cdk8s import App, Chart, JsonPatch

from powersync_constructs import CloudNativePgSource, CloudNativePgStorage, ConfigError, PowerSync, SecretRef, presets
from powersync_constructs.config import (
    Destination,
    ObjectMetadata,
    PodPeer,
    PostgresSource,
    PostgresStorage,
    Resources,
    Scheduling,
    Toleration,
)
from powersync_constructs.config.databases._operator_database import OperatorDatabase
from powersync_constructs.rules import check
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.databases import CLIENT_AUTH, SOURCE
from tests.samples.network import NETWORK
from tests.samples.operator_databases import MONGO, PG_SOURCE, PG_STORAGE

from .manifests import Manifest, label, operator_database, pod, render, the, workload

BOTH = pytest.mark.parametrize("props", [PG_STORAGE, PG_SOURCE], ids=["storage", "source"])


def _storage(chart: Chart, **changes: Any) -> Manifest:
    return the(operator_database(chart, PG_STORAGE.with_(**changes)), "Cluster")


def _source(chart: Chart, **changes: Any) -> list[Manifest]:
    return operator_database(chart, PG_SOURCE.with_(**changes), "app-db")


def _ha(chart: Chart, **databases: Any) -> list[Manifest]:
    """Render an instance with the preset for production."""
    given = {"source": SOURCE, **databases}
    props = presets.ha(host="sync.example.com", client_auth=CLIENT_AUTH, sync_config=SYNC_CONFIG, **given)
    PowerSync(chart, "powersync", props)
    return render(chart)


def test_storage_is_one_object(chart: Chart) -> None:
    """The storage is one Cluster, without a pooler; the operator creates everything else."""
    kinds = [manifest["kind"] for manifest in operator_database(chart, PG_STORAGE)]

    assert kinds == ["Cluster"]


def test_source_is_two_objects(chart: Chart) -> None:
    """The source is a Cluster and the Publication that PowerSync replicates."""
    assert [manifest["kind"] for manifest in _source(chart)] == ["Cluster", "Publication"]


@pytest.mark.parametrize(("given", "name"), [(None, "store"), ("other", "other")], ids=["id", "props"])
def test_id_is_the_name(chart: Chart, given: str | None, name: str) -> None:
    """The id of the construct is the name of the Cluster, unless the props set a name."""
    made = CloudNativePgStorage(chart, "store", PG_STORAGE.with_(name=given))

    assert (made.name, the(render(chart), "Cluster")["metadata"]["name"]) == (name, name)


def test_invalid_id_is_refused(chart: Chart) -> None:
    """An id that is not a valid name is refused with the error of the field `name`."""
    with pytest.raises(ConfigError) as refused:
        CloudNativePgStorage(chart, "My Storage", PG_STORAGE)

    rule = "is not valid as the name of a database; begin with a letter, and use lower-case letters, digits and dashes"
    assert refused.value.lines == [f"cloud_native_pg_storage.name: 'My Storage' {rule}"]


def test_storage_uses_the_objects_of_the_operator(chart: Chart) -> None:
    """`storage` has the Service of the primary, the owner's password and the CA of the server certificate."""
    storage = CloudNativePgStorage(chart, "store", PG_STORAGE).storage

    assert storage == PostgresStorage(
        hostname="store-rw",
        database="powersync",
        username="powersync",
        password=SecretRef("store-app", "password"),
        sslmode="verify-full",
        cacert=SecretRef("store-ca", "ca.crt"),
    )


def test_source_uses_the_replication_role(chart: Chart) -> None:
    """`source` has the Service of the primary, and the replication role with its own password."""
    source = CloudNativePgSource(chart, "app-db", PG_SOURCE).source

    assert source == PostgresSource(
        hostname="app-db-rw",
        database="app",
        username="powersync_role",
        password=PG_SOURCE.password,
        sslmode="verify-full",
        cacert=SecretRef("app-db-ca", "ca.crt"),
    )


def test_own_certificate_is_verified_with_its_own_ca(chart: Chart) -> None:
    """The operator gets both Secrets, and the service verifies the server with the given CA."""
    props = PG_STORAGE.with_(server_ca_secret="pg-ca", server_tls_secret="pg-tls")
    storage = CloudNativePgStorage(chart, "store", props).storage

    given = the(render(chart), "Cluster")["spec"]["certificates"]

    assert (storage.cacert, given) == (
        SecretRef("pg-ca", "ca.crt"),
        {"serverCASecret": "pg-ca", "serverTLSSecret": "pg-tls"},
    )


def test_storage_has_enough_connections_for_a_rollout(chart: Chart) -> None:
    """The limit is enough for 9 processes with 26 connections each; Postgres' default of 100 is not."""
    parameters = _storage(chart)["spec"]["postgresql"]["parameters"]

    assert int(parameters["max_connections"]) >= 9 * 26


def test_parameters_of_the_user_override_ours(chart: Chart) -> None:
    """A parameter of the user replaces our value, and other parameters are added."""
    spec = _storage(chart, parameters={"max_connections": "600", "work_mem": "8MB"})["spec"]

    assert spec["postgresql"]["parameters"] == {"max_connections": "600", "work_mem": "8MB"}


def test_cluster_can_be_patched(chart: Chart) -> None:
    """A JSON patch can set what the props do not have, such as the plugin that makes backups."""
    made = CloudNativePgSource(chart, "app-db", PG_SOURCE)
    made.cluster.add_json_patch(JsonPatch.add("/spec/plugins", [{"name": "barman-cloud.cloudnative-pg.io"}]))

    spec = the(render(chart), "Cluster")["spec"]

    assert (spec["plugins"], spec["instances"]) == ([{"name": "barman-cloud.cloudnative-pg.io"}], 3)


def test_database_belongs_to_its_owner(chart: Chart) -> None:
    """The operator creates the database and its owner, who can create the service's schema."""
    spec = _storage(chart, database="buckets", owner="keeper")["spec"]

    assert spec["bootstrap"] == {"initdb": {"database": "buckets", "owner": "keeper"}}


def test_write_ahead_log_can_have_its_own_volume(chart: Chart) -> None:
    """The volume of the write-ahead log has the StorageClass of the data."""
    spec = _storage(chart, wal_size="5Gi", storage_class="fast")["spec"]

    assert (spec["storage"], spec["walStorage"]) == (
        {"size": "20Gi", "storageClass": "fast"},
        {"size": "5Gi", "storageClass": "fast"},
    )


def test_pods_have_only_labels_and_annotations_of_the_user(chart: Chart) -> None:
    """Our labels are only on the Cluster, so that no selector of an instance matches a pod of the database."""
    metadata = ObjectMetadata(
        labels={"a": "1"}, annotations={"b": "2"}, pod_labels={"d": "4"}, pod_annotations={"c": "3"}
    )

    made = _storage(chart, metadata=metadata)

    assert (made["spec"]["inheritedMetadata"], made["metadata"]["annotations"], label(made, "instance")) == (
        {"labels": {"a": "1", "d": "4"}, "annotations": {"c": "3"}},
        {"b": "2"},
        "powersync-storage",
    )


def test_role_replicates_and_reads_everything(chart: Chart) -> None:
    """The role needs no GRANT: it is a member of `pg_read_all_data`, and bypasses row-level security."""
    [role] = the(_source(chart), "Cluster")["spec"]["managed"]["roles"]

    assert role == {
        "name": "powersync_role",
        "ensure": "present",
        "login": True,
        "replication": True,
        "bypassrls": True,
        "inRoles": ["pg_read_all_data"],
        "passwordSecret": {"name": "powersync-role"},
    }


@pytest.mark.parametrize(
    ("tables", "target"),
    [
        ([], {"allTables": True}),
        (
            ["lists", "shop.Orders"],
            {
                "objects": [
                    {"table": {"schema": "public", "name": "lists"}},
                    {"table": {"schema": "shop", "name": "Orders"}},
                ]
            },
        ),
    ],
    ids=["all", "some"],
)
def test_publication_has_the_name_that_the_service_expects(
    chart: Chart, tables: list[str], target: dict[str, Any]
) -> None:
    """The Publication is named `powersync`, and is in the app's database of this Cluster."""
    publication = the(_source(chart, tables=tables), "Publication")

    assert publication["spec"] == {
        "cluster": {"name": "app-db"},
        "dbname": "app",
        "name": "powersync",
        "target": target,
    }


@pytest.mark.parametrize(("version", "keeps"), [("16.9", False), ("17.0", True), ("18.6", True)])
def test_standbys_synchronize_slots_from_postgres_17_on(chart: Chart, version: str, keeps: bool) -> None:
    """Slots are synchronized from Postgres 17 on; with an older version the operator would reject the Cluster."""
    spec = the(_source(chart, image=f"postgres:{version}"), "Cluster")["spec"]

    slots = {"highAvailability": {"enabled": True, "synchronizeLogicalDecoding": True}}
    parameters = {"parameters": {"hot_standby_feedback": "on", "sync_replication_slots": "on"}}
    assert (spec.get("replicationSlots"), spec.get("postgresql")) == ((slots, parameters) if keeps else (None, None))


@BOTH
@pytest.mark.parametrize("how", ["required", "preferred"])
def test_pods_have_anti_affinity(chart: Chart, props: Any, how: str) -> None:
    """The Cluster has the anti-affinity and the topology key of the props."""
    made = operator_database(chart, props.with_(anti_affinity=how, topology_key="topology.kubernetes.io/zone"))

    assert the(made, "Cluster")["spec"]["affinity"] == {
        "enablePodAntiAffinity": True,
        "podAntiAffinityType": how,
        "topologyKey": "topology.kubernetes.io/zone",
    }


def test_instance_can_use_both_databases(chart: Chart) -> None:
    """An instance with the `storage` and the `source` of operator databases has no findings."""
    storage = CloudNativePgStorage(chart, "powersync-storage", PG_STORAGE).storage
    source = CloudNativePgSource(chart, "app-db", PG_SOURCE).source

    made = _ha(chart, storage=storage, source=source)

    assert check({"chart": made}) == []


def test_policy_allows_connections_to_its_pods(chart: Chart) -> None:
    """The peer has the pod label of the operator, and the port comes from the storage."""
    store = CloudNativePgStorage(chart, "powersync-storage", PG_STORAGE)
    network = NETWORK.with_(
        storage=Destination(to=[store.peer]), ingress_controller=[PodPeer(labels={"app": "traefik"})]
    )

    made = _ha(chart, storage=store.storage, network=network)

    rules = [
        rule for rule in the(made, "NetworkPolicy", "powersync-compact")["spec"]["egress"] if "podSelector" in str(rule)
    ]
    assert {
        "ports": [{"port": 5432, "protocol": "TCP"}],
        "to": [{"podSelector": {"matchLabels": {"cnpg.io/cluster": "powersync-storage"}}}],
    } in rules


def test_an_operator_database_can_have_the_name_of_an_instance(chart: Chart) -> None:
    """The name is not a duplicate, and a missing Job of the instance is still found."""
    storage = CloudNativePgStorage(chart, "storage", PG_STORAGE.with_(name="powersync")).storage

    made = _ha(chart, storage=storage)
    without_job = [manifest for manifest in made if manifest["kind"] != "Job"]

    found = [[finding.name for finding in check({"chart": manifests})] for manifests in (made, without_job)]

    assert found == [[], ["storage-is-migrated"]]


def test_props_of_the_other_kind_are_refused(chart: Chart) -> None:
    """A storage refuses the props of a source, and a source refuses the props of a storage."""
    with pytest.raises(ConfigError) as source:
        CloudNativePgSource(chart, "a", PG_STORAGE)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(ConfigError) as storage:
        CloudNativePgStorage(chart, "b", PG_SOURCE)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    one, other = "CloudNativePgSourceProps", "CloudNativePgStorageProps"
    assert [*source.value.lines, *storage.value.lines] == [
        f"props: is of type {other}, not {one}; use {one}(...)",
        f"props: is of type {one}, not {other}; use {other}(...)",
    ]


@pytest.mark.parametrize("props", [PG_STORAGE, MONGO], ids=["postgres", "mongodb"])
def test_resources_and_tolerations_have_the_form_of_a_pod(chart: Chart, props: OperatorDatabase) -> None:
    """An operator's object has resources and tolerations in the same form as a pod."""
    toleration = Toleration(key="example.com/db", operator="Exists", effect="NoExecute", seconds=60)
    resources = Resources(cpu="1500m", cpu_limit="2", memory="3Gi", memory_limit="3Gi")
    made = operator_database(chart, props.with_(tolerations=[toleration], resources=resources))
    scheduling = Scheduling(tolerations=[toleration])
    api = pod(
        workload(Chart(App(), "other", namespace="sync"), "api", resources=resources, scheduling=scheduling), "api"
    )

    written = json.dumps(made, sort_keys=True)
    for part in (api["tolerations"], api["containers"][0]["resources"]):
        assert json.dumps(part, sort_keys=True) in written
