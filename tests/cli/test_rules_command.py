"""The command `rules`: it lists the rules, and explains them."""

import json
import re

import pytest

from powersync_constructs.cli._explanation import markdown, plain
from powersync_constructs.cli._layout import joined
from powersync_constructs.cli._unusable import UnusableError
from powersync_constructs.cli.rules import as_json, listed, rules_named
from powersync_constructs.rules import RULES, Rule

from .conftest import Program
from .program import Ended
from .reports import rule


def test_list_has_every_rule_once(program: Program) -> None:
    """Without an argument, the command prints one line per rule: id, severity, name, and the requirement."""
    ended = program("rules")

    rows = re.findall(r"^  (PS\d{3})  (\w+) +([a-z0-9-]+) +(.+)$", ended.out, re.MULTILINE)
    assert (ended.code, ended.err) == (0, "")
    shown = {each.id: " Only a synth checks it." if each.scope == "synth" else "" for each in RULES}
    assert rows == [(each.id, each.severity, each.name, each.title + shown[each.id]) for each in RULES]


def test_list_is_grouped_by_topic() -> None:
    """Each topic is one heading, in the order of the ids."""
    headings = [str(each) for each in listed(RULES) if re.match(r"[A-Z]", str(each))]

    assert headings == list(dict.fromkeys(each.topic for each in RULES))


@pytest.mark.parametrize("name", ["PS301", "ps301", "memory-limit", "Memory-Limit"])
def test_rule_is_found_by_its_id_and_its_name(name: str) -> None:
    """A rule is explained by its id or its name, in upper or lower case."""
    assert rules_named([name]) == [rule("PS301")]


def test_rule_is_explained(program: Program) -> None:
    """With the name of a rule, the command prints its explanation."""
    ended = program("rules", "memory-limit")

    assert ended == Ended(0, plain(rule("PS301")), "")


def test_several_rules_are_explained(program: Program) -> None:
    """With several names, the command prints the explanations in their order."""
    ended = program("rules", "PS301", "PS010")

    assert ended.out == f"{plain(rule('PS301'))}\n{plain(rule('PS010'))}"


@pytest.mark.parametrize("explained", RULES, ids=lambda each: each.id)
def test_explanation_is_complete(explained: Rule) -> None:
    """An explanation has the name, the reasons, the objects, the fix, the examples, and the page."""
    text = plain(explained)

    needed = [explained.id, explained.name, explained.severity, explained.title, explained.fix]
    needed += [" ".join(explained.why.split("\n\n")[0].split()), explained.looks_at[1:], f"/{explained.id}.md"]
    needed += [each for code in (explained.bad, explained.good) for each in code.splitlines()]
    assert [each for each in needed if each not in text] == []


@pytest.mark.parametrize("explained", RULES, ids=lambda each: each.id)
def test_explanation_has_the_ways_to_ignore_a_rule(explained: Rule) -> None:
    """The explanation shows the annotation for a rule about manifests, and the code for a rule that synth checks."""
    text = markdown(explained)

    shown = {
        each: each in text for each in (f"/ignore.{explained.id}:", f"- rule: {explained.id}\n", "RuleSettings(ignore=")
    }
    is_about_manifests = explained.find is not None
    assert [*shown.values()] == [is_about_manifests, is_about_manifests, explained.can_be_ignored]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("memry-limit", "memry-limit: is not a rule; did you mean PS301 memory-limit?"),
        ("x", "x: is not a rule; run `powersync-constructs rules` to list all rules"),
    ],
)
def test_unknown_rule_is_one_line(name: str, line: str) -> None:
    """A name that no rule has is one line with the most similar rule, or with the way to list all rules."""
    with pytest.raises(UnusableError) as error:
        rules_named(["PS301", name])

    assert error.value.lines == (line,)


def test_unknown_rule_is_unusable_input(program: Program) -> None:
    """A name that no rule has is an error on stderr with exit code 2, and nothing on stdout."""
    ended = program("rules", "memry-limit")

    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)


def test_json_has_the_values_of_the_rules(program: Program) -> None:
    """`--output json` has all values of a rule."""
    ended = program("rules", "PS301", "--output", "json")

    [found] = json.loads(ended.out)["rules"]
    expected = rule("PS301")
    assert {name: found[name] for name in ("id", "title", "why", "fix", "bad", "good", "topic")} == {
        name: getattr(expected, name) for name in ("id", "title", "why", "fix", "bad", "good", "topic")
    }


def test_json_lists_every_rule() -> None:
    """`--output json` without a name lists all rules in the order of their ids."""
    assert [each["id"] for each in json.loads(as_json(RULES))["rules"]] == [each.id for each in RULES]


def test_list_is_wrapped_on_a_terminal() -> None:
    """On a terminal, each row begins with all columns, and a long requirement continues below its beginning."""
    shown = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", joined(listed(RULES), 100)).splitlines()

    rows = [each for each in shown if each.startswith("  PS")]
    [column] = {row.index(rule.title[:9]) for row, rule in zip(rows, RULES, strict=True)}
    assert max(map(len, shown)) <= 100
    assert any(each.startswith(" " * column) for each in shown)
