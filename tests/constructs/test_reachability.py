"""The evaluator of NetworkPolicies follows the Kubernetes page about them, and uses the examples of that page."""

from typing import Any

import pytest

from .reachability import Endpoint, Manifest, Network

DB = Endpoint("10.1.0.1", "default", {"role": "db"})
FRONTEND = Endpoint("10.1.0.2", "default", {"role": "frontend"})
STRANGER = Endpoint("10.1.0.3", "default", {})
ALICE = Endpoint("10.1.0.4", "alices", {"role": "client"})
ALICES_OTHER = Endpoint("10.1.0.5", "alices", {"role": "other"})
CLIENT = Endpoint("10.1.0.6", "default", {"role": "client"})
OUTSIDE = Endpoint("172.17.0.9")
EXCLUDED = Endpoint("172.17.1.9")
NAMESPACES = {"alices": {"user": "alice"}}

TCP_6379 = {"protocol": "TCP", "port": 6379}
PAGE: Manifest = {
    "metadata": {"namespace": "default"},
    "spec": {
        "podSelector": {"matchLabels": {"role": "db"}},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [
            {
                "from": [
                    {"ipBlock": {"cidr": "172.17.0.0/16", "except": ["172.17.1.0/24"]}},
                    {"namespaceSelector": {"matchLabels": {"user": "alice"}}},
                    {"podSelector": {"matchLabels": {"role": "frontend"}}},
                ],
                "ports": [TCP_6379],
            }
        ],
        "egress": [{"to": [{"ipBlock": {"cidr": "10.0.0.0/24"}}], "ports": [{"port": 5978}]}],
    },
}
"""The first example of the page, with alice's namespace instead of myproject's."""


def policy_of_db(**spec: Any) -> Manifest:
    """Return a policy for the pods of the database."""
    return {
        "metadata": {"namespace": "default"},
        "spec": {"podSelector": {"matchLabels": {"role": "db"}}, **spec},
    }


def is_accepted(source: Endpoint, *rules: Manifest, port: int = 6379, protocol: Any = "TCP") -> bool:
    """Return whether the rules accept a connection to the database."""
    network = Network([policy_of_db(ingress=[*rules])], NAMESPACES)
    return network.allows(source, DB, port, protocol)


@pytest.mark.parametrize(
    ("source", "target", "port", "allowed"),
    [
        pytest.param(FRONTEND, DB, 6379, True, id="by-pod-labels"),
        pytest.param(ALICE, DB, 6379, True, id="by-namespace-labels"),
        pytest.param(OUTSIDE, DB, 6379, True, id="by-address"),
        pytest.param(EXCLUDED, DB, 6379, False, id="by-an-excluded-address"),
        pytest.param(STRANGER, DB, 6379, False, id="not-named"),
        pytest.param(FRONTEND, DB, 6380, False, id="another-port"),
        pytest.param(DB, Endpoint("10.0.0.7"), 5978, True, id="out-by-address"),
        pytest.param(DB, Endpoint("10.0.0.7"), 5979, False, id="out-by-another-port"),
        pytest.param(DB, Endpoint("10.0.1.7"), 5978, False, id="out-to-another-address"),
        pytest.param(DB, FRONTEND, 6379, False, id="out-to-an-allowed-client"),
        pytest.param(STRANGER, FRONTEND, 1, True, id="pods-without-a-policy"),
        pytest.param(DB, DB, 1, True, id="a-pod-to-itself"),
    ],
)
def test_first_example_of_the_page(source: Endpoint, target: Endpoint, port: int, allowed: bool) -> None:
    """The example allows what the page describes, and nothing else."""
    assert Network([PAGE], NAMESPACES).allows(source, target, port) == allowed


BOTH_IN_ONE = {
    "from": [
        {
            "namespaceSelector": {"matchLabels": {"user": "alice"}},
            "podSelector": {"matchLabels": {"role": "client"}},
        }
    ]
}
ONE_EACH = {
    "from": [
        {"namespaceSelector": {"matchLabels": {"user": "alice"}}},
        {"podSelector": {"matchLabels": {"role": "client"}}},
    ]
}


@pytest.mark.parametrize(
    ("rule", "source", "allowed"),
    [
        pytest.param(BOTH_IN_ONE, ALICE, True, id="one-element-both-match"),
        pytest.param(BOTH_IN_ONE, ALICES_OTHER, False, id="one-element-namespace-alone"),
        pytest.param(BOTH_IN_ONE, CLIENT, False, id="one-element-pod-alone"),
        pytest.param(ONE_EACH, ALICE, True, id="two-elements-both-match"),
        pytest.param(ONE_EACH, ALICES_OTHER, True, id="two-elements-namespace-alone"),
        pytest.param(ONE_EACH, CLIENT, True, id="two-elements-pod-alone"),
        pytest.param(ONE_EACH, STRANGER, False, id="two-elements-neither"),
        pytest.param({"from": [{"podSelector": {}}]}, STRANGER, True, id="every-pod-of-the-namespace"),
        pytest.param({"from": [{"podSelector": {}}]}, ALICE, False, id="no-pod-of-another-namespace"),
        pytest.param({"from": [{"namespaceSelector": {}}]}, ALICE, True, id="every-pod-of-every-namespace"),
        pytest.param({"from": [{"namespaceSelector": {}}]}, OUTSIDE, False, id="an-address-is-not-a-pod"),
        pytest.param({}, OUTSIDE, True, id="a-rule-without-from"),
        pytest.param({"from": []}, OUTSIDE, True, id="a-rule-with-an-empty-from"),
    ],
)
def test_peers(rule: Manifest, source: Endpoint, allowed: bool) -> None:
    """Selectors in one element must both match, and in two elements one of them; no peers means every endpoint."""
    assert is_accepted(source, rule) == allowed


@pytest.mark.parametrize(
    ("ports", "protocol", "allowed"),
    [
        pytest.param([{"port": 6379}], "TCP", True, id="tcp-by-default"),
        pytest.param([{"port": 6379}], "UDP", False, id="not-udp"),
        pytest.param([{"port": 6379, "protocol": "UDP"}], "UDP", True, id="udp"),
        pytest.param([{"port": 6000, "endPort": 6379}], "TCP", True, id="end-of-a-range"),
        pytest.param([{"port": 6379, "endPort": 6400}], "TCP", True, id="start-of-a-range"),
        pytest.param([{"port": 6380, "endPort": 6400}], "TCP", False, id="before-a-range"),
        pytest.param([{"port": 6000, "endPort": 6378}], "TCP", False, id="after-a-range"),
        pytest.param([{"port": 1}, {"port": 6379}], "TCP", True, id="any-of-them"),
        pytest.param([{"protocol": "TCP"}], "TCP", True, id="every-port-of-a-protocol"),
        pytest.param([{"protocol": "UDP"}], "TCP", False, id="every-port-of-another-protocol"),
        pytest.param([], "SCTP", True, id="an-empty-list"),
    ],
)
def test_ports(ports: list[Manifest], protocol: str, allowed: bool) -> None:
    """A port matches by number, range and protocol; no ports means every port."""
    assert is_accepted(STRANGER, {"ports": ports}, protocol=protocol) == allowed


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ({"key": "role", "operator": "In", "values": ["client", "frontend"]}, True),
        ({"key": "role", "operator": "In", "values": ["client"]}, False),
        ({"key": "role", "operator": "NotIn", "values": ["client"]}, True),
        ({"key": "role", "operator": "NotIn", "values": ["frontend"]}, False),
        ({"key": "tier", "operator": "NotIn", "values": ["frontend"]}, True),
        ({"key": "role", "operator": "Exists"}, True),
        ({"key": "tier", "operator": "Exists"}, False),
        ({"key": "tier", "operator": "DoesNotExist"}, True),
        ({"key": "role", "operator": "DoesNotExist"}, False),
    ],
)
def test_match_expressions(expression: Manifest, allowed: bool) -> None:
    """A label that does not exist is not in any list."""
    assert is_accepted(FRONTEND, {"from": [{"podSelector": {"matchExpressions": [expression]}}]}) == allowed


@pytest.mark.parametrize(
    ("spec", "comes_in", "goes_out"),
    [
        pytest.param({"policyTypes": ["Ingress"]}, False, True, id="nothing-in"),
        pytest.param({"policyTypes": ["Egress"]}, True, False, id="nothing-out"),
        pytest.param({"policyTypes": ["Ingress", "Egress"]}, False, False, id="neither"),
        pytest.param({"policyTypes": ["Ingress"], "ingress": []}, False, True, id="an-empty-list-of-rules"),
        pytest.param({"policyTypes": ["Ingress"], "ingress": [{}]}, True, True, id="everything-in"),
        pytest.param({}, False, True, id="ingress-by-default"),
        pytest.param({"egress": [{"ports": [{"port": 1}]}]}, False, False, id="egress-with-a-rule"),
    ],
)
def test_directions(spec: dict[str, Any], comes_in: bool, goes_out: bool) -> None:
    """A policy closes its directions except for its rules, and leaves the other direction open."""
    network = Network([policy_of_db(**spec)])

    assert (network.allows(STRANGER, DB, 6379), network.allows(DB, STRANGER, 6379)) == (comes_in, goes_out)


def test_policies_are_additive() -> None:
    """A connection is allowed if any policy allows it, whatever their order."""
    rule = {"from": [{"podSelector": {"matchLabels": {"role": "frontend"}}}]}
    policies = [policy_of_db(policyTypes=["Ingress"]), policy_of_db(ingress=[rule])]

    assert [Network(order).allows(FRONTEND, DB, 1) for order in (policies, policies[::-1])] == [True, True]


def test_both_ends_must_allow_a_connection() -> None:
    """A pod that may connect is stopped if its own policy does not allow it."""
    closed = {"metadata": {"namespace": "default"}, "spec": {"podSelector": {}, "policyTypes": ["Egress"]}}

    assert not Network([PAGE, closed]).allows(FRONTEND, DB, 6379)


def test_a_policy_applies_to_its_namespace() -> None:
    """A policy does not apply to pods with the same labels in another namespace."""
    twin = Endpoint("10.1.0.9", "alices", {"role": "db"})

    assert Network([PAGE]).allows(STRANGER, twin, 6379)


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param({"ports": [{"port": "http"}]}, id="a-named-port"),
        pytest.param({"to": [{"podSelector": {}}]}, id="the-other-direction"),
        pytest.param({"from": [{"podSelector": {"labels": {}}}]}, id="a-typo"),
        pytest.param({"from": [{"ipBlock": {"cidr": "::/0"}, "podSelector": {}}]}, id="a-block-with-a-selector"),
    ],
)
def test_an_unsupported_rule_fails(rule: Manifest) -> None:
    """A rule that is ignored would change the result."""
    with pytest.raises(AssertionError):
        is_accepted(STRANGER, rule)
