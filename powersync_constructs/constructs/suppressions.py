"""`ignore_rules`: switches rules off for all objects of a chart."""

from collections.abc import Mapping

from cdk8s import Chart

from powersync_constructs.config.rules import RuleSettings
from powersync_constructs.constructs._lib.rule_settings import ScopedSettings, check_names
from powersync_constructs.constructs._lib.validation import check_at_synth


def ignore_rules(chart: Chart, rules: Mapping[str, str]) -> None:
    """Switch rules off for all objects of a chart, including those that are added later.

    The library writes the reasons as annotations on the objects, so that `powersync-constructs check` obeys them too. A
    suppression that matches no finding is reported. To switch rules off for one instance, use `PowerSyncProps.rules`.

    Args:
        chart: The chart.
        rules: The reasons, by the id or the name of the rule: `{"PS301": "measured: 40 MiB in use"}`.

    Raises:
        ConfigError: A rule does not exist, or a reason is empty.
    """
    settings = RuleSettings(ignore=dict(rules))
    check_names(settings)
    check_at_synth(chart).add_settings(ScopedSettings((chart,), settings.ignore, chart=chart.node.path))
