"""The pages of the rules: a table of all rules, and one page per rule."""

from itertools import groupby

from powersync_constructs.cli._explanation import markdown, severities
from powersync_constructs.rules import RULES, Rule

from .families import RULES as FAMILY
from .models import cells, table

_CHECKED = {
    "chart": "`check` and each synth run the rule for each chart separately",
    "app": "`check` and each synth run the rule for all charts together",
    "synth": "only a synth runs the rule",
}
_TABLE = FAMILY.file.rpartition("/")[2]


def rule_pages(notice: str) -> dict[str, str]:
    """The content of each page, by the name of its file. `notice` is the comment at the top of each page."""
    folder = FAMILY.file.rpartition("/")[0]
    return {FAMILY.file: _all_rules(notice), **{f"{folder}/{rule.id}.md": _page(rule, notice) for rule in RULES}}


def _all_rules(notice: str) -> str:
    guide = f"For the use of the findings, see [the guide](../../{FAMILY.guide})."
    parts = [f"# {FAMILY.title}", notice, f"{FAMILY.about} {guide}"]
    for topic, rules in groupby(RULES, key=lambda rule: rule.topic):
        rows = [cells(f"[{rule.id}]({rule.id}.md)", f"`{rule.name}`", severities(rule), rule.title) for rule in rules]
        parts += [f"## {topic}", table("Rule", "Name", "Severity", "Requirement", rows=rows)]
    return "\n\n".join(parts) + "\n"


def _page(rule: Rule, notice: str) -> str:
    topic = f"[{rule.topic}]({_TABLE}#{_anchor(rule.topic)})"
    facts = f"Severity: {severities(rule)}. Topic: {topic}. {_CHECKED[rule.scope].capitalize()}."
    return "\n\n".join([f"# {rule.id} {rule.name}", notice, facts, markdown(rule)])


def _anchor(heading: str) -> str:
    return heading.lower().replace(",", "").replace(" ", "-")
