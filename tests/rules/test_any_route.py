"""Rules accept any content of routes, policies, NetworkPolicies and autoscalers next to a real instance."""

from typing import Any

from hypothesis import given, strategies as st

from powersync_constructs.rules import check
from tests.rules.mutations import egress, routes, scaling, security
from tests.rules.mutations.mutation import Mutation, mutated
from tests.rules.test_any_object import JSON, replaced

MISTAKES: list[Mutation] = [*routes.MUTATIONS, *scaling.MUTATIONS, *egress.MUTATIONS, *security.MUTATIONS]
PLACES = st.lists(st.integers(0, 20), min_size=1, max_size=9)
"""Where a value is changed: the positions on the way from the list of objects to the value."""


@given(st.sampled_from(MISTAKES), st.lists(st.tuples(PLACES, JSON), min_size=1, max_size=3))
def test_no_rule_fails(mistake: Mutation, changes: list[tuple[list[int], Any]]) -> None:
    """No rule fails if several parts of manifests with a mistake have any value. The mistake adds the objects."""
    charts = mutated(mistake)
    for place, value in changes:
        # counted from the end, because the added objects are the last ones
        charts["mutated"] = replaced(charts["mutated"][::-1], place, value)[::-1]

    assert [str(finding) for finding in check(charts) if finding.rule == "PS009"] == []
