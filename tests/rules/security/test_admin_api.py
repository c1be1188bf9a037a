"""An ingress that exposes the admin API is reported."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.security.admin_api import admin_api_has_tokens, admin_api_is_not_public
from tests.rules.manifests import annotated, finding, manifest, objects, of_instance, part
from tests.rules.migrations.test_migration import config, in_secret

SCHEME = "alb.ingress.kubernetes.io/scheme"
CLIENT_PATHS = ("/sync", "/write-checkpoint.json")


def ingress(*paths: str, **annotations: str) -> Manifest:
    """Return an Ingress of an instance."""
    backend = {"service": {"name": "app-api"}}
    rules = [{"host": "a.example.com", "http": {"paths": [{"path": path, "backend": backend} for path in paths]}}]
    return of_instance(annotated(manifest("Ingress", "app", spec={"rules": rules}), annotations), "ingress")


def route(*paths: str, name: str = "app", **rule: Any) -> Manifest:
    """Return an HTTPRoute of an instance."""
    matches = [{"path": {"type": "PathPrefix", "value": path}} for path in paths]
    rules = [{"matches": matches, "backendRefs": [{"name": "app-api"}], **rule}]
    return of_instance(manifest("HTTPRoute", name, spec={"rules": rules}), "ingress")


def proxy(*paths: str) -> Manifest:
    """Return an HTTPProxy of an instance."""
    routes = [{"conditions": [{"prefix": path}], "services": [{"name": "app-api"}]} for path in paths]
    return of_instance(manifest("HTTPProxy", "app", spec={"routes": routes}), "ingress")


def load_balancer(scheme: str, name: str = "app") -> Manifest:
    """Return the LoadBalancerConfiguration of an AWS Gateway."""
    return of_instance(manifest("LoadBalancerConfiguration", name, spec={"scheme": scheme}), "ingress")


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([ingress("/", **{SCHEME: "internet-facing"})], id="alb"),
        pytest.param([ingress("/*", **{SCHEME: "internet-facing"})], id="wildcard-of-aws"),
        pytest.param([ingress("/sync", "/api", **{SCHEME: "internet-facing"})], id="admin-path"),
        pytest.param([ingress("/", **{"kubernetes.io/ingress.class": "gce"})], id="gke"),
        pytest.param([route("/"), load_balancer("internet-facing")], id="aws-gateway"),
    ],
)
def test_admin_api_on_the_internet_is_reported(manifests: list[Manifest]) -> None:
    """An admin API on an internet-facing load balancer gives anyone who has a token access to everything."""
    found = admin_api_is_not_public.findings(objects(*manifests))

    where = f"{manifests[0]['kind']}/app"
    reason = "exposes the admin API on an internet-facing load balancer"
    fix = "make the load balancer internal, or set expose_admin_api=False"
    assert found == [finding("admin-api-is-public", "warning", where, reason, fix)]


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([ingress("/", **{SCHEME: "internal"})], id="internal-alb"),
        pytest.param([ingress(*CLIENT_PATHS, **{SCHEME: "internet-facing"})], id="client-paths"),
        pytest.param([ingress("/", **{"kubernetes.io/ingress.class": "gce-internal"})], id="internal-gke"),
        pytest.param([ingress("/")], id="no-scheme"),
        pytest.param([route("/"), load_balancer("internal")], id="internal-aws-gateway"),
        pytest.param([route("/"), load_balancer("internet-facing", "other")], id="another-load-balancer"),
        pytest.param([route(*CLIENT_PATHS), load_balancer("internet-facing")], id="aws-gateway-with-client-paths"),
        pytest.param([route("/", backendRefs=[]), load_balancer("internet-facing")], id="redirect"),
        pytest.param(
            [annotated(manifest("Ingress", "a", spec=ingress("/")["spec"]), {SCHEME: "internet-facing"})],
            id="not-of-an-instance",
        ),
    ],
)
def test_admin_api_in_the_network_is_not_reported(manifests: list[Manifest]) -> None:
    """An admin API that is internal, not exposed or of no instance is not reported."""
    assert admin_api_is_not_public.findings(objects(*manifests)) == []


@pytest.mark.parametrize("entry", [ingress("/"), route("/"), proxy("/")], ids=lambda entry: str(entry["kind"]))
@pytest.mark.parametrize("service_yaml", ["port: 8080\n", "api: {}\n", "api: {tokens: []}\n", "api: null\n"])
def test_admin_api_without_tokens_is_reported(entry: Manifest, service_yaml: str) -> None:
    """An exposed admin API without tokens is reported, because it rejects every request."""
    found = admin_api_has_tokens.findings(objects(config(service_yaml), entry))

    reason = "exposes the admin API, which rejects every request because service.yaml has no api.tokens"
    fix = "set service.api.tokens, or set expose_admin_api=False"
    assert found == [finding("admin-api-has-no-tokens", "warning", f"{entry['kind']}/app", reason, fix)]


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([config('api: {tokens: [!env "PS_API_TOKENS_0"]}\n'), ingress("/")], id="token"),
        pytest.param([in_secret("api: {tokens: [a]}\n"), ingress("/")], id="token-in-a-secret"),
        pytest.param([config("port: 8080\n"), ingress(*CLIENT_PATHS)], id="client-paths"),
        pytest.param([config("port: 8080\n"), proxy(*CLIENT_PATHS)], id="client-paths-of-a-proxy"),
        pytest.param([ingress("/")], id="no-service-yaml"),
        pytest.param([config("port: 8080\n", "other"), ingress("/")], id="another-instance"),
        pytest.param([config("port: 8080\n"), part("Service", "api")], id="no-ingress"),
    ],
)
def test_admin_api_with_tokens_is_not_reported(manifests: list[Manifest]) -> None:
    """An admin API that has tokens, or is not exposed, is not reported."""
    assert admin_api_has_tokens.findings(objects(*manifests)) == []
