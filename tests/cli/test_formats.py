"""What holds for all formats of a report."""

import re

import pytest
from hypothesis import given, settings

from powersync_constructs.cli._formats import FORMATS, Format, formatted
from powersync_constructs.cli._report import CheckReport

from .reports import API, REPORTS, located, report

UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""The characters that a terminal or a parser would interpret. A line end is not one of them."""


@pytest.mark.parametrize("format", FORMATS)
@given(REPORTS)
@settings(max_examples=settings().max_examples // 6)
def test_any_report_has_only_safe_characters(format: Format, made: CheckReport) -> None:
    """A format writes no control character of a manifest, ends with a line end, and can be encoded as UTF-8."""
    text = formatted(made, format, show_suppressed=True)

    assert UNSAFE.findall(text) == []
    assert text.encode().endswith(b"\n")


@pytest.mark.parametrize("format", FORMATS)
def test_control_characters_are_escapes(format: Format) -> None:
    """A control character is written as an escape, so that a reader can see it."""
    text = formatted(report(located(reason="has the name a\x1b[31mb")), format)

    assert "a\\x1b[31mb" in text.replace("\\\\", "\\")


@pytest.mark.parametrize("format", FORMATS)
def test_sentence_is_one_line(format: Format) -> None:
    """A line end in a reason becomes a space."""
    assert "has one line" in formatted(report(located(reason="has\n  one\nline")), format)


@pytest.mark.parametrize("format", FORMATS)
def test_finding_names_everything(format: Format) -> None:
    """Each format has the rule, the object with its namespace, the file, the line, the reason and the fix."""
    found = located(object=API, reason="has too little memory", fix="raise the limit", line=4711)

    text = formatted(report(found), format)

    needed = ["PS301", "memory-limit", "powersync-api", "sync", "dist/ha.k8s.yaml", "4711", "has too little memory"]
    assert [each for each in [*needed, "raise the limit"] if each not in text] == []


@pytest.mark.parametrize("format", FORMATS)
def test_report_without_findings_is_not_empty(format: Format) -> None:
    """A report without findings has a text in each format, so that a program can read it."""
    assert len(formatted(report(), format).splitlines()) >= 1


@pytest.mark.parametrize("format", FORMATS)
def test_same_report_is_the_same_text(format: Format) -> None:
    """A format contains no time and no random value."""
    made = report(located(), located("unique-names", "error"))

    assert formatted(made, format) == formatted(made, format)
