"""Documents that set one field of service.yaml each: with an accepted value, and with a value of another type."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from powersync_constructs.rules._service_yaml._databases import IP_RANGE, URL
from powersync_constructs.rules._service_yaml._fields import SERVICE_YAML
from powersync_constructs.rules._service_yaml._types import (
    Boolean,
    ListOf,
    MapOf,
    Mapping,
    Number,
    OneOf,
    Port,
    Scalar,
    Text,
    Type,
)

Path = tuple[str | int, ...]

_ADDRESS = {"hostname": "db.example.com", "username": "u", "password": "p", "database": "d"}
_COMPLETE: dict[str, dict[str, Any]] = {
    **dict.fromkeys(("postgresql", "mysql", "mssql"), _ADDRESS),
    "mongodb": {"uri": "mongodb://db.example.com/app"},
    "convex": {"deployment_url": "https://app.convex.cloud"},
}
"""What the code of the service requires of each type of database, in addition to its schema."""
_PAIRS = {"access_key_id": "secret_access_key", "secret_access_key": "access_key_id"}
"""The fields that the service accepts only together."""
_URIS = {f"({kind}).uri": f"{kind}://u:p@db.example.com/d" for kind in ("mongodb", "mssql", "mysql", "postgresql")}
_CHECKED = ((URL, "https://example.com/keys"), (IP_RANGE, "local"))
"""The accepted value of each type of string that has a check."""


@dataclass(frozen=True)
class Case:
    """A document, and the field that it is about."""

    field: str
    """The name of the field, as in the table of releases, with the type of the mapping: `storage(mongodb).uri`."""
    path: Path
    document: dict[str, Any]


def accepted() -> Iterator[Case]:
    """Yield a document for each field, with a value that the service accepts."""
    yield from _cases(_accepted)


def of_other_type() -> Iterator[Case]:
    """Yield a document for each field, with a value of a type that the service does not accept."""
    yield from _cases(_of_other_type)


def empty() -> Iterator[Case]:
    """Yield a document for each field that must not be null, with null."""
    yield from (case for case in _cases(lambda *_: None) if _must_not_be_null(case))


def minimal(expected: Type = SERVICE_YAML, branch: str = "") -> Any:
    """Return the smallest value of a type that the service accepts."""
    match expected:
        case Mapping():
            return {key: minimal(field.type) for key, field in expected.fields.items() if field.required}
        case OneOf():
            chosen = branch or next(iter(expected.mappings))
            return {expected.key: chosen, **minimal(expected.mappings[chosen]), **_COMPLETE.get(chosen, {})}
        case ListOf():
            return [minimal(expected.item)]
        case MapOf():
            return {"key": minimal(expected.item)}
    return _accepted("", expected)


def _accepted(name: str, expected: Type) -> Any:
    match expected:
        case Text():
            return _text(name, expected)
        case Number():
            return max(expected.low or 2, 2)
        case Boolean():
            return True
        case Port():
            return 5433
        case Scalar():
            return 1.5
    return minimal(expected)


def _text(name: str, expected: Text) -> str:
    if expected.words:
        return expected.words[-1]
    checked = (text for kind, text in _CHECKED if kind is expected)
    of_uri = (uri for end, uri in _URIS.items() if name.endswith(end))
    return next(iter((*checked, *of_uri)), "text")


def _of_other_type(_: str, expected: Type) -> Any:
    match expected:
        case Text() | ListOf():
            return 12
        case Number() | Boolean():
            return "12"
        case Port():
            return True
        case Scalar():
            return [1]
    return "text"


def _must_not_be_null(case: Case) -> bool:
    return not case.field.endswith("heartbeat_interval_seconds") and not case.field.startswith("parameters.")


def _cases(value: Any) -> Iterator[Case]:
    for name, path, branches, expected in _fields("", (), {}, SERVICE_YAML):
        document = _document(branches)
        _set(document, path, value(name, expected))
        if path[-1] in _PAIRS:
            _set(document, (*path[:-1], _PAIRS[str(path[-1])]), "text")
        yield Case(name, path, document)


def _fields(
    name: str, path: Path, branches: dict[Path, tuple[OneOf | Mapping, str]], expected: Type
) -> Iterator[tuple[str, Path, dict[Path, tuple[OneOf | Mapping, str]], Type]]:
    """Yield each field with its path, and the mappings that a document needs around it."""
    match expected:
        case Mapping():
            inside = branches if path in branches else {**branches, path: (expected, "")}
            for key, field in expected.fields.items():
                yield f"{name}{key}", (*path, key), inside, field.type
                yield from _fields(f"{name}{key}.", (*path, key), inside, field.type)
        case OneOf():
            for chosen, mapping in expected.mappings.items():
                inside = {**branches, path: (expected, chosen)}
                yield from _fields(f"{name[:-1]}({chosen}).", path, inside, mapping)
        case ListOf():
            yield from _fields(f"{name[:-1]}[].", (*path, 0), branches, expected.item)
        case MapOf():
            yield f"{name}key", (*path, "key"), branches, expected.item


def _document(branches: dict[Path, tuple[OneOf | Mapping, str]]) -> dict[str, Any]:
    document: dict[str, Any] = minimal()
    for path, (expected, chosen) in branches.items():
        if path:
            _set(document, path, minimal(expected, chosen))
    return document


def _set(document: Any, path: Path, value: Any) -> None:
    """Set a value, and make the mappings and lists around it."""
    inside: Any = document
    for part, following in pairwise(path):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(part, int):  # a list has at most one item
            inside[:] = inside or [empty]
        elif not isinstance(inside.get(part), type(empty)):
            inside[part] = empty
        inside = inside[part]
    if isinstance(path[-1], int):
        inside[:] = [value]
    else:
        inside[path[-1]] = value
