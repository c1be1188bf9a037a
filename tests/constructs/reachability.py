"""What NetworkPolicies let through, as kubernetes.io/docs/concepts/services-networking/network-policies has it.

Two things of that page are left out, since no policy can say them: that a node always reaches its own pods, and what
becomes of addresses that a Service or a cloud rewrites on the way.
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
    """A pod, or with no namespace an address outside the cluster."""

    address: str
    namespace: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Network:
    """The policies of a cluster, and the labels of its namespaces beside the one that each has by itself."""

    policies: Iterable[Manifest]
    namespaces: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def lets_through(self, source: Endpoint, target: Endpoint, port: int, protocol: Protocol = "TCP") -> bool:
        """Whether a connection is allowed at both ends. A pod always reaches itself."""
        if source == target:
            return True
        leaves = self._is_allowed("Egress", source, target, port, protocol)
        return leaves and self._is_allowed("Ingress", target, source, port, protocol)

    def _is_allowed(self, direction: Direction, pod: Endpoint, other: Endpoint, port: int, protocol: Protocol) -> bool:
        """Whether one end allows it: where no policy is about a pod everything, else what any of them lists."""
        about = [policy for policy in self.policies if _is_about(policy, pod, direction)]
        rules = [rule for policy in about for rule in _rules(policy, direction)]
        ends = "from" if direction == "Ingress" else "to"
        allowed = any(
            self._is_any_of(rule.get(ends), other, pod.namespace) and _has_port(rule.get("ports"), port, protocol)
            for rule in rules
        )
        return allowed or not about

    def _is_any_of(self, peers: list[Manifest] | None, other: Endpoint, home: str | None) -> bool:
        """Whether somebody is one of the peers; without peers, everybody is."""
        return not peers or any(self._is(peer, other, home) for peer in peers)

    def _is(self, peer: Manifest, other: Endpoint, home: str | None) -> bool:
        _know(peer, "ipBlock", "podSelector", "namespaceSelector")
        if "ipBlock" in peer:
            assert len(peer) == 1, f"ipBlock stands alone, the API server says of {peer}"
            return _is_in(peer["ipBlock"], other.address)
        if other.namespace is None:
            return False
        in_namespace = (
            _selects(peer["namespaceSelector"], self._labels_of(other.namespace))
            if "namespaceSelector" in peer
            else other.namespace == home
        )
        return in_namespace and _selects(peer.get("podSelector", {}), other.labels)

    def _labels_of(self, namespace: str) -> dict[str, str]:
        return {**self.namespaces.get(namespace, {}), "kubernetes.io/metadata.name": namespace}


def _is_about(policy: Manifest, pod: Endpoint, direction: Direction) -> bool:
    spec = policy["spec"]
    _know(spec, "podSelector", "policyTypes", "ingress", "egress")
    types = spec.get("policyTypes") or ["Ingress", *(["Egress"] if spec.get("egress") else [])]
    same = pod.namespace == policy["metadata"]["namespace"]
    return same and direction in types and _selects(spec["podSelector"], pod.labels)


def _rules(policy: Manifest, direction: Direction) -> list[Manifest]:
    rules: list[Manifest] = policy["spec"].get(direction.lower()) or []
    for rule in rules:
        _know(rule, "from" if direction == "Ingress" else "to", "ports")
    return rules


def _has_port(ports: list[Manifest] | None, port: int, protocol: Protocol) -> bool:
    """Whether a port is one of those listed; without a list, every port is."""
    return not ports or any(_is_port(listed, port, protocol) for listed in ports)


def _is_port(listed: Manifest, port: int, protocol: Protocol) -> bool:
    _know(listed, "port", "endPort", "protocol")
    if "port" in listed:
        assert isinstance(listed["port"], int), "which number a name stands for is not known here"
        in_range = port in range(listed["port"], listed.get("endPort", listed["port"]) + 1)
    else:
        in_range = True
    return in_range and listed.get("protocol", "TCP") == protocol


def _is_in(block: Manifest, address: str) -> bool:
    _know(block, "cidr", "except")
    inside, *left_out = (ip_network(text) for text in (block["cidr"], *block.get("except", [])))
    where = ip_address(address)
    return where in inside and not any(where in network for network in left_out)


def _selects(selector: Manifest, labels: Mapping[str, str]) -> bool:
    """Whether labels are as a selector wants them, all at once; an empty one wants nothing."""
    _know(selector, "matchLabels", "matchExpressions")
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
    raise AssertionError(f"{expression['operator']} is no operator")


def _know(found: Manifest, *keys: str) -> None:
    """Stop at what is not understood here, rather than take it for something else."""
    assert set(found) <= {*keys}, f"{sorted(set(found) - {*keys})} is not known here"
