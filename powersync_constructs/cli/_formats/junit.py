"""The format `junit`: one test suite per file, and one test case per object and rule.

The elements and attributes are those of the schema `junit-10.xsd` of Jenkins, which other CI systems read too. GitLab
identifies a test case by `classname` and `name`, and ignores the second one of two with the same names:
https://docs.gitlab.com/ci/testing/unit_test_reports
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from powersync_constructs.cli._formats._rows import Row, grouped, rows, summary, suppressed_rows
from powersync_constructs.cli._program import PROGRAM
from powersync_constructs.cli._report import STDIN, CheckReport
from powersync_constructs.rules import Severity
from powersync_constructs.rules._finding import at_least


class _Result(NamedTuple):
    """A finding, and whether it is a failure."""

    row: Row
    is_failure: bool
    ignored: str = ""
    """What switches the finding off, and why."""

    @property
    def case(self) -> tuple[str, str]:
        """The names of the test case, which are unique in a suite."""
        return self.row.subject, self.row.title

    def __str__(self) -> str:
        row = self.row
        lines = (row.place, f"{row.subject}: {row.reason}", f"Fix: {row.fix}", self.ignored, row.url)
        return "\n".join(each for each in lines if each)


def junit(report: CheckReport, *, fail_on: Severity | None = "error") -> str:
    """Return the report as test results.

    A finding of at least the severity `fail_on` is a failure; with None, no finding is a failure. Other findings, and
    those that are switched off, are skipped test cases. Without findings, the only test case passes.
    """
    results = _results(report, fail_on)
    suites = [_suite(name, found) for name, found in grouped(results, lambda each: each.row.file or PROGRAM)]
    suites = suites or [_passed(report)]
    whole = Element("testsuites", name=PROGRAM)
    for counted in ("tests", "failures", "errors"):
        whole.set(counted, str(sum(int(suite.attrib[counted]) for suite in suites)))
    whole.extend(suites)
    indent(whole)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(whole, encoding="unicode")}\n'


def _results(report: CheckReport, fail_on: Severity | None) -> Iterator[_Result]:
    failing = at_least(fail_on) if fail_on else ()
    yield from (_Result(row, row.severity in failing) for row in rows(report))
    for each in suppressed_rows(report):
        yield _Result(each.row, is_failure=False, ignored=f"Ignored ({each.by}): {each.reason}")


def _suite(name: str, results: Sequence[_Result]) -> Element:
    cases = [_case(same) for _, same in grouped(results, lambda each: each.case)]
    failures = sum(case.find("failure") is not None for case in cases)
    suite = _empty_suite(name, tests=len(cases), failures=failures, skipped=len(cases) - failures)
    if name not in {PROGRAM, STDIN}:
        suite.set("file", name)
    suite.extend(cases)
    return suite


def _case(results: Sequence[_Result]) -> Element:
    """Return the test case of the findings about one object by one rule: a failure if one of them is."""
    first = next((each for each in results if each.is_failure), results[0])
    case = _empty_case(*first.case)
    outcome = SubElement(case, "failure" if first.is_failure else "skipped")
    outcome.attrib.update(type=first.row.severity, message=first.row.reason)
    outcome.text = "\n\n".join(str(each) for each in results)
    return case


def _passed(report: CheckReport) -> Element:
    """Return the suite of a report without findings. Jenkins rejects a file without test cases."""
    suite = _empty_suite(PROGRAM, tests=1, failures=0, skipped=0)
    suite.append(_empty_case(PROGRAM, summary(report)))
    return suite


def _empty_suite(name: str, *, tests: int, failures: int, skipped: int) -> Element:
    counts = {"tests": tests, "failures": failures, "errors": 0, "skipped": skipped}
    return Element("testsuite", {"name": name, **{key: str(count) for key, count in counts.items()}})


def _empty_case(classname: str, name: str) -> Element:
    return Element("testcase", classname=classname, name=name)
