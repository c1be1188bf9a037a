"""Something in the chart fills the Secrets that pods need, and each Secret has one owner."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest, check
from powersync_constructs.rules.containers.secrets import references_are_filled, secrets_have_one_owner
from tests.rules.manifests import finding, manifest, objects, of_instance, part, with_recommended_labels


def template(*references: tuple[str, str], optional: bool = False, volumes: tuple[Any, ...] = ()) -> dict[str, Any]:
    """Return a pod template with environment variables from Secrets."""
    refs = [{"name": secret, "key": key} | ({"optional": True} if optional else {}) for secret, key in references]
    env = [{"name": f"PS_{index}", "valueFrom": {"secretKeyRef": ref}} for index, ref in enumerate(refs)]
    container = {"name": "powersync", "env": [{"name": "A", "value": "b"}, *env]}
    spec = {"containers": [container], "volumes": [{"name": "tmp", "emptyDir": {}}, *volumes]}
    return {"spec": spec}


def deployment(*references: tuple[str, str], **options: Any) -> Manifest:
    """Return the Deployment of the API pods, with environment variables from Secrets."""
    return part("Deployment", "api", spec={"template": template(*references, **options)})


def volume(name: str, **source: Any) -> dict[str, Any]:
    """Return a volume with the keys of a Secret as files."""
    return {"name": "keys", "secret": {"secretName": name, **source}}


def external(name: str, *keys: str, namespace: str = "sync", **spec: Any) -> Manifest:
    """Return an ExternalSecret that fills these keys."""
    data = [{"secretKey": key, "remoteRef": {"key": "a"}} for key in keys]
    spec = {"target": {"name": name}, "data": data, **spec}
    return manifest("ExternalSecret", name, namespace=namespace, group="external-secrets.io", spec=spec)


def provider_class(class_name: str = "app-secrets", /, **secrets: list[str]) -> Manifest:
    """Return a SecretProviderClass that fills keys of Secrets."""
    objects = [{"secretName": name, "data": [{"key": key} for key in keys]} for name, keys in secrets.items()]
    spec = {"provider": "aws", "secretObjects": objects}
    return manifest("SecretProviderClass", class_name, group="secrets-store.csi.x-k8s.io", spec=spec)


STORAGE = ("storage", "uri")
ONE = external("storage", "uri")
CRON_JOB = part("CronJob", "compact", spec={"jobTemplate": {"spec": {"template": template(("storage", "url"))}}})
STATEFUL_SET = part("StatefulSet", "a", spec={"template": template(("storage", "url"))})
FIRST = deployment(("storage", "url"))
IN_INIT: dict[str, Any] = template(("storage", "url"))
IN_INIT["spec"]["initContainers"] = IN_INIT["spec"].pop("containers")
BY_PROJECTION = deployment(
    volumes=({"name": "all", "projected": {"sources": [{"secret": {"name": "storage", "items": [{"key": "url"}]}}]}},)
)
ALL_KEYS: dict[str, Any] = template()
ALL_KEYS["spec"]["containers"][0]["envFrom"] = [{"configMapRef": {"name": "a"}}, {"secretRef": {"name": "jwt"}}]
NOT_OF_AN_INSTANCE = with_recommended_labels(manifest("Deployment", "a", spec={"template": template(("jwt", "k"))}))
BY_FILE = deployment(volumes=(volume("storage", items=[{"key": "url", "path": "url"}]),))


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([], id="no-objects"),
        pytest.param([deployment(STORAGE)], id="no-source-of-secrets"),
        pytest.param([manifest("Secret", "jwt"), FIRST], id="only-a-plain-secret"),
        pytest.param([deployment(STORAGE), ONE], id="filled-key"),
        pytest.param([ONE, deployment(STORAGE), external("jwt", "k")], id="unused-external-secret"),
        pytest.param([external("storage", dataFrom=[{"extract": {}}]), FIRST], id="all-keys-of-the-store"),
        pytest.param([external("storage", "uri", target={"template": {"data": {}}}), FIRST], id="keys-of-a-template"),
        pytest.param(
            [ONE, external("storage", "url", target={"creationPolicy": "Merge"}), FIRST],
            id="two-external-secrets-fill-it",
        ),
        pytest.param([provider_class(storage=["uri"]), deployment(STORAGE)], id="csi-driver"),
        pytest.param([ONE, manifest("Secret", "storage"), FIRST], id="plain-secret-of-the-same-name"),
        pytest.param([manifest("Secret", "storage"), FIRST], id="plain-secret-that-something-fills"),
        pytest.param([manifest("Secret", "storage", stringData={"url": "a"}), FIRST], id="key-of-a-plain-secret"),
        pytest.param(
            [
                manifest("Secret", "storage", data={"uri": "YQ=="}),
                external("storage", "url", target={"creationPolicy": "Merge"}),
                FIRST,
            ],
            id="plain-secret-that-an-external-secret-completes",
        ),
        pytest.param([ONE, deployment(("jwt", "k"), optional=True)], id="optional"),
        pytest.param([ONE, deployment(("storage", "url"), optional=True)], id="optional-key"),
        pytest.param([ONE, deployment(volumes=(volume("jwt", optional=True),))], id="optional-volume"),
        pytest.param([ONE, deployment(volumes=(volume("storage"),))], id="all-keys-as-files"),
        pytest.param([external("jwt", "k", namespace="other"), deployment(STORAGE)], id="source-in-another-namespace"),
        pytest.param([ONE, NOT_OF_AN_INSTANCE], id="pods-of-no-instance"),
        pytest.param(
            [external("jwt", "k", target={"creationPolicy": "None"}), FIRST], id="external-secret-that-creates-nothing"
        ),
        pytest.param([manifest("ExternalSecret", "jwt", group="example.com"), FIRST], id="same-kind-of-another-group"),
        *(
            pytest.param([external("storage", "uri", target={"creationPolicy": policy}), FIRST], id=policy)
            for policy in ("Merge", "CreateOrMerge")
        ),
    ],
)
def test_filled_reference_is_not_reported(manifests: list[Manifest]) -> None:
    """A reference is not reported if it is filled, optional, of no instance, or outside what the chart fills."""
    assert references_are_filled.findings(objects(*manifests)) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(manifest("Secret", "jwt"), id="secret"),
        pytest.param(manifest("SealedSecret", "jwt", group="bitnami.com"), id="sealed-secret"),
        pytest.param(external("b", "k", target={"name": "jwt"}), id="external-secret-of-another-name"),
        pytest.param(external("jwt", "k", target=None), id="external-secret-without-a-target"),
        pytest.param(provider_class(jwt=["k"]), id="secret-provider-class"),
        *(
            pytest.param(
                manifest("ClusterExternalSecret", name, namespace=None, group="external-secrets.io", spec=spec),
                id=f"cluster-external-secret-{id}",
            )
            for id, name, spec in (
                ("without-a-name", "jwt", {}),
                ("with-a-name", "a", {"externalSecretName": "jwt"}),
                ("with-a-target", "a", {"externalSecretSpec": {"target": {"name": "jwt"}}}),
            )
        ),
        pytest.param(
            manifest("Certificate", "a", group="cert-manager.io", spec={"secretName": "jwt"}), id="certificate"
        ),
        pytest.param(
            manifest(
                "MongoDBCommunity",
                "db",
                group="mongodbcommunity.mongodb.com",
                spec={"users": [{"name": "a", "db": "admin", "connectionStringSecretName": "jwt"}]},
            ),
            id="mongodb",
        ),
    ],
)
def test_secret_from_another_source_is_not_reported(source: Manifest) -> None:
    """Other objects of the chart may fill some Secrets, and External Secrets the others."""
    assert references_are_filled.findings(objects(ONE, source, deployment(STORAGE, ("jwt", "k")))) == []


@pytest.mark.parametrize(
    ("kind", "group", "spec", "name"),
    [
        *(
            ("Cluster", "postgresql.cnpg.io", {}, f"db-{secret}")
            for secret in ("app", "superuser", "ca", "replication", "server")
        ),
        ("MongoDBCommunity", "mongodbcommunity.mongodb.com", {"users": [{"name": "a", "db": "admin"}]}, "db-admin-a"),
    ],
)
def test_secret_of_a_database_is_not_reported(kind: str, group: str, spec: dict[str, Any], name: str) -> None:
    """The operator of a database creates Secrets with its credentials."""
    database = manifest(kind, "db", group=group, spec=spec)

    assert references_are_filled.findings(objects(ONE, database, deployment(STORAGE, (name, "uri")))) == []


@pytest.mark.parametrize(
    ("workload", "who"),
    [
        pytest.param(FIRST, "Deployment/app-api", id="deployment"),
        pytest.param(CRON_JOB, "CronJob/app-compact", id="cron-job"),
        pytest.param(part("Job", "migrate", spec={"template": IN_INIT}), "Job/app-migrate", id="init-container"),
        pytest.param(STATEFUL_SET, "StatefulSet/app-a", id="stateful-set"),
        pytest.param(BY_FILE, "Deployment/app-api", id="key-as-a-file"),
        pytest.param(BY_PROJECTION, "Deployment/app-api", id="key-in-a-projected-volume"),
    ],
)
def test_missing_key_is_reported(workload: Manifest, who: str) -> None:
    """The pods would never start, so a missing key is an error of the ExternalSecret that lacks it."""
    reason = f"fills Secret/storage without the key 'url', so pods of {who} never start"
    fix = "map it: ExternalSecrets(mapping={SecretRef('storage', 'url'): ...})"

    where = "ExternalSecret/storage"
    assert references_are_filled.findings(objects(workload, ONE)) == [
        finding("references-are-filled", "error", where, reason, fix)
    ]


def test_missing_key_of_a_plain_secret_is_reported() -> None:
    """The manifests show all keys of a Secret, so a pod that refers to another key never starts."""
    found = references_are_filled.findings(objects(manifest("Secret", "storage", stringData={"uri": "a"}), FIRST))

    reason = "has no key 'url', so pods of Deployment/app-api never start"
    fix = "add the key, or correct the reference of Deployment/app-api"
    assert found == [finding("references-are-filled", "error", "Secret/storage", reason, fix)]


def test_missing_key_of_the_csi_driver_is_reported() -> None:
    """The way out names the props of the CSI driver."""
    found = references_are_filled.findings(objects(provider_class(storage=["uri"], jwt=["k"]), FIRST))

    reason = "fills Secret/storage without the key 'url', so pods of Deployment/app-api never start"
    fix = "map it: SecretsStoreCsi(mapping={SecretRef('storage', 'url'): ...})"
    assert found == [finding("references-are-filled", "error", "SecretProviderClass/app-secrets", reason, fix)]


@pytest.mark.parametrize(
    ("workload", "reference"),
    [
        pytest.param(deployment(STORAGE, ("jwt", "k")), "SecretRef('jwt', 'k')", id="variable"),
        pytest.param(deployment(volumes=(volume("jwt"),)), "SecretRef('jwt', ...)", id="files"),
        pytest.param(
            part("Deployment", "api", spec={"template": ALL_KEYS}), "SecretRef('jwt', ...)", id="all-keys-as-variables"
        ),
    ],
)
def test_missing_secret_is_a_warning(workload: Manifest, reference: str) -> None:
    """Something outside the chart may create the Secret, so it is a warning at the first workload that needs it."""
    reason = (
        "refers to Secret/jwt, which nothing in the manifests creates, "
        "although an object of the kind ExternalSecret fills other Secrets"
    )
    fix = f"map it: ExternalSecrets(mapping={{{reference}: ...}}), or create it before you apply the manifests"

    where = "Deployment/app-api"
    assert references_are_filled.findings(objects(ONE, workload)) == [
        finding("references-are-filled", "warning", where, reason, fix)
    ]


def test_fix_for_manifests_of_another_origin_names_objects() -> None:
    """The fix for pods that this library did not render names the kind of the source, not the props."""
    pods = manifest("Deployment", "api", spec={"template": template(STORAGE, ("storage", "url"), ("jwt", "k"))})
    pods["spec"]["template"]["spec"]["containers"][0] |= {"image": "powersync-service", "args": ["start"]}

    assert [each.fix for each in references_are_filled.findings(objects(ONE, pods))] == [
        "add the key 'url' to ExternalSecret/storage",
        "create it with an object of the kind ExternalSecret, or create it before you apply the manifests",
    ]


def test_each_reference_is_reported_once() -> None:
    """A reference gives one finding, however many workloads and variables use it."""
    twice = deployment(("storage", "url"), ("storage", "url"), ("jwt", "k"), ("jwt", "k"), ("jwt", "n"))

    found = [
        *references_are_filled.findings(objects(ONE, twice, {**twice, "metadata": {**twice["metadata"], "name": "b"}}))
    ]

    assert [finding.where for finding in found] == ["ExternalSecret/storage", *["Deployment/app-api"] * 2]


@pytest.mark.parametrize(
    "incomplete",
    [
        external("incomplete", target=None, data=[{"remoteRef": {"key": "a"}}]),
        manifest("SecretProviderClass", "incomplete", group="secrets-store.csi.x-k8s.io", spec={"provider": "aws"}),
        manifest(
            "SecretProviderClass",
            "incomplete",
            group="secrets-store.csi.x-k8s.io",
            spec={
                "secretObjects": [
                    {"data": []},
                    {"secretName": "incomplete"},
                    {"secretName": "incomplete", "data": [{}]},
                ]
            },
        ),
        manifest("Certificate", "incomplete", group="cert-manager.io"),
        manifest("MongoDBCommunity", "incomplete", group="mongodbcommunity.mongodb.com", spec={"users": [{}]}),
        manifest("ClusterExternalSecret", "incomplete", group="external-secrets.io"),
        *(part(kind, "incomplete") for kind in ("CronJob", "StatefulSet")),
        part("Job", "incomplete", spec={"template": {"metadata": None, "spec": None}}),
        deployment(volumes=({"name": "a", "secret": {}}, {"name": "b", "projected": {}})),
    ],
    ids=lambda incomplete: str(incomplete["kind"]),
)
def test_incomplete_object_is_ignored(incomplete: Manifest) -> None:
    """Objects of no instance may lack fields, which is for other tools to report."""
    manifests = [ONE, part("Deployment", "a", spec={"template": template(STORAGE)}), incomplete]

    assert [
        *references_are_filled.findings(objects(*manifests)),
        *secrets_have_one_owner.findings(objects(*manifests)),
    ] == []


MERGED = external("also", "url", target={"name": "storage", "creationPolicy": "Merge"})
CLASS = of_instance(provider_class(storage=["uri"]), "secrets")


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([ONE, external("jwt", "k")], id="two-secrets"),
        pytest.param([ONE, external("storage", "url", namespace="other")], id="two-namespaces"),
        pytest.param([ONE, ONE], id="same-object-twice"),
        pytest.param([ONE, MERGED], id="one-merges-its-keys"),
        pytest.param([MERGED, CLASS], id="one-merges-its-keys-into-the-secret-of-a-class"),
        pytest.param([CLASS, provider_class("more", storage=["uri"])], id="classes-with-the-same-keys"),
        pytest.param([ONE, manifest("Secret", "storage")], id="plain-secret-of-the-same-name"),
        pytest.param([ONE, external("more", "url", target={"name": "storage"})], id="owners-of-no-instance"),
    ],
)
def test_secret_with_one_owner_is_not_reported(manifests: list[Manifest]) -> None:
    """A Secret is not reported if no object removes the keys of another."""
    assert secrets_have_one_owner.findings(objects(*manifests)) == []


@pytest.mark.parametrize(
    ("other", "name"),
    [
        pytest.param(external("more", "uri", target={"name": "storage"}), "ExternalSecret/more", id="external-secret"),
        pytest.param(
            external("more", "url", target={"name": "storage", "creationPolicy": "Orphan"}),
            "ExternalSecret/more",
            id="orphan-policy",
        ),
        pytest.param(provider_class("more", storage=["url"]), "SecretProviderClass/more", id="another-class"),
        pytest.param(
            provider_class("more", storage=["uri", "url"]), "SecretProviderClass/more", id="class-with-more-keys"
        ),
    ],
)
def test_secret_with_two_owners_is_reported(other: Manifest, name: str) -> None:
    """With two owners, pods would wait forever for a key, or lose it."""
    found = secrets_have_one_owner.findings(objects(CLASS, other))

    reason = f"is created by SecretProviderClass/app-secrets and {name}, and would lack the keys of one of them"
    fix = "map it in only one of them, with all its keys"
    assert found == [finding("one-owner", "error", "Secret/storage", reason, fix)]


def test_sources_of_another_chart_are_ignored() -> None:
    """Charts may be for two clusters, so the sources of Secrets in one chart do not count for another."""
    found = check({"a": [ONE], "b": [deployment(("storage", "url"))]})

    assert [each for each in found if each.rule == references_are_filled.id] == []
