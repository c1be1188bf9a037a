"""What tells the manifests of a variation from those of its base, as short as a person would say it."""

import re
from collections.abc import Iterator
from difflib import unified_diff
from typing import Any, TypeGuard

from .manifests import Manifest

_HASH = re.compile(r"-[0-9a-f]{10}$")


def difference(base: list[Manifest], made: list[Manifest]) -> list[Manifest]:
    """List what is not in the base, in the order of what is made; a patch is a part of an object without apiVersion.

    An object that the base has not is there as a whole. Of one that it has otherwise there are kind, name and what
    differs, as a patch for Kustomize says it: a field that is gone is null, and one that has another value has that.
    A list of named things is there with all its names, and a text of many lines as a unified diff. What the base has
    alone is named at the end.
    """
    before = {_key(manifest): manifest for manifest in base}
    after = {_key(manifest): manifest for manifest in made}
    assert (len(before), len(after)) == (len(base), len(made)), "two objects have one name"
    found = [
        _patch(before[key], manifest) if key in before else manifest
        for key, manifest in after.items()
        if manifest != before.get(key)
    ]
    gone = [f"{kind}/{name}" for kind, name in before if (kind, name) not in after]
    return [*found, *([{"absent": gone}] if gone else []), *_order(list(before), list(after))]


def _key(manifest: Manifest) -> tuple[str, str]:
    """Name an object without the hash of its content."""
    return manifest["kind"], _HASH.sub("", manifest["metadata"]["name"])


def _patch(before: Manifest, after: Manifest) -> Manifest:
    changes = _fields(before, after)
    metadata = {"name": after["metadata"]["name"], **changes.pop("metadata", {})}
    return {"kind": after["kind"], "metadata": metadata, **changes}


def _order(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> Iterator[Manifest]:
    """Tell the order of the objects where it is another one."""
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
    """Tell whether it is a list of things that have a name each: containers, variables, volumes."""
    names = [item.get("name") for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    return bool(names) and None not in names and len(set(names)) == len(value)


def _items(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Any]:
    """Give all items in their order; those that have not changed are there with their names alone."""
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
    """Give the lines that differ, each with its neighbours, unless that is longer than the text."""
    lines = list(unified_diff(before.splitlines(), after.splitlines(), n=1, lineterm=""))[2:]
    hunks = ["@@" if line.startswith("@@") else line for line in lines]  # the numbers change with the lines above
    return "\n".join(hunks) if len(hunks) < len(after.splitlines()) else after
