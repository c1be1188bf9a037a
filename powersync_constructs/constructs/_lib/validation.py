"""Where the rules meet the tree: a synth fails on what only the rendered manifests can show."""

import functools
import warnings
from collections.abc import Callable, Iterable
from typing import ParamSpec, TypeVar

import jsii
from cdk8s import App, Chart
from constructs import Construct, IConstruct, IValidation

from powersync_constructs.constructs._lib.cdk8s_errors import is_invalid_tree, unrendered
from powersync_constructs.constructs._lib.node import node_is_supported
from powersync_constructs.rules import Finding, FindingWarning, Manifest, check

Parameters = ParamSpec("Parameters")
Value = TypeVar("Value")
Check = Callable[[], Iterable[Finding]]
"""What a construct has checked at synth by itself."""

_ATTRIBUTE = "_powersync_constructs_validation"


def check_at_synth(construct: Construct) -> "TreeValidation":
    """Have the manifests of the construct's app checked before they are written."""
    root = construct.node.root
    validation = getattr(root, _ATTRIBUTE, None)
    if not isinstance(validation, TreeValidation):
        validation = TreeValidation(root)
        setattr(root, _ATTRIBUTE, validation)  # so that it lives as long as the tree
        root.node.add_validation(validation)
    return validation


@jsii.implements(IValidation)
class TreeValidation:
    """The rules over all charts of a tree.

    cdk8s validates the whole tree when an app begins to synthesize, and again before it writes each chart. Rendering is
    what costs, so that there is one answer for a whole call of `app.synth()`, in which nothing else can change the
    tree. Every other validation, like that of `chart.to_json()`, renders the tree anew.
    """

    def __init__(self, root: IConstruct) -> None:
        self._root = root
        self._checks: list[Check] = [node_is_supported]
        self._together: dict[str, frozenset[str]] = {}
        self._looking = False
        self._in_synth = False
        self._errors: list[str] | None = None
        if isinstance(root, App):
            for method in ("synth", "synth_yaml"):  # a validation is not told where such a call begins and ends
                setattr(root, method, self._with_one_answer(getattr(root, method)))

    def add_check(self, check: Check) -> None:
        """Have something checked at every synth."""
        self._checks.append(check)

    def add_finding(self, finding: Finding) -> None:
        """Report what a construct has found by itself, which the manifests no longer show."""
        self.add_check(lambda: [finding])

    def treat_as_one(self, *charts: Chart) -> None:
        """Check charts that are for one cluster as if they were one chart."""
        everybody = frozenset[str]().union(*(self.charts_beside(chart) for chart in charts))
        self._together |= dict.fromkeys(everybody, everybody)

    def charts_beside(self, chart: Chart) -> frozenset[str]:
        """The paths of a chart and of those that are treated as one with it."""
        path = chart.node.path
        return self._together.get(path, frozenset({path}))

    def validate(self) -> list[str]:
        """What is wrong, one line each. Warnings become Python warnings."""
        if self._looking:  # rendering a chart validates the tree again
            return []
        if self._errors is None or not self._in_synth:
            self._looking = True
            try:
                self._errors = [str(finding) for finding in self._findings() if not _is_only_warned_of(finding)]
            finally:
                self._looking = False
        return self._errors

    def _with_one_answer(self, method: Callable[Parameters, Value]) -> Callable[Parameters, Value]:
        @functools.wraps(method)
        def with_one_answer(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Value:
            self._in_synth, self._errors = True, None
            try:
                return method(*args, **kwargs)
            finally:
                self._in_synth, self._errors = False, None

        return with_one_answer

    def _findings(self) -> list[Finding]:
        try:
            charts = self._rendered()
        except RuntimeError as error:
            if is_invalid_tree(error):  # the other validations of the tree say so themselves
                return []
            failed = unrendered(error)
            if failed is None:
                raise
            return [failed]
        return [*check(charts), *(finding for look in self._checks for finding in look())]

    def _rendered(self) -> dict[str, list[Manifest]]:
        """The manifests of all charts by path, of charts that are treated as one together."""
        found: dict[str, list[Manifest]] = {}
        for chart in self._root.charts if isinstance(self._root, App) else []:
            found.setdefault(" + ".join(sorted(self.charts_beside(chart))), []).extend(chart.to_json())
        return found


def _is_only_warned_of(finding: Finding) -> bool:
    """Warn of a finding that is no error, and say whether that is enough: Python may turn warnings into errors."""
    if finding.severity == "error":
        return False
    try:
        warnings.warn_explicit(FindingWarning(finding), None, "powersync_constructs", 1)
    except FindingWarning:
        return False
    return True
