"""Where the rules meet the tree: a synth fails on what only the rendered manifests can show."""

import sys
import warnings
from typing import ClassVar

import jsii
from cdk8s import App, Chart
from constructs import Construct, IConstruct, IValidation

from powersync_constructs.rules import Finding, Manifest, check


def synth(app: App) -> None:
    """Write the manifests, or print what is wrong with them, a line each, and exit with 1. Nothing is half written."""
    try:
        app.synth()
    except RuntimeError as error:
        header, _, findings = str(error).partition("\n")
        if "Validation failed" not in header:
            raise
        for finding in findings.splitlines():
            print(finding.strip().removeprefix("[] "), file=sys.stderr)
        raise SystemExit(1) from None


def check_at_synth(construct: Construct) -> "TreeValidation":
    """Have the manifests of the construct's app checked before they are written."""
    root = construct.node.root
    rules = TreeValidation.by_root.get(root)
    if rules is None:
        rules = TreeValidation.by_root[root] = TreeValidation(root)
        root.node.add_validation(rules)
    rules.invalidate()
    return rules


@jsii.implements(IValidation)
class TreeValidation:
    """The rules over all charts of a tree.

    A synth asks for it once for the app and once more for every chart. Since rendering is what costs, the answer is
    kept, while it is that all is well, until the last chart has asked or one of our constructs is added.
    """

    by_root: ClassVar["dict[IConstruct, TreeValidation]"] = {}

    def __init__(self, root: IConstruct) -> None:
        self._root = root
        self._findings: list[str] | None = None
        self._asked = 0
        self._charts = 0
        self._rendering = False
        self._noted: list[Finding] = []
        self._together: dict[str, frozenset[str]] = {}

    def invalidate(self) -> None:
        """Forget the answer, since the tree has changed."""
        self._findings = None

    def add_finding(self, finding: Finding) -> None:
        """Keep what a construct has found by itself, which the manifests no longer show."""
        self._noted.append(finding)
        self.invalidate()

    def treat_as_one(self, *charts: Chart) -> None:
        """Have charts that are for one cluster looked at as if they were one."""
        everybody = frozenset[str]().union(*(self._beside(chart) for chart in charts))
        self._together |= dict.fromkeys(everybody, everybody)
        self.invalidate()

    def validate(self) -> list[str]:
        """What is wrong; warnings are given as Python warnings."""
        if self._rendering:  # rendering a chart validates the tree again
            return []
        if self._findings is None or self._findings or self._asked > self._charts:
            self._findings, self._asked = self._look(), 0
        self._asked += 1
        return self._findings

    def _look(self) -> list[str]:
        self._rendering = True
        try:
            charts = self._root.charts if isinstance(self._root, App) else []
            self._charts = len(charts)
            applied: dict[frozenset[str], list[Manifest]] = {}
            for chart in charts:
                applied.setdefault(self._beside(chart), []).extend(chart.to_json())
            found = [*check(list(applied.values())), *self._noted]
        finally:
            self._rendering = False
        for finding in found:
            if finding.severity == "warning":
                warnings.warn(str(finding), stacklevel=2)
        return [str(finding) for finding in found if finding.severity == "error"]

    def _beside(self, chart: Chart) -> frozenset[str]:
        """The paths of a chart and of those that are together with it."""
        path = chart.node.path
        return self._together.get(path, frozenset({path}))
