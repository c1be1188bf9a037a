"""What must hold of the manifests of a chart. Pure functions over rendered manifests; nothing here needs Node."""

from collections.abc import Callable, Sequence

from powersync_constructs.rules._finding import Finding, Manifest
from powersync_constructs.rules.migration import migration_is_somebodys_job
from powersync_constructs.rules.names import names_are_unique
from powersync_constructs.rules.size import fits_client_side_apply

RULES: tuple[Callable[[Sequence[Manifest]], list[Finding]], ...] = (
    names_are_unique,
    migration_is_somebodys_job,
    fits_client_side_apply,
)
"""All rules, in the order in which they are looked at."""

__all__ = ["RULES", "Finding", "Manifest", "check"]


def check(manifests: Sequence[Manifest]) -> list[Finding]:
    """Everything that is wrong with, or worth a warning about, the manifests of one chart."""
    return [finding for rule in RULES for finding in rule(manifests)]
