"""The findings of a report as plain values, which every format writes.

A manifest can contain any character. In a row, the characters that a terminal or a format would interpret are escaped.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from powersync_constructs.cli._fingerprint import Fingerprint, fingerprint
from powersync_constructs.cli._report import CheckReport, Located
from powersync_constructs.cli._visible import one_line, visible
from powersync_constructs.config.core._words import number_of
from powersync_constructs.rules import Severity
from powersync_constructs.rules._lib.manifest import KubeObject, text

_Item = TypeVar("_Item")
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True)
class ObjectName:
    """What identifies an object. Each value is empty if the manifest does not have it."""

    api_version: str
    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        return "/".join(part for part in (self.kind, self.namespace, self.name) if part)


@dataclass(frozen=True)
class Row:
    """One finding."""

    rule: str
    name: str
    severity: Severity
    where: str
    object: ObjectName | None
    pointer: str
    """The field of the object as a JSON pointer (RFC 6901); empty for the whole object."""
    file: str | None
    line: int | None
    reason: str
    fix: str
    url: str
    fingerprint: Fingerprint

    @property
    def title(self) -> str:
        """The id and the name of the rule."""
        return f"{self.rule} {self.name}"

    @property
    def subject(self) -> str:
        """The object with its namespace, which identifies it, or the place that the finding names."""
        return str(self.object) if self.object else self.where

    @property
    def place(self) -> str:
        """The file with the line, like `dist/ha.k8s.yaml:120`; empty if no file contains the finding."""
        return f"{self.file}:{self.line}" if self.file and self.line else self.file or ""


@dataclass(frozen=True)
class SuppressedRow:
    """A finding that is switched off."""

    row: Row
    by: str
    reason: str


def rows(report: CheckReport) -> list[Row]:
    """Return the findings in the order of the report."""
    return [_row(each) for each in report.findings]


def suppressed_rows(report: CheckReport) -> list[SuppressedRow]:
    """Return the findings that are switched off, in the order of the report."""
    return [SuppressedRow(_row(each.located), each.by, one_line(each.reason)) for each in report.suppressed]


def grouped(items: Iterable[_Item], key: Callable[[_Item], _Key]) -> Iterable[tuple[_Key, list[_Item]]]:
    """Return the items with the same key together, in the order in which the keys first occur."""
    groups: dict[_Key, list[_Item]] = {}
    for each in items:
        groups.setdefault(key(each), []).append(each)
    return groups.items()


def counts(report: CheckReport) -> Iterator[tuple[str, int]]:
    """Yield each severity as a noun, with the number of its findings."""
    yield "error", report.number_of("error")
    yield "warning", report.number_of("warning")
    yield "note", report.number_of("note")


def summary(report: CheckReport) -> str:
    """Return the line of counts, like `2 errors, 1 warning in 22 objects of 1 file`."""
    found = ", ".join(number_of(count, noun) for noun, count in counts(report) if count) or "no findings"
    off = f" ({len(report.suppressed)} suppressed)" if report.suppressed else ""
    return f"{found}{off} in {number_of(report.objects_read, 'object')} of {number_of(report.files_read, 'file')}"


def _row(located: Located) -> Row:
    finding = located.finding
    return Row(
        rule=finding.rule,
        name=finding.name,
        severity=finding.severity,
        where=visible(finding.where),
        object=_object_name(finding.object) if finding.object else None,
        pointer=_pointer(finding.path),
        file=None if located.file is None else visible(located.file),
        line=located.line,
        reason=one_line(finding.reason),
        fix=one_line(finding.fix),
        url=located.url,
        fingerprint=fingerprint(finding),
    )


def _object_name(each: KubeObject) -> ObjectName:
    api_version = text(each.manifest.get("apiVersion"))
    name = each.name or text(each.metadata.get("generateName")) or "?"
    return ObjectName(*map(visible, (api_version, each.kind, each.namespace, name)))


def _pointer(path: tuple[str | int, ...]) -> str:
    keys = (str(key).replace("~", "~0").replace("/", "~1") for key in path)
    return visible("".join(f"/{key}" for key in keys))
