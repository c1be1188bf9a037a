"""Runs the rules over the charts of an app."""

import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from powersync_constructs.rules._about_suppressions import RULE_FAILED
from powersync_constructs.rules._catalogue import APP_RULES, CHART_RULES
from powersync_constructs.rules._finding import SEVERITIES, Finding
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, kube_objects
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import Rule
from powersync_constructs.rules._suppressions import Ignore, Suppressed, suppress


@dataclass(frozen=True)
class Report:
    """What the rules found."""

    findings: tuple[Finding, ...]
    """The findings, the highest severity first."""
    suppressed: tuple[Suppressed, ...]
    """The findings that an annotation or the caller switched off."""
    objects: int
    """The number of objects that the rules looked at."""


def check(charts: Mapping[str, Iterable[Manifest]]) -> list[Finding]:
    """Return all findings for the charts of an app, errors first. The keys of `charts` are the names of the charts.

    Findings that an annotation of an object switches off are left out.
    """
    return [*run_rules(charts).findings]


def run_rules(
    charts: Mapping[str, Iterable[Manifest]],
    ignores: Sequence[Ignore] = (),
    *,
    more: Iterable[Finding] = (),
    checked: Mapping[str, Iterable[Finding]] | None = None,
    adjust: Callable[[Finding], Finding | None] = lambda finding: finding,
    at_synth: bool = False,
) -> Report:
    """Run all rules over the charts of an app.

    Args:
        charts: The manifests of each chart, by the name of the chart. Objects in one chart are in one cluster.
        ignores: The suppressions of the caller. The annotations of the objects count too.
        more: Findings of other origin, to which the suppressions apply too.
        checked: The findings of `check_chart` for some charts, by the name of the chart. Another process may have
            calculated them for the same manifests.
        adjust: Returns a finding with another severity, or None to leave the finding out.
        at_synth: Whether a synth has just rendered the manifests.
    """
    of_charts = {
        chart: Objects(kube_objects(manifests, chart), at_synth=at_synth) for chart, manifests in charts.items()
    }
    of_app = [each for objects in of_charts.values() for each in objects.all]
    known = {chart: _with_objects(found, of_charts[chart].all) for chart, found in (checked or {}).items()}
    found = [
        finding
        for chart, objects in of_charts.items()
        for finding in (known[chart] if chart in known else _findings(CHART_RULES, objects))
    ]
    # the objects of the only chart have already computed what several rules need
    together = next(iter(of_charts.values())) if len(of_charts) == 1 else Objects(of_app, at_synth=at_synth)
    found += _findings(APP_RULES, together)
    changed = [finding for each in (*found, *more) if (finding := adjust(each)) is not None]
    findings, suppressed = suppress(_once(changed), of_app, ignores)
    ordered = sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    return Report(tuple(ordered), suppressed, len(of_app))


def check_chart(objects: Iterable[KubeObject]) -> list[Finding]:
    """Return the findings of the rules that look at the objects of one chart only."""
    return _findings(CHART_RULES, Objects(objects))


def _findings(rules: Iterable[Rule], objects: Objects) -> list[Finding]:
    return [finding for rule in rules for finding in run(rule, objects)]


def _with_objects(found: Iterable[Finding], objects: Iterable[KubeObject]) -> list[Finding]:
    """Return the findings of another process, with the objects of this process, which have the same manifests."""
    by_manifest = {id(each.manifest): each for each in objects}
    return [
        each if each.object is None else replace(each, object=by_manifest[id(each.object.manifest)])
        for each in found
        if each.object is None or id(each.object.manifest) in by_manifest
    ]


def _once(found: Iterable[Finding]) -> Iterable[Finding]:
    """Return the findings without duplicates. Objects in two namespaces may have findings with the same text."""
    return {(finding, id(finding.object)): finding for finding in found}.values()


def run(rule: Rule, objects: Objects) -> list[Finding]:
    """Return the findings of one rule.

    If the rule raises an exception, the finding names the rule and the last object that the rule read.
    """
    try:
        return rule.findings(objects)
    except Exception as error:  # noqa: BLE001 - any bug in a rule is reported in one line
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        reason = f"the rule {rule.id} {rule.name} failed: {type(error).__name__} at {place}"
        return [RULE_FAILED.finding(str(objects.last or "the app"), reason)]
