"""What an ingress opens of the admin API is told."""

from typing import Any

import pytest

from powersync_constructs.rules import Finding, Manifest
from powersync_constructs.rules.admin_api import admin_api_has_tokens, admin_api_is_not_public

from .manifests import annotated, manifest, objects, ours, part
from .test_migration import config, in_secret

SCHEME = "alb.ingress.kubernetes.io/scheme"
CLIENT_PATHS = ("/sync", "/write-checkpoint.json")


def ingress(*paths: str, **annotations: str) -> Manifest:
    """An Ingress of an instance."""
    rules = [{"host": "a.example.com", "http": {"paths": [{"path": path} for path in paths]}}]
    return ours(annotated(manifest("Ingress", "app", spec={"rules": rules}), annotations), "ingress")


def route(*paths: str, name: str = "app", **rule: Any) -> Manifest:
    """An HTTPRoute of an instance."""
    matches = [{"path": {"type": "PathPrefix", "value": path}} for path in paths]
    rules = [{"matches": matches, "backendRefs": [{"name": "app-api"}], **rule}]
    return ours(manifest("HTTPRoute", name, spec={"rules": rules}), "ingress")


def proxy(*paths: str) -> Manifest:
    """An HTTPProxy of an instance."""
    routes = [{"conditions": [{"prefix": path}]} for path in paths]
    return ours(manifest("HTTPProxy", "app", spec={"routes": routes}), "ingress")


def load_balancer(scheme: str, name: str = "app") -> Manifest:
    """What a Gateway of AWS is made by."""
    return ours(manifest("LoadBalancerConfiguration", name, spec={"scheme": scheme}), "ingress")


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([ingress("/", **{SCHEME: "internet-facing"})], id="alb"),
        pytest.param([ingress("/", **{"kubernetes.io/ingress.class": "gce"})], id="gke"),
        pytest.param([route("/"), load_balancer("internet-facing")], id="aws-gateway"),
    ],
)
def test_an_admin_api_on_the_internet(manifests: list[Manifest]) -> None:
    """It opens everything that the instance has to whoever has a token."""
    found = [*admin_api_is_not_public(objects(*manifests))]

    where = f"{manifests[0]['kind']}/app"
    reason = "opens the admin API on a load balancer on the internet"
    fix = "make that load balancer internal, or set expose_admin_api=False"
    assert found == [Finding("admin-api-is-public", "warning", where, reason, fix)]


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([ingress("/", **{SCHEME: "internal"})], id="alb-of-the-network"),
        pytest.param([ingress(*CLIENT_PATHS, **{SCHEME: "internet-facing"})], id="paths-of-clients"),
        pytest.param([ingress("/", **{"kubernetes.io/ingress.class": "gce-internal"})], id="gke-of-the-network"),
        pytest.param([ingress("/")], id="whoever-the-controller-serves"),
        pytest.param([route("/"), load_balancer("internal")], id="aws-gateway-of-the-network"),
        pytest.param([route("/"), load_balancer("internet-facing", "other")], id="another-load-balancer"),
        pytest.param([route(*CLIENT_PATHS), load_balancer("internet-facing")], id="aws-gateway-for-clients"),
        pytest.param([route("/", backendRefs=[]), load_balancer("internet-facing")], id="a-redirect"),
        pytest.param(
            [annotated(manifest("Ingress", "a", spec=ingress("/")["spec"]), {SCHEME: "internet-facing"})],
            id="somebody-elses",
        ),
    ],
)
def test_an_admin_api_that_is_not_on_the_internet(manifests: list[Manifest]) -> None:
    """As far as the manifests tell."""
    assert [*admin_api_is_not_public(objects(*manifests))] == []


@pytest.mark.parametrize("entry", [ingress("/"), route("/"), proxy("/")], ids=lambda entry: str(entry["kind"]))
@pytest.mark.parametrize("service_yaml", ["port: 8080\n", "api: {}\n", "api: {tokens: []}\n", "api: null\n"])
def test_an_admin_api_without_tokens(entry: Manifest, service_yaml: str) -> None:
    """It refuses every request, which is not what one opens it for."""
    found = [*admin_api_has_tokens(objects(config(service_yaml), entry))]

    reason = "opens the admin API, which refuses every request: service.yaml has no api.tokens"
    fix = "set service.api.tokens, or expose_admin_api=False"
    assert found == [Finding("admin-api-has-no-tokens", "warning", f"{entry['kind']}/app", reason, fix)]


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([config('api: {tokens: [!env "PS_API_TOKENS_0"]}\n'), ingress("/")], id="a-token"),
        pytest.param([in_secret("api: {tokens: [a]}\n"), ingress("/")], id="a-token-in-a-secret"),
        pytest.param([config("port: 8080\n"), ingress(*CLIENT_PATHS)], id="paths-of-clients"),
        pytest.param([config("port: 8080\n"), proxy(*CLIENT_PATHS)], id="paths-of-clients-by-a-proxy"),
        pytest.param([ingress("/")], id="service-yaml-is-elsewhere"),
        pytest.param([config("port: 8080\n", "other"), ingress("/")], id="another-instance"),
        pytest.param([config("port: 8080\n"), part("Service", "api")], id="no-ingress"),
    ],
)
def test_an_admin_api_that_is_closed_or_has_tokens(manifests: list[Manifest]) -> None:
    """As far as the manifests tell."""
    assert [*admin_api_has_tokens(objects(*manifests))] == []
