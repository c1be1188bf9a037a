"""How pods resolve names: what is taken, and what Kubernetes would refuse."""

from typing import Any

import pytest

from powersync_constructs.config import ApiProps, DnsConfig, DnsOption, HostAlias
from powersync_constructs.config.core._types import IpAddress

from .refusal import kept, refusal, refused


@pytest.mark.parametrize("address", ["10.0.0.10", "fd00::10", "::1", "127.0.0.1"])
def test_an_address(address: str) -> None:
    """Of both families, as Kubernetes writes it."""
    assert kept(IpAddress, address) == address


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("dns.example.com", "is not an IP address; write it like 10.0.0.10"),
        ("10.0.0.0/8", "is not an IP address; write it like 10.0.0.10"),
        ("010.0.0.1", "is not an IP address; write it like 10.0.0.10"),
        ("fe80::1%eth0", "has a zone, which Kubernetes does not read; remove it"),
        ("FD00::10", "is not in its canonical form; write fd00::10"),
        ("::ffff:10.0.0.1", "is not in its canonical form; write 10.0.0.1"),
    ],
)
def test_no_address(address: str, rule: str) -> None:
    """Names, ranges and other spellings are refused."""
    assert refused(IpAddress, address) == f"{address!r} {rule}"


def test_all_of_it_together() -> None:
    """Mappings equal objects."""
    fields: dict[str, Any] = {
        "dns_policy": "None",
        "dns_config": {
            "nameservers": ["10.0.0.10"],
            "options": [{"name": "ndots", "value": "2"}, {"name": "edns0"}],
        },
        "host_aliases": [{"ip": "10.20.0.5", "hostnames": ["db.internal"]}],
    }

    props = ApiProps(**fields)

    assert (props.dns_config, props.host_aliases) == (
        DnsConfig(nameservers=["10.0.0.10"], options=[DnsOption(name="ndots", value="2"), DnsOption(name="edns0")]),
        (HostAlias(ip="10.20.0.5", hostnames=["db.internal"]),),
    )


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param(
            {"dns_policy": "None", "dns_config": DnsConfig(searches=["example.com"])},
            "dns_config: has no nameservers, and dns_policy 'None' has no others; give one",
            id="no-nameserver",
        ),
        pytest.param(
            {"dns_policy": "None"},
            "dns_config: has no nameservers, and dns_policy 'None' has no others; give one",
            id="no-config",
        ),
        pytest.param(
            {"dns_policy": "ClusterFirstWithHostNet"},
            "dns_policy: 'ClusterFirstWithHostNet' is not one of 'ClusterFirst', 'Default' or 'None'; use one of these",
            id="policy",
        ),
        pytest.param(
            {"dns_config": {"nameservers": [f"10.0.0.{last}" for last in range(4)]}},
            "dns_config.nameservers: has more than 3, the most of a resolver; remove some",
            id="nameservers",
        ),
        pytest.param(
            {"dns_config": {"searches": [f"a{number}.example.com" for number in range(33)]}},
            "dns_config.searches: has more than 32 domains or 2048 characters, which Kubernetes refuses; remove some",
            id="searches",
        ),
        pytest.param(
            {"dns_config": {"options": [{"name": "ndots:2"}, {"name": "ndots:2"}]}},
            "dns_config.options: 'ndots:2' is given twice; choose another, or keep one of the two",
            id="option-twice",
        ),
        pytest.param(
            {"dns_config": {"options": [{"name": "ndots 2"}]}},
            "dns_config.options[0].name: 'ndots 2' is no option of a resolver; write it like ndots, without its value",
            id="option",
        ),
        pytest.param(
            {"host_aliases": [{"ip": "10.0.0.1", "hostnames": [name]} for name in ("a", "b")]},
            "host_aliases: '10.0.0.1' is given twice; choose another, or keep one of the two",
            id="address-twice",
        ),
        pytest.param(
            {"host_aliases": [{"ip": "10.0.0.1", "hostnames": ["YOUR_HOST"]}]},
            "host_aliases[0].hostnames[0]: 'YOUR_HOST' is a placeholder; give the real host",
            id="placeholder",
        ),
    ],
)
def test_what_is_refused(fields: dict[str, Any], line: str) -> None:
    """What the API server would refuse, or a resolver would not read."""
    assert refusal(ApiProps, **fields) == [f"api.{line}"]
