"""The host of the clients does not expose the admin API."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.security.admin_api import admin_api_is_not_on_the_client_host
from tests.rules.manifests import of_instance
from tests.rules.routes import http_route, ingress, proxy, served

TOKENS = "api: {tokens: [!env PS_API_TOKEN]}\n"
INTERNAL = {"alb.ingress.kubernetes.io/scheme": "internal"}


@pytest.mark.parametrize(
    "route",
    [
        pytest.param(ingress(paths=["/"]), id="all-paths"),
        pytest.param(ingress(paths=["/sync", "/api"]), id="admin-path"),
        pytest.param(http_route(["/"]), id="gateway"),
        pytest.param(proxy(), id="proxy"),
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
        pytest.param(of_instance(ingress(paths=["/"])), TOKENS, id="exposed-on-purpose"),
    ],
)
def test_closed_admin_api_is_not_reported(route: Any, service_yaml: str | None) -> None:
    """The admin API is not reported if it is not routed, closed, internal, or exposed on purpose."""
    assert admin_api_is_not_on_the_client_host.findings(served(route, service_yaml=service_yaml)) == []
