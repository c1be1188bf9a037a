"""Quantities of Kubernetes."""

import re
from decimal import Decimal

_QUANTITY = re.compile(r"([0-9]+|[0-9]+\.[0-9]+)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|)")
_QUANTITY_LENGTH, _QUANTITY_END = 20, 1024**5
_MULTIPLES = {"m": Decimal("0.001"), "": Decimal(1)}
_MULTIPLES |= {unit: Decimal(1000) ** power for power, unit in enumerate("kMGTPE", 1)}
_MULTIPLES |= {f"{unit}i": Decimal(1024) ** power for power, unit in enumerate("KMGTPE", 1)}


def quantity(text: str) -> Decimal:
    """Return the value of a Kubernetes quantity: 0.5 for `500m`, 1073741824 for `1Gi`. Raises ValueError."""
    match = _QUANTITY.fullmatch(text)
    if match is None:
        raise ValueError("is not a Kubernetes quantity; write it like 500m, 2, 512Mi or 1Gi")
    number = Decimal(match[1]) * _MULTIPLES[match[2]]
    if len(text) > _QUANTITY_LENGTH or number >= _QUANTITY_END:
        raise ValueError("is too large or too precise; write it like 2, 512Mi or 1Gi")
    return number
