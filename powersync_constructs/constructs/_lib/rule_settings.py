"""The rule settings of instances and charts: they change findings at synth, and annotate the objects."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cdk8s import ApiObject
from constructs import IConstruct

from powersync_constructs.config.core._labels import IGNORE_PREFIX
from powersync_constructs.config.core._suggestions import similar_name
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.rules import RuleSettings
from powersync_constructs.constructs._lib.annotations import annotate
from powersync_constructs.rules import RULES, Finding, Ignore, rule_named


@dataclass(frozen=True)
class ScopedSettings:
    """The settings for the objects below some constructs, and for the findings of these constructs."""

    scopes: tuple[IConstruct, ...]
    settings: RuleSettings
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

    def covers(self, finding: Finding, scope: str) -> bool:
        """Whether a finding is about this instance or chart. `scope` is the path of the construct that added it."""
        if finding.object is None:
            return any(f"{scope}/".startswith(f"{each.node.path}/") for each in self.scopes)
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
        """Yield the suppressions for the findings that no object has."""
        for rule, reason in self._ignored():
            yield Ignore(
                rule, reason, lambda finding: self.covers(finding, scope_of.get(finding, "?")), self.name, "code"
            )

    def adjusted(self, finding: Finding) -> Finding | None:
        """Return a finding with the severity of the settings; None if it is off."""
        for rule, severity in reversed([*self.settings.severity.items()]):
            if rule in (finding.rule, finding.name):
                return None if severity == "off" else replace(finding, severity=severity)
        return finding

    def _ignored(self) -> Iterator[tuple[str, str]]:
        for name, reason in self.settings.ignore.items():
            rule = rule_named(name)
            assert rule is not None  # check_names
            yield rule.id, reason


def check_names(settings: RuleSettings) -> None:
    """Raise ConfigError if a rule does not exist."""
    for field, names in (("severity", settings.severity), ("ignore", settings.ignore)):
        for name in names:
            if rule_named(name) is None:
                raise config_error(f"rules.{field}.{name}", f"is not a rule; {_suggestion(name)}")


def _suggestion(name: str) -> str:
    similar = similar_name(name, [known for rule in RULES for known in (rule.id, rule.name)])
    return f"did you mean {similar}?" if similar else "use an id or a name from the reference of the rules"


def adjust(finding: Finding, scope: str, settings: Iterable[ScopedSettings]) -> Finding | None:
    """Return a finding as the settings of its instance change it; None if it is off."""
    for each in settings:
        if each.covers(finding, scope):
            return each.adjusted(finding)
    return finding
