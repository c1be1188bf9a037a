"""The command `rules`: it lists the rules, or explains some of them."""

import json
import sys
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import groupby
from typing import Annotated, Any

import typer

from powersync_constructs.cli import _explanation
from powersync_constructs.cli._layout import EMPTY, SEVERITY_STYLES, Line, Part, joined, line, terminal_width
from powersync_constructs.cli._program import PROGRAM, url_of_rule, version
from powersync_constructs.cli._streams import print_text
from powersync_constructs.cli._unusable import raise_if_any
from powersync_constructs.config.core._suggestions import similar_name
from powersync_constructs.rules import RULES, Rule, rule_named
from powersync_constructs.rules._catalogue import known_names

JSON_VERSION = 1
"""The version of the JSON. It changes if a field changes its meaning or disappears. New fields can be added."""
_INDENT = 2


class _Output(str, Enum):
    """The formats."""

    text = "text"
    json = "json"


def rules(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="RULE...", help="Ids or names of rules to explain.", autocompletion=known_names),
    ] = None,
    output: Annotated[_Output, typer.Option("-o", "--output", help="The format.")] = _Output.text,
    color: Annotated[bool, typer.Option("--color/--no-color", help="Use colors in a terminal.")] = True,
) -> None:
    """List the rules, or explain some of them with examples."""
    chosen = rules_named(names or ())
    if output is _Output.json:
        print_text(as_json(chosen or RULES))
        return
    lines = explained(chosen) if chosen else listed(RULES)
    print_text(joined(lines, terminal_width(sys.stdout) if color else None))


def rules_named(names: Sequence[str]) -> list[Rule]:
    """Return the rules with these ids or names. Raise UnusableError with one line per unknown name."""
    found = {name: rule_named(name.upper()) or rule_named(name.lower()) for name in names}
    raise_if_any(_unknown(name) for name, rule in found.items() if rule is None)
    return [rule for rule in found.values() if rule]


def _unknown(name: str) -> str:
    similar = similar_name(name.lower(), [each.lower() for each in known_names()])
    rule = similar and (rule_named(similar) or rule_named(similar.upper()))
    fix = f"did you mean {rule.id} {rule.name}?" if rule else f"run `{PROGRAM} rules` to list all rules"
    return f"{name}: is not a rule; {fix}"


def listed(every: Sequence[Rule]) -> Iterator[Line]:
    """Yield a table of rules under the headings of their topics."""
    width = max(len(rule.name) for rule in every)
    for topic, group in groupby(every, key=lambda rule: rule.topic):
        yield line(Part(topic, "bold"))
        for rule in group:
            columns = (
                Part(rule.id, link=url_of_rule(rule.id)),
                Part(f"  {rule.severity:<8} ", SEVERITY_STYLES[rule.severity]),
                Part(f"{rule.name:<{width}}  ", "bold"),
            )
            indented = _INDENT + sum(len(part.text) for part in columns)
            title = f"{rule.title} Only a synth checks it." if rule.scope == "synth" else rule.title
            yield line(*columns, title, indent=_INDENT, hanging=indented)
        yield EMPTY
    yield line(f"{len(every)} rules. Explain one: {PROGRAM} rules {every[0].id}")


def explained(chosen: Sequence[Rule]) -> Iterator[Line]:
    """Yield the explanations of the rules, with an empty line between two of them."""
    for number, rule in enumerate(chosen):
        if number:
            yield EMPTY
        yield from _explanation.lines(rule)


def as_json(chosen: Sequence[Rule]) -> str:
    """Return the rules as JSON."""
    document = {
        "version": JSON_VERSION,
        "tool": {"name": PROGRAM, "version": version()},
        "rules": [_values(rule) for rule in chosen],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _values(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": rule.name,
        "severities": rule.severities,
        "topic": rule.topic,
        "scope": rule.scope,
        "title": rule.title,
        "why": rule.why,
        "looks_at": rule.looks_at,
        "fix": rule.fix,
        "bad": rule.bad,
        "good": rule.good,
        "language": rule.language,
        "url": url_of_rule(rule.id),
    }
