"""A rule: its id, its texts, and the function that finds violations."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from powersync_constructs.rules._finding import Finding, Severity, Violation
from powersync_constructs.rules._lib.objects import Objects

Scope = Literal["chart", "app", "synth"]
"""What a rule sees at once.

`chart` is for rules that compare objects of one cluster, because two charts may be for two clusters. `app` is for rules
that compare the charts of an app. A construct checks a rule with the scope `synth`, because the manifests do not show
the problem.
"""
TOPICS = {
    "0": "Objects and suppressions",
    "1": "Configuration",
    "2": "Containers, ports and probes",
    "3": "Memory",
    "4": "Availability",
    "5": "Migrations",
    "6": "Security",
    "7": "Ingress and network",
    "8": "Autoscaling",
    "9": "Several instances",
}
"""The topic of a rule, by the first digit of its id."""
_EXAMPLES = Path(__file__).parent / "examples"
_GOOD = "# Good\n"
_Find = Callable[[Objects], Iterator[Violation]]


@dataclass(frozen=True)
class Rule:
    """A rule about the manifests of a PowerSync service."""

    id: str
    """`PS` and three digits. It never changes, and no other rule gets it later."""
    name: str
    """The name in kebab case. It never changes."""
    severities: tuple[Severity, ...]
    """The severities of its findings. The first one is the default."""
    scope: Scope
    looks_at: str
    """The objects that the rule looks at."""
    fix: str
    """What to do about a finding in general, as one or more sentences."""
    text: str
    """The requirement in one sentence, an empty line, and the reasons."""
    find: _Find | None = None
    """The function that yields the violations; None for a rule that other code checks."""
    can_be_ignored: bool = True
    """Whether a suppression can switch the rule off."""
    only_at_synth: bool = False
    """Whether some manifests have findings only while a synth renders them."""

    @property
    def severity(self) -> Severity:
        """The default severity."""
        return self.severities[0]

    @property
    def topic(self) -> str:
        """The topic that the first digit of the id stands for."""
        return TOPICS[self.id[2]]

    @property
    def title(self) -> str:
        """The requirement, in one sentence."""
        return " ".join(self.text.partition("\n\n")[0].split())

    @property
    def why(self) -> str:
        """The reasons, as paragraphs; empty if the title says everything."""
        return self.text.partition("\n\n")[2]

    @cached_property
    def language(self) -> Literal["yaml", "python"]:
        """The language of the examples: Python for a rule that no manifest shows."""
        return "python" if self.scope == "synth" else "yaml"

    @property
    def bad(self) -> str:
        """An example that the rule reports; empty if the rule has no example."""
        return self._examples[0]

    @property
    def good(self) -> str:
        """The same example after the fix."""
        return self._examples[1]

    @property
    def _instruction(self) -> str:
        """The fix as the end of a finding, without a capital letter and a full stop."""
        return (self.fix[:1].lower() + self.fix[1:]).rstrip(".").replace("`", "")

    @cached_property
    def _examples(self) -> tuple[str, str]:
        suffix = "py.txt" if self.language == "python" else "yaml"
        file = _EXAMPLES / f"{self.id}.{suffix}"
        if not file.is_file():
            return "", ""
        bad, _, good = file.read_text(encoding="utf-8").removeprefix("# Bad\n").partition(_GOOD)
        return bad.strip("\n") + "\n", good.strip("\n") + "\n"

    def findings(self, objects: Objects) -> list[Finding]:
        """Return the findings in some objects; none for a rule that only a construct checks."""
        return [self.finding_of(violation) for violation in self.find(objects)] if self.find else []

    def finding(self, where: str, reason: str, fix: str = "", *, severity: Severity | None = None) -> Finding:
        """Return a finding about the props or about the whole app. Default of `fix`: the fix of the rule."""
        return Finding(self.id, self.name, severity or self.severity, where, reason, fix or self._instruction)

    def finding_of(self, violation: Violation) -> Finding:
        """Return the finding for a violation."""
        where = violation.where or str(violation.object)
        found = self.finding(where, violation.reason, violation.fix, severity=violation.severity)
        return replace(found, object=violation.object, path=violation.path)


def rule(
    id: str,
    name: str,
    *severities: Severity,
    looks_at: str,
    fix: str,
    scope: Scope = "chart",
    only_at_synth: bool = False,
) -> Callable[[_Find], Rule]:
    """Return a decorator that makes a rule from a function. The docstring of the function is the text of the rule."""

    def decorate(find: _Find) -> Rule:
        text = inspect.cleandoc(find.__doc__ or "")
        return Rule(id, name, severities, scope, looks_at, fix, text, find, only_at_synth=only_at_synth)

    return decorate


def synth_rule(
    id: str,
    name: str,
    *severities: Severity,
    text: str,
    fix: str,
    looks_at: str = "the props of the constructs",
    can_be_ignored: bool = True,
) -> Rule:
    """Return a rule that a construct checks at synth, because the manifests do not show the problem."""
    cleaned = inspect.cleandoc(text)
    return Rule(id, name, severities, "synth", looks_at, fix, cleaned, None, can_be_ignored, only_at_synth=True)


def general_rule(
    id: str,
    name: str,
    *severities: Severity,
    looks_at: str,
    fix: str,
    text: str,
) -> Rule:
    """Return a rule without a function: `_engine.py` or `_suppressions.py` checks it."""
    return Rule(id, name, severities, "app", looks_at, fix, inspect.cleandoc(text), can_be_ignored=False)
