"""A release of the PowerSync service: the facts that a deployment depends on, and how each fact is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

from powersync_constructs.config.core._versions import ServiceVersion

Value = TypeVar("Value")
Value_co = TypeVar("Value_co", covariant=True)
Evidence = Literal["read", "inferred", "unknown"]
"""How a fact is known: it was read in a source for this release, it follows from other facts, or it is not known. The
value of an unknown fact is what the library assumes.
"""
StorageType = Literal["mongodb", "postgresql"]
"""A type of bucket storage, as in service.yaml."""
Channel = Literal["stable", "pre-release"]
"""The release channel. A stable image tag is `X.Y.Z`, and a pre-release tag is `X.Y.Z-next`."""
Base = Literal["debian", "alpine"]
"""The distribution of the image."""


@dataclass(frozen=True)
class Fact(Generic[Value_co]):
    """A value, and how it is known."""

    value: Value_co
    evidence: Evidence
    source: str
    """The source of the fact, or the reason for the assumption."""


def read(value: Value, source: str) -> Fact[Value]:
    """Return a fact that was read in a source for the release."""
    return Fact(value, "read", source)


def inferred(value: Value, reason: str) -> Fact[Value]:
    """Return a fact that follows from other facts."""
    return Fact(value, "inferred", reason)


def unknown(assumed: Value, reason: str = "") -> Fact[Value]:
    """Return a fact that is not known, with the value that the library assumes."""
    return Fact(assumed, "unknown", reason)


@dataclass(frozen=True)
class StorageVersions:
    """The storage versions of one type of bucket storage."""

    default: int
    """The storage version of a sync config that names none."""
    accepted: tuple[int, ...]
    """The storage versions that a sync config, or `storage.default_storage_version`, can name."""


@dataclass(frozen=True)
class Addition:
    """A setting, an option, a command-line flag or a metric that a release added."""

    name: str
    """The path in service.yaml, or a name with a prefix: `sync config: …`, `command: …`, `metric: …`."""
    evidence: Evidence = "read"
    """How the release and the exact name are known."""


@dataclass(frozen=True, kw_only=True)
class Release:
    """One release of the service."""

    version: ServiceVersion
    released: Fact[date | None]
    """The date of the release."""
    channel: Fact[Channel | None]
    base: Fact[Base]
    """The distribution of the image. Commands that run in the image depend on it."""
    node: Fact[str]
    """The version of Node.js in the image."""
    migrations: Mapping[StorageType, Fact[tuple[str, ...]]]
    """The migration scripts that the release added, by type of the bucket storage."""
    storage_versions: Mapping[StorageType, Fact[StorageVersions]]
    sync_rules: Fact[str | None]
    """The version of the npm package @powersync/service-sync-rules, which parses sync configs."""
    adds: tuple[Addition, ...] = ()
    upgrade_notes: tuple[str, ...] = ()
    """What changes for a deployment at the upgrade to this release, in one to three sentences per note."""
    unknowns: tuple[str, ...] = ()
    """What is not known about the release, and matters to a deployment."""

    @property
    def facts(self) -> dict[str, Fact[object]]:
        """The facts of the release, by name."""
        single = {name: getattr(self, name) for name in ("released", "channel", "base", "node", "sync_rules")}
        per_storage = {
            f"{name}.{storage}": fact
            for name in ("migrations", "storage_versions")
            for storage, fact in getattr(self, name).items()
        }
        return single | per_storage
