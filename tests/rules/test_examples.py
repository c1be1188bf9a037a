"""The examples of the rules: a rule reports its bad example, and does not report its good one."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from powersync_constructs import rules
from powersync_constructs.rules import RULES, Rule, run_rules

FOLDER = Path(rules.__file__).parent / "examples"
WITHOUT_EXAMPLE = {"PS009", "PS014", "PS022"}
"""A bug in a rule, an object that is too large for a page, and the version of Node have no example."""
OF_MANIFESTS = [rule for rule in RULES if rule.language == "yaml" and rule.id not in WITHOUT_EXAMPLE]
"""The other examples are Python code: tests/constructs/test_rule_examples.py runs it."""
_FILE = re.compile(r"^# ([\w/-]+\.k8s\.yaml)\n", re.MULTILINE)
"""The comment before the manifests of a chart, in an example with several charts."""


def charts(example: str) -> dict[str, list[Any]]:
    """Return the manifests of an example, by the name of their chart."""
    before, *named = _FILE.split(example)
    texts = {"": before, **dict(zip(named[::2], named[1::2], strict=True))}
    return {chart: [*yaml.safe_load_all(text)] for chart, text in texts.items() if text.strip()}


def reported(example: str) -> list[str]:
    """Return the ids of the findings in an example."""
    return [finding.rule for finding in run_rules(charts(example), at_synth=True).findings]


def values(node: Any) -> Iterator[Any]:
    """Yield all values in a manifest."""
    yield node
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from values(each)


def test_every_file_is_the_example_of_a_rule() -> None:
    """Each rule has a file with its examples, and there is no other file."""
    suffixes = {"yaml": "yaml", "python": "py.txt"}
    expected = {f"{rule.id}.{suffixes[rule.language]}" for rule in RULES if rule.id not in WITHOUT_EXAMPLE}

    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == expected


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_file_has_two_examples(rule: Rule) -> None:
    """A file has a bad and a good example, which differ."""
    assert rule.id in WITHOUT_EXAMPLE or rule.bad.strip() != rule.good.strip() != ""


@pytest.mark.parametrize("rule", OF_MANIFESTS, ids=lambda rule: rule.id)
def test_bad_example_is_reported(rule: Rule) -> None:
    """The rule reports its bad example."""
    assert rule.id in reported(rule.bad)


@pytest.mark.parametrize("rule", OF_MANIFESTS, ids=lambda rule: rule.id)
def test_good_example_is_not_reported(rule: Rule) -> None:
    """The rule does not report its good example."""
    assert rule.id not in reported(rule.good)


@pytest.mark.parametrize("rule", OF_MANIFESTS, ids=lambda rule: rule.id)
def test_good_example_has_the_same_objects(rule: Rule) -> None:
    """The good example contains manifests too, so that it is not good only because it is empty."""
    assert any(isinstance(each, dict) and each.get("kind") for each in values([*charts(rule.good).values()]))
