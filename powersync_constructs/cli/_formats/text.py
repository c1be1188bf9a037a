"""The format `text`: the findings for people, grouped by object."""

from collections.abc import Iterator

from powersync_constructs.cli._formats._rows import Row, SuppressedRow, grouped, rows, summary, suppressed_rows
from powersync_constructs.cli._layout import EMPTY, SEVERITY_STYLES, Line, Part, joined, line
from powersync_constructs.cli._report import CheckReport

_INDENT = 2


def text(report: CheckReport, *, show_suppressed: bool = False, width: int | None = None) -> str:
    """Return the findings grouped by object, and a line of counts.

    `width` is the width of the terminal; None for plain text that is never wrapped.
    """
    return joined(_lines(report, show_suppressed), width)


def _lines(report: CheckReport, show_suppressed: bool) -> Iterator[Line]:
    for _, group in grouped(rows(report), lambda row: (row.file, row.subject)):
        yield _heading(group[0])
        for row in group:
            yield from _finding(row, group[0])
        yield EMPTY
    if show_suppressed and report.suppressed:
        yield line(Part("Suppressed:", "bold"))
        for each in suppressed_rows(report):
            yield _suppressed(each)
        yield EMPTY
    yield line(Part(summary(report), "bold"))


def _heading(row: Row) -> Line:
    place = [Part(row.place, "bold"), Part(" ")] if row.place else []
    return line(*place, Part(row.subject, "bold"))


def _finding(row: Row, heading: Row) -> Iterator[Line]:
    at = f" (line {row.line})" if row.line and row.line != heading.line else ""
    yield line(
        Part(row.severity, SEVERITY_STYLES[row.severity]),
        " ",
        Part(row.title, "bold", row.url),
        f"{at}: {row.reason}",
        indent=_INDENT,
        hanging=_INDENT + len(row.severity) + 1,
    )
    yield line(f"fix: {row.fix}", indent=2 * _INDENT, hanging=2 * _INDENT + len("fix: "))


def _suppressed(each: SuppressedRow) -> Line:
    place = f"{each.row.place} " if each.row.place else ""
    return line(
        f"{place}{each.row.subject}: ",
        Part(each.row.title, link=each.row.url),
        f": {each.row.reason}; {_BY[each.by]}: {each.reason}",
        indent=_INDENT,
        hanging=2 * _INDENT,
    )


_BY = {
    "annotation": "ignored by an annotation",
    "baseline": "ignored by the baseline",
    "code": "ignored by the props",
    "file": "ignored by the configuration file",
}
