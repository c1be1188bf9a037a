"""MongoReplicaSet: a MongoDB replica set that MongoDB's operator runs."""

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
    """Return the StatefulSet that the operator creates."""
    made = operator_database(chart, props.with_(**changes), "mongo")
    return stateful_set_of(the(made, "MongoDBCommunity"))


def test_objects(chart: Chart) -> None:
    """The construct creates the replica set, a budget, and an account with few permissions."""
    kinds = [manifest["kind"] for manifest in _mongo(chart)]

    assert kinds == ["ServiceAccount", "Role", "RoleBinding", "PodDisruptionBudget", "MongoDBCommunity"]


def test_all_objects_have_its_name(chart: Chart) -> None:
    """All objects have the name of the replica set, so that two replica sets fit into one namespace."""
    assert {manifest["metadata"]["name"] for manifest in _mongo(chart)} == {"mongo"}


def test_invalid_id_is_refused(chart: Chart) -> None:
    """An id that is not a valid name is refused with the error of the field `name`."""
    with pytest.raises(ConfigError) as refused:
        MongoReplicaSet(chart, "my.mongo", MONGO)

    rule = "is not valid as the name of a database; begin with a letter, and use lower-case letters, digits and dashes"
    assert refused.value.lines == [f"mongo_replica_set.name: 'my.mongo' {rule}"]


def test_chart_must_have_a_namespace(app: Any) -> None:
    """A chart without a namespace is refused, because a RoleBinding must name one."""
    with pytest.raises(ConfigError, match=r"chart\.namespace: missing, but a RoleBinding must contain it"):
        MongoReplicaSet(Chart(app, "other"), "mongo", MONGO)


def test_storage_refers_to_the_secret_of_the_operator(chart: Chart) -> None:
    """The operator writes the URI of all members once they run; until then the pods of the instance wait."""
    storage = MongoReplicaSet(chart, "mongo", MONGO).storage
    [user] = the(render(chart), "MongoDBCommunity")["spec"]["users"]

    expected = MongoStorage(
        uri=SecretRef(user["connectionStringSecretName"], "connectionString.standard"), database="powersync"
    )
    assert storage == expected


def test_user_has_the_roles_that_the_service_needs(chart: Chart) -> None:
    """The user has `readWrite` and `dbAdmin` on one database, with a password from the given Secret."""
    [user] = _spec(chart, database="buckets", username="keeper", password=SecretRef("theirs", "pw"))["users"]

    assert user == {
        "name": "keeper",
        "db": "buckets",
        "passwordSecretRef": {"name": "theirs", "key": "pw"},
        "roles": [{"name": "readWrite", "db": "buckets"}, {"name": "dbAdmin", "db": "buckets"}],
        "scramCredentialsSecretName": "mongo",
        "connectionStringSecretName": "mongo-connection",
    }


def test_clients_authenticate(chart: Chart) -> None:
    """Clients authenticate with SCRAM-SHA-256, which is the operator's SCRAM."""
    assert _spec(chart)["security"] == {"authentication": {"modes": ["SCRAM"]}}


def test_agent_has_access_to_its_own_objects_only(chart: Chart) -> None:
    """The agent can read its configuration, and change the pods of its set, also those that a smaller set removes."""
    rules = the(_mongo(chart, members=1), "Role")["rules"]

    assert [(rule["resources"], rule["resourceNames"], rule["verbs"]) for rule in rules] == [
        (["secrets"], ["mongo-config"], ["get"]),
        (["pods"], [f"mongo-{member}" for member in range(7)], ["get", "patch", "delete"]),
    ]


def test_pods_use_the_account(chart: Chart) -> None:
    """Pods use this account, because the operator's account is not in other namespaces."""
    made = _mongo(chart)

    pod = stateful_set_of(the(made, "MongoDBCommunity"))["spec"]["template"]["spec"]
    [subject] = the(made, "RoleBinding")["subjects"]
    assert (pod["serviceAccountName"], subject) == (
        "mongo",
        {"kind": "ServiceAccount", "name": "mongo", "namespace": "sync"},
    )


def test_budget_allows_one_eviction_at_a_time(chart: Chart) -> None:
    """The budget selects the pods by the operator's label."""
    made = _mongo(chart)
    budget = the(made, "PodDisruptionBudget")["spec"]

    labels = stateful_set_of(the(made, "MongoDBCommunity"))["spec"]["template"]["metadata"]["labels"]
    assert (budget["maxUnavailable"], budget["selector"]["matchLabels"]) == (1, labels)


@EACH
@pytest.mark.parametrize("version", VERSIONS)
def test_stateful_set_of_the_operator_is_valid(chart: Chart, props: OperatorDatabase, version: str) -> None:
    """The fields that we merge into the StatefulSet are valid in Kubernetes."""
    assert built_in_problems(_stateful_set(chart, props), version) == []


@EACH
def test_operator_has_every_container(chart: Chart, props: OperatorDatabase) -> None:
    """A container name that the operator does not have would add a container without an image."""
    template = _stateful_set(chart, props)["spec"]["template"]

    assert [each["name"] for each in containers(template["spec"]) if "image" not in each] == []


@EACH
def test_operator_has_every_volume(chart: Chart, props: OperatorDatabase) -> None:
    """A volume name that the operator does not have would add a volume that no container mounts."""
    claims = _stateful_set(chart, props)["spec"]["volumeClaimTemplates"]

    assert [claim["metadata"]["name"] for claim in claims] == ["data-volume", "logs-volume"]


def test_volumes_have_the_given_sizes(chart: Chart) -> None:
    """The volumes for data and logs have the given sizes and one StorageClass."""
    claims = _stateful_set(chart, size="7Gi", logs_size="3Gi", storage_class="fast")["spec"]["volumeClaimTemplates"]

    found = [(claim["spec"]["resources"]["requests"]["storage"], claim["spec"]["storageClassName"]) for claim in claims]
    assert found == [("7Gi", "fast"), ("3Gi", "fast")]


def test_resources_are_for_the_database_container(chart: Chart) -> None:
    """The database has the given resources, and the agent keeps the operator's defaults."""
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
def test_members_have_anti_affinity(chart: Chart, how: str, field: str) -> None:
    """The anti-affinity selects the operator's label of this replica set."""
    template = _stateful_set(chart, anti_affinity=how)["spec"]["template"]

    [term] = template["spec"]["affinity"]["podAntiAffinity"][field]
    term = term.get("podAffinityTerm", term)
    assert (term["labelSelector"]["matchLabels"], term["topologyKey"]) == (
        template["metadata"]["labels"],
        "kubernetes.io/hostname",
    )


def test_pods_have_labels_and_annotations_of_the_user(chart: Chart) -> None:
    """Pods do not have our labels, so that no selector of an instance matches a pod of the database."""
    metadata = ObjectMetadata(
        labels={"a": "1"}, annotations={"b": "2"}, pod_labels={"d": "4"}, pod_annotations={"c": "3"}
    )

    template = _stateful_set(chart, metadata=metadata)["spec"]["template"]

    assert template["metadata"] == {"labels": {"app": "mongo-svc", "a": "1", "d": "4"}, "annotations": {"c": "3"}}


def test_instance_can_use_it_as_storage(chart: Chart) -> None:
    """With policies, for which the port must be given, the manifests have no findings."""
    mongo = MongoReplicaSet(chart, "powersync-storage", MONGO)
    network = NETWORK.with_(
        storage=Destination(to=[mongo.peer], ports=[mongo.port]),
        ingress_controller=[PodPeer(labels={"app": "traefik"})],
    )
    props = presets.ha(
        host="sync.example.com",
        source=SOURCE,
        storage=mongo.storage.with_(default_storage_version=4),
        client_auth=CLIENT_AUTH,
        sync_config=SYNC_CONFIG,
        network=network,
    )
    PowerSync(chart, "powersync", props)

    made = render(chart)

    rule = {
        "ports": [{"port": 27017, "protocol": "TCP"}],
        "to": [{"podSelector": {"matchLabels": {"app": "powersync-storage-svc"}}}],
    }
    assert (check({"chart": made}), rule in the(made, "NetworkPolicy", "powersync-compact")["spec"]["egress"]) == (
        [],
        True,
    )
