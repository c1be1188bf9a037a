"""Durations as ingress controllers read them: `60`, `60s`, `1m 30s`, `1h30m`, `500ms`, `infinity`."""

import math
import re

_UNITS = {"us": 0.000_001, "ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400}
_PART = re.compile(r"(?P<number>\d{1,9}(\.\d{1,9})?)\s*(?P<unit>us|ms|s|m|h|d)")
_NUMBER = re.compile(r"\d{1,12}")
_UNLIMITED = ("infinity", "infinite")


def seconds_of(written: object, unit: str = "s") -> float | None:
    """Return the seconds of a duration. A number has the given unit. None for anything that is not a duration."""
    if isinstance(written, bool) or not isinstance(written, int | str):
        return None
    text = str(written).strip().lower()
    if text in _UNLIMITED:
        return math.inf
    if _NUMBER.fullmatch(text):
        return int(text) * _UNITS[unit]
    parts = [*_PART.finditer(text)]
    if not parts or _PART.sub("", text).strip():
        return None
    return sum(float(part["number"]) * _UNITS[part["unit"]] for part in parts)
