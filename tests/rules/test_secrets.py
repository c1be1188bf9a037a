"""What pods refer to is filled by whoever says that it fills Secrets."""

from typing import Any

import pytest

from powersync_constructs.rules import Finding, Manifest, check
from powersync_constructs.rules.secrets import references_are_filled, secrets_have_one_owner

from .manifests import manifest, objects, ours, part, with_their_labels


def template(*references: tuple[str, str], optional: bool = False, volumes: tuple[Any, ...] = ()) -> dict[str, Any]:
    """The template of pods with environment variables out of Secrets."""
    refs = [{"name": secret, "key": key} | ({"optional": True} if optional else {}) for secret, key in references]
    env = [{"name": f"PS_{index}", "valueFrom": {"secretKeyRef": ref}} for index, ref in enumerate(refs)]
    container = {"name": "powersync", "env": [{"name": "A", "value": "b"}, *env]}
    spec = {"containers": [container], "volumes": [{"name": "tmp", "emptyDir": {}}, *volumes]}
    return {"spec": spec}


def deployment(*references: tuple[str, str], **options: Any) -> Manifest:
    """The API pods, with environment variables out of Secrets."""
    return part("Deployment", "api", spec={"template": template(*references, **options)})


def volume(name: str, **source: Any) -> dict[str, Any]:
    """A Secret as files."""
    return {"name": "keys", "secret": {"secretName": name, **source}}


def external(name: str, *keys: str, namespace: str = "sync", **spec: Any) -> Manifest:
    """An ExternalSecret, which fills some keys."""
    data = [{"secretKey": key, "remoteRef": {"key": "a"}} for key in keys]
    spec = {"target": {"name": name}, "data": data, **spec}
    return manifest("ExternalSecret", name, namespace=namespace, group="external-secrets.io", spec=spec)


def provider_class(class_name: str = "app-secrets", /, **secrets: list[str]) -> Manifest:
    """A SecretProviderClass, which fills keys of some Secrets."""
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
ALL_OF_IT: dict[str, Any] = template()
ALL_OF_IT["spec"]["containers"][0]["envFrom"] = [{"configMapRef": {"name": "a"}}, {"secretRef": {"name": "jwt"}}]
SOMEBODY_ELSES = with_their_labels(manifest("Deployment", "a", spec={"template": template(("jwt", "k"))}))
BY_FILE = deployment(volumes=(volume("storage", items=[{"key": "url", "path": "url"}]),))


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([], id="nothing"),
        pytest.param([deployment(STORAGE)], id="nobody-says-who-fills-secrets"),
        pytest.param([manifest("Secret", "jwt"), FIRST], id="a-secret-of-the-chart-says-nothing-of-others"),
        pytest.param([deployment(STORAGE), ONE], id="the-key-is-filled"),
        pytest.param([ONE, deployment(STORAGE), external("jwt", "k")], id="one-that-nobody-refers-to"),
        pytest.param([external("storage", dataFrom=[{"extract": {}}]), FIRST], id="whatever-the-store-has"),
        pytest.param([external("storage", "uri", target={"template": {"data": {}}}), FIRST], id="by-a-template"),
        pytest.param([ONE, external("storage", "url", target={"creationPolicy": "Merge"}), FIRST], id="two-fill-it"),
        pytest.param([provider_class(storage=["uri"]), deployment(STORAGE)], id="by-the-driver"),
        pytest.param([ONE, manifest("Secret", "storage"), FIRST], id="there-is-the-secret-itself"),
        pytest.param([ONE, deployment(("jwt", "k"), optional=True)], id="optional"),
        pytest.param([ONE, deployment(("storage", "url"), optional=True)], id="an-optional-key"),
        pytest.param([ONE, deployment(volumes=(volume("jwt", optional=True),))], id="an-optional-volume"),
        pytest.param([ONE, deployment(volumes=(volume("storage"),))], id="all-of-it-as-files"),
        pytest.param([external("jwt", "k", namespace="other"), deployment(STORAGE)], id="in-another-namespace"),
        pytest.param([ONE, SOMEBODY_ELSES], id="somebody-elses-pods"),
        pytest.param([external("jwt", "k", target={"creationPolicy": "None"}), FIRST], id="it-makes-no-secret"),
        pytest.param([manifest("ExternalSecret", "jwt", group="example.com"), FIRST], id="a-kind-of-that-name"),
        *(
            pytest.param([external("storage", "uri", target={"creationPolicy": policy}), FIRST], id=policy)
            for policy in ("Merge", "CreateOrMerge")
        ),
    ],
)
def test_what_is_filled(manifests: list[Manifest]) -> None:
    """Pods start, or it is nobody's business."""
    assert [*references_are_filled(objects(*manifests))] == []


@pytest.mark.parametrize(
    "keeper",
    [
        pytest.param(manifest("Secret", "jwt"), id="secret"),
        pytest.param(manifest("SealedSecret", "jwt", group="bitnami.com"), id="sealed-secret"),
        pytest.param(external("b", "k", target={"name": "jwt"}), id="an-external-secret-of-another-name"),
        pytest.param(external("jwt", "k", target=None), id="an-external-secret-without-a-target"),
        pytest.param(provider_class(jwt=["k"]), id="secret-provider-class"),
        *(
            pytest.param(
                manifest("ClusterExternalSecret", name, namespace=None, group="external-secrets.io", spec=spec),
                id=f"cluster-external-secret-{id}",
            )
            for id, name, spec in (
                ("alone", "jwt", {}),
                ("of-another-name", "a", {"externalSecretName": "jwt"}),
                ("of-a-target", "a", {"externalSecretSpec": {"target": {"name": "jwt"}}}),
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
def test_what_somebody_in_the_chart_makes(keeper: Manifest) -> None:
    """Operators and people may fill some Secrets, and External Secrets the others."""
    assert [*references_are_filled(objects(ONE, keeper, deployment(STORAGE, ("jwt", "k"))))] == []


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
def test_what_a_database_makes(kind: str, group: str, spec: dict[str, Any], name: str) -> None:
    """The Secrets with which the operators of databases let others in."""
    database = manifest(kind, "db", group=group, spec=spec)

    assert [*references_are_filled(objects(ONE, database, deployment(STORAGE, (name, "uri"))))] == []


@pytest.mark.parametrize(
    ("workload", "who"),
    [
        pytest.param(FIRST, "Deployment/app-api", id="deployment"),
        pytest.param(CRON_JOB, "CronJob/app-compact", id="cron-job"),
        pytest.param(part("Job", "migrate", spec={"template": IN_INIT}), "Job/app-migrate", id="init-container"),
        pytest.param(STATEFUL_SET, "StatefulSet/app-a", id="stateful-set"),
        pytest.param(BY_FILE, "Deployment/app-api", id="a-key-as-a-file"),
        pytest.param(BY_PROJECTION, "Deployment/app-api", id="a-key-as-one-of-several-files"),
    ],
)
def test_a_key_that_is_not_filled(workload: Manifest, who: str) -> None:
    """The kubelet would wait for it forever: an error, at the ExternalSecret that lacks it."""
    reason = f"fills Secret/storage without 'url', so that pods of {who} never start"
    fix = "map it: ExternalSecrets(mapping={SecretRef('storage', 'url'): ...})"

    where = "ExternalSecret/storage"
    assert [*references_are_filled(objects(workload, ONE))] == [
        Finding("references-are-filled", "error", where, reason, fix)
    ]


def test_a_key_that_the_driver_does_not_fill() -> None:
    """It is said in the words of the props."""
    found = [*references_are_filled(objects(provider_class(storage=["uri"], jwt=["k"]), FIRST))]

    reason = "fills Secret/storage without 'url', so that pods of Deployment/app-api never start"
    fix = "map it: SecretsStoreCsi(mapping={SecretRef('storage', 'url'): ...})"
    assert found == [Finding("references-are-filled", "error", "SecretProviderClass/app-secrets", reason, fix)]


@pytest.mark.parametrize(
    ("workload", "reference"),
    [
        pytest.param(deployment(STORAGE, ("jwt", "k")), "SecretRef('jwt', 'k')", id="a-variable"),
        pytest.param(deployment(volumes=(volume("jwt"),)), "SecretRef('jwt', ...)", id="files"),
        pytest.param(part("Deployment", "api", spec={"template": ALL_OF_IT}), "SecretRef('jwt', ...)", id="variables"),
    ],
)
def test_a_secret_that_nobody_makes(workload: Manifest, reference: str) -> None:
    """Somebody else may keep it: a warning, at the first workload that refers to it."""
    reason = "refers to Secret/jwt, which nothing in the chart makes, while others come by ExternalSecrets"
    fix = f"map it: ExternalSecrets(mapping={{{reference}: ...}}), or make sure that somebody keeps it"

    where = "Deployment/app-api"
    assert [*references_are_filled(objects(ONE, workload))] == [
        Finding("references-are-filled", "warning", where, reason, fix)
    ]


def test_each_reference_is_found_once() -> None:
    """However many workloads and variables have it."""
    twice = deployment(("storage", "url"), ("storage", "url"), ("jwt", "k"), ("jwt", "k"), ("jwt", "n"))

    found = [*references_are_filled(objects(ONE, twice, {**twice, "metadata": {**twice["metadata"], "name": "b"}}))]

    assert [finding.where for finding in found] == ["ExternalSecret/storage", *["Deployment/app-api"] * 2]


@pytest.mark.parametrize(
    "odd",
    [
        external("odd", target=None, data=[{"remoteRef": {"key": "a"}}]),
        manifest("SecretProviderClass", "odd", group="secrets-store.csi.x-k8s.io", spec={"provider": "aws"}),
        manifest(
            "SecretProviderClass",
            "odd",
            group="secrets-store.csi.x-k8s.io",
            spec={"secretObjects": [{"data": []}, {"secretName": "odd"}, {"secretName": "odd", "data": [{}]}]},
        ),
        manifest("Certificate", "odd", group="cert-manager.io"),
        manifest("MongoDBCommunity", "odd", group="mongodbcommunity.mongodb.com", spec={"users": [{}]}),
        manifest("ClusterExternalSecret", "odd", group="external-secrets.io"),
        *(part(kind, "odd") for kind in ("CronJob", "StatefulSet")),
        part("Job", "odd", spec={"template": {"metadata": None, "spec": None}}),
        deployment(volumes=({"name": "a", "secret": {}}, {"name": "b", "projected": {}})),
    ],
    ids=lambda odd: str(odd["kind"]),
)
def test_what_is_left_out_is_passed_over(odd: Manifest) -> None:
    """Objects of somebody else may have less than the rules would like; whether that is right, others say."""
    manifests = [ONE, part("Deployment", "a", spec={"template": template(STORAGE)}), odd]

    assert [*references_are_filled(objects(*manifests)), *secrets_have_one_owner(objects(*manifests))] == []


MERGED = external("also", "url", target={"name": "storage", "creationPolicy": "Merge"})
CLASS = ours(provider_class(storage=["uri"]), "secrets")


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([ONE, external("jwt", "k")], id="two-secrets"),
        pytest.param([ONE, external("storage", "url", namespace="other")], id="two-namespaces"),
        pytest.param([ONE, ONE], id="one-object-twice-which-is-said-of-its-name"),
        pytest.param([ONE, MERGED], id="one-merges"),
        pytest.param([MERGED, CLASS], id="one-merges-into-that-of-a-class"),
        pytest.param([CLASS, provider_class("more", storage=["uri"])], id="classes-with-the-same-keys"),
        pytest.param([ONE, manifest("Secret", "storage")], id="a-secret-that-is-taken-over"),
        pytest.param([ONE, external("more", "url", target={"name": "storage"})], id="somebody-elses-owners"),
    ],
)
def test_a_secret_of_one_owner(manifests: list[Manifest]) -> None:
    """Nobody takes another's keys away."""
    assert [*secrets_have_one_owner(objects(*manifests))] == []


@pytest.mark.parametrize(
    ("other", "name"),
    [
        pytest.param(external("more", "uri", target={"name": "storage"}), "ExternalSecret/more", id="external-secret"),
        pytest.param(
            external("more", "url", target={"name": "storage", "creationPolicy": "Orphan"}),
            "ExternalSecret/more",
            id="which-leaves-it-behind",
        ),
        pytest.param(provider_class("more", storage=["url"]), "SecretProviderClass/more", id="another-class"),
        pytest.param(
            provider_class("more", storage=["uri", "url"]), "SecretProviderClass/more", id="a-class-with-more-keys"
        ),
    ],
)
def test_a_secret_of_two_owners(other: Manifest, name: str) -> None:
    """Pods of one of them would wait for their keys forever, or lose them."""
    found = [*secrets_have_one_owner(objects(CLASS, other))]

    reason = f"is made by SecretProviderClass/app-secrets and {name}, of which one would leave out the other's keys"
    fix = "map it in one of them, with all its keys"
    assert found == [Finding("one-owner", "error", "Secret/storage", reason, fix)]


def test_charts_may_be_for_two_clusters() -> None:
    """What fills Secrets in one of them says nothing of the other."""
    assert check({"a": [ONE], "b": [deployment(("storage", "url"))]}) == []
