"""Rules take every object as it is, beside those of a real instance: nothing that anybody writes makes one fail."""

from typing import Any

import pytest
import yaml
from hypothesis import given, strategies as st

from powersync_constructs.rules import check
from tests import CHECKOUT

INSTANCE: list[dict[str, Any]] = [*yaml.safe_load_all((CHECKOUT / "dist" / "ha.k8s.yaml").read_text(encoding="utf-8"))]

LOOKED_AT = [
    ("", "ConfigMap"),
    ("", "List"),
    ("", "Pod"),
    ("", "Secret"),
    ("apps", "Deployment"),
    ("apps", "StatefulSet"),
    ("autoscaling", "HorizontalPodAutoscaler"),
    ("batch", "CronJob"),
    ("batch", "Job"),
    ("bitnami.com", "SealedSecret"),
    ("cert-manager.io", "Certificate"),
    ("external-secrets.io", "ClusterExternalSecret"),
    ("external-secrets.io", "ExternalSecret"),
    ("gateway.k8s.aws", "LoadBalancerConfiguration"),
    ("gateway.networking.k8s.io", "HTTPRoute"),
    ("keda.sh", "ScaledObject"),
    ("mongodbcommunity.mongodb.com", "MongoDBCommunity"),
    ("networking.k8s.io", "Ingress"),
    ("postgresql.cnpg.io", "Cluster"),
    ("projectcontour.io", "HTTPProxy"),
    ("secrets-store.csi.x-k8s.io", "SecretProviderClass"),
]
"""The groups and kinds that rules look at."""
FIELDS = [
    *("advanced", "annotations", "backendRefs", "conditions", "connectionStringSecretName", "containers", "data", "db"),
    *("creationPolicy", "dataFrom", "env", "envFrom", "externalSecretName", "externalSecretSpec", "fqdn", "host"),
    *("horizontalPodAutoscalerConfig", "hostnames", "http", "initContainers", "items", "jobTemplate", "key", "kind"),
    *("labels", "limits", "matches", "memory", "metadata", "name", "namespace", "optional", "path", "paths", "prefix"),
    *("projected", "resources", "routes", "rules", "scaleTargetRef", "scheme", "secret", "secretKey", "secretKeyRef"),
    *("secretName", "secretObjects", "secretRef", "service.yaml", "sources", "spec", "target", "template", "users"),
    *("value", "valueFrom", "virtualhost", "volumes"),
]
"""The fields that rules look at, in any place."""
TEXTS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["powersync", "powersync-source", "password", "/", "64Mi", "1Ei", "0o17", "Merge", "9" * 40]),
    st.sampled_from(
        ["a: [", "api: {tokens: 1}", "migrations: {disable_auto_migration: true}", "YTogYg==", "%", "\ud800"]
    ),
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS)
KEYS = st.one_of(st.sampled_from(FIELDS), st.text(max_size=4))
JSON = st.recursive(
    SCALARS,
    lambda nested: st.one_of(st.lists(nested, max_size=3), st.dictionaries(KEYS, nested, max_size=4)),
    max_leaves=6,
)
"""Anything, in which the fields are those that rules look at."""
LABELS = st.fixed_dictionaries(
    {},
    optional={
        "app.kubernetes.io/name": st.just("powersync"),
        "app.kubernetes.io/instance": st.just("powersync"),
        "app.kubernetes.io/component": st.sampled_from(["api", "compact", "config", "ingress", "migrate"]) | JSON,
        "app.kubernetes.io/version": st.sampled_from(["1.27.0", "edge"]) | JSON,
        "powersync-constructs/instance": st.sampled_from(["powersync", "other"]) | JSON,
    },
)
ANNOTATIONS = st.fixed_dictionaries(
    {},
    optional={
        "helm.sh/hook": JSON,
        "powersync-constructs/migration-left-out": JSON,
        "alb.ingress.kubernetes.io/scheme": st.just("internet-facing") | JSON,
    },
)
METADATA = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["powersync", "powersync-api", "powersync-migrate-0123456789"]) | JSON,
        "generateName": st.just("probe-") | JSON,
        "namespace": st.just("powersync") | JSON,
        "labels": LABELS | JSON,
        "annotations": ANNOTATIONS | JSON,
    },
)


def implausible(plausible: Any, paths: st.SearchStrategy[Any]) -> Any:
    """The value, in which one place has become anything."""
    return paths.map(lambda change: replaced(plausible, *change))


def replaced(value: Any, turns: list[int], change: Any) -> Any:
    """The value with the place changed that the turns lead to."""
    if not turns or not isinstance(value, dict | list) or not value:
        return change
    turn, *rest = turns
    if isinstance(value, list):
        at = turn % len(value)
        return [*value[:at], replaced(value[at], rest, change), *value[at + 1 :]]
    key = [*value][turn % len(value)]
    return {**value, key: replaced(value[key], rest, change)}


ANY_OBJECT = st.one_of(
    st.sampled_from(LOOKED_AT).flatmap(
        lambda kind: st.fixed_dictionaries(
            {"apiVersion": st.just(f"{kind[0]}/v1".lstrip("/")), "kind": st.just(kind[1])},
            optional={"metadata": METADATA | JSON, "spec": JSON, "data": JSON, "items": JSON},
        )
    ),
    st.sampled_from(INSTANCE).flatmap(
        lambda made: implausible(made, st.tuples(st.lists(st.integers(0, 20), max_size=9), JSON))
    ),
    JSON,
)
"""An object of a kind that rules look at, one of the instance in which a place has become anything, or anything."""


def test_the_instance_itself_is_right() -> None:
    """What is found below is found of the other objects."""
    assert check({"ha": INSTANCE}) == []


@given(st.lists(ANY_OBJECT, max_size=2), st.lists(ANY_OBJECT, max_size=1))
def test_no_rule_fails(beside: list[Any], elsewhere: list[Any]) -> None:
    """Whatever stands in the chart of an instance, and in another one."""
    found = check({"ha": [*INSTANCE, *beside], "other": elsewhere})

    assert [str(finding) for finding in found if finding.rule == "rule-failed"] == []


@pytest.mark.parametrize(("group", "kind"), LOOKED_AT)
@pytest.mark.parametrize("label", ["app.kubernetes.io/name", "powersync-constructs/instance"])
@pytest.mark.parametrize("spec", [None, {}, [], {"rules": [{}]}, {"template": None}], ids=repr)
def test_no_rule_fails_for_an_object_without_much(group: str, kind: str, label: str, spec: Any) -> None:
    """Every kind, ours and not ours, with little in it."""
    metadata = {"labels": {label: "powersync", "app.kubernetes.io/component": "config"}}
    bare = {"apiVersion": f"{group}/v1", "kind": kind, "metadata": metadata, "spec": spec}

    found = check({"ha": [*INSTANCE, bare]})

    assert [str(finding) for finding in found if finding.rule == "rule-failed"] == []
