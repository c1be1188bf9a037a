"""An evaluator of NetworkPolicies after kubernetes.io/docs/concepts/services-networking/network-policies.

It leaves out two facts of that page, because no policy can express them: a node can always connect to its own pods,
and a Service or a cloud can rewrite addresses on the way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import Any, Literal

Manifest = Mapping[str, Any]
Direction = Literal["Ingress", "Egress"]
Protocol = Literal["TCP", "UDP", "SCTP"]


@dataclass(frozen=True)
class Endpoint:
    """A pod, or an address outside the cluster if it has no namespace."""

    address: str
    namespace: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Network:
    """The policies of a cluster, and the labels of its namespaces in addition to the name label that each one has."""

    policies: Iterable[Manifest]
    namespaces: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def allows(self, source: Endpoint, target: Endpoint, port: int, protocol: Protocol = "TCP") -> bool:
        """Return whether a connection is allowed at both ends. A pod can always connect to itself."""
        if source == target:
            return True
        leaves = self._is_allowed("Egress", source, target, port, protocol)
        return leaves and self._is_allowed("Ingress", target, source, port, protocol)

    def _is_allowed(self, direction: Direction, pod: Endpoint, other: Endpoint, port: int, protocol: Protocol) -> bool:
        """Return whether one end permits it: everything if no policy applies, otherwise what any policy lists."""
        policies = [policy for policy in self.policies if _applies_to(policy, pod, direction)]
        rules = [rule for policy in policies for rule in _rules(policy, direction)]
        ends = "from" if direction == "Ingress" else "to"
        allowed = any(
            self._is_any_of(rule.get(ends), other, pod.namespace) and _has_port(rule.get("ports"), port, protocol)
            for rule in rules
        )
        return allowed or not policies

    def _is_any_of(self, peers: list[Manifest] | None, other: Endpoint, own_namespace: str | None) -> bool:
        """Return whether an endpoint is one of the peers. No peers means every endpoint."""
        return not peers or any(self._matches(peer, other, own_namespace) for peer in peers)

    def _matches(self, peer: Manifest, other: Endpoint, own_namespace: str | None) -> bool:
        _check_keys(peer, "ipBlock", "podSelector", "namespaceSelector")
        if "ipBlock" in peer:
            assert len(peer) == 1, f"the API server rejects other fields next to ipBlock: {peer}"
            return _is_in(peer["ipBlock"], other.address)
        if other.namespace is None:
            return False
        in_namespace = (
            _selects(peer["namespaceSelector"], self._labels_of(other.namespace))
            if "namespaceSelector" in peer
            else other.namespace == own_namespace
        )
        return in_namespace and _selects(peer.get("podSelector", {}), other.labels)

    def _labels_of(self, namespace: str) -> dict[str, str]:
        return {**self.namespaces.get(namespace, {}), "kubernetes.io/metadata.name": namespace}


def _applies_to(policy: Manifest, pod: Endpoint, direction: Direction) -> bool:
    spec = policy["spec"]
    _check_keys(spec, "podSelector", "policyTypes", "ingress", "egress")
    types = spec.get("policyTypes") or ["Ingress", *(["Egress"] if spec.get("egress") else [])]
    same = pod.namespace == policy["metadata"]["namespace"]
    return same and direction in types and _selects(spec["podSelector"], pod.labels)


def _rules(policy: Manifest, direction: Direction) -> list[Manifest]:
    rules: list[Manifest] = policy["spec"].get(direction.lower()) or []
    for rule in rules:
        _check_keys(rule, "from" if direction == "Ingress" else "to", "ports")
    return rules


def _has_port(ports: list[Manifest] | None, port: int, protocol: Protocol) -> bool:
    """Return whether the list contains a port. No list means every port."""
    return not ports or any(_is_port(listed, port, protocol) for listed in ports)


def _is_port(listed: Manifest, port: int, protocol: Protocol) -> bool:
    _check_keys(listed, "port", "endPort", "protocol")
    if "port" in listed:
        assert isinstance(listed["port"], int), "a named port is not supported here"
        in_range = port in range(listed["port"], listed.get("endPort", listed["port"]) + 1)
    else:
        in_range = True
    return in_range and listed.get("protocol", "TCP") == protocol


def _is_in(block: Manifest, address: str) -> bool:
    _check_keys(block, "cidr", "except")
    inside, *exceptions = (ip_network(text) for text in (block["cidr"], *block.get("except", [])))
    parsed = ip_address(address)
    return parsed in inside and not any(parsed in network for network in exceptions)


def _selects(selector: Manifest, labels: Mapping[str, str]) -> bool:
    """Return whether labels match all parts of a selector. An empty selector matches everything."""
    _check_keys(selector, "matchLabels", "matchExpressions")
    equal = all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
    return equal and all(_holds(expression, labels) for expression in selector.get("matchExpressions", []))


def _holds(expression: Manifest, labels: Mapping[str, str]) -> bool:
    value, values = labels.get(expression["key"]), expression.get("values", [])
    match expression["operator"]:
        case "In":
            return value in values
        case "NotIn":
            return value not in values
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
    raise AssertionError(f"{expression['operator']} is not an operator")


def _check_keys(found: Manifest, *keys: str) -> None:
    """Fail for a key that this evaluator does not support, because to ignore it would change the result."""
    assert set(found) <= {*keys}, f"{sorted(set(found) - {*keys})} is not supported here"
