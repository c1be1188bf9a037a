"""Exceptions cover what they name and nothing else, and docs/conformance.md shows them as they are."""

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
def test_covers_nothing_else(finding: Finding) -> None:
    """Another tool, check or object is not covered."""
    assert (EXCEPTED.covers(FOUND), EXCEPTED.covers(finding)) == (True, False)


@pytest.mark.parametrize(("source", "covered"), [("examples/flux", True), ("dist/ha", False)])
def test_covers_one_example_alone(source: str, covered: bool) -> None:
    """A pattern may name the example that its objects are in."""
    excepted = EXCEPTED._replace(objects=["examples/flux: Job/*"])

    assert excepted.covers(FOUND._replace(source=source)) is covered


def test_a_pattern_that_matches_nothing_is_stale() -> None:
    """Each pattern is asked for by itself."""
    assert EXCEPTED.stale([FOUND]) == ["Deployment/*"]


def test_what_no_exception_covers_is_left() -> None:
    """A finding of a check without an exception is left over, one with an exception is not."""
    left = FOUND._replace(check="CKV_K8S_1")

    assert uncovered([FOUND, left]) == [left]


def test_a_finding_tells_all() -> None:
    """Its line has the tool, the check, the object, where that is, and the tool's own text."""
    assert str(FOUND) == "checkov CKV_K8S_15: Job/powersync-migrate-1 in dist/ha: a text"


def test_exceptions_are_from_a_scanner() -> None:
    """No exception is for a tool that is not run, where it would never be stale."""
    assert {each.tool for each in EXCEPTIONS} <= set(SCANNERS)


def test_page_shows_the_exceptions() -> None:
    """The table of exceptions has a row for each, in the order of the file, and no other."""
    rows = re.findall(r"^\| [\w-]+ \| `.*$", PAGE, re.MULTILINE)

    assert rows == [
        f"| {each.tool} | `{each.check}` | {', '.join(f'`{pattern}`' for pattern in each.objects)} | {each.reason} |"
        for each in EXCEPTIONS
    ]


@pytest.mark.parametrize("file", ["go-tools.txt", "checkov.in"])
def test_page_names_the_versions(file: str) -> None:
    """The page tells the versions of the tools that are installed."""
    lines = (CHECKOUT / "tests/conformance" / file).read_text(encoding="utf-8").split()

    tools = [re.split("@v|==", line.rpartition("/")[2]) for line in lines]
    assert [f"{tool} {version}" for tool, version in tools if f"{tool} {version}" not in PAGE] == []


def test_page_tells_the_figures(findings: list[Finding]) -> None:
    """The page tells how much a scanner finds in dist/ha when nothing is argued away."""
    count = sum(finding.source == "dist/ha" for finding in findings)

    assert re.search(rf"^\| {findings[0].tool}, .* \| {count} \|$", PAGE, re.MULTILINE), count
