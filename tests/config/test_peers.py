"""Peers and their ports: what can be at the other end of a connection."""

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

from .refusal import refusal

PODS = [PodPeer(labels={"app": "a"})]


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(PodPeer, {"labels": {}}, "peer.labels: is empty; give at least one", id="no-labels"),
        pytest.param(PodPeer, {"labels": {"a b": "c"}}, "peer.labels.a b", id="no-label"),
        pytest.param(
            PodPeer, {"labels": {"a": "b"}, "namespace": "a.b"}, "peer.namespace: 'a.b' is not a DNS label", id="dotted"
        ),
        pytest.param(NamespacePeer, {"name": "*"}, "peer.name: '*' is not a DNS label", id="every-namespace"),
        pytest.param(
            CidrPeer,
            {"cidr": "10.0.0.7"},
            "peer.cidr: '10.0.0.7' is not a range of addresses; write it like 10.0.0.0/8",
            id="an-address",
        ),
        *(
            pytest.param(
                CidrPeer,
                {"cidr": "10.0.0.0/16", "except_": [left_out]},
                f"peer.except_: '{left_out}' is not a part of 10.0.0.0/16; give a smaller range inside it",
                id=id,
            )
            for left_out, id in (
                ("10.1.0.0/24", "beside-it"),
                ("10.0.0.0/16", "all-of-it"),
                ("10.0.0.0/8", "more-than-it"),
                ("fd00::/24", "of-the-other-family"),
            )
        ),
        pytest.param(
            PortRange, {"first": 5, "last": 4}, "ports.last: 4 is below first, 5; give them in order", id="downwards"
        ),
        pytest.param(Destination, {"to": []}, "destination.to: is empty; give at least one", id="to-nobody"),
        pytest.param(
            Destination,
            {"to": [{"name": "a"}]},
            "destination.to[0]: has no 'type'; give one of 'pods', 'namespace', 'cidr'",
            id="untyped",
        ),
        pytest.param(
            Destination, {"to": PODS, "ports": [0]}, "destination.ports[0]: 0 should be greater", id="no-port"
        ),
        pytest.param(ApiServer, {"cidrs": []}, "api_server.cidrs: is empty; give at least one", id="no-api-server"),
        pytest.param(
            ApiServer,
            {"cidrs": ["10.0.0.2/32"], "ports": []},
            "api_server.ports: is empty; give at least one",
            id="no-port-of-the-api-server",
        ),
        *(
            pytest.param(
                ExtraRule,
                {"roles": ["api"], "peers": PODS, "ports": [1], field: []},
                f"extra_rule.{field}: is empty; give at least one",
                id=f"a-rule-without-{field}",
            )
            for field in ("roles", "peers", "ports")
        ),
        pytest.param(
            ExtraRule,
            {"roles": ["leader"], "peers": PODS, "ports": [1]},
            "extra_rule.roles[0]: 'leader' is not one of 'api', 'replication', 'compact', 'migrate' or 'unified'",
            id="a-role-that-is-none",
        ),
    ],
)
def test_a_peer_keeps_its_rules(model: type[Props], fields: dict[str, Any], line: str) -> None:
    """Nothing is ever empty, which a NetworkPolicy would take for everything."""
    [found] = refusal(model, **fields)

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
def test_the_internet_is_public(address: str, inside: bool) -> None:
    """No private network, and neither AWS's nor anybody else's metadata server."""
    where = ip_address(address)

    found = [
        where in ip_network(peer.cidr) and not any(where in ip_network(left_out) for left_out in peer.except_)
        for peer in INTERNET
    ]
    assert any(found) == inside
