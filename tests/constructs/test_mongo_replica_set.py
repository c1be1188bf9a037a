"""MongoReplicaSet: MongoDB kept by MongoDB's operator."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs import ConfigError, MongoReplicaSet, PowerSync, SecretRef, presets
from powersync_constructs.config import Destination, MongoStorage, ObjectMetadata, PodPeer, Resources
from powersync_constructs.config.databases._operator_database import OperatorDatabase
from powersync_constructs.rules import check
from tests.built_in import built_in_problems
from tests.emitted import VERSIONS
from tests.mongo_operator import stateful_set_of
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.databases import CLIENT_AUTH, SOURCE
from tests.samples.network import NETWORK
from tests.samples.operator_databases import FULL_MONGO, MONGO

from .manifests import Manifest, containers, operator_database, render, the

EACH = pytest.mark.parametrize("props", [MONGO, FULL_MONGO], ids=["minimal", "full"])


def _mongo(chart: Chart, **changes: Any) -> list[Manifest]:
    return operator_database(chart, MONGO.with_(**changes), "mongo")


def _spec(chart: Chart, **changes: Any) -> Manifest:
    spec: Manifest = the(_mongo(chart, **changes), "MongoDBCommunity")["spec"]
    return spec


def _stateful_set(chart: Chart, props: OperatorDatabase = MONGO, **changes: Any) -> Manifest:
    """The StatefulSet that the operator makes."""
    made = operator_database(chart, props.with_(**changes), "mongo")
    return stateful_set_of(the(made, "MongoDBCommunity"))


def test_it_makes_what_the_operator_does_not(chart: Chart) -> None:
    """An account that may do little, a budget, and the replica set."""
    kinds = [manifest["kind"] for manifest in _mongo(chart)]

    assert kinds == ["ServiceAccount", "Role", "RoleBinding", "PodDisruptionBudget", "MongoDBCommunity"]


def test_all_objects_have_its_name(chart: Chart) -> None:
    """So two of them fit into one namespace."""
    assert {manifest["metadata"]["name"] for manifest in _mongo(chart)} == {"mongo"}


def test_id_that_is_no_name_is_refused(chart: Chart) -> None:
    """With the line of a wrong name."""
    with pytest.raises(ConfigError) as refused:
        MongoReplicaSet(chart, "my.mongo", MONGO)

    rule = "is not the name of a database: a letter first, then lower-case letters, digits and dashes"
    assert refused.value.lines == [f"mongo_replica_set.name: 'my.mongo' {rule}"]


def test_chart_has_a_namespace(app: Any) -> None:
    """A RoleBinding must name it."""
    with pytest.raises(ConfigError, match=r"chart\.namespace: missing, and a RoleBinding must name it"):
        MongoReplicaSet(Chart(app, "other"), "mongo", MONGO)


def test_storage_is_what_the_operator_writes_down(chart: Chart) -> None:
    """The URI of all members, in a Secret that is there once they are: the instance's pods wait for it."""
    storage = MongoReplicaSet(chart, "mongo", MONGO).storage
    [user] = the(render(chart), "MongoDBCommunity")["spec"]["users"]

    expected = MongoStorage(
        uri=SecretRef(user["connectionStringSecretName"], "connectionString.standard"), database="powersync"
    )
    assert storage == expected


def test_user_may_do_what_the_service_does(chart: Chart) -> None:
    """`readWrite` and `dbAdmin` on the one database, with a password from the user's Secret."""
    [user] = _spec(chart, database="buckets", username="keeper", password=SecretRef("theirs", "pw"))["users"]

    assert user == {
        "name": "keeper",
        "db": "buckets",
        "passwordSecretRef": {"name": "theirs", "key": "pw"},
        "roles": [{"name": "readWrite", "db": "buckets"}, {"name": "dbAdmin", "db": "buckets"}],
        "scramCredentialsSecretName": "mongo",
        "connectionStringSecretName": "mongo-connection",
    }


def test_clients_log_in(chart: Chart) -> None:
    """By SCRAM-SHA-256, as the operator's SCRAM is."""
    assert _spec(chart)["security"] == {"authentication": {"modes": ["SCRAM"]}}


def test_agent_sees_its_own_alone(chart: Chart) -> None:
    """The configuration's Secret, and the pods that there may be: those that a smaller set is losing, too."""
    rules = the(_mongo(chart, members=1), "Role")["rules"]

    assert [(rule["resources"], rule["resourceNames"], rule["verbs"]) for rule in rules] == [
        (["secrets"], ["mongo-config"], ["get"]),
        (["pods"], [f"mongo-{member}" for member in range(7)], ["get", "patch", "delete"]),
    ]


def test_pods_run_as_the_account(chart: Chart) -> None:
    """Not as the operator's own, which another namespace does not have."""
    made = _mongo(chart)

    pod = stateful_set_of(the(made, "MongoDBCommunity"))["spec"]["template"]["spec"]
    [subject] = the(made, "RoleBinding")["subjects"]
    assert (pod["serviceAccountName"], subject) == (
        "mongo",
        {"kind": "ServiceAccount", "name": "mongo", "namespace": "sync"},
    )


def test_drain_takes_one_member_at_a_time(chart: Chart) -> None:
    """The budget finds the pods by the operator's label."""
    made = _mongo(chart)
    budget = the(made, "PodDisruptionBudget")["spec"]

    labels = stateful_set_of(the(made, "MongoDBCommunity"))["spec"]["template"]["metadata"]["labels"]
    assert (budget["maxUnavailable"], budget["selector"]["matchLabels"]) == (1, labels)


@EACH
@pytest.mark.parametrize("version", VERSIONS)
def test_stateful_set_of_the_operator_is_valid(chart: Chart, props: OperatorDatabase, version: str) -> None:
    """What is merged into it has no field that Kubernetes does not know."""
    assert built_in_problems(_stateful_set(chart, props), version) == []


@EACH
def test_operator_knows_every_container(chart: Chart, props: OperatorDatabase) -> None:
    """A name that it does not know would be another container, without an image."""
    template = _stateful_set(chart, props)["spec"]["template"]

    assert [each["name"] for each in containers(template["spec"]) if "image" not in each] == []


@EACH
def test_operator_knows_every_volume(chart: Chart, props: OperatorDatabase) -> None:
    """A name that it does not know would be a volume that nobody mounts."""
    claims = _stateful_set(chart, props)["spec"]["volumeClaimTemplates"]

    assert [claim["metadata"]["name"] for claim in claims] == ["data-volume", "logs-volume"]


def test_volumes_are_as_large_as_they_are_asked_to_be(chart: Chart) -> None:
    """Data and logs, of one StorageClass."""
    claims = _stateful_set(chart, size="7Gi", logs_size="3Gi", storage_class="fast")["spec"]["volumeClaimTemplates"]

    found = [(claim["spec"]["resources"]["requests"]["storage"], claim["spec"]["storageClassName"]) for claim in claims]
    assert found == [("7Gi", "fast"), ("3Gi", "fast")]


def test_resources_are_those_of_the_database(chart: Chart) -> None:
    """The agent keeps the operator's."""
    template = _stateful_set(chart, resources=Resources(memory="3Gi", memory_limit="4Gi"))["spec"]["template"]

    limits = {each["name"]: each.get("resources", {}).get("limits", {}) for each in template["spec"]["containers"]}
    assert (limits["mongod"]["memory"], limits["mongodb-agent"]) == ("4Gi", {})


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ("required", "requiredDuringSchedulingIgnoredDuringExecution"),
        ("preferred", "preferredDuringSchedulingIgnoredDuringExecution"),
    ],
)
def test_members_are_apart(chart: Chart, how: str, field: str) -> None:
    """They shun pods with the operator's label of this replica set."""
    template = _stateful_set(chart, anti_affinity=how)["spec"]["template"]

    [term] = template["spec"]["affinity"]["podAntiAffinity"][field]
    term = term.get("podAffinityTerm", term)
    assert (term["labelSelector"]["matchLabels"], term["topologyKey"]) == (
        template["metadata"]["labels"],
        "kubernetes.io/hostname",
    )


def test_pods_have_labels_and_annotations_of_the_user(chart: Chart) -> None:
    """Beside the operator's, and none of ours: no selector of an instance may find a database's pod."""
    metadata = ObjectMetadata(
        labels={"a": "1"}, annotations={"b": "2"}, pod_labels={"d": "4"}, pod_annotations={"c": "3"}
    )

    template = _stateful_set(chart, metadata=metadata)["spec"]["template"]

    assert template["metadata"] == {"labels": {"app": "mongo-svc", "a": "1", "d": "4"}, "annotations": {"c": "3"}}


def test_instance_takes_it_as_its_storage(chart: Chart) -> None:
    """With policies too, and nothing is wrong with the manifests; the port is to be named."""
    mongo = MongoReplicaSet(chart, "powersync-storage", MONGO)
    network = NETWORK.with_(
        storage=Destination(to=[mongo.peer], ports=[mongo.port]),
        ingress_controller=[PodPeer(labels={"app": "traefik"})],
    )
    props = presets.ha(
        host="sync.example.com",
        source=SOURCE,
        storage=mongo.storage,
        client_auth=CLIENT_AUTH,
        sync_config=SYNC_CONFIG,
        network=network,
    )
    PowerSync(chart, "powersync", props)

    made = render(chart)

    way = {
        "ports": [{"port": 27017, "protocol": "TCP"}],
        "to": [{"podSelector": {"matchLabels": {"app": "powersync-storage-svc"}}}],
    }
    assert (check({"chart": made}), way in the(made, "NetworkPolicy", "powersync-compact")["spec"]["egress"]) == (
        [],
        True,
    )
