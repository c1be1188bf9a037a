"""The format `text`: findings grouped by object, for people."""

import re

from hypothesis import given, settings, strategies as st

from powersync_constructs.cli._formats.text import text
from powersync_constructs.cli._report import CheckReport

from .reports import REPLICATION, REPORTS, located, report, switched_off

CODES = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\")
"""The escape sequences of colors and links."""


def test_findings_are_grouped_by_object() -> None:
    """An object has one heading with its file and line. A finding at another line names its line."""
    made = report(
        located("unique-names", "error", line=99, reason="exists twice", fix="rename one"),
        located("memory-limit", "warning", object=REPLICATION, line=200, reason="has 64Mi", fix="raise it"),
        located("memory-limit", "note", line=120, reason="has no limit", fix="set one"),
    )

    assert text(made) == (
        "dist/ha.k8s.yaml:99 Deployment/sync/powersync-api\n"
        "  error PS010 unique-names: exists twice\n"
        "    fix: rename one\n"
        "  note PS301 memory-limit (line 120): has no limit\n"
        "    fix: set one\n"
        "\n"
        "dist/ha.k8s.yaml:200 Deployment/sync/powersync-replication\n"
        "  warning PS301 memory-limit: has 64Mi\n"
        "    fix: raise it\n"
        "\n"
        "1 error, 1 warning, 1 note in 22 objects of 1 file\n"
    )


def test_finding_without_a_file_names_its_field() -> None:
    """The heading of a finding about the props is the field."""
    made = report(located(object=None, where="source.uri", file=None, line=None))

    assert text(made).splitlines()[0] == "source.uri"


def test_report_without_findings_is_one_line() -> None:
    """The line of counts is the whole report if there are no findings."""
    assert text(CheckReport(2, 1, ())) == "no findings in 1 object of 2 files\n"


def test_suppressed_findings_are_counted() -> None:
    """The line of counts names the number of findings that are switched off. They are not listed."""
    made = report(suppressed=(switched_off(located()),))

    assert text(made) == "no findings (1 suppressed) in 22 objects of 1 file\n"


def test_suppressed_findings_are_listed_if_asked() -> None:
    """`show_suppressed` lists each finding that is switched off, with the reason."""
    made = report(suppressed=(switched_off(located(), reason="measured"),))

    assert text(made, show_suppressed=True).splitlines()[:2] == [
        "Suppressed:",
        (
            "  dist/ha.k8s.yaml:120 Deployment/sync/powersync-api: PS301 memory-limit: has a memory limit of 64Mi; "
            "ignored by an annotation: measured"
        ),
    ]


def test_terminal_has_colors_and_links() -> None:
    """On a terminal, the severity has a color, and the rule is a link to its page."""
    shown = text(report(located()), width=80)

    assert re.search(r"\x1b\[[\d;]*33m.*warning", shown)
    assert "/docs/reference/rules/PS301.md\x1b\\" in shown


@given(REPORTS, st.integers(30, 120))
@settings(max_examples=settings().max_examples // 6)
def test_terminal_shows_the_same_words(made: CheckReport, width: int) -> None:
    """A report on a terminal differs from the plain one only in colors, links and line ends."""
    shown = CODES.sub("", text(made, width=width))

    assert "".join(shown.split()) == "".join(text(made).split())


def test_terminal_wraps_at_its_width() -> None:
    """No line is longer than the terminal, and the next lines begin below the rule."""
    shown = CODES.sub("", text(report(located(reason="word " * 40)), width=60)).splitlines()

    assert max(map(len, shown)) <= 60
    assert shown[2].startswith("          word")


def test_plain_text_is_never_wrapped() -> None:
    """Without a terminal, a finding is one line, so that grep finds all of it."""
    assert f"warning PS301 memory-limit: {'word ' * 40}".strip() in text(report(located(reason="word " * 40)))
