"""Versions of the service, and the fields that only newer versions have."""

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
        """Parse a version like `1.26.0` or `1.26.0-next`. Raises ValueError for any other text."""
        match = _VERSION.fullmatch(text)
        if match is None:
            raise ValueError("is not a version of the service; write it like 1.26.0")
        return cls(*(int(part) for part in match.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


OLDEST = ServiceVersion(1, 20, 0)
"""The oldest supported version: the first with `sync_config` and Node 24 (CHANGELOG of the service)."""
NEWEST = ServiceVersion(1, 26, 0)
"""The newest supported version. The library accepts newer versions, with a warning that they are untested."""


@dataclass(frozen=True)
class Since:
    """The first version of the service that accepts a field. It is metadata in the `Annotated` type of the field."""

    version: str
    otherwise: str = "remove the field"
    """The end of the error: the fix for users who keep an older image."""


DEFAULT_STORAGE_VERSION = 2
"""The storage version of a sync config that does not set one, up to service 1.26."""
STORAGE_VERSIONS = {DEFAULT_STORAGE_VERSION: "1.21.0", 3: "1.21.0", 4: "1.26.0"}
"""The first service version that accepts each `config.storage_version` of a sync config. Service 1.21.0 added the
field, with the values 2 and 3. Even values are stable (powersync-service#601, #776;
packages/sync-rules/src/StorageVersion.ts)."""


def check_version(model: BaseModel, version: ServiceVersion, root: str = "") -> None:
    """Raise ConfigError for fields that are set and that this version of the service does not accept."""
    if version >= NEWEST:  # this version accepts all fields of the library
        return
    problems = [
        Problem(
            path, f"needs service {since.version}, but the image has {version}; use a newer image, or {since.otherwise}"
        )
        for path, value, owner in walk(model)
        if owner is not None and value != owner.__pydantic_fields__[str(path[-1])].default
        for since in [metadata_of(owner, str(path[-1]), Since)]
        if since is not None and version < ServiceVersion.parse(since.version)
    ]
    if problems:
        raise ConfigError(problems).within(root)


def walk(
    value: Any, path: Path = (), owner: type[BaseModel] | None = None
) -> Iterator[tuple[Path, Any, type[BaseModel] | None]]:
    """Yield every value in a model, recursively: the path, the value and, for a field, the model with the field.

    For `ClientAuth(audience=["app"])` it yields, among others, `(("audience",), ("app",), ClientAuth)`, and then
    `(("audience", 0), "app", None)`, which is not a field.
    """
    yield path, value, owner
    if isinstance(value, BaseModel):
        for name in type(value).__pydantic_fields__:
            yield from walk(getattr(value, name), (*path, name), type(value))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from walk(item, (*path, str(key)))


@cache
def metadata_of(model: type[BaseModel], field: str, kind: type[Metadata]) -> Metadata | None:
    """Return the metadata of one kind in the `Annotated` type of a field, or None.

    For `heartbeat: Annotated[Heartbeat | None, Since("1.24.0")]` and the kind `Since` it returns `Since("1.24.0")`. The
    metadata may also be inside a union or a type alias.
    """
    info = model.__pydantic_fields__[field]
    return next(_metadata_in((*info.metadata, info.annotation), kind), None)


def _metadata_in(parts: Iterable[Any], kind: type[Metadata]) -> Iterator[Metadata]:
    for part in parts:
        if isinstance(part, kind):
            yield part
        else:
            yield from _metadata_in(get_args(part), kind)
