"""The evaluator of NetworkPolicies does what Kubernetes' page on them says, with that page's own examples."""

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
LEFT_OUT = Endpoint("172.17.1.9")
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
"""The example at the top of the page, with alice's namespace for myproject's."""


def about_db(**spec: Any) -> Manifest:
    """A policy for the pods of the database."""
    return {
        "metadata": {"namespace": "default"},
        "spec": {"podSelector": {"matchLabels": {"role": "db"}}, **spec},
    }


def lets_in(source: Endpoint, *rules: Manifest, port: int = 6379, protocol: Any = "TCP") -> bool:
    """Whether such rules let somebody in to the database."""
    network = Network([about_db(ingress=[*rules])], NAMESPACES)
    return network.lets_through(source, DB, port, protocol)


@pytest.mark.parametrize(
    ("source", "target", "port", "allowed"),
    [
        pytest.param(FRONTEND, DB, 6379, True, id="by-pod-labels"),
        pytest.param(ALICE, DB, 6379, True, id="by-namespace-labels"),
        pytest.param(OUTSIDE, DB, 6379, True, id="by-address"),
        pytest.param(LEFT_OUT, DB, 6379, False, id="by-an-address-left-out"),
        pytest.param(STRANGER, DB, 6379, False, id="not-named"),
        pytest.param(FRONTEND, DB, 6380, False, id="another-port"),
        pytest.param(DB, Endpoint("10.0.0.7"), 5978, True, id="out-by-address"),
        pytest.param(DB, Endpoint("10.0.0.7"), 5979, False, id="out-by-another-port"),
        pytest.param(DB, Endpoint("10.0.1.7"), 5978, False, id="out-to-another-address"),
        pytest.param(DB, FRONTEND, 6379, False, id="out-to-who-may-come-in"),
        pytest.param(STRANGER, FRONTEND, 1, True, id="pods-without-a-policy"),
        pytest.param(DB, DB, 1, True, id="a-pod-to-itself"),
    ],
)
def test_the_pages_example(source: Endpoint, target: Endpoint, port: int, allowed: bool) -> None:
    """The three points that the page makes of its first example, and what is beyond them."""
    assert Network([PAGE], NAMESPACES).lets_through(source, target, port) == allowed


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
        pytest.param({"from": [{"namespaceSelector": {}}]}, OUTSIDE, False, id="every-pod-is-no-address"),
        pytest.param({}, OUTSIDE, True, id="a-rule-without-from"),
        pytest.param({"from": []}, OUTSIDE, True, id="a-rule-with-an-empty-from"),
    ],
)
def test_who_is_a_peer(rule: Manifest, source: Endpoint, allowed: bool) -> None:
    """A namespace and a pod in one element are both wanted, in two elements either; nothing at all means everybody."""
    assert lets_in(source, rule) == allowed


@pytest.mark.parametrize(
    ("ports", "protocol", "allowed"),
    [
        pytest.param([{"port": 6379}], "TCP", True, id="tcp-unless-said"),
        pytest.param([{"port": 6379}], "UDP", False, id="not-udp"),
        pytest.param([{"port": 6379, "protocol": "UDP"}], "UDP", True, id="udp"),
        pytest.param([{"port": 6000, "endPort": 6379}], "TCP", True, id="end-of-a-range"),
        pytest.param([{"port": 6379, "endPort": 6400}], "TCP", True, id="start-of-a-range"),
        pytest.param([{"port": 6380, "endPort": 6400}], "TCP", False, id="before-a-range"),
        pytest.param([{"port": 6000, "endPort": 6378}], "TCP", False, id="behind-a-range"),
        pytest.param([{"port": 1}, {"port": 6379}], "TCP", True, id="any-of-them"),
        pytest.param([{"protocol": "TCP"}], "TCP", True, id="every-port-of-a-protocol"),
        pytest.param([{"protocol": "UDP"}], "TCP", False, id="every-port-of-another-protocol"),
        pytest.param([], "SCTP", True, id="an-empty-list"),
    ],
)
def test_which_port(ports: list[Manifest], protocol: str, allowed: bool) -> None:
    """By number, range and protocol; nothing at all means every port."""
    assert lets_in(STRANGER, {"ports": ports}, protocol=protocol) == allowed


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
    """A label that is not there is not in any list."""
    assert lets_in(FRONTEND, {"from": [{"podSelector": {"matchExpressions": [expression]}}]}) == allowed


@pytest.mark.parametrize(
    ("spec", "comes_in", "goes_out"),
    [
        pytest.param({"policyTypes": ["Ingress"]}, False, True, id="nothing-in"),
        pytest.param({"policyTypes": ["Egress"]}, True, False, id="nothing-out"),
        pytest.param({"policyTypes": ["Ingress", "Egress"]}, False, False, id="neither"),
        pytest.param({"policyTypes": ["Ingress"], "ingress": []}, False, True, id="an-empty-list-too"),
        pytest.param({"policyTypes": ["Ingress"], "ingress": [{}]}, True, True, id="everything-in"),
        pytest.param({}, False, True, id="in-unless-said"),
        pytest.param({"egress": [{"ports": [{"port": 1}]}]}, False, False, id="and-out-with-a-rule"),
    ],
)
def test_which_direction(spec: dict[str, Any], comes_in: bool, goes_out: bool) -> None:
    """A direction that a policy is about is closed but for its rules, the other is open."""
    network = Network([about_db(**spec)])

    assert (network.lets_through(STRANGER, DB, 6379), network.lets_through(DB, STRANGER, 6379)) == (comes_in, goes_out)


def test_policies_add_up() -> None:
    """What any of them lets in comes in, in whatever order they are."""
    rule = {"from": [{"podSelector": {"matchLabels": {"role": "frontend"}}}]}
    policies = [about_db(policyTypes=["Ingress"]), about_db(ingress=[rule])]

    assert [Network(order).lets_through(FRONTEND, DB, 1) for order in (policies, policies[::-1])] == [True, True]


def test_both_ends_must_allow() -> None:
    """Who may come in gets nowhere when its own policy does not let it out."""
    closed = {"metadata": {"namespace": "default"}, "spec": {"podSelector": {}, "policyTypes": ["Egress"]}}

    assert not Network([PAGE, closed]).lets_through(FRONTEND, DB, 6379)


def test_a_policy_is_of_its_namespace() -> None:
    """Pods of the same labels elsewhere are not its business."""
    twin = Endpoint("10.1.0.9", "alices", {"role": "db"})

    assert Network([PAGE]).lets_through(STRANGER, twin, 6379)


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param({"ports": [{"port": "http"}]}, id="a-named-port"),
        pytest.param({"to": [{"podSelector": {}}]}, id="the-other-direction"),
        pytest.param({"from": [{"podSelector": {"labels": {}}}]}, id="a-slip"),
        pytest.param({"from": [{"ipBlock": {"cidr": "::/0"}, "podSelector": {}}]}, id="a-block-with-a-selector"),
    ],
)
def test_what_is_not_known_is_not_guessed(rule: Manifest) -> None:
    """It stops there, since a rule that is passed over would make another network."""
    with pytest.raises(AssertionError):
        lets_in(STRANGER, rule)
