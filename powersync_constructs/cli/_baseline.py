"""The baseline: a file with the findings of today, so that a check fails only for new ones."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from powersync_constructs.cli._files import reason_of, shown_path
from powersync_constructs.cli._fingerprint import Fingerprint, fingerprint
from powersync_constructs.cli._report import Located
from powersync_constructs.cli._unusable import UnusableError
from powersync_constructs.cli._writing import write_files
from powersync_constructs.rules import Finding

VERSION = 1
"""The version of the format."""
_T = TypeVar("_T")
_FIX = "write it again with --write-baseline"


def write_baseline(path: Path, findings: Iterable[Finding]) -> int:
    """Write the findings to a file, and return their number. The file has the same bytes for the same findings."""
    counts = Counter(map(fingerprint, findings))
    entries = [
        {"rule": each.rule, "object": each.object, "path": each.path, "count": count}
        for each, count in sorted(counts.items())
    ]
    text = json.dumps({"version": VERSION, "findings": entries}, indent=2, ensure_ascii=False)
    write_files({path: f"{text}\n"})
    return counts.total()


def read_baseline(path: Path) -> Counter[Fingerprint]:
    """Return the number of findings with each fingerprint. Raise UnusableError if the file is not a baseline."""
    shown = shown_path(path)
    try:
        content = json.loads(path.read_bytes())
        version = _typed(content["version"], int)
        if version != VERSION:
            raise UnusableError(f"{shown}: has version {version} of the format, not {VERSION}; {_FIX}")
        return Counter({_entry(entry): _count(entry) for entry in _typed(content["findings"], list)})
    except OSError as error:
        raise UnusableError(f"{shown}: {reason_of(error)}") from None
    except (ValueError, TypeError, KeyError, RecursionError):
        raise UnusableError(f"{shown}: is not a baseline; {_FIX}") from None


def take_out(found: Iterable[Located], baseline: Counter[Fingerprint]) -> tuple[list[Located], list[Located]]:
    """Return the findings that are not in the baseline, and those that are. Remove the latter from the baseline."""
    new: list[Located] = []
    known: list[Located] = []
    for each in found:
        key = fingerprint(each.finding)
        (known if baseline[key] > 0 else new).append(each)
        baseline[key] -= 1
    return new, known


def _entry(entry: Any) -> Fingerprint:
    return Fingerprint(*(_typed(entry[key], str) for key in ("rule", "object", "path")))


def _count(entry: Any) -> int:
    count = _typed(entry["count"], int)
    if count < 1:
        raise ValueError
    return count


def _typed(value: Any, wanted: type[_T]) -> _T:
    """Return a value of exactly this type: `True` is not an int."""
    if type(value) is not wanted:
        raise TypeError
    return value
