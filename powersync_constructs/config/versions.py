"""Versions of the service, and the fields that only newer ones have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from powersync_constructs.config.errors import ConfigError, Problem

Mark = TypeVar("Mark")
Path = tuple[str | int, ...]

_VERSION = re.compile(r"([0-9]+)\.([0-9]+)\.([0-9]+)(?:-.+)?")


@dataclass(frozen=True, order=True)
class ServiceVersion:
    """A version of the PowerSync service."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> "ServiceVersion":
        """Read `1.26.0` (also `1.26.0-next`). Raises ValueError for what is not three numbers."""
        match = _VERSION.fullmatch(text)
        if match is None:
            raise ValueError("is not a version of the service; write it like 1.26.0")
        return cls(*(int(part) for part in match.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


OLDEST = ServiceVersion(1, 20, 0)
"""The first service with `sync_config` and Node 24 (its CHANGELOG); older ones are refused."""


@dataclass(frozen=True)
class Since:
    """Marks a field that older services do not know, or do not accept."""

    version: str


def check_version(model: BaseModel, version: ServiceVersion, root: str) -> None:
    """Raise for fields that are in use and that this version of the service does not have."""
    problems = [
        Problem(path, f"needs service {since} and the image has {version}; use a newer image, or leave it out")
        for path, value, owner in walk(model)
        if owner is not None and value is not None and value is not False  # 0 is in use
        for since in [_since(owner, path[-1])]
        if since is not None and version < ServiceVersion.parse(since)
    ]
    if problems:
        raise ConfigError([Problem((root, *problem.where), problem.text) for problem in problems])


def walk(
    value: Any, path: Path = (), owner: type[BaseModel] | None = None
) -> Iterator[tuple[Path, Any, type[BaseModel] | None]]:
    """Every value of a model and what is in it: its path, itself, and the model that has it as a field."""
    yield path, value, owner
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from walk(getattr(value, name), (*path, name), type(value))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))


@cache
def mark_of(model: type[BaseModel], field: str, kind: type[Mark]) -> Mark | None:
    """The mark of that kind that a field's type carries, or None."""
    info = model.model_fields[field]
    return next((mark for part in (*info.metadata, info.annotation) for mark in _marks(part, kind)), None)


def _since(owner: type[BaseModel], field: str | int) -> str | None:
    mark = mark_of(owner, str(field), Since)
    return mark.version if mark else None


def _marks(part: Any, kind: type[Mark]) -> list[Mark]:
    if isinstance(part, kind):
        return [part]
    return [mark for nested in get_args(part) for mark in _marks(nested, kind)]
