"""Reads JSON: one value, or several values one after the other, as kubectl accepts them."""

import json
import math
from collections.abc import Iterator
from typing import Any

from powersync_constructs.cli._scalars import LONGEST_NUMBER
from powersync_constructs.cli._yaml import DEEPEST, Document, YamlError

_SPACE = " \t\r\n"


def json_documents(text: str) -> list[Document]:
    """Return the values of a text. Raise YamlError if it is not usable JSON."""
    decoder = json.JSONDecoder(
        object_pairs_hook=_mapping, parse_constant=_constant, parse_int=_integer, parse_float=_float
    )
    found: list[Document] = []
    line, end = 1, 0
    while (begin := _skip_space(text, end)) < len(text):
        line += text.count("\n", found[-1].begin if found else 0, begin)
        try:
            value, end = decoder.raw_decode(text, begin)
        except RecursionError:
            raise _too_deep(line) from None
        except json.JSONDecodeError as error:
            raise YamlError(error.lineno, f"is not valid JSON: {error.msg}") from None
        except ValueError as error:  # a repeated key, a constant, a number that is too long
            raise YamlError(line, f"is not valid JSON: {error}") from None
        if _depth(value) > DEEPEST:
            raise _too_deep(line)
        found.append(Document(_valid_text(value, text[begin:end]), line, begin))
    return found


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in _SPACE:
        position += 1
    return position


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {repeated!r} occurs twice in one mapping")
    return found


def _constant(name: str) -> None:
    raise ValueError(f"{name} is not a number that Kubernetes accepts")


def _integer(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError(f"a number has more than {LONGEST_NUMBER} digits")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError("a number is too large for Kubernetes")
    return value


def _too_deep(line: int) -> YamlError:
    return YamlError(line, f"has more than {DEEPEST} levels, which no Kubernetes object has")


def _depth(value: object) -> int:
    """Return the number of nested mappings and lists, without recursion."""
    depth, level = 0, [value]
    while level := [each for each in level if isinstance(each, dict | list)]:
        depth += 1
        level = [child for each in level for child in _children(each)]
    return depth


def _children(value: object) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _valid_text(value: Any, text: str) -> Any:
    """Replace halves of surrogate pairs, which no output can contain. The API server replaces them too."""
    if "\\ud" not in text and "\\uD" not in text:
        return value
    encoded = json.dumps(value, ensure_ascii=False).encode("utf-16", "surrogatepass")
    return json.loads(encoded.decode("utf-16", "replace"))
