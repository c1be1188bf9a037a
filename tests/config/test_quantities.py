"""Kubernetes quantities: their format and their value."""

from decimal import Decimal
from typing import Any

import pytest

from powersync_constructs.config.core._quantities import quantity
from powersync_constructs.config.core._types import Bytes, Cpu

from .validation import error_of, validated

TOO_LARGE = "is too large or too precise; write it like 2, 512Mi or 1Gi"
NOT_A_QUANTITY = "is not a Kubernetes quantity; write it like 500m, 2, 512Mi or 1Gi"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", "2"),
        ("0.5", "0.5"),
        ("500m", "0.5"),
        ("1k", "1000"),
        ("1M", "1000000"),
        ("1Ki", "1024"),
        ("1.5Mi", "1572864"),
        ("1Gi", "1073741824"),
        ("1Ti", "1099511627776"),
        ("1P", "1000000000000000"),
        ("1023Ti", "1124800395214848"),
    ],
)
def test_quantity_is_an_exact_number(text: str, number: str) -> None:
    """Suffixes are powers of 1000 or 1024, and nothing is rounded."""
    value = quantity(text)

    assert value == Decimal(number)


@pytest.mark.parametrize("value", ["1m", "500m", "1", "2", "0.25", "1.5", "64"])
def test_cpu_is_accepted_as_written(value: str) -> None:
    """CPU is a whole number of cores or a fraction, down to 1m."""
    assert validated(Cpu, value) == value


@pytest.mark.parametrize("value", ["1Mi", "512Mi", "1Gi", "1.5Gi", "1G", "1048576", "2000000k"])
def test_bytes_are_accepted_as_written(value: str) -> None:
    """Memory and disk sizes are at least 1Mi, in any unit."""
    assert validated(Bytes, value) == value


@pytest.mark.parametrize(
    ("kind", "value", "rule"),
    [
        pytest.param(Cpu, "", f"'' {NOT_A_QUANTITY}", id="cpu-empty"),
        pytest.param(Cpu, "one", f"'one' {NOT_A_QUANTITY}", id="cpu-word"),
        pytest.param(Cpu, "500 m", f"'500 m' {NOT_A_QUANTITY}", id="cpu-space"),
        pytest.param(Cpu, "500m\n", f"'500m\\n' {NOT_A_QUANTITY}", id="cpu-newline"),
        pytest.param(Cpu, "-1", f"'-1' {NOT_A_QUANTITY}", id="cpu-negative"),
        pytest.param(Cpu, "\u0663", f"'\u0663' {NOT_A_QUANTITY}", id="cpu-arabic-digit"),
        pytest.param(Cpu, "0", "'0' is less than 1m; increase it", id="cpu-zero"),
        pytest.param(
            Cpu, "0.5m", "'0.5m' is not a whole number of millicores; write it like 500m or 2", id="cpu-too-fine"
        ),
        pytest.param(Cpu, 1, "1 is not a string; set it to …", id="cpu-number"),
        pytest.param(Bytes, "512MB", f"'512MB' {NOT_A_QUANTITY}", id="bytes-megabyte"),
        pytest.param(Bytes, "512mi", f"'512mi' {NOT_A_QUANTITY}", id="bytes-lower-case-unit"),
        pytest.param(Bytes, "1,5Gi", f"'1,5Gi' {NOT_A_QUANTITY}", id="bytes-comma"),
        pytest.param(Bytes, "512", "'512' is less than 1Mi; increase it", id="bytes-without-a-unit"),
        pytest.param(
            Bytes,
            "512m",
            "'512m' is not a whole number of bytes; write it like 512Mi or 1Gi",
            id="bytes-in-thousandths",
        ),
        pytest.param(
            Bytes, "0.1", "'0.1' is not a whole number of bytes; write it like 512Mi or 1Gi", id="bytes-fraction"
        ),
        pytest.param(Bytes, "1Pi", f"'1Pi' {TOO_LARGE}", id="bytes-too-large"),
        pytest.param(Cpu, "1E", f"'1E' {TOO_LARGE}", id="cpu-too-large"),
        pytest.param(Cpu, f"0.{'0' * 18}1", f"'0.{'0' * 18}1' {TOO_LARGE}", id="too-many-digits"),
        pytest.param(Bytes, 1024, "1024 is not a string; set it to …", id="bytes-number"),
    ],
)
def test_invalid_quantity_is_refused(kind: Any, value: object, rule: str) -> None:
    """A quantity that the API server would refuse, or that is an obvious mistake, is refused."""
    assert error_of(kind, value) == rule
