"""Addresses and ranges of them, as Kubernetes takes them."""

import ipaddress
import re


def ip_address(text: str) -> str:
    """Check an address. Raises ValueError, also for another spelling than the one that Kubernetes wants."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        raise ValueError("is not an IP address; write it like 10.0.0.10") from None
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            raise ValueError("has a zone, which Kubernetes does not read; remove it")
        address = address.ipv4_mapped or address
    if text != str(address):
        raise ValueError(f"is not in its canonical form; write {address}")
    return text


def cidr(text: str) -> str:
    """Check a range of addresses. Raises ValueError, also for a netmask, which Kubernetes does not read."""
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        text = ""
    if not re.search(r"/[0-9]+$", text):
        raise ValueError("is not a range of addresses; write it like 10.0.0.0/8")
    return text


def network(text: str) -> str:
    """Check a range of addresses that is named by its first one. Raises ValueError for another spelling."""
    network = ipaddress.ip_network(cidr(text), strict=False)
    if isinstance(network, ipaddress.IPv6Network) and (mapped := network.network_address.ipv4_mapped):
        network = ipaddress.ip_network(f"{mapped}/{network.prefixlen - 96}")
    if text != str(network):
        raise ValueError(f"is not in its canonical form; write {network}")
    return text
