"""Rules for the manifests of an app. They are pure functions over rendered manifests, and do not need Node.

A rule recognizes the objects of an instance only by the label `powersync-constructs/instance`. Except
for `names_are_unique`, the rules read other objects only to compare them with the objects of an instance. All rules
accept objects of any shape.
"""

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from powersync_constructs.rules._finding import Finding, FindingWarning
from powersync_constructs.rules._manifest import KubeObject, Manifest, Watched, kube_objects
from powersync_constructs.rules.admin_api import admin_api_has_tokens, admin_api_is_not_public
from powersync_constructs.rules.autoscaling import workload_has_one_autoscaler
from powersync_constructs.rules.commands import commands_are_in_the_image
from powersync_constructs.rules.content import content_matches_name
from powersync_constructs.rules.databases import storage_is_apart_from_source, storage_is_of_one_instance
from powersync_constructs.rules.effects import settings_have_effect
from powersync_constructs.rules.hooks import hooks_wait_for_no_release
from powersync_constructs.rules.hosts import host_is_of_one_instance
from powersync_constructs.rules.memory import memory_limit_is_enough
from powersync_constructs.rules.migration import migration_has_its_job
from powersync_constructs.rules.names import charts_share_no_names, names_are_unique
from powersync_constructs.rules.object_storage import object_prefix_is_of_one_instance, object_storage_has_a_prefix
from powersync_constructs.rules.replication import server_id_is_of_one_instance, slot_prefix_is_of_one_instance
from powersync_constructs.rules.secrets import references_are_filled, secrets_have_one_owner
from powersync_constructs.rules.size import fits_client_side_apply
from powersync_constructs.rules.text import texts_survive
from powersync_constructs.rules.variables import variables_are_defined
from powersync_constructs.rules.versions import version_is_known

__all__ = ["APP_RULES", "CHART_RULES", "Finding", "FindingWarning", "Manifest", "check"]

Rule = Callable[[Iterable[KubeObject]], Iterator[Finding]]
"""A function that takes the objects of a chart or an app, and yields findings."""
CHART_RULES: tuple[Rule, ...] = (
    names_are_unique,
    workload_has_one_autoscaler,
    references_are_filled,
    secrets_have_one_owner,
    hooks_wait_for_no_release,
    content_matches_name,
    texts_survive,
    memory_limit_is_enough,
    commands_are_in_the_image,
    variables_are_defined,
    fits_client_side_apply,
)
"""The rules that check each chart separately, because two charts may be for two clusters.

Charts that `treat_as_one` has joined count as one chart.
"""
APP_RULES: tuple[Rule, ...] = (
    migration_has_its_job,
    admin_api_is_not_public,
    admin_api_has_tokens,
    settings_have_effect,
    version_is_known,
    charts_share_no_names,
    host_is_of_one_instance,
    storage_is_of_one_instance,
    storage_is_apart_from_source,
    object_prefix_is_of_one_instance,
    object_storage_has_a_prefix,
    slot_prefix_is_of_one_instance,
    server_id_is_of_one_instance,
)
"""The rules that check all charts together.

The objects of an instance may be in several charts, and instances in several charts may use the same database or host.
"""


def check(charts: Mapping[str, Iterable[Manifest]]) -> list[Finding]:
    """Return all findings for the charts of an app, errors first. The keys of `charts` are the names of the charts."""
    of_charts = [kube_objects(manifests, chart) for chart, manifests in charts.items()]
    of_app = [each for objects in of_charts for each in objects]
    found = [finding for objects in of_charts for rule in CHART_RULES for finding in run(rule, objects)]
    found += [finding for rule in APP_RULES for finding in run(rule, of_app)]
    return sorted(dict.fromkeys(found), key=lambda finding: finding.severity != "error")


def run(rule: Rule, objects: Iterable[KubeObject]) -> list[Finding]:
    """Return the findings of one rule.

    If the rule raises an exception, the finding names the rule and the last object that the rule read.
    """
    watched = Watched(objects)
    try:
        return [*rule(watched)]
    except Exception as error:  # noqa: BLE001 - any bug in a rule is reported in one line
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        reason = f"the rule {rule.__name__} failed: {type(error).__name__} at {place}"
        fix = "report this line and the manifest of the object as a bug in powersync-constructs"
        return [Finding("rule-failed", "error", str(watched.last or "the app"), reason, fix)]
