"""The format `junit`, as Jenkins and GitLab read it."""

from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings

from powersync_constructs.cli._formats.junit import junit
from powersync_constructs.cli._report import CheckReport
from powersync_constructs.rules import Severity

from .reports import REPLICATION, REPORTS, located, report, switched_off

ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors"},
    "testsuite": {"name", "file", "tests", "failures", "errors", "skipped"},
    "testcase": {"classname", "name"},
    "failure": {"type", "message"},
    "skipped": {"type", "message"},
}
"""The elements, and their attributes, which junit-10.xsd of Jenkins allows. It allows no `file` of a test case."""
PARENTS = {"testsuite": "testsuites", "testcase": "testsuite", "failure": "testcase", "skipped": "testcase"}


def read(made: CheckReport, fail_on: Severity | None = "error") -> Xml.Element:
    """Return the root of a report."""
    return Xml.fromstring(junit(made, fail_on=fail_on).encode())


def cases(made: CheckReport, fail_on: Severity | None = "error") -> list[tuple[str, str, list[str]]]:
    """Return the names and the outcomes of the test cases."""
    return [
        (case.attrib["classname"], case.attrib["name"], [outcome.tag for outcome in case])
        for case in read(made, fail_on).iter("testcase")
    ]


@given(REPORTS)
@settings(max_examples=settings().max_examples // 6)
def test_any_report_has_the_elements_of_junit(made: CheckReport) -> None:
    """Whatever the manifests contain, the XML has only the elements and attributes that Jenkins allows."""
    root = read(made)

    assert root.tag == "testsuites"
    for parent in root.iter():
        assert set(parent.attrib) <= ATTRIBUTES[parent.tag]
        assert [child.tag for child in parent if PARENTS[child.tag] != parent.tag] == []


@given(REPORTS)
@settings(max_examples=settings().max_examples // 6)
def test_counts_are_those_of_the_cases(made: CheckReport) -> None:
    """The counts of each suite, and of all suites, are the numbers of test cases."""
    root = read(made)

    for suite in [root, *root.iter("testsuite")]:
        assert int(suite.attrib["tests"]) == len([*suite.iter("testcase")]) > 0
        assert int(suite.attrib["failures"]) == len([*suite.iter("failure")])
        assert int(suite.get("skipped", len([*suite.iter("skipped")]))) == len([*suite.iter("skipped")])


@given(REPORTS)
@settings(max_examples=settings().max_examples // 6)
def test_names_of_cases_are_unique(made: CheckReport) -> None:
    """In a suite, no two test cases have the same names, because GitLab ignores the second one."""
    for suite in read(made).iter("testsuite"):
        names = [(case.attrib["classname"], case.attrib["name"]) for case in suite.iter("testcase")]
        assert len(names) == len(set(names))


def test_file_is_a_suite_and_rule_a_case() -> None:
    """A file is a test suite. An object with a rule is a test case with the place, the reason and the fix."""
    [suite] = read(report(located(severity="error")))

    [case] = suite
    [failure] = case
    assert (suite.attrib["name"], suite.attrib["file"]) == ("dist/ha.k8s.yaml", "dist/ha.k8s.yaml")
    assert case.attrib == {"classname": "Deployment/sync/powersync-api", "name": "PS301 memory-limit"}
    assert failure.attrib == {"type": "error", "message": "has a memory limit of 64Mi"}
    assert str(failure.text).splitlines()[:3] == [
        "dist/ha.k8s.yaml:120",
        "Deployment/sync/powersync-api: has a memory limit of 64Mi",
        "Fix: raise it to 512Mi or more",
    ]


def test_findings_of_one_rule_and_object_are_one_case() -> None:
    """Two findings of a rule about one object are one test case, with the text of both."""
    made = report(located(severity="error", reason="has 1Mi"), located(severity="error", reason="has 2Mi"))

    [case] = read(made).iter("testcase")

    text = case.findtext("failure") or ""
    assert ("has 1Mi" in text, "has 2Mi" in text) == (True, True)


@pytest.mark.parametrize(
    ("fail_on", "outcomes"),
    [
        ("error", ["failure", "skipped", "skipped"]),
        ("warning", ["failure", "failure", "skipped"]),
        ("note", ["failure", "failure", "failure"]),
        (None, ["skipped", "skipped", "skipped"]),
    ],
)
def test_failures_are_what_the_exit_code_counts(fail_on: Severity | None, outcomes: list[str]) -> None:
    """A finding below the severity of `--fail-on` is a skipped test case, so that the pipeline shows no failure."""
    made = report(
        located("unique-names", "error"), located("memory-limit", "warning"), located("version-label", "note")
    )

    assert [outcome for *_, [outcome] in cases(made, fail_on)] == outcomes


def test_suppressed_finding_is_skipped() -> None:
    """A finding that is switched off is a skipped test case with the reason."""
    made = report(suppressed=(switched_off(located(severity="error"), reason="measured"),))

    [case] = read(made).iter("testcase")

    assert "Ignored (annotation): measured" in (case.findtext("skipped") or "")


def test_failure_comes_before_a_suppressed_finding_of_the_same_case() -> None:
    """If only some findings of a test case are switched off, it is a failure."""
    made = report(located(severity="error", reason="has 1Mi"), suppressed=(switched_off(located(severity="error")),))

    assert cases(made) == [("Deployment/sync/powersync-api", "PS301 memory-limit", ["failure"])]


def test_report_without_findings_has_a_case_that_passes() -> None:
    """Jenkins rejects a report without test cases, so the only test case passes."""
    assert cases(report()) == [("powersync-constructs", "no findings in 22 objects of 1 file", [])]


def test_findings_without_a_file_are_a_suite() -> None:
    """The findings that are in no file are a test suite with the name of the program."""
    root = read(report(located(), located(file=None, object=REPLICATION)))

    assert [(suite.attrib["name"], suite.get("file")) for suite in root] == [
        ("dist/ha.k8s.yaml", "dist/ha.k8s.yaml"),
        ("powersync-constructs", None),
    ]
