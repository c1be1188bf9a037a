"""Decodes service.yaml as the service does, and yields what it refuses or ignores.

The service checks the whole file, and then the source database and the bucket storage against the fields of their type.
No field may be null, except where the table of fields allows it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping as Table

from powersync_constructs.config.core._placeholders import is_placeholder
from powersync_constructs.config.core._suggestions import similar_name
from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.core._words import or_list
from powersync_constructs.config.service.releases._lookup import added
from powersync_constructs.rules._lib.manifest import Path
from powersync_constructs.rules._service_yaml._combinations import combinations
from powersync_constructs.rules._service_yaml._document import Document, Problem, Variable
from powersync_constructs.rules._service_yaml._fields import SERVICE_YAML, UNREAD
from powersync_constructs.rules._service_yaml._types import (
    Boolean,
    Field,
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

_COMPLETE = ServiceVersion(1, 26, 1)
"""The newest release whose schema was read completely. A newer one may have fields that are not in the table."""
_OF_CLI: Path = ("_type",)
"""The key with which the PowerSync CLI finds a service.yaml for a self-hosted service. The CLI needs it."""
_HIGHEST_PORT = 65535
_KINDS: Table[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "a mapping",
}
_LIST, _MAPPING = "write a list", "write a mapping"


def decode(document: Document, version: ServiceVersion | None = None) -> Iterator[Problem]:
    """Yield what the service refuses or ignores in a document, with the lines in its text.

    `version` is the version of the image. Without it, every field of a known release is accepted.
    """
    if not document.is_readable:
        return
    found = [*_Decoder(version).mapping((), document.value, SERVICE_YAML), *combinations(document.value, version)]
    yield from (document.at_line(problem) for problem in found)


class _Decoder:
    """Yields the problems of a value, by the type of its field."""

    def __init__(self, version: ServiceVersion | None) -> None:
        self._version = version

    def mapping(self, path: Path, value: object, expected: Mapping, chosen_by: str = "") -> Iterator[Problem]:
        """Check the keys of a mapping, and their values. `chosen_by` is the key that has chosen these fields."""
        if not isinstance(value, dict):
            yield _wrong(path, value, "a mapping", _MAPPING)
            return
        if (newer := self._newer(path, expected)) is not None:
            yield newer
            return
        for key, item in value.items():
            if key == chosen_by:
                continue
            if (newer := self._newer((*path, key), expected)) is not None:
                yield newer
            elif key in expected.fields:
                yield from self._field((*path, key), item, expected.fields[key])
            elif (*path, key) != _OF_CLI:
                yield self._unknown((*path, key), expected)
        for key, field in expected.fields.items():
            if field.required and key not in value:
                yield Problem((*path, key), "is missing", f"set {key}")

    def _field(self, path: Path, value: object, field: Field) -> Iterator[Problem]:
        if value is not None:
            yield from self._value(path, value, field.type)
        elif not field.may_be_null and not isinstance(field.type, Scalar):
            yield Problem(path, "is empty, which the service refuses", "set a value, or remove the key")

    def _value(self, path: Path, value: object, expected: Type) -> Iterator[Problem]:
        match expected:
            case Mapping():
                yield from self.mapping(path, value, expected)
            case OneOf():
                yield from self._one_of(path, value, expected)
            case ListOf():
                yield from self._list(path, value, expected)
            case MapOf():
                yield from self._map(path, value, expected)
            case _ if isinstance(value, Variable):
                yield from _cast(path, value, expected)
            case _:
                yield from _CHECKS[type(expected)](path, value, expected)

    def _one_of(self, path: Path, value: object, expected: OneOf) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield _wrong(path, value, "a mapping", _MAPPING)
            return
        chosen = value.get(expected.key)
        if isinstance(chosen, str) and chosen in expected.mappings:
            yield from self.mapping(path, value, expected.mappings[chosen], chosen_by=expected.key)
        elif not isinstance(chosen, Variable):
            yield _not_among((*path, expected.key), chosen, expected.mappings, expected.wrong)

    def _list(self, path: Path, value: object, expected: ListOf) -> Iterator[Problem]:
        if expected.also_single and isinstance(value, str):
            yield from self._value(path, value, expected.item)
        elif not isinstance(value, list):
            yield _wrong(path, value, "a list", _LIST)
        else:
            for index, item in enumerate(value):
                yield from self._field((*path, index), item, Field(expected.item))
            if expected.at_most is not None and len(value) > expected.at_most:
                reason = f"has {len(value)} items, but the service accepts only {expected.at_most}"
                yield Problem(path, reason, "move each of the others to its own instance")

    def _map(self, path: Path, value: object, expected: MapOf) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield _wrong(path, value, "a mapping", _MAPPING)
            return
        for key, item in value.items():
            yield from self._field((*path, key), item, Field(expected.item))

    def _newer(self, path: Path, mapping: Mapping) -> Problem | None:
        """Return the problem of a field, or of a type of source database, that the release does not have."""
        if self._version is None or path == ("sync_rules",):  # the old name of sync_config, which every release has
            return None
        name = _name_of(path)
        addition = (added(f"{name} of {mapping.name}") if mapping.name else None) or added(name)
        if addition is None or self._version >= addition[0].version:
            return None
        reason = f"needs service {addition[0].version}, but the image has {self._version}, which ignores it"
        return Problem(path, reason, "use a newer image, or remove the setting", "newer")

    def _unknown(self, path: Path, expected: Mapping) -> Problem:
        key, names = str(path[-1]), tuple(part for part in path if isinstance(part, str))
        if names in UNREAD:
            return Problem(path, "is not read by any supported release", UNREAD[names], "unread")
        fix = expected.wrong.get(key)
        if fix is None and (similar := similar_name(key, expected.fields)) is not None:
            fix = f"did you mean '{similar}'?"
        if fix is not None or (self._version is not None and self._version <= _COMPLETE):
            reason = "is not a key of service.yaml, so the service ignores it"
            return Problem(path, reason, fix or "remove it", "ignored")
        reason = f"is not a key of service.yaml in releases up to {_COMPLETE}, so the service probably ignores it"
        return Problem(path, reason, "remove it", "ignored", is_certain=False)


def _name_of(path: Path) -> str:
    """Return the name of a field in the table of releases: `replication.connections[].slot_failover`."""
    first, *rest = path or ("",)
    name = "sync_config" if first == "sync_rules" else str(first)
    for part in rest:
        name += "[]" if isinstance(part, int) else f".{part}"
    return name


def _what(value: object) -> str:
    return "a variable" if isinstance(value, Variable) else _KINDS.get(type(value), "empty")


def _wrong(path: Path, value: object, wanted: str, fix: str) -> Problem:
    return Problem(path, f"is {_what(value)}, not {wanted}", fix)


def _not_among(path: Path, value: object, words: Iterable[str], wrong: Table[str, str]) -> Problem:
    fix = f"use {or_list(words)}"
    if not isinstance(value, str):
        reason = "is missing" if value is None else f"is {_what(value)}, not one of the accepted strings"
        return Problem(path, reason, fix)
    return Problem(path, "is a string that the service does not accept", wrong.get(value, fix))


def _cast(path: Path, value: Variable, expected: Type) -> Iterator[Problem]:
    """Check the cast of a variable. Its value is not known."""
    wanted = {Text: ("string",), Number: ("number",), Boolean: ("boolean",), Port: ("string", "number")}
    casts = wanted.get(type(expected))
    if casts is None or value.cast in casts:
        return
    if casts[0] == "string":
        yield Problem(path, f"is a variable with the cast {value.cast}, not a string", f"remove ::{value.cast}")
    else:
        yield Problem(path, f"is a variable without the cast to a {casts[0]}", f"write !env {value}::{casts[0]}")


def _text(path: Path, value: object, expected: Text) -> Iterator[Problem]:
    if expected.words and value not in expected.words:
        yield _not_among(path, value, expected.words, expected.wrong)
    elif not isinstance(value, str):
        yield _wrong(path, value, "a string", "put it in quotes")
    elif expected.check is not None and not is_placeholder(value) and (reason := expected.check(value)):
        yield Problem(path, reason, expected.fix)


def _number(path: Path, value: object, expected: Number) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield _wrong(path, value, "a number", "write a number without quotes")
    elif expected.whole and not float(value).is_integer():
        yield Problem(path, "is not a whole number", "correct it")
    elif expected.low is not None and value < expected.low:
        yield Problem(path, f"is less than {expected.low:g}", "increase it")
    elif expected.high is not None and value > expected.high:
        yield Problem(path, f"is more than {expected.high:g}", "decrease it")


def _boolean(path: Path, value: object, _: Boolean) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield _wrong(path, value, "true or false", "write true or false, without quotes")


def _port(path: Path, value: object, expected: Port) -> Iterator[Problem]:
    number = _port_number(value)
    if number is None:
        yield Problem(path, "is not a port number", "write a number")
    elif not expected.low <= number <= _HIGHEST_PORT:
        yield Problem(path, f"is not a port from {expected.low} to {_HIGHEST_PORT}", "use a port in this range")


def _port_number(value: object) -> int | None:
    if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _scalar(path: Path, value: object, _: Scalar) -> Iterator[Problem]:
    if isinstance(value, list | dict):
        yield _wrong(path, value, "a string, a number, true or false", "write one of these")


_CHECKS: dict[type, Callable[..., Iterator[Problem]]] = {
    Text: _text,
    Number: _number,
    Boolean: _boolean,
    Port: _port,
    Scalar: _scalar,
}
