"""CloudNativePgStorage and CloudNativePgSource: Postgres kept by CloudNativePG."""

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
    """What is rendered of an instance by the preset for production."""
    given = {"source": SOURCE, **databases}
    props = presets.ha(host="sync.example.com", client_auth=CLIENT_AUTH, sync_config=SYNC_CONFIG, **given)
    PowerSync(chart, "powersync", props)
    return render(chart)


def test_storage_is_one_object(chart: Chart) -> None:
    """The operator makes all the rest, and no pooler stands before it."""
    kinds = [manifest["kind"] for manifest in operator_database(chart, PG_STORAGE)]

    assert kinds == ["Cluster"]


def test_source_is_two_objects(chart: Chart) -> None:
    """The Cluster, and what PowerSync replicates of it."""
    assert [manifest["kind"] for manifest in _source(chart)] == ["Cluster", "Publication"]


@pytest.mark.parametrize(("given", "name"), [(None, "store"), ("other", "other")], ids=["id", "props"])
def test_id_is_the_name(chart: Chart, given: str | None, name: str) -> None:
    """Unless the props say otherwise."""
    made = CloudNativePgStorage(chart, "store", PG_STORAGE.with_(name=given))

    assert (made.name, the(render(chart), "Cluster")["metadata"]["name"]) == (name, name)


def test_id_that_is_no_name_is_refused(chart: Chart) -> None:
    """With the line of a wrong name."""
    with pytest.raises(ConfigError) as refused:
        CloudNativePgStorage(chart, "My Storage", PG_STORAGE)

    rule = "is not the name of a database: a letter first, then lower-case letters, digits and dashes"
    assert refused.value.lines == [f"cloud_native_pg_storage.name: 'My Storage' {rule}"]


def test_storage_is_reached_as_the_operator_makes_it(chart: Chart) -> None:
    """By the Service of the primary, with the owner's password and the authority of the server's certificate."""
    storage = CloudNativePgStorage(chart, "store", PG_STORAGE).storage

    assert storage == PostgresStorage(
        hostname="store-rw",
        database="powersync",
        username="powersync",
        password=SecretRef("store-app", "password"),
        sslmode="verify-full",
        cacert=SecretRef("store-ca", "ca.crt"),
    )


def test_source_is_reached_as_the_role_that_replicates(chart: Chart) -> None:
    """With its own password, by the same Service."""
    source = CloudNativePgSource(chart, "app-db", PG_SOURCE).source

    assert source == PostgresSource(
        hostname="app-db-rw",
        database="app",
        username="powersync_role",
        password=PG_SOURCE.password,
        sslmode="verify-full",
        cacert=SecretRef("app-db-ca", "ca.crt"),
    )


def test_own_certificate_is_verified_by_its_own_authority(chart: Chart) -> None:
    """The operator is given both Secrets, and the service the authority of the one."""
    props = PG_STORAGE.with_(server_ca_secret="pg-ca", server_tls_secret="pg-tls")
    storage = CloudNativePgStorage(chart, "store", props).storage

    given = the(render(chart), "Cluster")["spec"]["certificates"]

    assert (storage.cacert, given) == (
        SecretRef("pg-ca", "ca.crt"),
        {"serverCASecret": "pg-ca", "serverTLSSecret": "pg-tls"},
    )


def test_storage_has_connections_for_a_roll_out(chart: Chart) -> None:
    """9 processes with 26 each, for which Postgres' own 100 are too few."""
    parameters = _storage(chart)["spec"]["postgresql"]["parameters"]

    assert int(parameters["max_connections"]) >= 9 * 26


def test_parameters_of_the_user_win(chart: Chart) -> None:
    """Over ours, and others stand beside them."""
    spec = _storage(chart, parameters={"max_connections": "600", "work_mem": "8MB"})["spec"]

    assert spec["postgresql"]["parameters"] == {"max_connections": "600", "work_mem": "8MB"}


def test_what_the_props_do_not_say_can_be_patched(chart: Chart) -> None:
    """Like the plugin that makes backups."""
    made = CloudNativePgSource(chart, "app-db", PG_SOURCE)
    made.cluster.add_json_patch(JsonPatch.add("/spec/plugins", [{"name": "barman-cloud.cloudnative-pg.io"}]))

    spec = the(render(chart), "Cluster")["spec"]

    assert (spec["plugins"], spec["instances"]) == ([{"name": "barman-cloud.cloudnative-pg.io"}], 3)


def test_database_belongs_to_its_owner(chart: Chart) -> None:
    """The operator makes both at the start; the owner may make the service's schema."""
    spec = _storage(chart, database="buckets", owner="keeper")["spec"]

    assert spec["bootstrap"] == {"initdb": {"database": "buckets", "owner": "keeper"}}


def test_write_ahead_log_has_a_volume_when_asked_for(chart: Chart) -> None:
    """Of the same StorageClass as the data."""
    spec = _storage(chart, wal_size="5Gi", storage_class="fast")["spec"]

    assert (spec["storage"], spec["walStorage"]) == (
        {"size": "20Gi", "storageClass": "fast"},
        {"size": "5Gi", "storageClass": "fast"},
    )


def test_pods_have_labels_and_annotations_of_the_user_alone(chart: Chart) -> None:
    """Ours stay on the Cluster: no selector of an instance may find a database's pod."""
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
    """Without a GRANT: it is a member of `pg_read_all_data`, and row-level security does not hold it back."""
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
def test_publication_is_the_one_that_the_service_looks_for(
    chart: Chart, tables: list[str], target: dict[str, Any]
) -> None:
    """It is called `powersync`, in the app's database of this Cluster."""
    publication = the(_source(chart, tables=tables), "Publication")

    assert publication["spec"] == {
        "cluster": {"name": "app-db"},
        "dbname": "app",
        "name": "powersync",
        "target": target,
    }


@pytest.mark.parametrize(("version", "keeps"), [("16.9", False), ("17.0", True), ("18.6", True)])
def test_standbys_keep_slots_in_step_where_postgres_can(chart: Chart, version: str, keeps: bool) -> None:
    """From 17 on; before it the operator would refuse the Cluster."""
    spec = the(_source(chart, image=f"postgres:{version}"), "Cluster")["spec"]

    slots = {"highAvailability": {"enabled": True, "synchronizeLogicalDecoding": True}}
    parameters = {"parameters": {"hot_standby_feedback": "on", "sync_replication_slots": "on"}}
    assert (spec.get("replicationSlots"), spec.get("postgresql")) == ((slots, parameters) if keeps else (None, None))


@BOTH
@pytest.mark.parametrize("how", ["required", "preferred"])
def test_pods_are_apart(chart: Chart, props: Any, how: str) -> None:
    """By node or whatever else the user says."""
    made = operator_database(chart, props.with_(anti_affinity=how, topology_key="topology.kubernetes.io/zone"))

    assert the(made, "Cluster")["spec"]["affinity"] == {
        "enablePodAntiAffinity": True,
        "podAntiAffinityType": how,
        "topologyKey": "topology.kubernetes.io/zone",
    }


def test_instance_needs_no_second_reference(chart: Chart) -> None:
    """What an operator database says of itself is all that an instance asks, and the rules find nothing wrong."""
    storage = CloudNativePgStorage(chart, "powersync-storage", PG_STORAGE).storage
    source = CloudNativePgSource(chart, "app-db", PG_SOURCE).source

    made = _ha(chart, storage=storage, source=source)

    assert check({"chart": made}) == []


def test_policy_opens_the_way_to_its_pods(chart: Chart) -> None:
    """The peer is what the operator labels pods with, and the port comes from the storage."""
    store = CloudNativePgStorage(chart, "powersync-storage", PG_STORAGE)
    network = NETWORK.with_(
        storage=Destination(to=[store.peer]), ingress_controller=[PodPeer(labels={"app": "traefik"})]
    )

    made = _ha(chart, storage=store.storage, network=network)

    ways = [
        way for way in the(made, "NetworkPolicy", "powersync-compact")["spec"]["egress"] if "podSelector" in str(way)
    ]
    assert {
        "ports": [{"port": 5432, "protocol": "TCP"}],
        "to": [{"podSelector": {"matchLabels": {"cnpg.io/cluster": "powersync-storage"}}}],
    } in ways


def test_an_operator_database_is_no_part_of_an_instance_of_its_name(chart: Chart) -> None:
    """An instance whose Job nobody makes is still found out, and nothing is named twice."""
    storage = CloudNativePgStorage(chart, "storage", PG_STORAGE.with_(name="powersync")).storage

    made = _ha(chart, storage=storage)
    without_job = [manifest for manifest in made if manifest["kind"] != "Job"]

    found = [[finding.rule for finding in check({"chart": manifests})] for manifests in (made, without_job)]

    assert found == [[], ["somebody-migrates"]]


def test_props_of_the_other_kind_are_refused(chart: Chart) -> None:
    """A Cluster for storage has no publication, and one for a source no database of ours."""
    with pytest.raises(ConfigError) as source:
        CloudNativePgSource(chart, "a", PG_STORAGE)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(ConfigError) as storage:
        CloudNativePgStorage(chart, "b", PG_SOURCE)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    one, other = "CloudNativePgSourceProps", "CloudNativePgStorageProps"
    assert [*source.value.lines, *storage.value.lines] == [
        f"props: is of type {other}, not {one}; give {one}(...)",
        f"props: is of type {one}, not {other}; give {other}(...)",
    ]


@pytest.mark.parametrize("props", [PG_STORAGE, MONGO], ids=["postgres", "mongodb"])
def test_resources_and_tolerations_are_written_as_a_workload_has_them(chart: Chart, props: OperatorDatabase) -> None:
    """What operators take of them is what Kubernetes takes."""
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
