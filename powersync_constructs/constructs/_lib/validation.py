"""Validation at synth: runs the rules over the rendered manifests of an app."""

import functools
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import ParamSpec, TypeVar

import jsii
from cdk8s import App, Chart
from constructs import Construct, IConstruct, IValidation

from powersync_constructs.constructs._lib.cdk8s_errors import is_invalid_tree, unrendered
from powersync_constructs.constructs._lib.node import node_is_supported
from powersync_constructs.constructs._lib.rule_settings import ScopedSettings, adjust
from powersync_constructs.constructs._lib.sync_configs import SyncConfigs
from powersync_constructs.rules import Finding, FindingWarning, Manifest, run_rules

Parameters = ParamSpec("Parameters")
Value = TypeVar("Value")
Check = Callable[[], Iterable[Finding]]
"""A check that a construct adds to the synth."""

_ATTRIBUTE = "_powersync_constructs_validation"


def check_at_synth(construct: Construct) -> "TreeValidation":
    """Return the validation of the construct's app. If the app has none, add it."""
    root = construct.node.root
    validation = getattr(root, _ATTRIBUTE, None)
    if not isinstance(validation, TreeValidation):
        validation = TreeValidation(root)
        setattr(root, _ATTRIBUTE, validation)  # keeps a reference as long as the tree exists
        root.node.add_validation(validation)
    return validation


@jsii.implements(IValidation)
class TreeValidation:
    """The validation of all charts of a tree by the rules.

    cdk8s validates the whole tree when an app begins to synthesize, and again before it writes each chart. Rendering
    takes most of the time. The tree does not change during a call of `app.synth()`, so the result is computed once per
    call. Every other validation, such as in `chart.to_json()`, renders the tree again.
    """

    def __init__(self, root: IConstruct) -> None:
        self._root = root
        self.sync_configs = SyncConfigs()
        self._checks: list[tuple[Check, str]] = [(node_is_supported, ""), (self.sync_configs.findings, "")]
        self._settings: list[ScopedSettings] = []
        self.notes: list[str] = []
        self._together: dict[str, frozenset[str]] = {}
        self._looking = False
        self._in_synth = False
        self._errors: list[str] | None = None
        if isinstance(root, App):
            for method in ("synth", "synth_yaml"):  # cdk8s does not report when such a call begins and ends
                setattr(root, method, self._validated_once(getattr(root, method)))

    def add_check(self, check: Check, construct: IConstruct) -> None:
        """Add a check of a construct to every synth, for problems that the manifests do not show."""
        self._checks.append((check, construct.node.path))

    def add_finding(self, finding: Finding, construct: IConstruct) -> None:
        """Add a finding of a construct."""
        self.add_check(lambda: [finding], construct)

    def add_settings(self, settings: ScopedSettings) -> None:
        """Add the rule settings of an instance or a chart."""
        self._settings.append(settings)

    def treat_as_one(self, *charts: Chart) -> None:
        """Check several charts for one cluster as if they were one chart."""
        joined = frozenset[str]().union(*(self.charts_of_same_cluster(chart) for chart in charts))
        self._together |= dict.fromkeys(joined, joined)

    def charts_of_same_cluster(self, chart: Chart) -> frozenset[str]:
        """Return the paths of a chart and of the charts that `treat_as_one` joined with it."""
        path = chart.node.path
        return self._together.get(path, frozenset({path}))

    def validate(self) -> list[str]:
        """Return the errors, one line per error. Warnings become Python warnings, and notes are kept in `notes`."""
        if self._looking:  # rendering a chart validates the tree again
            return []
        if self._errors is None or not self._in_synth:
            self._looking = True
            try:
                found = self._findings()
                self.notes = [str(finding) for finding in found if finding.severity == "note"]
                self._errors = [str(finding) for finding in found if _stops_synth(finding)]
            finally:
                self._looking = False
        return self._errors

    def _validated_once(self, method: Callable[Parameters, Value]) -> Callable[Parameters, Value]:
        @functools.wraps(method)
        def validated_once(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Value:
            with self.once():
                return method(*args, **kwargs)

        return validated_once

    @contextmanager
    def once(self) -> Iterator[None]:
        """Compute the result only once until the end of the block."""
        self._in_synth, self._errors = True, None
        try:
            yield
        finally:
            self._in_synth, self._errors = False, None

    def _findings(self) -> list[Finding]:
        for settings in self._settings:
            settings.annotate()
        try:
            charts = self._rendered()
        except RuntimeError as error:
            if is_invalid_tree(error):  # the other validations of the tree report this themselves
                return []
            failed = unrendered(error)
            if failed is None:
                raise
            return [failed]
        own = {finding: scope for check, scope in self._checks for finding in check()}
        scope_of = dict(own)

        def adjusted(finding: Finding) -> Finding | None:
            scope = scope_of.get(finding)
            changed = adjust(finding, scope, self._settings)
            if changed is not None and scope is not None:  # the suppressions get the changed finding
                scope_of[changed] = scope
            return changed

        ignores = [ignore for each in self._settings for ignore in each.ignores(scope_of)]
        return [*run_rules(charts, ignores, more=own, adjust=adjusted, at_synth=True).findings]

    def _rendered(self) -> dict[str, list[Manifest]]:
        """Return the manifests of all charts by path. Charts that `treat_as_one` joined have one entry."""
        found: dict[str, list[Manifest]] = {}
        for chart in self._root.charts if isinstance(self._root, App) else []:
            found.setdefault(" + ".join(sorted(self.charts_of_same_cluster(chart))), []).extend(chart.to_json())
        return found


def validated_once(root: IConstruct) -> AbstractContextManager[None]:
    """Validate a tree only once until the end of a block, even if the block renders several charts."""
    validation = getattr(root, _ATTRIBUTE, None)
    return validation.once() if isinstance(validation, TreeValidation) else nullcontext()


def notes_on(root: IConstruct) -> list[str]:
    """Return the notes of the last validation of a tree, one line per note."""
    validation = getattr(root, _ATTRIBUTE, None)
    return validation.notes if isinstance(validation, TreeValidation) else []


def _stops_synth(finding: Finding) -> bool:
    """Return whether a finding is an error, and issue a Python warning for a warning.

    The filters of Python can turn a warning into an error.
    """
    if finding.severity != "warning":
        return finding.severity == "error"
    try:
        warnings.warn_explicit(FindingWarning(finding), None, "powersync_constructs", 1)
    except FindingWarning:
        return True
    return False
