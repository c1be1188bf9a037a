"""What holds of all rules."""

from collections.abc import Iterable, Iterator

import pytest

from powersync_constructs.rules import APP_RULES, CHART_RULES, Finding, FindingWarning, Rule, check, run
from powersync_constructs.rules._manifest import KubeObject
from powersync_constructs.rules.size import APPLIED_BYTES

from .manifests import manifest, objects, part
from .test_migration import ONLY_THE_JOB, config

EVERY_RULE = pytest.mark.parametrize("rule", [*CHART_RULES, *APP_RULES], ids=lambda rule: rule.__name__)
FINDING = Finding("some-rule", "error", "Job/a", "never ends", "give it a deadline")


def test_a_finding_says_where_why_the_way_out_and_its_rule() -> None:
    """On one line."""
    assert str(FINDING) == "Job/a: never ends; give it a deadline [some-rule]"


def test_a_warning_is_its_finding() -> None:
    """In one line, and as what it is for those who handle it."""
    warning = FindingWarning(FINDING)

    assert (str(warning), warning.finding) == (str(FINDING), FINDING)


def test_a_check_is_all_rules() -> None:
    """Of everything that is wrong, what is an error comes first."""
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
def test_a_rule_says_what_it_is_for(rule: Rule) -> None:
    """Its docstring is the reason that a reader finds."""
    assert rule.__doc__


@EVERY_RULE
def test_a_rule_leaves_the_manifests_alone(rule: Rule) -> None:
    """What is looked at is written afterwards."""
    manifests = [config(ONLY_THE_JOB), part("Job", "migrate"), manifest("ConfigMap", "a", data={"x": "y"})]
    before = repr(manifests)

    run(rule, objects(*manifests))

    assert repr(manifests) == before


def fails_at_the_second(found: Iterable[KubeObject]) -> Iterator[Finding]:
    """A rule with a bug."""
    for each in found:
        if each.name == "b":
            raise KeyError("a value that may be a secret")
    yield FINDING


def test_a_rule_that_fails_is_a_finding() -> None:
    """It names the rule, the place in it, and the object, so that a bug can be reported; it shows no value."""
    [found] = run(fails_at_the_second, objects(manifest("Pod", "a"), manifest("Pod", "b"), manifest("Pod", "c")))

    line = fails_at_the_second.__code__.co_firstlineno + 4
    reason = f"the rule fails_at_the_second failed: KeyError at test_rules.py:{line}"
    fix = "report it as a bug of powersync-constructs, with this line and the object's manifest"
    assert found == Finding("rule-failed", "error", "Pod/b", reason, fix)
