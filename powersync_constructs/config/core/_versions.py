"""Versions of the service, and the fields that only newer ones have."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from powersync_constructs.config.core.errors import ConfigError, Problem

Metadata = TypeVar("Metadata")
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
NEWEST = ServiceVersion(1, 26, 0)
"""The newest service that this library knows. Newer ones are taken, with a warning that nobody has checked them."""


@dataclass(frozen=True)
class Since:
    """What an `Annotated` type says of a field that older services do not know, or do not accept."""

    version: str
    otherwise: str = "leave it out"
    """The way out for an older image."""


DEFAULT_STORAGE_VERSION = 2
"""The storage version of a sync config that names none, up to service 1.26."""
STORAGE_VERSIONS = {DEFAULT_STORAGE_VERSION: "1.21.0", 3: "1.21.0", 4: "1.26.0"}
"""The first service that takes each as a sync config's `config.storage_version`. The field came with 2 and 3, the even
ones are stable (powersync-service#601, #776; packages/sync-rules/src/StorageVersion.ts)."""


def check_version(model: BaseModel, version: ServiceVersion, root: str = "") -> None:
    """Raise for fields that are in use and that this version of the service does not have."""
    if version >= NEWEST:  # it has all that this library knows
        return
    problems = [
        Problem(
            path, f"needs service {since.version} and the image has {version}; use a newer image, or {since.otherwise}"
        )
        for path, value, owner in walk(model)
        if owner is not None and value != owner.model_fields[str(path[-1])].default
        for since in [metadata_of(owner, str(path[-1]), Since)]
        if since is not None and version < ServiceVersion.parse(since.version)
    ]
    if problems:
        raise ConfigError(problems).within(root)


def walk(
    value: Any, path: Path = (), owner: type[BaseModel] | None = None
) -> Iterator[tuple[Path, Any, type[BaseModel] | None]]:
    """Every value of a model, and every value in those: its path, itself, and for a field the model that has it.

    Of `ClientAuth(audience=["app"])` among others `(("audience",), ("app",), ClientAuth)`, and then
    `(("audience", 0), "app", None)`, which is no field.
    """
    yield path, value, owner
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from walk(getattr(value, name), (*path, name), type(value))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from walk(item, (*path, str(key)))


@cache
def metadata_of(model: type[BaseModel], field: str, kind: type[Metadata]) -> Metadata | None:
    """What the `Annotated` type of a field says beside the type, of one kind; None where it says nothing.

    For `heartbeat: Annotated[Heartbeat | None, Since("1.24.0")]` and the kind `Since` it is `Since("1.24.0")`, also
    where it is within a union or an alias of the type.
    """
    info = model.model_fields[field]
    return next(_metadata_in((*info.metadata, info.annotation), kind), None)


def _metadata_in(parts: Iterable[Any], kind: type[Metadata]) -> Iterator[Metadata]:
    for part in parts:
        if isinstance(part, kind):
            yield part
        else:
            yield from _metadata_in(get_args(part), kind)
