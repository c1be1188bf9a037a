"""Rules accept any object next to a real instance: no content of an object makes a rule fail."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, strategies as st

from powersync_constructs.rules import check
from tests import CHECKOUT
from tests.rules.manifests import part

INSTANCE: list[dict[str, Any]] = [*yaml.safe_load_all((CHECKOUT / "dist" / "ha.k8s.yaml").read_text(encoding="utf-8"))]

KINDS = [
    ("", "ConfigMap"),
    ("", "List"),
    ("", "Pod"),
    ("", "Secret"),
    ("", "Service"),
    ("apps", "Deployment"),
    ("apps", "StatefulSet"),
    ("autoscaling", "HorizontalPodAutoscaler"),
    ("batch", "CronJob"),
    ("batch", "Job"),
    ("bitnami.com", "SealedSecret"),
    ("cert-manager.io", "Certificate"),
    ("external-secrets.io", "ClusterExternalSecret"),
    ("external-secrets.io", "ExternalSecret"),
    ("cloud.google.com", "BackendConfig"),
    ("gateway.envoyproxy.io", "BackendTrafficPolicy"),
    ("gateway.k8s.aws", "LoadBalancerConfiguration"),
    ("gateway.networking.k8s.io", "Gateway"),
    ("gateway.networking.k8s.io", "HTTPRoute"),
    ("keda.sh", "ScaledObject"),
    ("mongodbcommunity.mongodb.com", "MongoDBCommunity"),
    ("monitoring.coreos.com", "PodMonitor"),
    ("monitoring.coreos.com", "ServiceMonitor"),
    ("networking.k8s.io", "Ingress"),
    ("networking.k8s.io", "NetworkPolicy"),
    ("policy", "PodDisruptionBudget"),
    ("postgresql.cnpg.io", "Cluster"),
    ("projectcontour.io", "HTTPProxy"),
    ("secrets-store.csi.x-k8s.io", "SecretProviderClass"),
    ("traefik.io", "Middleware"),
]
"""The groups and kinds that rules read."""
FIELDS = [
    *("advanced", "annotations", "backendRefs", "conditions", "configMapKeyRef", "connectionStringSecretName"),
    *("containers", "data", "db"),
    *("creationPolicy", "dataFrom", "env", "envFrom", "externalSecretName", "externalSecretSpec", "fqdn", "host"),
    *("horizontalPodAutoscalerConfig", "hostnames", "http", "initContainers", "items", "jobTemplate", "key", "kind"),
    *("labels", "limits", "matches", "memory", "metadata", "name", "namespace", "optional", "path", "paths", "prefix"),
    *("projected", "resources", "routes", "rules", "scaleTargetRef", "scheme", "secret", "secretKey", "secretKeyRef"),
    *(
        "secretName",
        "secretObjects",
        "secretRef",
        "service.yaml",
        "sources",
        "spec",
        "stringData",
        "target",
        "template",
    ),
    *("users", "value", "valueFrom", "virtualhost", "volumes"),
    *("args", "command", "containerPort", "endpoints", "exec", "failureThreshold", "grpc", "httpGet", "ingress"),
    *("ipFamilies", "livenessProbe", "matchLabels", "mountPath", "podMetricsEndpoints", "podSelector", "port"),
    *("ports", "readinessProbe", "requests", "securityContext", "selector", "startupProbe", "targetPort"),
    *("tcpSocket", "volumeMounts", "workingDir"),
    *("affinity", "concurrencyPolicy", "labelSelector", "lifecycle", "managedFields", "maxUnavailable"),
    *("minAvailable", "nodeSelector", "ownerReferences", "podAntiAffinity", "preStop", "replicas", "rollingUpdate"),
    *("seconds", "serviceAccountName", "sleep", "startingDeadlineSeconds", "strategy", "terminationGracePeriodSeconds"),
    *("topologyKey", "topologySpreadConstraints"),
    *("behavior", "capabilities", "circuitBreaker", "default", "egress", "endPort", "http", "listeners", "metrics"),
    *("parentRefs", "policies", "policyTypes", "query", "scaleDown", "seccompProfile", "services", "targetRefs"),
    *("timeout", "timeoutPolicy", "timeouts", "tls", "triggers", "upstreams"),
]
"""The fields that rules read, at any level."""
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
"""Any JSON value. Many of its fields are those that rules read."""
DATABASES = st.dictionaries(
    st.sampled_from(
        ["type", "uri", "hostname", "port", "database", "server_id", "bucket", "endpoint", "object_storage"]
    ),
    st.sampled_from(["mongodb", "postgresql", "mysql", "mongodb://[a:b,:/?#", "mysql://@", "http://[a", "[", ":", "0"])
    | JSON,
)
"""The settings of a database, each with a valid value, an invalid URI or any JSON value."""
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
        "argocd.argoproj.io/hook": st.just("PreSync") | JSON,
        "argocd.argoproj.io/sync-wave": st.just("-1") | JSON,
        "helm.sh/hook": st.just("pre-install") | JSON,
        "helm.sh/hook-weight": st.just("5") | JSON,
        "powersync-constructs/migration-left-out": JSON,
        "alb.ingress.kubernetes.io/listen-ports": st.just('[{"HTTP": 80}]') | JSON,
        "alb.ingress.kubernetes.io/scheme": st.just("internet-facing") | JSON,
        "cloud.google.com/backend-config": st.just('{"default": 1}') | JSON,
        "nginx.ingress.kubernetes.io/proxy-read-timeout": st.just("5") | JSON,
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


def with_random_change(value: Any, paths: st.SearchStrategy[Any]) -> Any:
    """Return the value with one part replaced by any JSON value."""
    return paths.map(lambda change: replaced(value, *change))


def replaced(value: Any, indices: list[int], change: Any) -> Any:
    """Return the value with the part replaced to which the indices lead."""
    if not indices or not isinstance(value, dict | list) or not value:
        return change
    index, *rest = indices
    if isinstance(value, list):
        at = index % len(value)
        return [*value[:at], replaced(value[at], rest, change), *value[at + 1 :]]
    key = [*value][index % len(value)]
    return {**value, key: replaced(value[key], rest, change)}


ANY_OBJECT = st.one_of(
    st.sampled_from(KINDS).flatmap(
        lambda kind: st.fixed_dictionaries(
            {"apiVersion": st.just(f"{kind[0]}/v1".lstrip("/")), "kind": st.just(kind[1])},
            optional={"metadata": METADATA | JSON, "spec": JSON, "data": JSON, "items": JSON},
        )
    ),
    st.sampled_from(INSTANCE).flatmap(
        lambda made: with_random_change(made, st.tuples(st.lists(st.integers(0, 20), max_size=9), JSON))
    ),
    JSON,
)
"""An object of a kind that rules read, an object of the instance with a random change, or any JSON value."""


def test_instance_without_changes_has_no_findings() -> None:
    """The instance has no findings, so each finding of the other tests comes from an added object."""
    assert check({"ha": INSTANCE}) == []


@given(st.lists(ANY_OBJECT, max_size=2), st.lists(ANY_OBJECT, max_size=1))
def test_no_rule_fails(added: list[Any], other: list[Any]) -> None:
    """No rule fails, whatever objects are in the chart of an instance and in another chart."""
    found = check({"ha": [*INSTANCE, *added], "other": other})

    assert [str(finding) for finding in found if finding.name == "rule-failed"] == []


@given(DATABASES | JSON, DATABASES | JSON, st.sampled_from(["", "!env ", "!other "]))
def test_no_rule_fails_for_any_service_yaml(source: Any, storage: Any, tag: str) -> None:
    """No rule fails, whatever service.yaml contains."""
    text = f"replication: {{connections: [{tag}{json.dumps(source)}]}}\nstorage: {tag}{json.dumps(storage)}\n"

    found = check({"any": [part("ConfigMap", "config", data={"service.yaml": text})]})

    assert [str(finding) for finding in found if finding.name == "rule-failed"] == []


@pytest.mark.parametrize(("group", "kind"), KINDS)
@pytest.mark.parametrize("label", ["app.kubernetes.io/name", "powersync-constructs/instance"])
@pytest.mark.parametrize("spec", [None, {}, [], {"rules": [{}]}, {"template": None}], ids=repr)
def test_no_rule_fails_for_an_almost_empty_object(group: str, kind: str, label: str, spec: Any) -> None:
    """No rule fails for an almost empty object, with or without the label of an instance."""
    metadata = {"labels": {label: "powersync", "app.kubernetes.io/component": "config"}}
    bare = {"apiVersion": f"{group}/v1", "kind": kind, "metadata": metadata, "spec": spec}

    found = check({"ha": [*INSTANCE, bare]})

    assert [str(finding) for finding in found if finding.name == "rule-failed"] == []
