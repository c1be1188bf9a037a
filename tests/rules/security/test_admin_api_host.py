"""The host of the clients does not expose the admin API."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.security.admin_api import admin_api_is_not_on_the_client_host, admin_api_is_not_public
from tests.rules.manifests import manifest, of_instance
from tests.rules.routes import http_route, ingress, openshift_route, proxy, served, virtual_server

TOKENS = "api: {tokens: [!env PS_API_TOKEN]}\n"
INTERNAL = {"alb.ingress.kubernetes.io/scheme": "internal"}


@pytest.mark.parametrize(
    "route",
    [
        pytest.param(ingress(paths=["/"]), id="all-paths"),
        pytest.param(ingress(paths=["/sync", "/api"]), id="admin-path"),
        pytest.param(ingress(paths=["/sync", "/api/admin"]), id="longer-admin-path"),
        pytest.param(http_route(["/"]), id="gateway"),
        pytest.param(proxy(), id="proxy"),
        pytest.param(openshift_route(), id="openshift"),
    ],
)
def test_exposed_admin_api_is_reported(route: Manifest) -> None:
    """With tokens, the path of the admin API must not be on the host of the clients."""
    [found] = admin_api_is_not_on_the_client_host.findings(served(route, service_yaml=TOKENS))

    assert found.reason.startswith("exposes the admin API with the path /")


@pytest.mark.parametrize(
    ("route", "service_yaml"),
    [
        pytest.param(ingress(), TOKENS, id="client-paths"),
        pytest.param(ingress(paths=["/"]), "{}", id="no-tokens"),
        pytest.param(ingress(paths=["/"]), None, id="unknown-tokens"),
        pytest.param(ingress(INTERNAL, ["/"]), TOKENS, id="internal-load-balancer"),
        pytest.param(ingress(paths=["/"], ingressClassName="nginx-internal"), TOKENS, id="internal-class"),
        pytest.param(http_route(["/"], "private"), TOKENS, id="private-gateway"),
        pytest.param(of_instance(ingress(paths=["/"])), TOKENS, id="exposed-on-purpose"),
    ],
)
def test_closed_admin_api_is_not_reported(route: Any, service_yaml: str | None) -> None:
    """The admin API is not reported if it is not routed, closed, internal, or exposed on purpose."""
    assert admin_api_is_not_on_the_client_host.findings(served(route, service_yaml=service_yaml)) == []


@pytest.mark.parametrize("path", ["/", "/api"])
def test_paths_of_other_applications_are_not_reported(path: str) -> None:
    """If applications share an Ingress, only the paths that lead to the service count."""
    shared = ingress()
    shared["spec"]["rules"][0]["http"]["paths"].append({"path": path, "backend": {"service": {"name": "website"}}})

    assert admin_api_is_not_on_the_client_host.findings(served(shared, service_yaml=TOKENS)) == []


def with_website(route: Manifest, path: str, host: str = "sync.example.com") -> Manifest:
    """Return the Ingress with a path for another Service too."""
    backend = {"service": {"name": "website"}}
    rule = {"host": host, "http": {"paths": [{"path": path, "backend": backend}]}}
    return {**route, "spec": {**route["spec"], "rules": [*route["spec"]["rules"], rule]}}


def exact(route: Manifest) -> Manifest:
    """Return the Ingress with exact paths."""
    for path in route["spec"]["rules"][0]["http"]["paths"]:
        path["pathType"] = "Exact"
    return route


def virtual_service(*paths: tuple[str, str]) -> Manifest:
    """Return a VirtualService of Istio that sends each path to a Service, in this order."""
    http = [{"match": [{"uri": {"prefix": path}}], "route": [{"destination": {"host": name}}]} for path, name in paths]
    return manifest("VirtualService", "sync", spec={"hosts": ["sync.example.com"], "http": http})


BLOCKED = virtual_server()
BLOCKED["spec"]["routes"].append({"path": "/api", "action": {"return": {"code": 403}}})


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([exact(ingress(paths=["/"]))], id="exact"),
        pytest.param([with_website(ingress(paths=["/"]), "/api")], id="longer-path"),
        pytest.param(
            [ingress(paths=["/"]), manifest("Ingress", "b", spec=with_website(ingress(paths=[]), "/api")["spec"])],
            id="longer-path-of-another-ingress",
        ),
        pytest.param([BLOCKED], id="blocked"),
        pytest.param([virtual_service(("/api", "website"), ("/", "sync"))], id="earlier-path-of-istio"),
    ],
)
def test_admin_api_behind_other_paths_is_not_reported(manifests: list[Manifest]) -> None:
    """The admin API is not exposed if the path is exact, or if requests for it go elsewhere."""
    assert admin_api_is_not_on_the_client_host.findings(served(*manifests, service_yaml=TOKENS)) == []


@pytest.mark.parametrize(
    "route",
    [
        pytest.param(with_website(ingress(paths=["/"]), "/api/v2"), id="other-path"),
        pytest.param(with_website(ingress(paths=["/"]), "/api", "b.example.com"), id="other-host"),
        pytest.param(with_website(ingress(paths=["/api/admin"]), "/api"), id="shorter-path"),
        pytest.param(virtual_service(("/", "sync"), ("/api", "website")), id="later-path-of-istio"),
    ],
)
def test_admin_api_next_to_other_paths_is_reported(route: Manifest) -> None:
    """Other paths do not protect the admin API if its requests still go to the service."""
    assert len(admin_api_is_not_on_the_client_host.findings(served(route, service_yaml=TOKENS))) == 1


@pytest.mark.parametrize(("service_yaml", "findings"), [(TOKENS, 1), (None, 1), ("{}", 0)])
def test_public_route_of_another_origin(service_yaml: str | None, findings: int) -> None:
    """A public route of another origin is reported, unless the admin API rejects every request."""
    public = ingress({"alb.ingress.kubernetes.io/scheme": "internet-facing"}, ["/"])

    assert len(admin_api_is_not_public.findings(served(public, service_yaml=service_yaml))) == findings
