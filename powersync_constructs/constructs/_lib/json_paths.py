"""JSON pointers (RFC 6901), the paths of JSON patches: `/spec/template/spec/containers/0/args/-`."""

import difflib
from collections.abc import Iterator, Sequence
from typing import Any, Literal

Operation = Literal["add", "remove", "replace"]
"""The JSON patch operation (RFC 6902) for a change."""

_MOST_KEYS = 12


def change(document: dict[str, Any], path: str, value: object) -> Operation:
    """Set the value at a path of a document; None removes the value. Return the operation for a JSON patch.

    Raises ValueError, with the rule and the fix, if the path does not exist.
    """
    *parents, last = _keys(path)
    parent: Any = document
    for depth, key in enumerate(parents):
        parent = _child(parent, key, parents[:depth])
    if value is None:
        _child(parent, last, parents)
        del parent[int(last) if isinstance(parent, list) else last]
        return "remove"
    if isinstance(parent, dict):
        parent[last] = value
        return "add"
    if isinstance(parent, list) and last == "-":
        parent.append(value)
        return "add"
    _child(parent, last, parents)
    parent[int(last)] = value
    return "replace"


def texts_with(part: str, value: object, above: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield the strings in a value that contain `part`, each with its path."""
    if isinstance(value, str) and part in value:
        yield place(above), value
    elif isinstance(value, dict):
        for key, nested in value.items():
            yield from texts_with(part, nested, (*above, key))
    elif isinstance(value, list):
        for index, nested in enumerate(value):
            yield from texts_with(part, nested, (*above, str(index)))


def _keys(path: str) -> list[str]:
    if not isinstance(path, str) or not path.startswith("/") or path.endswith("/"):
        raise ValueError("is not a JSON pointer; write it like /spec/replicas")
    return [key.replace("~1", "/").replace("~0", "~") for key in path[1:].split("/")]


def _child(parent: Any, key: str, above: Sequence[str]) -> Any:
    """Return the value of a key in a mapping, or of an index in a list."""
    if isinstance(parent, dict):
        if key not in parent:
            raise ValueError(f"does not exist: {place(above)} has no '{key}'{_way_out(parent, key, above)}")
        return parent[key]
    if not isinstance(parent, list):
        raise ValueError(f"does not exist: {place(above)} is neither a mapping nor a list; set it as a whole")
    if not (key.isascii() and key.isdecimal() and int(key) < len(parent)):
        rule = f"{place(above)} has no item {key}, and its length is {len(parent)}"
        raise ValueError(f"does not exist: {rule}; count items from 0, or append an item with -")
    return parent[int(key)]


def _way_out(parent: dict[str, Any], key: str, above: Sequence[str]) -> str:
    if close := difflib.get_close_matches(key, parent, n=1):
        return f"; did you mean '{close[0]}'?"
    there = ", ".join([*parent][:_MOST_KEYS]) + (", …" if len(parent) > _MOST_KEYS else "")
    only = f", only {there}" if there else ""
    if "." in key:
        return f"{only}; write a slash in a key as ~1"
    return f"{only}; correct the path, or set {place((*above, key))} as a whole"


def place(keys: Sequence[str]) -> str:
    """Return the JSON pointer for these keys."""
    return "".join(f"/{key.replace('~', '~0').replace('/', '~1')}" for key in keys) or "the object"
