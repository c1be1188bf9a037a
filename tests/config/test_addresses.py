"""Addresses, CIDR ranges, database ports and PEM text: which values are accepted."""

from typing import Any

import pytest

from powersync_constructs.config import SecretRef
from powersync_constructs.config.core._credentials import DatabasePort
from powersync_constructs.config.core._types import Cidr
from powersync_constructs.config.service._connection import Address, IpRange
from powersync_constructs.config.service.pem import Pem

from .validation import error_of, model_of, validated

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
NOT_PEM = "is not PEM text; use the text of the certificate, or pem_from_file(path)"
RANGE = "is not a CIDR range; write it like 10.0.0.0/8"


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
def test_valid_value_is_kept(kind: Any, value: object) -> None:
    """A valid value is kept as written."""
    assert validated(kind, value) == value


@pytest.mark.parametrize("kind", [Address, DatabasePort, Pem])
def test_secret_ref_is_accepted(kind: Any) -> None:
    """A SecretRef is accepted in place of the value."""
    reference = SecretRef("database", "part")

    assert vars(model_of(kind)(value=reference)) == {"value": reference}


@pytest.mark.parametrize(
    ("kind", "value", "rule"),
    [
        (IpRange, "10.0.0.1", RANGE),
        (IpRange, "10.0.0.0/33", RANGE),
        (IpRange, "10.0.0.0/255.0.0.0", RANGE),
        (IpRange, "private", RANGE),
        (IpRange, "", RANGE),
        (Cidr, "local", RANGE),
        (Cidr, "10.1.2.3/8", "is not in canonical form; write 10.0.0.0/8"),
        (Cidr, "FD00::1/8", "is not in canonical form; write fd00::/8"),
        (Cidr, "::ffff:10.0.0.0/104", "is not in canonical form; write 10.0.0.0/8"),
        (
            Address,
            "db.example.com:5432",
            "is not a host name or an IP address; use only the host, and set port separately",
        ),
        (
            Address,
            "postgresql://db",
            "is not a host name or an IP address; use only the host, and set port separately",
        ),
        (Address, "db example", "is not a host name or an IP address; use only the host, and set port separately"),
        (Address, "", "is empty; set a value, or remove the field"),
        (DatabasePort, "5432", "is neither a port number nor a SecretRef; use one of them"),
        (DatabasePort, True, "is neither a port number nor a SecretRef; use one of them"),
        (
            DatabasePort,
            443,
            "is not a port from 1024 to 65535, which the service requires; use a port in this range",
        ),
        (
            DatabasePort,
            65536,
            "is not a port from 1024 to 65535, which the service requires; use a port in this range",
        ),
        (Pem, "/etc/ssl/ca.pem", NOT_PEM),
        (Pem, "-----BEGIN CERTIFICATE-----", NOT_PEM),
        (Pem, "-----BEGIN A-----\n-----END B-----", NOT_PEM),
        (Pem, "-----BEGIN -----", NOT_PEM),
        (
            Pem,
            "-----BEGIN A-----\n-----END A-----\n-----BEGIN A-----",
            NOT_PEM,
        ),
        (
            Pem,
            "-----BEGIN A-----\n-----END A-----\nand more",
            NOT_PEM,
        ),
        (Pem, f"# {CERTIFICATE}", NOT_PEM),
    ],
)
def test_invalid_value_is_refused(kind: Any, value: object, rule: str) -> None:
    """A value that the service or the API server would refuse is refused."""
    assert error_of(kind, value) == f"{value!r} {rule}"
