"""`PowerSyncProps.rules` and `ignore_rules` change the findings of a synth, and annotate the objects."""

from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs import ConfigError, FindingWarning, PowerSync, ignore_rules, patch
from powersync_constructs.config import ApiProps, PowerSyncProps, Resources, RuleSettings
from powersync_constructs.rules import check
from tests.config.validation import errors_of
from tests.samples.instance import INSTANCE

LOW = INSTANCE.with_(topology={"api": ApiProps(resources=Resources(memory="128Mi", memory_limit="128Mi"))})
REASON = "measured: 40 MiB in use"


def ignoring(**rules: str) -> PowerSyncProps:
    """Return an instance with a low memory limit that ignores these rules."""
    return LOW.with_(rules={"ignore": {rule.replace("_", "-"): reason for rule, reason in rules.items()}})


def annotations(chart: Chart) -> list[dict[str, str]]:
    """Return the annotations of all objects that switch rules off."""
    made = [manifest["metadata"].get("annotations", {}) for manifest in chart.to_json()]
    return [{key: each[key] for key in each if ".PS" in key} for each in made]


@pytest.mark.parametrize("name", ["PS301", "memory_limit"])
def test_ignored_rule_reports_nothing(app: App, chart: Chart, name: str) -> None:
    """A rule is ignored by its id or by its name. A warning would fail the test."""
    PowerSync(chart, "powersync", ignoring(**{name: REASON}))

    app.synth()


def test_ignored_rule_is_an_annotation_of_each_object(chart: Chart) -> None:
    """The reason is in the manifests, so that `check` obeys it too."""
    PowerSync(chart, "powersync", ignoring(PS301=REASON))

    assert {str(each) for each in annotations(chart)} == {str({"powersync-constructs/ignore.PS301": REASON})}
    assert check({"chart": chart.to_json()}) == []


def test_ignored_rule_is_an_annotation_of_a_patched_object(chart: Chart) -> None:
    """cdk8s does not write the metadata of an object that `patch` replaced, so the annotation is patched too."""
    instance = PowerSync(chart, "powersync", ignoring(PS301=REASON))
    assert hasattr(instance.api, "deployment")
    patch(instance.api.deployment, {"/spec/template/spec/hostUsers": False})

    assert all(each == {"powersync-constructs/ignore.PS301": REASON} for each in annotations(chart))


def test_ignored_rule_of_another_instance_is_reported(app: App, chart: Chart) -> None:
    """The settings are for one instance."""
    PowerSync(chart, "powersync", ignoring(PS301=REASON))
    other = LOW.with_(source={"database": "other"}, storage={"database": "other"})
    PowerSync(chart, "other", other)

    with pytest.warns(FindingWarning) as warned:
        app.synth()

    assert [str(each.message).partition(":")[0] for each in warned if "PS301" in str(each.message)] == [
        "Deployment/other-api"
    ]


def test_ignored_rule_of_a_construct_is_not_reported(app: App, chart: Chart) -> None:
    """A rule that a construct checks is switched off in the same way."""
    single = INSTANCE.with_(topology={"api": {"replicas": 1}})
    settings = {"severity": {"no-single-pods": "error"}, "ignore": {"no-single-pods": "one node"}}
    PowerSync(chart, "powersync", single.with_(rules=settings))

    app.synth()


def test_ignored_rule_that_reports_nothing_is_a_finding(app: App, chart: Chart) -> None:
    """A suppression without an effect is reported once, with the place of the settings."""
    PowerSync(chart, "powersync", INSTANCE.with_(rules={"ignore": {"PS301": REASON}}))

    with pytest.warns(FindingWarning) as warned:
        app.synth()

    reason = "switches off PS301 memory-limit, which reports nothing here; remove the suppression"
    assert [str(each.message) for each in warned] == [
        f"PowerSync/powersync.rules.ignore: {reason} [PS001 unused-suppression]"
    ]


def test_severity_of_a_rule_is_changed(app: App, chart: Chart) -> None:
    """A warning becomes an error, which stops the synth."""
    PowerSync(chart, "powersync", LOW.with_(rules={"severity": {"PS301": "error"}}))

    with pytest.raises(RuntimeError, match=r"memory limit of 128Mi.*\[PS301 memory-limit\]"):
        app.synth()


def test_rule_is_ignored_in_a_chart(app: App, chart: Chart) -> None:
    """`ignore_rules` is for all objects of a chart, also for those that are added later."""
    ignore_rules(chart, {"memory-limit": REASON})
    PowerSync(chart, "powersync", LOW)

    app.synth()


def test_ignored_rule_of_a_construct_may_have_another_severity(app: App, chart: Chart) -> None:
    """A suppression matches a finding of a construct whose severity the settings change."""
    settings = {"severity": {"PS503": "error"}, "ignore": {"PS503": "rollback"}}
    PowerSync(chart, "powersync", INSTANCE.with_(topology={"migrate": {"mode": "none"}}, rules=settings))

    app.synth()


def test_rules_of_a_chart_change_no_severity(app: App, chart: Chart) -> None:
    """`ignore_rules` does not switch off the rules for production, which are off by default."""
    ignore_rules(chart, {"PS301": REASON})
    PowerSync(chart, "powersync", LOW.with_(topology={"api": {"replicas": 1}}, rules={"severity": {"PS401": "error"}}))

    with pytest.raises(RuntimeError, match="PS401 no-single-pods"):
        app.synth()


@pytest.mark.parametrize("field", ["ignore", "severity"])
def test_unknown_rule_is_rejected(chart: Chart, field: str) -> None:
    """A rule that does not exist is rejected, with the most similar name."""
    settings: dict[str, Any] = {field: {"memory-limits": "error"}}

    with pytest.raises(ConfigError) as raised:
        PowerSync(chart, "powersync", INSTANCE.with_(rules=settings))

    assert str(raised.value) == f"rules.{field}.memory-limits: is not a rule; did you mean memory-limit?"


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"ignore": {"object-renders": "later"}}, "rules.ignore.object-renders: cannot be ignored; remove it"),
        ({"severity": {"PS001": "error"}}, "rules.severity.PS001: has a fixed severity; remove it"),
    ],
    ids=["ignore", "severity"],
)
def test_setting_of_a_fixed_rule_is_rejected(chart: Chart, settings: dict[str, Any], error: str) -> None:
    """A setting has no effect on a rule that always reports with its own severity, so it is rejected."""
    with pytest.raises(ConfigError) as raised:
        PowerSync(chart, "powersync", INSTANCE.with_(rules=settings))

    assert str(raised.value) == error


def test_rule_without_a_reason_is_rejected() -> None:
    """A reason is required."""
    assert errors_of(RuleSettings, ignore={"PS301": " "}) == [
        "rules.ignore.PS301: has no reason; write why the rule is switched off"
    ]
