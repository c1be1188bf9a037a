"""What a field becomes: the places in the manifests, or in service.yaml, that change when the field changes."""

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

Manifest = dict[str, Any]

FILE = Path(__file__).with_suffix(".yaml")
EFFECTS: dict[str, list[str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
"""The places of each field. tests/constructs/test_effects.py compares them with the manifests."""
EVERYWHERE, VARIABLE = "several objects", "environment variable"
"""The names in place of a kind: for a place in many kinds, and for a value that only a variable contains."""

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
FILE_OF_SERVICE = "service.yaml"
_HASH = re.compile(r"-[0-9a-f]{10}\b")
"""The end of a name that is made from the content of the object."""
_FROM_SAMPLES = re.compile(
    r"(\b(?:pod|match)?(?:labels|annotations))"
    r"(\[(?:example\.com|eks\.amazonaws\.com)/[^]]*\]|\.(app|team|summary|dashboard))$",
    re.IGNORECASE,
)
"""The keys of labels and annotations that only the samples have."""
_MOST = 3
"""The most places of one kind of object, and the most kinds of one place, that are listed."""


def changed_places(before: list[Manifest], after: list[Manifest]) -> list[str]:
    """Return the places that differ, such as `Deployment spec.replicas`. Many places are summarized."""
    old, new = _by_name(before), _by_name(after)
    paths: dict[str, dict[str, None]] = {}
    for kind, name in sorted(old.keys() | new.keys()):
        for path in _object(old.get((kind, name)), new.get((kind, name))):
            place, inside = _parted(kind, path)
            paths.setdefault(place, {})[inside] = None
    if len(paths) > 1:
        paths.pop(VARIABLE, None)  # service.yaml shows where the value is used
    short = {kind: _short(list(found)) for kind, found in paths.items()}
    kinds = {path: [kind for kind in short if path in short[kind]] for found in short.values() for path in found}
    return list(
        dict.fromkeys(
            f"{EVERYWHERE if len(kinds[path]) > _MOST else kind} {path}".strip()
            for kind, found in short.items()
            for path in found
        )
    )


def around(effects: list[str], depth: int) -> list[str]:
    """Return the places that are so many levels further out."""
    parts = [re.split(r"(?=[.[])", effect) for effect in effects]
    return list(dict.fromkeys("".join(each[: max(1, len(each) - depth)]) for each in parts))


def _parted(kind: str, path: str) -> tuple[str, str]:
    """Return the kind of object, or the file in it, and the path inside."""
    for file, beginning in ((FILE_OF_SERVICE, f"[{FILE_OF_SERVICE}]."), (VARIABLE, "variables.")):
        _, found, inside = path.rpartition(beginning)
        if found:
            return file, inside
    return kind, _FROM_SAMPLES.sub(r"\1", path)


def _by_name(manifests: list[Manifest]) -> dict[tuple[str, str], Manifest]:
    return {(each.get("kind", ""), _without_hash(each.get("metadata", {}).get("name", ""))): each for each in manifests}


def _without_hash(text: str) -> str:
    return _HASH.sub("-<hash>", text)


def _object(old: Manifest | None, new: Manifest | None) -> Iterator[str]:
    if old is None or new is None:
        yield ""
    elif old != new:
        yield from _differences(_comparable(old), _comparable(new), "")


def _comparable(value: Any) -> Any:
    """A value without hashes, and with the content of service.yaml in place of its text."""
    if isinstance(value, Mapping):
        return {
            key: _comparable(yaml.load(item, _LOADER) if key == FILE_OF_SERVICE else item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_comparable(item) for item in value]
    return _without_hash(value) if isinstance(value, str) else value


def _differences(old: Any, new: Any, path: str) -> Iterator[str]:
    if type(old) is type(new) and isinstance(old, Mapping):
        for key in sorted(old.keys() | new.keys(), key=str):
            inner = f"{path}.{key}" if re.fullmatch(r"[A-Za-z_]\w*", str(key)) else f"{path}[{key}]"
            if key not in old or key not in new:
                yield inner.removeprefix(".")
            else:
                yield from _differences(old[key], new[key], inner.removeprefix("."))
    elif type(old) is type(new) and isinstance(old, list) and len(old) == len(new):
        for before, after in zip(old, new, strict=True):
            yield from _differences(before, after, f"{path}[]")
    elif old != new:
        yield path


def _short(paths: list[str]) -> list[str]:
    """The paths, or the path that they have in common if there are many."""
    if len(paths) <= _MOST:
        return paths
    columns = zip(*(re.split(r"(?=[.[])", path) for path in paths), strict=False)
    shared = "".join(parts[0] for parts in takewhile(lambda parts: len(set(parts)) == 1, columns))
    return [shared] if shared else [*paths[:_MOST], "…"]
