"""The `config` block of a sync config: its keys, the versions that have them, and the rules that combine them.

Sources: json_schema.ts, compatibility.ts, StorageVersion.ts and from_yaml.ts of sync-rules 0.32.0 to 0.40.0, and the
documentation of service 1.27.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from powersync_constructs.config.core._versions import ServiceVersion, Versions
from powersync_constructs.config.core._yaml_nodes import Alias, Mapping, Node, Scalar
from powersync_constructs.config.service._sync_config._remarks import ALL, NONE, STRICT, Remark, newer
from powersync_constructs.config.service._sync_config._values import (
    Check,
    alias,
    anything,
    boolean,
    integer_of,
    text_of,
    unknown_key,
    value_of,
    wrong,
)
from powersync_constructs.config.service.releases._lookup import first_with, first_with_storage_version
from powersync_constructs.config.service.releases._table import NEWEST

EDITIONS = (1, 2, 3)
DEFAULT_EDITION = 1
_ALPHA_STREAMS = 2
COMPILED_STREAMS = 3
"""The edition that compiles streams, and has neither bucket definitions nor the alpha version of streams."""
_PRECISIONS = ("seconds", "milliseconds", "microseconds", "nanoseconds")
_KNOWN = Versions(before=ServiceVersion(1, 28, 0))
"""The versions whose keys are all known: documented, or read in the source. A newer version may have more keys."""
_OLDEST_NUMBER = 2
"""The oldest storage version that a sync config can name (StorageVersion.ts)."""
_UNSTABLE = 3
"""The storage version that is a preview of 4 (StorageVersion.ts, PowerSync documentation of storage version 4)."""
_RELEASED = Versions(before=replace(NEWEST, patch=NEWEST.patch + 1))
"""All known releases. Their storage versions are known."""
_TYPO = 0.8
"""The similarity of two names, from 0 to 1, above which one is a misspelling of the other and not a new key."""
BACK = "deploy a lower storage version first (docs/rolling-back.md)"


@dataclass(frozen=True)
class Option:
    """A key of the `config` block."""

    check: Check
    added: str | None = None
    """The name in the table of releases. None if all supported versions have the key, or if the version is unknown."""
    edition: int | None = None
    """The first edition in which the option is on by default. None for an option that is off by default."""


def options(path: str, node: Node) -> Iterator[Remark]:
    """Check the `config` block."""
    if isinstance(node, Alias):
        yield alias(path, node, ALL)
    elif not isinstance(node, Mapping):
        yield wrong(path, node, "a mapping", "write config.edition: 3, or remove the key")
    else:
        yield from _keys(path, node)
        yield from _combinations(path, node)


def edition_of(config: Node | None) -> int:
    """Return the edition of a sync config. Return the default if it is missing or not valid."""
    value = integer_of(config.get("edition")) if isinstance(config, Mapping) else None
    return value if value in EDITIONS else DEFAULT_EDITION


def has_valid_edition(config: Node | None) -> bool:
    """Return whether the edition is valid, or is missing in a valid block."""
    if not isinstance(config, Mapping):
        return config is None
    given = config.get("edition")
    return given is None or integer_of(given) in EDITIONS


def _edition(path: str, node: Node) -> Iterator[Remark]:
    number = integer_of(node)
    if isinstance(node, Alias):
        yield alias(path, node)
    elif number is None:
        yield wrong(path, node, "an integer", f"use {EDITIONS[-1]}")
    elif number not in EDITIONS:
        yield Remark(node.place, f"{path} {number} is not an edition", "use 3, or 1 or 2 for older sync configs")


def _precision(path: str, node: Node) -> Iterator[Remark]:
    if isinstance(node, Alias):
        yield alias(path, node)
    elif value_of(node) not in _PRECISIONS:
        yield wrong(path, node, "a precision", f"use one of {', '.join(_PRECISIONS)}")


def _storage_version(path: str, node: Node) -> Iterator[Remark]:
    number = integer_of(node)
    if isinstance(node, Alias):
        yield alias(path, node, ALL)
    elif number is None:
        yield wrong(path, node, "an integer", "use 2, or remove it")
    elif number < _OLDEST_NUMBER:
        yield Remark(node.place, f"{path} {number} is not accepted by the service", "use 2, or remove it")
    elif (needs := first_with_storage_version(number, "mongodb")) is None:
        yield Remark(node.place, f"{path} {number} is not known", "use 2, or remove it", _RELEASED)
    else:
        yield newer(node.place, f"{path} {number}", needs, f"use a newer image, or {_way_back(number, path)}")
        if number == _UNSTABLE:
            yield Remark(node.place, f"{path} {number} is unstable and can change in any release", "use 2 or 4", NONE)


def _way_back(number: int, path: str) -> str:
    return f"remove {path} (docs/rolling-back.md)" if number == _OLDEST_NUMBER else BACK


OPTIONS: dict[str, Option] = {
    "edition": Option(_edition),
    "storage_version": Option(_storage_version),
    "timestamp_max_precision": Option(_precision),
    "timestamps_iso8601": Option(boolean, edition=2),
    "versioned_bucket_ids": Option(boolean, edition=2),
    "fixed_json_extract": Option(boolean, edition=2),
    "custom_postgres_types": Option(boolean, edition=2),
    "unstable_sqlite_expression_engine": Option(boolean, "sync config: config.unstable_sqlite_expression_engine"),
    "fixed_booleans_in_json": Option(boolean, "sync config: config.fixed_booleans_in_json"),
    "source_table_options": Option(anything),
    "connections": Option(anything),
}
"""The keys of the `config` block. The last two are in drafts of October 2026; no release is known to have them."""


def _keys(path: str, config: Mapping) -> Iterator[Remark]:
    for key, value in config.entries:
        name = key.value if isinstance(key, Scalar) else None
        option = OPTIONS.get(name) if isinstance(name, str) else None
        if option is None:
            is_typo = difflib.get_close_matches(text_of(key), OPTIONS, n=1, cutoff=_TYPO)
            yield unknown_key(path, key, OPTIONS, ALL if is_typo else _KNOWN)
            continue
        yield from option.check(f"{path}.{name}", value)
        if option.added is not None:
            fix = f"use a newer image, or remove {path}.{name}"
            yield newer(key.place, f"{path}.{name}", first_with(option.added).version, fix)


def _combinations(path: str, config: Mapping) -> Iterator[Remark]:
    edition = edition_of(config)
    precision = config.get("timestamp_max_precision")
    if value_of(precision) in _PRECISIONS and not _is_on("timestamps_iso8601", config, edition):
        problem = f"{path}.timestamp_max_precision needs {path}.timestamps_iso8601"
        yield Remark(
            config.place_of("timestamp_max_precision"), problem, "write timestamps_iso8601: true, or use edition 3"
        )
    if _is_on("unstable_sqlite_expression_engine", config, edition):
        place = config.place_of("unstable_sqlite_expression_engine")
        name = f"{path}.unstable_sqlite_expression_engine"
        if edition < COMPILED_STREAMS:
            rejected_by = STRICT if edition == _ALPHA_STREAMS else ALL
            yield Remark(place, f"{name} needs edition 3", "use edition 3, or remove it", rejected_by)
        elif not _is_on("fixed_json_extract", config, edition):
            yield Remark(
                place, f"{name} needs {path}.fixed_json_extract", "write fixed_json_extract: true, or remove it"
            )


def _is_on(name: str, config: Mapping, edition: int) -> bool:
    """Return whether a boolean option is on, by its value or by the edition."""
    given = config.get(name)
    if given is not None:
        return value_of(given) is True
    first = OPTIONS[name].edition
    return first is not None and edition >= first
