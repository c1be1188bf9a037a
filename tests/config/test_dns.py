"""DNS settings of pods: which values are accepted."""

from typing import Any

import pytest

from powersync_constructs.config import ApiProps, DnsConfig, DnsOption, HostAlias
from powersync_constructs.config.core._types import IpAddress

from .validation import error_of, errors_of, validated


@pytest.mark.parametrize("address", ["10.0.0.10", "fd00::10", "::1", "127.0.0.1"])
def test_valid_ip_address_is_kept(address: str) -> None:
    """IPv4 and IPv6 addresses in canonical form are accepted."""
    assert validated(IpAddress, address) == address


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("dns.example.com", "is not an IP address; write it like 10.0.0.10"),
        ("10.0.0.0/8", "is not an IP address; write it like 10.0.0.10"),
        ("010.0.0.1", "is not an IP address; write it like 10.0.0.10"),
        ("fe80::1%eth0", "has a zone, which Kubernetes does not accept; remove the zone"),
        ("FD00::10", "is not in canonical form; write fd00::10"),
        ("::ffff:10.0.0.1", "is not in canonical form; write 10.0.0.1"),
    ],
)
def test_invalid_ip_address_is_refused(address: str, rule: str) -> None:
    """Host names, ranges and addresses in another form are refused."""
    assert error_of(IpAddress, address) == f"{address!r} {rule}"


def test_dns_fields_accept_mappings() -> None:
    """Mappings give the same props as objects."""
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
            "dns_config: has no nameservers, but dns_policy 'None' needs them; add one",
            id="no-nameserver",
        ),
        pytest.param(
            {"dns_policy": "None"},
            "dns_config: has no nameservers, but dns_policy 'None' needs them; add one",
            id="no-config",
        ),
        pytest.param(
            {"dns_policy": "ClusterFirstWithHostNet"},
            "dns_policy: 'ClusterFirstWithHostNet' is not one of 'ClusterFirst', 'Default' or 'None'; use one of these",
            id="invalid-policy",
        ),
        pytest.param(
            {"dns_config": {"nameservers": [f"10.0.0.{last}" for last in range(4)]}},
            "dns_config.nameservers: has more than 3, the maximum; remove some",
            id="too-many-nameservers",
        ),
        pytest.param(
            {"dns_config": {"searches": [f"a{number}.example.com" for number in range(33)]}},
            "dns_config.searches: has more than 32 domains or 2048 characters, which Kubernetes rejects; remove some",
            id="too-many-searches",
        ),
        pytest.param(
            {"dns_config": {"options": [{"name": "ndots:2"}, {"name": "ndots:2"}]}},
            "dns_config.options: 'ndots:2' occurs twice; change or remove one of them",
            id="option-twice",
        ),
        pytest.param(
            {"dns_config": {"options": [{"name": "ndots 2"}]}},
            "dns_config.options[0].name: 'ndots 2' is not a resolver option; write it like ndots, without its value",
            id="invalid-option",
        ),
        pytest.param(
            {"host_aliases": [{"ip": "10.0.0.1", "hostnames": [name]} for name in ("a", "b")]},
            "host_aliases: '10.0.0.1' occurs twice; change or remove one of them",
            id="address-twice",
        ),
        pytest.param(
            {"host_aliases": [{"ip": "10.0.0.1", "hostnames": ["YOUR_HOST"]}]},
            "host_aliases[0].hostnames[0]: 'YOUR_HOST' is a placeholder; replace it with the real host name",
            id="placeholder",
        ),
    ],
)
def test_invalid_dns_settings_are_refused(fields: dict[str, Any], line: str) -> None:
    """Settings that the API server would refuse, or that a resolver would ignore, are refused."""
    assert errors_of(ApiProps, **fields) == [f"api.{line}"]
