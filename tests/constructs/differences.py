"""The difference between the manifests of a sample and those of its base, as short patches."""

import re
from collections.abc import Iterator
from difflib import unified_diff
from typing import Any, TypeGuard

from .manifests import Manifest

_HASH = re.compile(r"-[0-9a-f]{10}$")


def difference(base: list[Manifest], made: list[Manifest]) -> list[Manifest]:
    """Return what differs from the base, in the order of `made`.

    An object that the base does not have is complete. An object that differs is a patch without apiVersion: its kind,
    its name and the fields that differ, as in a Kustomize patch. A removed field is null, and a changed field has its
    new value. A list of named items has the names of all its items, and a text of several lines is a unified diff. At
    the end are the names of the objects that only the base has, and the order of the objects if it differs.
    """
    before = {_key(manifest): manifest for manifest in base}
    after = {_key(manifest): manifest for manifest in made}
    assert (len(before), len(after)) == (len(base), len(made)), "two objects have the same name"
    found = [
        _patch(before[key], manifest) if key in before else manifest
        for key, manifest in after.items()
        if manifest != before.get(key)
    ]
    gone = [f"{kind}/{name}" for kind, name in before if (kind, name) not in after]
    return [*found, *([{"absent": gone}] if gone else []), *_order(list(before), list(after))]


def _key(manifest: Manifest) -> tuple[str, str]:
    """Return the kind and the name of an object, without the hash of its content."""
    return manifest["kind"], _HASH.sub("", manifest["metadata"]["name"])


def _patch(before: Manifest, after: Manifest) -> Manifest:
    changes = _fields(before, after)
    metadata = {"name": after["metadata"]["name"], **changes.pop("metadata", {})}
    return {"kind": after["kind"], "metadata": metadata, **changes}


def _order(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> Iterator[Manifest]:
    """Yield the order of the objects if it differs."""
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield {"order": [f"{kind}/{name}" for kind, name in after]}


def _changed(before: Any, after: Any) -> Any:
    if isinstance(before, dict) and isinstance(after, dict):
        return _fields(before, after)
    if _named(before) and _named(after):
        return _items(before, after)
    if isinstance(before, str) and isinstance(after, str) and "\n" in before and "\n" in after:
        return _lines(before, after)
    return after


def _fields(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    changed = {
        name: _changed(before[name], value) if name in before else value
        for name, value in after.items()
        if name not in before or before[name] != value
    }
    return changed | {name: None for name in before if name not in after}


def _named(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    """Return whether the value is a list of items with unique names: containers, variables or volumes."""
    names = [item.get("name") for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    return bool(names) and None not in names and len(set(names)) == len(value)


def _items(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Any]:
    """Return all items in their order; an item that has not changed is only its name."""
    known = {item["name"]: item for item in before}
    return [
        item
        if item["name"] not in known
        else item["name"]
        if item == known[item["name"]]
        else {"name": item["name"], **_fields(known[item["name"]], item)}
        for item in after
    ]


def _lines(before: str, after: str) -> str:
    """Return the lines that differ, with one line of context, or the whole text if that is shorter."""
    lines = list(unified_diff(before.splitlines(), after.splitlines(), n=1, lineterm=""))[2:]
    hunks = ["@@" if line.startswith("@@") else line for line in lines]  # a change further up would change the numbers
    return "\n".join(hunks) if len(hunks) < len(after.splitlines()) else after
