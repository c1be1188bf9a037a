"""The difference between two texts with manifests in YAML, for people."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_NAMED = re.compile(r"^(?:kind: (?P<kind>.+)|  name: (?P<name>.+))$")


def difference(before: str, after: str) -> Iterator[str]:
    """Yield the lines that differ, each below the object and the keys that contain it.

    A line of only the first text begins with `-`, a line of only the second text with `+`.
    """
    old, new = before.splitlines(), after.splitlines()
    shown: list[str] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        lines, start = (old, old_from) if old_from < old_to else (new, new_from)
        place = [_object_at(lines, start), *_keys_around(lines, start)]
        yield from (f"  {line}" for line in _not_shown(place, shown))
        shown = place
        yield from (f"- {line}" for line in old[old_from:old_to])
        yield from (f"+ {line}" for line in new[new_from:new_to])


def _not_shown(place: Sequence[str], shown: Sequence[str]) -> Sequence[str]:
    """Return the end of a place that differs from the place that was shown last."""
    same = next((at for at, pair in enumerate(zip(place, shown, strict=False)) if pair[0] != pair[1]), len(shown))
    return place[same:]


def _object_at(lines: Sequence[str], at: int) -> str:
    """Return the name of the object that a line is in: `Deployment/powersync-api`."""
    ends = [index for index, line in enumerate(lines) if line == "---"] + [len(lines)]
    start = max((end for end in ends if end <= at), default=0)
    stop = min((end for end in ends if end > at), default=len(lines))
    found = [match for line in lines[start:stop] if (match := _NAMED.match(line))]
    names = (next((each[group] for each in found if each[group]), "?") for group in ("kind", "name"))
    return "/".join(names)


def _keys_around(lines: Sequence[str], at: int) -> list[str]:
    """Return the lines above a line that begin the mappings and lists around it, the outermost first."""
    found: list[str] = []
    indent = _indent(lines[at])
    for line in reversed(lines[:at]):
        if not indent or line == "---":
            break
        if _indent(line) < indent:
            found.insert(0, line)
            indent = _indent(line)
    return found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
