"""Failure injection: each rule finds its mistakes in correct manifests, and no unrelated rule reports them."""

from importlib import import_module
from pkgutil import iter_modules

import pytest

from powersync_constructs.rules import RULES, check, run_rules
from tests.rules import mutations
from tests.rules.mutations.mutation import Mutation, correct, mutated

MUTATIONS: list[Mutation] = [
    each
    for module in iter_modules(mutations.__path__)
    if module.name != "mutation"
    for each in import_module(f"{mutations.__name__}.{module.name}").MUTATIONS
]


def test_correct_manifests_have_no_findings() -> None:
    """The correct manifests have no findings, so each finding of the other tests comes from its mutation."""
    assert check({"correct": correct()}) == []


@pytest.mark.parametrize("each", MUTATIONS, ids=lambda each: f"{each.rule}-{each.what}")
def test_mutation_is_found_by_its_rule_only(each: Mutation) -> None:
    """The rule of a mutation finds it, and no unrelated rule does."""
    found = run_rules(mutated(each), at_synth=each.ours).findings

    assert {finding.rule for finding in found} == {each.rule, *each.also}, "\n".join(map(str, found))


def test_every_rule_has_a_mutation() -> None:
    """Each rule about manifests finds at least one mutation."""
    rules = {rule.id for rule in RULES if rule.find is not None}

    assert rules - {each.rule for each in MUTATIONS} == set()


def test_there_are_enough_mutations() -> None:
    """At least 90 mutations are injected."""
    assert len(MUTATIONS) >= 90
