"""Durations as Go writes them: how controllers of Kubernetes take an interval or a pause."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, StrictStr

_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ns|us|ms|s|m|h)")
_SECONDS = {unit: Decimal(seconds) for unit, seconds in {"s": "1", "m": "60", "h": "3600"}.items()}
_SECONDS |= {unit: Decimal(seconds) for unit, seconds in {"ns": "1e-9", "us": "1e-6", "ms": "1e-3"}.items()}
_A_YEAR = 365 * 24 * 3600


def duration(text: str) -> Decimal:
    """The seconds that a duration of Go stands for: `2h30m` is 9000. Raises ValueError for what Go does not read."""
    if text != "0" and not re.fullmatch(f"({_PART.pattern})+", text):
        raise ValueError("is not a duration; write it like 30s, 5m or 1h30m")
    return sum((Decimal(number) * _SECONDS[unit] for number, unit in _PART.findall(text)), Decimal(0))


def _at_most_a_year(text: str) -> str:
    if duration(text) > _A_YEAR:
        raise ValueError("is longer than a year, 8760h; give less")
    return text


def _positive(text: str) -> str:
    if not duration(text):
        raise ValueError("is no time at all; give more, or leave it out")
    return text


Duration = Annotated[StrictStr, AfterValidator(_at_most_a_year)]
"""A duration as Go writes it, like `1h30m`; `0` is one, too."""
PositiveDuration = Annotated[Duration, AfterValidator(_positive)]
"""A duration that is not zero."""
