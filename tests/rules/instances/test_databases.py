"""Instances do not share a bucket storage, and a source database is not a bucket storage."""

from base64 import b64encode
from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.instances.databases import storage_is_apart_from_source, storage_is_of_one_instance
from tests.rules.manifests import app, container, finding, manifest, objects
from tests.rules.sample_instances import SOURCE, STORAGE, from_secret, instance, secret, workload

OWN_DATABASE = "give each instance its own database for the bucket storage"
IF_ONE_CLUSTER = f"if both charts are for one cluster, {OWN_DATABASE}"
ANOTHER_DATABASE = "use another database for the bucket storage; it can be on the same server"
URI = '{type: postgresql, uri: !env "PS_URI"}'
MONGO = "{type: mongodb, uri: 'mongodb://a.example.com,b.example.com/powersync'}"


def test_storage_of_two_instances_is_an_error() -> None:
    """Two instances with two hosts and one bucket storage replace the sync config of each other."""
    found = [
        *storage_is_of_one_instance.findings(
            objects(*instance("one", storage=STORAGE), *instance("two", storage=STORAGE))
        )
    ]

    reason = (
        "uses the bucket storage 'powersync' on storage.example.com:5432, which ConfigMap/one-config of another "
        "instance also uses"
    )
    assert found == [finding("storage-of-one-instance", "error", "ConfigMap/two-config", reason, OWN_DATABASE)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(
            STORAGE,
            "{type: postgresql, uri: 'postgres://role@STORAGE.example.com./powersync?connect_timeout=5'}",
            id="uri-and-fields",
        ),
        pytest.param(
            "{type: postgresql, uri: 'postgresql://old.example.com:6000/old', hostname: storage.example.com, "
            "port: 5432, database: powersync}",
            STORAGE,
            id="fields-override-the-uri",
        ),
        pytest.param(
            "{type: postgresql, hostname: db, database: powersync}",
            "{type: postgresql, hostname: db.sync.svc.cluster.local, port: '5432', database: powersync}",
            id="short-name-and-default-port",
        ),
        pytest.param(
            "{type: postgresql, uri: 'postgresql://role@[2001:db8::1]/powersync'}",
            "{type: postgresql, hostname: '2001:DB8:0::1', database: powersync}",
            id="ipv6",
        ),
        pytest.param(MONGO, MONGO.replace("a.example.com,b", "b.example.com:27017,A"), id="other-order"),
        pytest.param(MONGO, "{type: mongodb, uri: 'mongodb://u@b.example.com', database: powersync}", id="one-member"),
        pytest.param(
            "{type: mongodb, uri: 'mongodb+srv://m.example.com/power%73ync'}",
            "{type: mongodb, uri: 'mongodb+srv://m.example.com/?retryWrites=true', database: powersync}",
            id="srv",
        ),
    ],
)
def test_two_spellings_of_a_storage_are_one_storage(one: str, two: str) -> None:
    """Defaults, case, the form of the URI and the order of its hosts make no difference."""
    made = objects(*instance("one", storage=one), *instance("two", storage=two))

    assert [finding.severity for finding in storage_is_of_one_instance.findings(made)] == ["error"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(STORAGE, STORAGE.replace("powersync", "other"), id="other-databases"),
        pytest.param(STORAGE, STORAGE.replace("storage.", "other."), id="other-servers"),
        pytest.param(STORAGE, STORAGE.replace("}", ", port: 5433}"), id="other-ports"),
        pytest.param(STORAGE.replace("storage.example.com", "localhost"), "{type: postgresql}", id="incomplete"),
        pytest.param(*[STORAGE.replace("storage.example.com", "localhost")] * 2, id="localhost"),
        pytest.param(MONGO, MONGO.replace("/powersync", "/other"), id="other-mongo-databases"),
        pytest.param(MONGO, MONGO.replace("mongodb://", "mongodb+srv://"), id="srv-and-a-host-of-the-same-name"),
        pytest.param(*["{type: mongodb, uri: powersync}"] * 2, id="not-a-uri"),
        pytest.param(*["{type: mongodb, uri: 'mongodb://m.example.com'}"] * 2, id="without-a-database"),
        pytest.param(*["{type: [mongodb]}"] * 2, id="not-a-type"),
        pytest.param(*["!env PS_STORAGE"] * 2, id="not-a-mapping"),
    ],
)
def test_two_storages_are_not_reported(one: str, two: str) -> None:
    """Instances with different storages, or with storages that cannot be compared, have no finding."""
    assert [
        *storage_is_of_one_instance.findings(objects(*instance("one", storage=one), *instance("two", storage=two)))
    ] == []


@pytest.mark.parametrize("kind", ["secretKeyRef", "configMapKeyRef"])
def test_storage_from_one_secret_is_an_error(kind: str) -> None:
    """Two instances that read the URI from the same key of a Secret or ConfigMap use the same storage."""
    env = {"PS_URI": from_secret("storage", kind=kind)}

    found = [
        *storage_is_of_one_instance.findings(
            objects(*instance("one", storage=URI, env=env), *instance("two", storage=URI, env=env))
        )
    ]

    reason = "uses the bucket storage that ConfigMap/one-config of another instance also uses"
    assert found == [finding("storage-of-one-instance", "error", "ConfigMap/two-config", reason, OWN_DATABASE)]


BY_NAME = '{type: postgresql, hostname: !env "PS_HOST", database: powersync}'


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(
            instance("one", storage=URI, env={"PS_URI": from_secret("one")}),
            instance("two", storage=URI, env={"PS_URI": from_secret("two")}),
            id="other-secrets",
        ),
        pytest.param(
            instance("one", storage=URI, env={"PS_URI": from_secret("storage", "one")}),
            instance("two", storage=URI, env={"PS_URI": from_secret("storage", "two")}),
            id="other-keys",
        ),
        pytest.param(
            instance("one", "east", storage=URI, env={"PS_URI": from_secret("storage")}),
            instance("one", "west", storage=URI, env={"PS_URI": from_secret("storage")}),
            id="other-namespaces",
        ),
        pytest.param(
            instance("one", storage=URI.replace("}", ", database: one}"), env={"PS_URI": from_secret("storage")}),
            instance("two", storage=URI.replace("}", ", database: two}"), env={"PS_URI": from_secret("storage")}),
            id="other-databases-of-one-uri",
        ),
        pytest.param(
            instance("one", storage=BY_NAME, env={"PS_HOST": from_secret("storage", "host")}),
            instance("two", storage=STORAGE),
            id="secret-host-and-plain-host",
        ),
        pytest.param(instance("one", storage=URI), instance("two", storage=URI), id="variables-of-an-agent"),
        pytest.param(
            *(instance(name, storage=URI, env={"PS_URI": {"value": "postgres://r@$(HOST)/a"}}) for name in "ab"),
            id="variables-of-variables",
        ),
        pytest.param(
            *(
                instance(name, storage=BY_NAME, env={"PS_HOST": {"valueFrom": {"fieldRef": {"fieldPath": "a"}}}})
                for name in "ab"
            ),
            id="fields-of-the-pods",
        ),
    ],
)
def test_storages_from_two_secrets_are_not_reported(one: list[Manifest], two: list[Manifest]) -> None:
    """A Secret is identified by its namespace, name and key, and a part of its value also by the name of the part."""
    assert storage_is_of_one_instance.findings(objects(*one, *two)) == []


def test_secrets_in_the_manifests_are_compared_by_value() -> None:
    """If the manifests contain the Secrets, two Secrets with the same address are one storage; no value is shown."""
    manifests = [
        *instance("one", storage=URI, env={"PS_URI": from_secret("one")}),
        *instance("two", storage=URI, env={"PS_URI": from_secret("two")}),
        secret("one", uri="postgresql://role:p@ss:word@storage.example.com/powersync"),
        {
            **manifest("Secret", "two"),
            "stringData": {"uri": "postgres://other:secret@storage.example.com:5432/powersync"},
        },
    ]

    [found] = storage_is_of_one_instance.findings(objects(*manifests))

    assert found.reason == "uses the bucket storage that ConfigMap/one-config of another instance also uses"


def test_service_yaml_in_a_secret_is_compared_and_not_shown() -> None:
    """A service.yaml in a Secret may contain secret values, so the finding does not show the address."""
    one, two = (instance(name, storage=STORAGE, kind="Secret") for name in ("one", "two"))

    [found] = storage_is_of_one_instance.findings(objects(*one, *two))

    assert str(found) == (
        "Secret/two-config: uses the bucket storage that Secret/one-config of another instance also uses; "
        f"{OWN_DATABASE} [PS902 storage-of-one-instance]"
    )


ITEMS = [{"key": "a.yaml", "path": "service.yaml"}]
MOUNTED: dict[str, Any] = {
    "volumes": [
        {
            "name": "config",
            "secret": {"secretName": "service-yaml", "items": [{"key": "a.yaml", "path": "service.yaml"}]},
        }
    ]
}
ENV: dict[str, Any] = {"env": [{"name": "POWERSYNC_CONFIG_B64", **from_secret("service-yaml", "a.yaml")}]}


@pytest.mark.parametrize("loading", [MOUNTED, ENV], ids=["file", "base64"])
def test_existing_service_yaml_of_two_instances_is_an_error(loading: dict[str, Any]) -> None:
    """Two instances that load one service.yaml share all databases. One finding covers all workloads."""
    manifests = [workload(name, component=role, **loading) for name in ("one", "two") for role in ("api", "migrate")]

    found = storage_is_of_one_instance.findings(objects(*manifests))

    reason = (
        "uses service.yaml from Secret/service-yaml, and thus the bucket storage, which Deployment/one-api of another "
        "instance also uses"
    )
    assert found == [finding("storage-of-one-instance", "error", "Deployment/two-api", reason, OWN_DATABASE)]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(workload("one", component="migrate", **MOUNTED), id="same-instance"),
        pytest.param(workload("two", "other", **MOUNTED), id="another-namespace"),
        pytest.param(
            workload("two", volumes=[{"name": "own", "secret": {"secretName": "service-yaml"}}]), id="another-volume"
        ),
        pytest.param(workload("two", volumes=[{"name": "config", "configMap": {"name": "a"}}]), id="a-config-map"),
    ],
)
def test_existing_service_yaml_of_one_instance_is_not_reported(other: Manifest) -> None:
    """The workloads of one instance load the same service.yaml."""
    assert storage_is_of_one_instance.findings(objects(workload("one", **MOUNTED), other)) == []


def with_own_file(name: str, role: str) -> list[Manifest]:
    """Return a workload of another origin, and the ConfigMap with its own service.yaml for the same bucket storage."""
    volumes = [{"name": "config", "configMap": {"name": name}}]
    mounts = [{"name": "config", "mountPath": "/app"}]
    pod = {"containers": [container(role, volumeMounts=mounts)], "volumes": volumes}
    workload = manifest("Deployment", name, group="apps", spec={"template": {"spec": pod}})
    text = f"# for {name}\nstorage: {STORAGE}\n"
    return [workload, manifest("ConfigMap", name, data={"powersync.yaml": text})]


@pytest.mark.parametrize(
    ("role", "expected"),
    [pytest.param("replication", [], id="another-role"), pytest.param("api", ["ConfigMap/b"], id="the-same-role")],
)
def test_roles_with_their_own_files_are_one_instance(role: str, expected: list[str]) -> None:
    """Two workloads of one role, each with its own service.yaml, are two instances; those of two roles are one."""
    made = objects(*with_own_file("a", "api"), *with_own_file("b", role))

    assert [each.where for each in storage_is_of_one_instance.findings(made)] == expected


ENCODED = b64encode(f"storage: {STORAGE}\n".encode()).decode()


@pytest.mark.parametrize("value", [{"value": ENCODED}, from_secret("encoded", "b64")], ids=["inline", "secret"])
def test_workloads_with_the_same_base64_are_one_instance(value: dict[str, Any]) -> None:
    """Workloads of another origin that load the same base64 belong to one instance, which owns the bucket storage."""
    env = [{"name": "POWERSYNC_CONFIG_B64", **value}]
    pods = ({"spec": {"containers": [container(role, env=env)]}} for role in ("api", "replication", "migrate"))
    workloads = [
        manifest("Deployment", f"workload-{index}", group="apps", spec={"template": pod})
        for index, pod in enumerate(pods)
    ]

    made = objects(*workloads, secret("encoded", b64=ENCODED))

    assert storage_is_of_one_instance.findings(made) == []


IN_CLUSTER = STORAGE.replace("storage.example.com", "db.data")


def test_public_storage_of_two_charts_is_an_error() -> None:
    """A public address is the same server from every cluster, so a staging chart must not use it too."""
    charts = {name: instance("one", storage=STORAGE) for name in ("staging", "production")}

    [found] = storage_is_of_one_instance.findings(app(charts))

    reason = (
        "uses the bucket storage 'powersync' on storage.example.com:5432, which ConfigMap/one-config of the same "
        "instance in chart 'staging' also uses"
    )
    assert found == finding("storage-of-one-instance", "error", "ConfigMap/one-config", reason, OWN_DATABASE)


@pytest.mark.parametrize(
    ("storage", "words"),
    [
        (IN_CLUSTER, "'powersync' on db.data.svc:5432, which"),
        (IN_CLUSTER.replace("db.data", "10.20.0.5"), "'powersync' on 10.20.0.5:5432, which"),
        (URI, "that"),
        (STORAGE.replace("powersync}", '!env "PS_URI"}'), "that"),
    ],
    ids=["service", "private-address", "secret", "secret-database"],
)
def test_storage_of_two_charts_for_maybe_two_clusters_is_a_warning(storage: str, words: str) -> None:
    """The charts may be for two clusters, where the same Service, address or Secret is not the same storage."""
    env = {"PS_URI": from_secret("storage")}

    charts = {"a": instance("one", storage=storage, env=env), "b": instance("two", storage=storage, env=env)}

    found = storage_is_of_one_instance.findings(app(charts))

    reason = f"uses the bucket storage {words} ConfigMap/one-config of another instance in chart 'a' also uses"
    assert found == [finding("storage-of-one-instance", "warning", "ConfigMap/two-config", reason, IF_ONE_CLUSTER)]


def test_conflict_in_the_chart_is_reported_before_one_with_another_chart() -> None:
    """If a storage is in two charts, and twice in one of them, that chart has an error."""
    twice = [*instance("one", storage=IN_CLUSTER), *instance("two", storage=IN_CLUSTER)]

    found = storage_is_of_one_instance.findings(app({"a": instance("one", storage=IN_CLUSTER), "b": twice}))

    assert [(finding.severity, finding.where) for finding in found] == [("error", "ConfigMap/two-config")]


def test_same_instance_in_two_charts_has_no_conflict() -> None:
    """If an instance is in two charts, each for its own cluster, it does not conflict with itself."""
    made = instance("one", source=SOURCE.replace("db.example.com", "db"), storage=IN_CLUSTER)

    charts = app({"east": made, "west": made})

    assert storage_is_of_one_instance.findings(charts) == []
    assert storage_is_apart_from_source.findings(charts) == []


def test_each_instance_of_a_fleet_with_one_storage_is_reported_once() -> None:
    """In a fleet, each instance after the first one has one error."""
    fleet = [each for number in range(50) for each in instance(f"shard-{number}", storage=STORAGE)]

    assert len(storage_is_of_one_instance.findings(objects(*fleet))) == 49


SAME_POSTGRES = "{type: postgresql, hostname: db.example.com, database: app}"
SAME_MONGO = "{type: mongodb, uri: 'mongodb://m.example.com/app'}"


def test_postgres_source_with_the_storage_is_a_warning() -> None:
    """The slot of the source would also process each write to the bucket storage."""
    found = storage_is_apart_from_source.findings(objects(*instance("one", source=SOURCE, storage=SAME_POSTGRES)))

    reason = "replicates from the source database 'app' on db.example.com:5432, which is also its bucket storage"
    assert found == [finding("storage-apart-from-source", "warning", "ConfigMap/one-config", reason, ANOTHER_DATABASE)]


def test_uris_with_passwords_from_secrets_are_compared() -> None:
    """A URI that is made from other variables shows its server and its database, if they are not secret."""
    env = {
        "PS_A_PASSWORD": from_secret("a"),
        "PS_B_PASSWORD": from_secret("b"),
        "PS_A": {"value": "postgresql://a:$(PS_A_PASSWORD)@db:5432/app"},
        "PS_B": {"value": "postgresql://b:$(PS_B_PASSWORD)@db/app"},
    }
    source, storage = (f"{{type: postgresql, uri: !env {name}}}" for name in ("PS_A", "PS_B"))

    found = storage_is_apart_from_source.findings(objects(*instance(source=source, storage=storage, env=env)))

    assert [each.reason for each in found] == ["replicates from a source database that is also its bucket storage"]


def test_mongo_source_with_the_storage_is_an_error() -> None:
    """A teardown drops the whole database of the bucket storage, and so the data of the app."""
    found = storage_is_apart_from_source.findings(objects(*instance("one", source=SAME_MONGO, storage=SAME_MONGO)))

    reason = (
        "replicates from the source database 'app' on m.example.com:27017, which is also its bucket storage, and "
        "teardown drops the whole database"
    )
    assert found == [finding("storage-apart-from-source", "error", "ConfigMap/one-config", reason, ANOTHER_DATABASE)]


@pytest.mark.parametrize(("database", "severity"), [(SAME_MONGO, "error"), (SAME_POSTGRES, "warning")])
def test_source_with_the_storage_of_another_instance_is_reported(database: str, severity: str) -> None:
    """The source of one instance must not be the storage of another instance."""
    made = objects(*instance("one", storage=database), *instance("two", source=database))

    [found] = storage_is_apart_from_source.findings(made)

    assert (found.severity, found.where) == (severity, "ConfigMap/two-config")
    assert "which ConfigMap/one-config of another instance uses as bucket storage" in found.reason


@pytest.mark.parametrize("env", [{"PS_URI": from_secret("db")}, {}], ids=["secret", "variable-of-an-agent"])
def test_source_and_storage_from_one_variable_are_reported(env: dict[str, object]) -> None:
    """A source and a storage that read the same Secret or variable are one database."""
    uri = '{type: mongodb, uri: !env "PS_URI"}'

    [found] = storage_is_apart_from_source.findings(objects(*instance(source=uri, storage=uri, env=env)))

    assert found.reason == (
        "replicates from a source database that is also its bucket storage, and teardown drops the whole database"
    )


@pytest.mark.parametrize(
    ("host", "severity"), [("m.example.com", "error"), ("mongo.data.svc", "warning")], ids=["public", "service"]
)
def test_source_with_the_storage_of_another_chart_depends_on_the_address(host: str, severity: str) -> None:
    """Only a public address is certainly the same database in another cluster."""
    database = SAME_MONGO.replace("m.example.com", host)

    charts = {"a": instance("one", storage=database), "b": instance("two", source=database)}

    [found] = storage_is_apart_from_source.findings(app(charts))

    assert (found.severity, found.fix.startswith("if both charts")) == (severity, severity == "warning")


@pytest.mark.parametrize(
    ("source", "storage"),
    [
        pytest.param(SOURCE, SAME_POSTGRES.replace("app", "powersync"), id="two-databases-of-one-server"),
        pytest.param(SAME_MONGO, SAME_MONGO.replace("app", "powersync"), id="two-mongo-databases-of-one-replica-set"),
        pytest.param("{type: mysql, hostname: db.example.com, database: app}", SAME_POSTGRES, id="another-type"),
        pytest.param("{type: convex}", "{}", id="nothing-known"),
    ],
)
def test_source_apart_from_the_storage_is_not_reported(source: str, storage: str) -> None:
    """The source and the storage may be two databases of one server."""
    assert storage_is_apart_from_source.findings(objects(*instance(source=source, storage=storage))) == []
