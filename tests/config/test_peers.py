"""Peers and ports of network rules: which values are refused."""

from ipaddress import ip_address, ip_network
from typing import Any

import pytest

from powersync_constructs.config import (
    ApiServer,
    CidrPeer,
    Destination,
    ExtraRule,
    NamespacePeer,
    PodPeer,
    PortRange,
)
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.network.props import INTERNET

from .validation import errors_of

PODS = [PodPeer(labels={"app": "a"})]


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(PodPeer, {"labels": {}}, "peer.labels: is empty; add at least one", id="no-labels"),
        pytest.param(PodPeer, {"labels": {"a b": "c"}}, "peer.labels.a b", id="invalid-label"),
        pytest.param(
            PodPeer,
            {"labels": {"a": "b"}, "namespace": "a.b"},
            "peer.namespace: 'a.b' is not a DNS label",
            id="invalid-namespace",
        ),
        pytest.param(NamespacePeer, {"name": "*"}, "peer.name: '*' is not a DNS label", id="wildcard-namespace"),
        pytest.param(
            CidrPeer,
            {"cidr": "10.0.0.7"},
            "peer.cidr: '10.0.0.7' is not a CIDR range; write it like 10.0.0.0/8",
            id="address-without-a-prefix",
        ),
        *(
            pytest.param(
                CidrPeer,
                {"cidr": "10.0.0.0/16", "except_": [left_out]},
                f"peer.except_: '{left_out}' is not inside 10.0.0.0/16; use a smaller range inside it",
                id=id,
            )
            for left_out, id in (
                ("10.1.0.0/24", "outside-the-range"),
                ("10.0.0.0/16", "whole-range"),
                ("10.0.0.0/8", "larger-range"),
                ("fd00::/24", "other-address-family"),
            )
        ),
        pytest.param(
            PortRange,
            {"first": 5, "last": 4},
            "ports.last: 4 is less than first 5; swap the two",
            id="last-below-first",
        ),
        pytest.param(Destination, {"to": []}, "destination.to: is empty; add at least one", id="no-peers"),
        pytest.param(
            Destination,
            {"to": [{"name": "a"}]},
            "destination.to[0]: has no 'type'; set it to one of 'pods', 'namespace', 'cidr'",
            id="no-type",
        ),
        pytest.param(Destination, {"to": PODS, "ports": [0]}, "destination.ports[0]: 0 should be greater", id="port-0"),
        pytest.param(
            ApiServer, {"cidrs": []}, "api_server.cidrs: is empty; add at least one", id="no-address-of-the-api-server"
        ),
        pytest.param(
            ApiServer,
            {"cidrs": ["10.0.0.2/32"], "ports": []},
            "api_server.ports: is empty; add at least one",
            id="no-port-of-the-api-server",
        ),
        *(
            pytest.param(
                ExtraRule,
                {"roles": ["api"], "peers": PODS, "ports": [1], field: []},
                f"extra_rule.{field}: is empty; add at least one",
                id=f"rule-without-{field}",
            )
            for field in ("roles", "peers", "ports")
        ),
        pytest.param(
            ExtraRule,
            {"roles": ["leader"], "peers": PODS, "ports": [1]},
            "extra_rule.roles[0]: 'leader' is not one of 'api', 'replication', 'compact', 'migrate' or 'unified'",
            id="unknown-role",
        ),
    ],
)
def test_invalid_peer_is_refused(model: type[Props], fields: dict[str, Any], line: str) -> None:
    """Invalid and empty values are refused, because an empty value of a NetworkPolicy allows everything."""
    [found] = errors_of(model, **fields)

    assert found.startswith(line)


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.255.0.1", False),
        ("172.16.0.1", False),
        ("172.31.255.255", False),
        ("172.32.0.1", True),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("100.128.0.1", True),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("168.63.129.16", False),
        ("fd00:ec2::254", False),
        ("fe80::1", False),
    ],
)
def test_internet_has_only_public_addresses(address: str, inside: bool) -> None:
    """INTERNET contains no private network, and no metadata server of a cloud provider."""
    parsed = ip_address(address)

    found = [
        parsed in ip_network(peer.cidr) and not any(parsed in ip_network(left_out) for left_out in peer.except_)
        for peer in INTERNET
    ]
    assert any(found) == inside
