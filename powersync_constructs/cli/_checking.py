"""Runs the rules over the objects of files, and finds the place of each finding."""

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from powersync_constructs.cli._files import InputFile
from powersync_constructs.cli._input import FileContent, Place, read_file, text_of
from powersync_constructs.cli._lines import line_of
from powersync_constructs.cli._program import url_of_rule
from powersync_constructs.cli._report import CheckReport, Located, LocatedSuppressed
from powersync_constructs.cli._settings import IgnoreEntry, Settings
from powersync_constructs.rules import Finding, Ignore, KubeObject, Manifest, run_rules
from powersync_constructs.rules._engine import check_chart
from powersync_constructs.rules._finding import SEVERITIES
from powersync_constructs.rules._lib.service_containers import service_containers

_OF_CDK8S = ".k8s.yaml"
"""The ending of the files that cdk8s writes. Each of them is a chart."""
_OTHER_FILES = "the other files"
"""The name of the chart that contains the objects of all other files."""


def read_and_check(file: InputFile) -> FileContent:
    """Return the content of a file, with the findings of the rules that look at one chart.

    Several processes read large inputs, so these rules run in several processes too.
    """
    content = read_file(file)
    if content.problem or not _is_chart(file):
        return content
    return replace(content, findings=tuple(check_chart(_kube_objects(content))))


def check_files(contents: Sequence[FileContent], settings: Settings) -> CheckReport:
    """Return the findings for the objects of files, with their places."""
    places = _Places(contents, settings)
    report = run_rules(
        _charts(contents),
        [_ignore(entry, settings, places) for entry in settings.ignores],
        checked={each.file.shown: each.findings for each in contents if each.findings is not None},
        adjust=lambda finding: _with_severity(finding, settings),
    )
    suppressed = [
        LocatedSuppressed(places.locate(each.finding), each.reason, each.ignore.by)
        for each in sorted(report.suppressed, key=lambda each: places.document(each.finding))
    ]
    return CheckReport(
        files_read=len(contents),
        objects_read=sum(len(content.objects) for content in contents),
        findings=tuple(sorted(map(places.locate, sorted(report.findings, key=places.document)), key=places.order)),
        suppressed=tuple(sorted(suppressed, key=lambda each: places.order(each.located))),
    )


def has_powersync(contents: Iterable[FileContent]) -> bool:
    """Return whether a workload runs the PowerSync service, or an object belongs to an instance of this library."""
    objects = (each for content in contents for each in _kube_objects(content))
    return any(each.instance or any(service_containers(each)) for each in objects)


class _Places:
    """The places of the objects in the files."""

    def __init__(self, contents: Sequence[FileContent], settings: Settings) -> None:
        self._places = {id(manifest): place for content in contents for manifest, place in content.objects}
        self._texts = {content.file: content.text for content in contents if content.text}
        self._order = {content.file.shown: number for number, content in enumerate(contents)}
        self._settings = settings
        self._entries = {entry.path: entry for entry in settings.ignores}

    def locate(self, finding: Finding) -> Located:
        """Return a finding with its place."""
        place = self._place(finding)
        entry = self._entries.get(finding.where)
        file, line = (place.file.shown, self._line(place, finding)) if place else (None, None)
        if entry is not None:
            file, line = self._settings.file, entry.line
        return Located(finding, file, line, url_of_rule(finding.rule))

    def document(self, finding: Finding) -> tuple[int, int]:
        """Return the key for the order in which findings are located. The document of the last one is kept."""
        place = self._place(finding)
        return (self._order[place.file.shown], place.begin) if place else (-1, 0)

    def file_of(self, finding: Finding) -> str | None:
        """Return the file of a finding's object."""
        place = self._place(finding)
        return place.file.shown if place else None

    def order(self, each: Located) -> tuple[int, int, int, str]:
        """Return the key for the order of findings: errors first, then in the order of the files and lines."""
        severity = SEVERITIES.index(each.finding.severity)
        return severity, self._order.get(each.file or "", len(self._order)), each.line or 0, each.finding.rule

    def _place(self, finding: Finding) -> Place | None:
        return self._places.get(id(finding.object.manifest)) if finding.object else None

    def _line(self, place: Place, finding: Finding) -> int | None:
        text = self._text(place)
        return line_of(text, place.begin, place.line, (*place.path, *finding.path)) if text else place.line

    def _text(self, place: Place) -> str:
        """Return the text of a file. A file that no longer exists has an empty text."""
        if place.file not in self._texts:
            try:
                self._texts[place.file] = text_of(place.file)
            except (OSError, ValueError):
                self._texts[place.file] = ""
        return self._texts[place.file]


def _is_chart(file: InputFile) -> bool:
    return file.shown.endswith(_OF_CDK8S)


def _kube_objects(content: FileContent) -> list[KubeObject]:
    return [KubeObject(manifest, content.file.shown) for manifest, _ in content.objects]


def _charts(contents: Sequence[FileContent]) -> Mapping[str, list[Manifest]]:
    """Return the manifests of each chart.

    Files that cdk8s did not write are one chart, because they may refer to each other. If two folders define the same
    object, like the environments of Kustomize, each folder is a chart.
    """
    others = [content for content in contents if not _is_chart(content.file)]
    by_folder = _share_objects(others)
    charts: dict[str, list[Manifest]] = {}
    for content in contents:
        shown = content.file.shown
        other = posixpath.dirname(shown) or "." if by_folder else _OTHER_FILES
        chart = shown if _is_chart(content.file) else other
        charts.setdefault(chart, []).extend(manifest for manifest, _ in content.objects)
    return charts


def _share_objects(contents: Iterable[FileContent]) -> bool:
    """Return whether two folders define the same object."""
    folders: dict[tuple[str, str, str, str], str] = {}
    for content in contents:
        folder = posixpath.dirname(content.file.shown)
        for each in _kube_objects(content):
            if folders.setdefault((each.group, each.kind, each.namespace, each.name), folder) != folder:
                return True
    return False


def _ignore(entry: IgnoreEntry, settings: Settings, places: _Places) -> Ignore:
    def matches(finding: Finding) -> bool:
        file = places.file_of(finding)
        return entry.matches(finding, settings.relative(file) if file else None)

    return Ignore(entry.rule, entry.reason, matches, entry.path, "file")


def _with_severity(finding: Finding, settings: Settings) -> Finding:
    severity = settings.severities.get(finding.rule)
    return replace(finding, severity=severity) if severity else finding
