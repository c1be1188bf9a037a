"""Questions about releases: what a version has, and what lies between two versions."""

from bisect import bisect_right
from functools import cache

from powersync_constructs.config.core._versions import ServiceVersion, Since
from powersync_constructs.config.service.releases._release import Addition, Release, StorageType
from powersync_constructs.config.service.releases._table import RELEASES


def release_of(version: ServiceVersion) -> Release:
    """Return the release with this version; for a version that is not in the table, the newest older release."""
    place = bisect_right([release.version for release in RELEASES], version)
    return RELEASES[max(place - 1, 0)]


def releases_between(old: ServiceVersion, new: ServiceVersion) -> list[Release]:
    """Return the releases after the old version, up to and including the new version."""
    return [release for release in RELEASES if old < release.version <= new]


def added(name: str) -> tuple[Release, Addition] | None:
    """Return the release that added a setting, an option, a flag or a metric; None if the table does not have it."""
    return _added().get(name)


def first_with(name: str) -> Release:
    """Return the release that added a setting, an option, a flag or a metric.

    Raises KeyError for a name that is not in the table.
    """
    return _added()[name][0]


def since(addition: str, otherwise: str = Since.otherwise) -> Since:
    """Return the metadata of a field: the first version with an addition of the table.

    Raises KeyError for a name that is not in the table.
    """
    return Since(str(first_with(addition).version), otherwise)


def first_with_storage_version(number: int, storage: StorageType) -> ServiceVersion | None:
    """Return the first version in which a sync config can name a storage version; None if there is none."""
    accepting = (each.version for each in RELEASES if number in each.storage_versions[storage].value.accepted)
    return next(accepting, None)


def is_only_for_mongodb(storage_version: int) -> bool:
    """Whether MongoDB storage has a storage version that Postgres storage does not have."""
    first_mongodb, first_postgres = (
        first_with_storage_version(storage_version, storage) for storage in ("mongodb", "postgresql")
    )
    return first_mongodb is not None and first_postgres is None


@cache
def _added() -> dict[str, tuple[Release, Addition]]:
    return {addition.name: (release, addition) for release in RELEASES for addition in release.adds}
