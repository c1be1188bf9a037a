"""Walks over the values of models, and checks the fields that only newer versions of the service have."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel

from powersync_constructs.config.core._annotations import models_in
from powersync_constructs.config.core._versions import ServiceVersion, Since
from powersync_constructs.config.core.errors import ConfigError, Problem

Metadata = TypeVar("Metadata")
Path = tuple[str | int, ...]


def check_version(model: BaseModel, version: ServiceVersion, root: str = "") -> None:
    """Raise ConfigError for fields that are set and that this version of the service does not accept."""
    if version >= _newest_needed(type(model)):
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


@cache
def _newest_needed(model: type[BaseModel]) -> ServiceVersion:
    """Return the newest version that a field of the model, or of a model inside it, needs."""
    needed = [ServiceVersion(0, 0, 0)]
    for name, field in model.__pydantic_fields__.items():
        gate = metadata_of(model, name, Since)
        needed += [ServiceVersion.parse(gate.version)] if gate is not None else []
        needed += [_newest_needed(inner) for inner in models_in(field.annotation)]
    return max(needed)


def walk(
    value: Any, path: Path = (), owner: type[BaseModel] | None = None, *, descends: bool = True
) -> Iterator[tuple[Path, Any, type[BaseModel] | None]]:
    """Yield every value in a model, recursively: the path, the value and, for a field, the model with the field.

    For `ClientAuth(audience=["app"])` it yields, among others, `(("audience",), ("app",), ClientAuth)`, and then
    `(("audience", 0), "app", None)`, which is not a field. If `descends` is False, it yields no values inside models.
    """
    yield path, value, owner
    if value is None or isinstance(value, str | int | float):  # most values; a check for Mapping is slow
        return
    if isinstance(value, BaseModel):
        for name in type(value).__pydantic_fields__ if descends else ():
            yield from walk(getattr(value, name), (*path, name), type(value))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index), descends=descends)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from walk(item, (*path, str(key)), descends=descends)


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
