"""What must hold of the manifests of an app. Pure functions over rendered manifests; nothing here needs Node."""

from collections.abc import Callable, Sequence

from powersync_constructs.rules._finding import Finding, Manifest
from powersync_constructs.rules.autoscaling import workload_has_one_autoscaler
from powersync_constructs.rules.hooks import hooks_wait_for_no_release
from powersync_constructs.rules.hosts import host_is_of_one_instance
from powersync_constructs.rules.migration import migration_is_somebodys_job
from powersync_constructs.rules.names import names_are_unique
from powersync_constructs.rules.secrets import references_are_filled, secrets_have_one_owner
from powersync_constructs.rules.size import fits_client_side_apply
from powersync_constructs.rules.text import texts_survive

Rule = Callable[[Sequence[Manifest]], list[Finding]]
"""Finds what is wrong among manifests."""
CHART_RULES: tuple[Rule, ...] = (
    names_are_unique,
    host_is_of_one_instance,
    workload_has_one_autoscaler,
    references_are_filled,
    secrets_have_one_owner,
    hooks_wait_for_no_release,
    texts_survive,
    fits_client_side_apply,
)
"""What must hold of each chart by itself: two charts may be for two clusters. Those of one count as one chart."""
APP_RULES: tuple[Rule, ...] = (migration_is_somebodys_job,)
"""What must hold of all charts together: an instance may be spread over several."""

__all__ = ["APP_RULES", "CHART_RULES", "Finding", "Manifest", "check"]


def check(charts: Sequence[Sequence[Manifest]]) -> list[Finding]:
    """Everything that is wrong with the manifests of an app's charts, and then what is worth a warning."""
    of_charts = [finding for manifests in charts for rule in CHART_RULES for finding in rule(manifests)]
    everything = [manifest for manifests in charts for manifest in manifests]
    of_app = [finding for rule in APP_RULES for finding in rule(everything)]
    return sorted([*of_charts, *of_app], key=lambda finding: finding.severity != "error")
