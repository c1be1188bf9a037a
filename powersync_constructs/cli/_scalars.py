"""The values of YAML scalars, as kubectl reads them.

kubectl reads YAML 1.1, but not everything of it: `on` is true, `017` is 15, and `1:30` and dates are strings.
Source: `goyaml.v2/resolve.go` in https://github.com/kubernetes-sigs/yaml.
"""

import base64
import math
import re
from collections.abc import Callable
from functools import lru_cache

Scalar = str | int | float | bool | None

_BOOLEANS = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
}
NULLS = frozenset(("", "~", "null", "Null", "NULL"))
"""The scalars without quotes that are null."""
_NOT_NUMBERS = frozenset(f"{sign}{word}" for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")) | frozenset(
    (".nan", ".NaN", ".NAN")
)
_NUMERIC = frozenset("0123456789+-.")
_INTEGER = re.compile(r"(?P<sign>[-+]?)(0[xX](?P<x>[0-9a-fA-F]+)|0[oO]?(?P<o>[0-7]+)|0[bB](?P<b>[01]+)|(?P<d>\d+))")
_BASES = {"x": 16, "o": 8, "b": 2, "d": 10}
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
LONGEST_NUMBER = 400
"""The maximum number of characters of a number, so that no input takes long to convert. A longer scalar is a string."""
_TAG = "tag:yaml.org,2002:"
_TYPES: dict[str, Callable[[Scalar], bool]] = {
    "bool": lambda value: isinstance(value, bool),
    "float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "null": lambda value: value is None,
}


@lru_cache(maxsize=4096)
def plain(text: str) -> Scalar:
    """Return the value of a scalar without quotes and without a tag. Raise ValueError for infinity and NaN."""
    if text[:1] not in _NUMERIC:
        return None if text in NULLS else _BOOLEANS.get(text, text)
    if text in _NOT_NUMBERS:
        raise ValueError(f"{text} is not a number of Kubernetes; write a finite number, or put the value in quotes")
    return _number(text.replace("_", "") if text[0] != "." else text, text)


def tagged(text: str, tag: str) -> Scalar:
    """Return the value of a scalar with a tag. Raise ValueError for an unknown tag or another value."""
    name = tag.removeprefix(_TAG)
    if name in ("str", "timestamp"):
        return text
    if name == "binary":
        return _decoded(text)
    if name not in _TYPES:
        raise ValueError(f"has the tag {shown_tag(tag)}, which Kubernetes does not know; remove it")
    value = plain(text)
    if not _TYPES[name](value):
        raise ValueError(f"the value is not of the type !!{name}; remove the tag, or correct the value")
    return float(value) if name == "float" and isinstance(value, int) else value


def shown_tag(tag: str) -> str:
    """Return a tag as it is written in a file."""
    return f"!!{tag.removeprefix(_TAG)}" if tag.startswith(_TAG) else tag


def key(value: object) -> str:
    """Return a scalar as the key of a mapping. Raise ValueError for null, and for a mapping or a list."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or not isinstance(value, str | int | float):
        kind = "null" if value is None else "a mapping" if isinstance(value, dict) else "a list"
        raise ValueError(f"the key of a mapping is {kind}; use a string")
    return str(value)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text).decode(errors="replace")
    except ValueError:
        raise ValueError("the value of !!binary is not base64; correct it") from None


def _number(digits: str, text: str) -> Scalar:
    if len(text) > LONGEST_NUMBER:
        return text
    if found := _INTEGER.fullmatch(digits):
        base = next(name for name in _BASES if found[name])
        return int(f"{found['sign']}{found[base]}", _BASES[base])
    if _FLOAT.fullmatch(digits):
        value = float(digits)
        return value if math.isfinite(value) else text
    return text
