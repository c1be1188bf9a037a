"""IP addresses and CIDR ranges in the form that Kubernetes accepts."""

import ipaddress
import re

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def ip_address(text: str) -> str:
    """Check an IP address. Raises ValueError if the address is not valid or not in canonical form."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        raise ValueError("is not an IP address; write it like 10.0.0.10") from None
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            raise ValueError("has a zone, which Kubernetes does not accept; remove the zone")
        address = address.ipv4_mapped or address
    if text != str(address):
        raise ValueError(f"is not in canonical form; write {address}")
    return text


def parsed_ip_address(text: str) -> IpAddress | None:
    """Return an IP address in any form; None for any other text, like a host name."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def cidr(text: str) -> str:
    """Check a CIDR range. Raises ValueError if the range is not valid, or has a netmask like /255.0.0.0."""
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        text = ""
    if not re.search(r"/[0-9]+$", text):
        raise ValueError("is not a CIDR range; write it like 10.0.0.0/8")
    return text


def network(text: str) -> str:
    """Check a CIDR range without host bits. Raises ValueError if the range is not in canonical form."""
    network = ipaddress.ip_network(cidr(text), strict=False)
    if isinstance(network, ipaddress.IPv6Network) and (mapped := network.network_address.ipv4_mapped):
        network = ipaddress.ip_network(f"{mapped}/{network.prefixlen - 96}")
    if text != str(network):
        raise ValueError(f"is not in canonical form; write {network}")
    return text
