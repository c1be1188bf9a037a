"""Properties of all rules."""

from collections.abc import Iterable, Iterator

import pytest

from powersync_constructs.rules import APP_RULES, CHART_RULES, Finding, FindingWarning, Rule, check, run
from powersync_constructs.rules._manifest import KubeObject
from powersync_constructs.rules.size import APPLIED_BYTES

from .manifests import manifest, objects, part
from .test_migration import ONLY_THE_JOB, config

EVERY_RULE = pytest.mark.parametrize("rule", [*CHART_RULES, *APP_RULES], ids=lambda rule: rule.__name__)
FINDING = Finding("some-rule", "error", "Job/a", "never ends", "give it a deadline")


def test_finding_is_one_line() -> None:
    """A finding is one line with the object, the reason, the way out and the id of the rule."""
    assert str(FINDING) == "Job/a: never ends; give it a deadline [some-rule]"


def test_warning_has_its_finding() -> None:
    """A warning has the text of its finding, and the finding as an attribute."""
    warning = FindingWarning(FINDING)

    assert (str(warning), warning.finding) == (str(FINDING), FINDING)


def test_check_runs_all_rules() -> None:
    """`check` runs all rules, and returns the errors first."""
    text = ONLY_THE_JOB + "#" * APPLIED_BYTES
    large = {**config(ONLY_THE_JOB), "data": {"service.yaml": text, "mode": "0o17"}}

    found = check({"chart": [large, large]})

    assert [finding.rule for finding in found] == [
        "unique-names",
        "texts-survive",
        "somebody-migrates",
        "client-side-apply",
    ]


@EVERY_RULE
def test_rule_has_a_docstring(rule: Rule) -> None:
    """The docstring of a rule gives its reason."""
    assert rule.__doc__


@EVERY_RULE
def test_rule_does_not_change_the_manifests(rule: Rule) -> None:
    """A rule does not change the manifests, because cdk8s writes them afterwards."""
    manifests = [config(ONLY_THE_JOB), part("Job", "migrate"), manifest("ConfigMap", "a", data={"x": "y"})]
    before = repr(manifests)

    run(rule, objects(*manifests))

    assert repr(manifests) == before


def fails_at_object_b(found: Iterable[KubeObject]) -> Iterator[Finding]:
    """Raise an error at the object `b`, like a rule with a bug."""
    for each in found:
        if each.name == "b":
            raise KeyError("a value that may be a secret")
    yield FINDING


def test_failed_rule_is_a_finding() -> None:
    """The finding names the rule, the line of code and the object for a bug report, and shows no value."""
    [found] = run(fails_at_object_b, objects(manifest("Pod", "a"), manifest("Pod", "b"), manifest("Pod", "c")))

    line = fails_at_object_b.__code__.co_firstlineno + 4
    reason = f"the rule fails_at_object_b failed: KeyError at test_rules.py:{line}"
    fix = "report this line and the manifest of the object as a bug in powersync-constructs"
    assert found == Finding("rule-failed", "error", "Pod/b", reason, fix)
