"""Properties of all rules."""

from collections.abc import Iterator

import pytest

from powersync_constructs.rules import RULES, Finding, FindingWarning, Ignore, Rule, check, run_rules
from powersync_constructs.rules._about_suppressions import RULE_FAILED
from powersync_constructs.rules._engine import run
from powersync_constructs.rules._finding import SEVERITIES, Violation
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule as make_rule
from powersync_constructs.rules.objects.size import APPLIED_BYTES
from tests.rules.manifests import annotated, finding, manifest, objects, part
from tests.rules.migrations.test_migration import ONLY_THE_JOB, config
from tests.rules.workloads import OWNED, workload

EVERY_RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
FINDING = Finding("PS999", "some-rule", "error", "Job/a", "never ends", "give it a deadline")


def test_finding_is_one_line() -> None:
    """A finding is one line with the object, the reason, the way out and the id of the rule."""
    assert str(FINDING) == "Job/a: never ends; give it a deadline [PS999 some-rule]"


def test_warning_has_its_finding() -> None:
    """A warning has the text of its finding, and the finding as an attribute."""
    warning = FindingWarning(FINDING)

    assert (str(warning), warning.finding) == (str(FINDING), FINDING)


def test_check_runs_the_rules_of_all_scopes() -> None:
    """`check` runs the rules about a chart and about the app, and returns the errors first."""
    text = ONLY_THE_JOB + "#" * APPLIED_BYTES
    large = {**config(ONLY_THE_JOB), "data": {"service.yaml": text, "mode": "0o17"}}

    found = check({"chart": [large, large]})

    assert {"unique-names", "storage-is-migrated", "client-side-apply"} <= {each.name for each in found}
    assert [each.severity for each in found] == sorted((each.severity for each in found), key=SEVERITIES.index)


@EVERY_RULE
def test_rule_states_a_requirement(rule: Rule) -> None:
    """The first paragraph of a rule's text is one sentence, and the fix consists of sentences."""
    assert rule.title.endswith(".")
    assert ". " not in rule.title
    assert rule.fix.endswith(".")


def test_ids_and_names_are_unique() -> None:
    """No two rules have the same id or name."""
    assert len({name for rule in RULES for name in (rule.id, rule.name)}) == 2 * len(RULES)


@EVERY_RULE
def test_rule_does_not_change_the_manifests(rule: Rule) -> None:
    """A rule does not change the manifests, because cdk8s writes them afterwards."""
    manifests = [config(ONLY_THE_JOB), part("Job", "migrate"), manifest("ConfigMap", "a", data={"x": "y"})]
    before = repr(manifests)

    run(rule, objects(*manifests))

    assert repr(manifests) == before


@make_rule("PS999", "has-a-bug", "error", looks_at="all objects", fix="Correct it.")
def fails_at_object_b(found: Objects) -> Iterator[Violation]:
    """No object is `b`."""
    for each in found:
        if each.name == "b":
            raise KeyError("a value that may be a secret")
        yield Violation(each, "is not b")


def test_failed_rule_is_a_finding() -> None:
    """The finding names the rule, the line of code and the object for a bug report, and shows no value."""
    [found] = run(fails_at_object_b, objects(manifest("Pod", "a"), manifest("Pod", "b"), manifest("Pod", "c")))

    assert fails_at_object_b.find is not None
    line = fails_at_object_b.find.__code__.co_firstlineno + 5
    reason = f"the rule PS999 has-a-bug failed: KeyError at test_rules.py:{line}"
    fix = "report this line as a bug in powersync-constructs, with the manifest of the object but without its secrets"
    assert found == finding("rule-failed", "warning", "Pod/b", reason, fix)


def test_finding_for_a_failed_rule_cannot_be_switched_off() -> None:
    """A suppression hides no bug of this library; a finding names the suppression instead."""
    failed = RULE_FAILED.finding("Pod/b", "the rule failed")
    ignore = Ignore("PS009", "for now", lambda _: True, "rules.yaml", "file")

    report = run_rules({}, [ignore], more=[failed])

    reason = "switches off PS009 rule-failed, which cannot be switched off"
    unused = finding("unused-suppression", "warning", "rules.yaml", reason, "remove the suppression")
    assert report.findings == (failed, unused)


def test_second_suppression_of_a_finding_is_used_too() -> None:
    """Neither of two suppressions that match one finding is reported as unused."""
    found = finding("memory-limit", "warning", "Pod/b", "has a problem", "correct it")
    ignores = [Ignore(found.rule, reason, lambda _: True, "rules.yaml", "file") for reason in ("one", "two")]

    report = run_rules({}, ignores, more=[found])

    assert [each.reason for each in report.suppressed] == ["one"]
    assert report.findings == ()


def test_annotation_with_a_wrong_separator_is_reported() -> None:
    """An annotation that looks like a suppression, but is none, has a finding with the right key."""
    wrong = annotated(manifest("Pod", "b"), {"powersync-constructs/ignore-PS301": "why"})

    [found] = run_rules({"": [wrong]}).findings

    reason = "has the annotation powersync-constructs/ignore-PS301, which switches nothing off"
    fix = "write powersync-constructs/ignore.<rule>"
    assert str(found) == str(finding("suppression-of-unknown-rule", "error", "Pod/b", reason, fix))


def test_controlled_workload_is_left_out() -> None:
    """A Pod has the findings of its Deployment only if the Deployment is not in the manifests."""
    deployment, pod = workload(), workload(kind="Pod", name="app-api-x", metadata=OWNED)

    assert {each.where for each in check({"": [deployment, pod]})} == {"Deployment/app-api"}
    assert {each.where for each in check({"": [pod]})} == {"Pod/app-api-x"}
