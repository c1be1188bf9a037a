"""Examples of the settings of rules."""

from cdk8s import App, Chart

from powersync_constructs import ignore_rules
from powersync_constructs.config import RuleSettings

chart = Chart(App(), "previews")

RuleSettings(severity={"PS301": "error"}, ignore={"PS116": "tested with our own image"})
ignore_rules(chart, {"PS301": "measured: 40 MiB in use"})
