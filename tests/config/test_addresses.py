"""Addresses, ranges of them, ports of databases and PEM text."""

from typing import Any

import pytest

from powersync_constructs.config import SecretRef
from powersync_constructs.config.core._credentials import DatabasePort
from powersync_constructs.config.core._types import Cidr
from powersync_constructs.config.service._connection import Address, IpRange
from powersync_constructs.config.service.pem import Pem

from .refusal import checked, kept, refused

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
NO_PEM = "is not PEM text; give the certificate itself, or pem_from_file(path)"
RANGE = "is not a range of addresses; write it like 10.0.0.0/8"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (IpRange, "local"),
        (IpRange, "10.0.0.0/8"),
        (IpRange, "10.1.2.3/8"),
        (IpRange, "fd00::/8"),
        (Cidr, "0.0.0.0/0"),
        (Cidr, "203.0.113.7/32"),
        (Address, "db.example.com"),
        (Address, "DB_1"),
        (Address, "db.example.com."),
        (Address, "10.0.0.5"),
        (Address, "fd00::5"),
        (Address, "todo-db.example.com"),
        (DatabasePort, 1024),
        (DatabasePort, 65535),
        (Pem, CERTIFICATE),
        (Pem, f"\n{CERTIFICATE}{CERTIFICATE}"),
        (Pem, CERTIFICATE.replace("\n", "\r\n")),
        (Pem, f"{CERTIFICATE}# the intermediate one\n{CERTIFICATE}"),
    ],
)
def test_it_is_kept(kind: Any, value: object) -> None:
    """What is right stays as it is written."""
    assert kept(kind, value) == value


@pytest.mark.parametrize("kind", [Address, DatabasePort, Pem])
def test_it_may_come_from_a_secret(kind: Any) -> None:
    """A reference is taken where the value would go."""
    reference = SecretRef("database", "part")

    assert vars(checked(kind)(value=reference)) == {"value": reference}


@pytest.mark.parametrize(
    ("kind", "value", "rule"),
    [
        (IpRange, "10.0.0.1", RANGE),
        (IpRange, "10.0.0.0/33", RANGE),
        (IpRange, "10.0.0.0/255.0.0.0", RANGE),
        (IpRange, "private", RANGE),
        (IpRange, "", RANGE),
        (Cidr, "local", RANGE),
        (Cidr, "10.1.2.3/8", "is not in its canonical form; write 10.0.0.0/8"),
        (Cidr, "FD00::1/8", "is not in its canonical form; write fd00::/8"),
        (Cidr, "::ffff:10.0.0.0/104", "is not in its canonical form; write 10.0.0.0/8"),
        (Address, "db.example.com:5432", "is neither a host nor an address; the port has a field of its own"),
        (Address, "postgresql://db", "is neither a host nor an address; the port has a field of its own"),
        (Address, "db example", "is neither a host nor an address; the port has a field of its own"),
        (Address, "", "is empty; give a value, or leave the field out"),
        (DatabasePort, "5432", "is neither a port number nor a SecretRef; give one of them"),
        (DatabasePort, True, "is neither a port number nor a SecretRef; give one of them"),
        (
            DatabasePort,
            443,
            "is not a port from 1024 to 65535, the only ones that the service connects to; use one of these",
        ),
        (
            DatabasePort,
            65536,
            "is not a port from 1024 to 65535, the only ones that the service connects to; use one of these",
        ),
        (Pem, "/etc/ssl/ca.pem", NO_PEM),
        (Pem, "-----BEGIN CERTIFICATE-----", NO_PEM),
        (Pem, "-----BEGIN A-----\n-----END B-----", NO_PEM),
        (Pem, "-----BEGIN -----", NO_PEM),
        (
            Pem,
            "-----BEGIN A-----\n-----END A-----\n-----BEGIN A-----",
            NO_PEM,
        ),
        (
            Pem,
            "-----BEGIN A-----\n-----END A-----\nand more",
            NO_PEM,
        ),
        (Pem, f"# {CERTIFICATE}", NO_PEM),
    ],
)
def test_it_is_refused(kind: Any, value: object, rule: str) -> None:
    """What the service or the API server would refuse is refused."""
    assert refused(kind, value) == f"{value!r} {rule}"
