"""The manifests of both environments."""

import pytest
from cdk8s import App, Chart, Testing
from syrupy.assertion import SnapshotAssertion

from main import API_PODS, add_instance
from powersync_constructs.testing import assert_each_matches, assert_valid, find, find_all, manifests


@pytest.mark.parametrize("environment", API_PODS)
def test_manifests_are_valid(app: App, environment: str) -> None:
    """No rule reports an error or a warning, and Kubernetes 1.33 accepts every object."""
    chart = next(chart for chart in app.charts if chart.node.id == environment)

    assert_valid(manifests(chart), fail_on="warning", kubernetes_version="1.33")


def test_production_has_four_api_pods(app: App) -> None:
    """Production has four API pods."""
    api = find(manifests(app), "Deployment", "powersync-api", namespace="sync-production")

    assert api["spec"]["replicas"] == 4


def test_no_secret_is_in_the_manifests(app: App) -> None:
    """The app refers to Secrets, and creates none."""
    assert find_all(manifests(app), "Secret") == []


def test_staging(app: App, snapshot: SnapshotAssertion) -> None:
    """All objects of staging are in one file."""
    assert find_all(manifests(app), namespace="sync-staging") == snapshot


def test_api_pods(snapshot: SnapshotAssertion) -> None:
    """Each object of the API pods is in its own file."""
    chart = Chart(Testing.app(), "production", namespace="sync-production")
    powersync = add_instance(chart, "production")

    assert_each_matches(manifests(powersync.api), snapshot)
