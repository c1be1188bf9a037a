"""The rule settings of instances and charts: they change findings at synth, and annotate the objects."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from cdk8s import ApiObject
from constructs import IConstruct

from powersync_constructs.config.core._labels import IGNORE_PREFIX
from powersync_constructs.config.core._suggestions import did_you_mean
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.rules import RuleSettings, Severity
from powersync_constructs.constructs._lib.annotations import annotate
from powersync_constructs.rules import Finding, Ignore, rule_named
from powersync_constructs.rules._catalogue import known_names


@dataclass(frozen=True)
class ScopedSettings:
    """The settings for the objects below some constructs, and for the findings of these constructs."""

    scopes: tuple[IConstruct, ...]
    ignore: Mapping[str, str]
    """The reasons for rules that are switched off, by the id or the name of the rule."""
    severity: Mapping[str, Severity] = field(default_factory=dict)
    """The severities, by the id or the name of the rule. A chart has none."""
    instance: tuple[str, str] | None = None
    """The namespace and the name of the instance. None for the settings of a chart."""
    chart: str = ""
    """The path of the chart; empty for the settings of an instance."""

    @property
    def name(self) -> str:
        """The place of the settings, as a finding names it."""
        return (
            f"PowerSync/{self.instance[1]}.rules.ignore" if self.instance else f"ignore_rules of chart '{self.chart}'"
        )

    def covers(self, finding: Finding, scope: str | None) -> bool:
        """Whether a finding is about this instance or chart.

        `scope` is the path of the construct that added it; None for a finding of a rule about manifests.
        """
        if finding.object is None:
            return scope is not None and any(f"{scope}/".startswith(f"{each.node.path}/") for each in self.scopes)
        if self.instance is not None:
            return finding.object.instance_id == self.instance
        return self.chart in finding.object.chart.split(" + ")

    def annotate(self) -> None:
        """Write the suppressions as annotations on all objects."""
        for scope in self.scopes:
            for each in scope.node.find_all():
                if isinstance(each, ApiObject):
                    for rule, reason in self._ignored():
                        annotate(each, IGNORE_PREFIX + rule, reason)

    def ignores(self, scope_of: Mapping[Finding, str]) -> Iterator[Ignore]:
        """Yield the suppressions for the findings of the instance or chart, which may be about no object.

        `scope_of` contains the path of the construct that added a finding.
        """
        for rule, reason in self._ignored():
            yield Ignore(rule, reason, lambda finding: self.covers(finding, scope_of.get(finding)), self.name, "code")

    def adjusted(self, finding: Finding) -> Finding | None:
        """Return a finding with the severity of the settings; None if it is off.

        An id precedes a name, because the default settings have names.
        """
        severity = self.severity.get(finding.rule) or self.severity.get(finding.name) or finding.severity
        return None if severity == "off" else replace(finding, severity=severity)

    def _ignored(self) -> Iterator[tuple[str, str]]:
        for name, reason in self.ignore.items():
            rule = rule_named(name)
            assert rule is not None  # check_names
            yield rule.id, reason


def check_names(settings: RuleSettings) -> None:
    """Raise ConfigError if a rule does not exist, or if no setting can change it."""
    for part, names in (("severity", settings.severity), ("ignore", settings.ignore)):
        for name in names:
            rule = rule_named(name)
            if rule is None:
                fix = did_you_mean(name, known_names()) or "use an id or a name from the reference of the rules"
                raise config_error(f"rules.{part}.{name}", f"is not a rule; {fix}")
            if not rule.can_be_ignored:
                reason = "cannot be ignored" if part == "ignore" else "has a fixed severity"
                raise config_error(f"rules.{part}.{name}", f"{reason}; remove it")


def adjust(finding: Finding, scope: str | None, settings: Iterable[ScopedSettings]) -> Finding | None:
    """Return a finding as the settings of its instance change it; None if it is off."""
    changed = (each.adjusted(finding) for each in settings if each.severity and each.covers(finding, scope))
    return next(changed, finding)
