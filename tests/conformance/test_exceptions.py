"""Exceptions cover only the findings that they name, and docs/conformance.md lists them."""

import re

import pytest

from tests import CHECKOUT

from .exceptions import EXCEPTIONS, Excepted, uncovered
from .scanners import SCANNERS
from .tools import Finding

pytestmark = pytest.mark.xdist_group("conformance")

PAGE = (CHECKOUT / "docs/conformance.md").read_text(encoding="utf-8")
EXCEPTED = Excepted("checkov", "CKV_K8S_15", ["Job/*-migrate-*", "Deployment/*"], "a reason")
FOUND = Finding("checkov", "CKV_K8S_15", "dist/ha", "Job/powersync-migrate-1", "a text")


@pytest.mark.parametrize(
    "finding",
    [
        FOUND._replace(tool="kube-score"),
        FOUND._replace(check="CKV_K8S_1"),
        FOUND._replace(object="Job/powersync-compact"),
    ],
    ids=["tool", "check", "object"],
)
def test_an_exception_covers_no_other_finding(finding: Finding) -> None:
    """An exception does not cover a finding with another tool, check or object."""
    assert (EXCEPTED.covers(FOUND), EXCEPTED.covers(finding)) == (True, False)


@pytest.mark.parametrize(("source", "covered"), [("examples/flux", True), ("dist/ha", False)])
def test_an_exception_can_cover_one_example(source: str, covered: bool) -> None:
    """A pattern that names an example covers the objects of this example only."""
    excepted = EXCEPTED._replace(objects=["examples/flux: Job/*"])

    assert excepted.covers(FOUND._replace(source=source)) is covered


def test_a_pattern_that_matches_nothing_is_stale() -> None:
    """A pattern without a matching finding is stale, even if another pattern of the exception matches."""
    assert EXCEPTED.stale([FOUND]) == ["Deployment/*"]


def test_findings_without_an_exception_are_uncovered() -> None:
    """Only findings that no exception covers are uncovered."""
    left = FOUND._replace(check="CKV_K8S_1")

    assert uncovered([FOUND, left]) == [left]


def test_the_text_of_a_finding_is_complete() -> None:
    """The text of a finding has the tool, the check, the object, its source, and the text of the tool."""
    assert str(FOUND) == "checkov CKV_K8S_15: Job/powersync-migrate-1 in dist/ha: a text"


def test_every_exception_names_a_scanner() -> None:
    """Every exception names a scanner that runs, because otherwise it would never be stale."""
    assert {each.tool for each in EXCEPTIONS} <= set(SCANNERS)


def test_the_page_lists_the_exceptions() -> None:
    """The table of exceptions has exactly one row per exception, in the order of the file."""
    rows = re.findall(r"^\| [\w-]+ \| `.*$", PAGE, re.MULTILINE)

    assert rows == [
        f"| {each.tool} | `{each.check}` | {', '.join(f'`{pattern}`' for pattern in each.objects)} | {each.reason} |"
        for each in EXCEPTIONS
    ]


@pytest.mark.parametrize("file", ["go-tools.txt", "checkov.in"])
def test_the_page_lists_the_versions(file: str) -> None:
    """The page lists the installed versions of the tools."""
    lines = (CHECKOUT / "tests/conformance" / file).read_text(encoding="utf-8").split()

    tools = [re.split("@v|==", line.rpartition("/")[2]) for line in lines]
    assert [f"{tool} {version}" for tool, version in tools if f"{tool} {version}" not in PAGE] == []


def test_the_page_lists_the_number_of_findings(findings: list[Finding]) -> None:
    """The page lists the number of findings of each scanner in dist/ha, without exceptions."""
    count = sum(finding.source == "dist/ha" for finding in findings)

    assert re.search(rf"^\| {findings[0].tool}, .* \| {count} \|$", PAGE, re.MULTILINE), count
