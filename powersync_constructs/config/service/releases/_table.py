"""The table of releases, from the oldest supported release to the newest known one.

Sources: the git tags of powersync-service up to 1.25.0 and the 6 commits after it, the release pages v1.27.0 and
v1.28.0, the first entries of CHANGELOG.md of the image, of `module-postgres` and of `module-mongodb-storage` at 1.29.1,
npm packages up to 1.26.1, and the PowerSync documentation of service 1.27.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.service.releases._release import (
    Addition,
    Fact,
    Release,
    StorageType,
    StorageVersions,
    inferred,
    read,
    unknown,
)

_TAG = "git tag of the release"
_PATCHES = "number of patch releases of the modules between 1.26.1 and 1.29.1"
_IMAGE_CHANGELOG = "CHANGELOG.md of the image at 1.29.1"
_AS_BEFORE = "no source mentions a change"


def _tagged(
    version: str,
    released: date,
    node: str,
    sync_rules: str,
    *,
    accepted: tuple[int, ...] = (2, 3),
    mongodb: tuple[str, ...] = (),
    postgresql: tuple[str, ...] = (),
    adds: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> Release:
    """Return a release whose git tag was read."""
    mongodb_versions = read(StorageVersions(2, accepted), _TAG)
    postgres_versions = inferred(StorageVersions(2, accepted[:1]), "PowerSync documentation of service 1.27")
    return Release(
        version=ServiceVersion.parse(version),
        released=read(released, _TAG),
        channel=unknown(None, "the tag does not show it"),
        base=read("debian", "service/Dockerfile of the git tag"),
        node=read(node, "service/Dockerfile of the git tag"),
        migrations={"mongodb": read(mongodb, _TAG), "postgresql": read(postgresql, _TAG)},
        storage_versions={"mongodb": mongodb_versions, "postgresql": postgres_versions},
        sync_rules=read(sync_rules, "packages/sync-rules/package.json of the git tag"),
        adds=tuple(Addition(name) for name in adds),
        upgrade_notes=notes,
    )


def _after(previous: Release, version: str) -> Release:
    """Return the release after another one, with unknown dates and without changes."""
    none: Fact[tuple[str, ...]] = inferred((), _AS_BEFORE)
    versions: dict[StorageType, Fact[StorageVersions]] = {
        kind: inferred(fact.value, _AS_BEFORE) for kind, fact in previous.storage_versions.items()
    }
    return Release(
        version=ServiceVersion.parse(version),
        released=unknown(None),
        channel=unknown(None),
        base=inferred(previous.base.value, _AS_BEFORE),
        node=inferred(previous.node.value, _AS_BEFORE),
        migrations={"mongodb": none, "postgresql": none},
        storage_versions=versions,
        sync_rules=unknown(None),
    )


_TAGGED = (
    _tagged(
        "1.20.0",
        date(2026, 2, 26),
        "24.13.0",
        "0.32.0",
        accepted=(),
        mongodb=("1770213298299-storage-version",),
        postgresql=("1771232439485-storage-version", "1771491856000-sync-plan"),
        adds=("sync_config", "sync config: edition 3"),
    ),
    _tagged(
        "1.20.1",
        date(2026, 3, 6),
        "24.13.0",
        "0.33.0",
        accepted=(),
        postgresql=("1771424826685-current-data-pending-deletes",),
    ),
    _tagged(
        "1.20.2", date(2026, 3, 18), "24.13.0", "0.34.0", accepted=(), adds=("command: compact --no-parameter-indexes",)
    ),
    _tagged("1.20.3", date(2026, 3, 19), "24.13.0", "0.34.0", accepted=()),
    _tagged("1.20.4", date(2026, 3, 23), "24.14.0", "0.34.1", accepted=()),
    _tagged("1.20.5", date(2026, 4, 13), "24.14.0", "0.35.0", accepted=()),
    _tagged("1.21.0", date(2026, 5, 14), "24.15.0", "0.36.0", adds=("sync config: config.storage_version",)),
    _tagged(
        "1.22.0",
        date(2026, 6, 4),
        "24.15.0",
        "0.37.0",
        adds=("replication.connections[] of Convex", "sync config: config.unstable_sqlite_expression_engine"),
    ),
    _tagged("1.23.0", date(2026, 6, 23), "24.15.0", "0.38.0"),
    _tagged("1.23.1", date(2026, 6, 25), "24.15.0", "0.38.0"),
    _tagged(
        "1.23.2",
        date(2026, 7, 1),
        "24.15.0",
        "0.38.1",
        adds=("api.parameters.bucket_count_cache_ttl_minutes", "storage.bulk_read_preference"),
    ),
    _tagged("1.23.3", date(2026, 7, 7), "24.15.0", "0.39.0"),
    _tagged(
        "1.24.0",
        date(2026, 8, 5),
        "24.18.1",
        "0.40.0",
        mongodb=("1782950400000-checkpoint-requested-at-index",),
        postgresql=("1782950400000-checkpoint-requested-at",),
        adds=(
            "api.parameters.checkpoint_request_retention_minutes",
            "replication.connections[].heartbeat_interval_seconds",
            "sync config: unknown keys of streams are errors",
            "storage.clear_batch_throttle_rate",
            "storage.object_storage",
        ),
    ),
    _tagged(
        "1.25.0",
        date(2026, 8, 12),
        "24.18.1",
        "0.40.0",
        postgresql=("1784900000000-source-metadata",),
        adds=(
            "replication.connections[].cacert of SQL Server",
            "replication.connections[].tls_servername of SQL Server",
        ),
        notes=(
            (
                "SQL Server: the service reads the columns of a table only when replication starts, and finds no new "
                "tables for a wildcard. Problems of change data capture stop the replication (PSYNC_S1601 to "
                "PSYNC_S1603). Name each table in the sync config."
            ),
        ),
    ),
)
_NOTHING_ADDED: Mapping[StorageType, Fact[tuple[str, ...]]] = {
    "mongodb": unknown((), "the contents of the release are not known"),
    "postgresql": inferred((), _PATCHES),
}
_1_26_0 = replace(
    _after(_TAGGED[-1], "1.26.0"),
    released=read(date(2026, 9, 1), "npm package @powersync/service-schema 1.26.0"),
    migrations={
        "mongodb": read((), "npm package @powersync/service-module-mongodb-storage 0.22.0"),
        "postgresql": inferred(
            ("1788000000000-sync-config-version-label",), "changelog entry 33a3c23, and the branch of the change"
        ),
    },
    storage_versions={
        "mongodb": read(StorageVersions(2, (2, 3, 4)), "PowerSync documentation of storage version 4"),
        "postgresql": read(StorageVersions(2, (2,)), "PowerSync documentation of storage version 4"),
    },
    sync_rules=read("0.41.0", "changelog entries"),
    adds=(
        Addition("storage.default_storage_version"),
        Addition("sync_config.version_label"),
        Addition("replication.connections[].snapshot_socket_timeout"),
        Addition("storage.object_storage.defaults_mode"),
        Addition("command: compact --incremental-only"),
        Addition("metric: powersync_object_storage_size_bytes"),
        Addition("metric: powersync_attributed_source_records_bytes", "inferred"),
        Addition("metric: powersync_attributed_bucket_data_bytes", "inferred"),
        Addition("metric: powersync_attributed_parameter_indexes_bytes", "inferred"),
        Addition("metric: powersync_attributed_object_storage_bytes", "inferred"),
    ),
    upgrade_notes=(
        (
            "A `version_label` that was set earlier takes effect now: the service deploys the sync config again, which "
            "replicates all data and makes every client download it again."
        ),
    ),
)
_1_26_1 = replace(
    _after(_1_26_0, "1.26.1"),
    released=inferred(date(2026, 9, 11), "npm packages of 2026-09-15"),
    channel=inferred("stable", "third-party files use this image as `latest`"),
    migrations={
        "mongodb": read((), "npm package @powersync/service-module-mongodb-storage 0.22.0"),
        "postgresql": inferred((), "a patch release"),
    },
    sync_rules=read("0.42.0", "changelog entries"),
    adds=(Addition("storage.chunk_compaction_concurrency"),),
)
_1_27_0 = replace(
    _after(_1_26_1, "1.27.0"),
    released=read(date(2026, 10, 6), "release page v1.27.0"),
    channel=read("pre-release", "release page v1.27.0; whether it became stable is not known"),
    migrations={"mongodb": unknown(()), "postgresql": inferred((), _PATCHES)},
    storage_versions={
        "mongodb": read(StorageVersions(4, (2, 3, 4)), "release page v1.27.0, #823"),
        "postgresql": read(StorageVersions(2, (2,)), "release page v1.27.0, #823"),
    },
    sync_rules=read("0.43.0", "changelog entries"),
    adds=(Addition("sync config: config.fixed_booleans_in_json"),),
    upgrade_notes=(
        (
            "MongoDB storage: the next deployment of a sync config uses storage version 4, unless a setting names "
            "another version. The service then replicates all data again, and every client downloads all data once. "
            "To decide the time yourself, set `storage.default_storage_version` to 2 before the upgrade."
        ),
    ),
)
_1_27_1 = replace(_after(_1_27_0, "1.27.1"), migrations=_NOTHING_ADDED, unknowns=("The contents of the release.",))
_1_27_2 = replace(_after(_1_27_1, "1.27.2"), migrations=_NOTHING_ADDED, unknowns=("The contents of the release.",))
_1_28_0 = replace(
    _after(_1_27_2, "1.28.0"),
    released=read(date(2026, 11, 3), "release page v1.28.0"),
    channel=inferred("stable", "the release page v1.28.0 has no pre-release mark"),
    base=read("alpine", "release page v1.28.0, #879"),
    migrations={"mongodb": unknown(()), "postgresql": inferred((), _PATCHES)},
    adds=(Addition("metric: powersync_sync_connections_total"),),
    upgrade_notes=(
        (
            "The image is based on Alpine Linux. It has BusyBox, but no bash, curl or npm. The DNS resolver is "
            "that of musl, which can fail with search domains: see docs/pods.md."
        ),
        (
            "The service rejects an invalid sync config before it stores it. The replicator exits, and the API pods "
            "continue with the active sync config."
        ),
    ),
    unknowns=("The Dockerfile: the user, the working directory and the entry point are assumed to be unchanged.",),
)
_1_28_1 = replace(_after(_1_28_0, "1.28.1"), migrations=_NOTHING_ADDED, unknowns=("One change of the core.",))
_1_28_2 = replace(
    _after(_1_28_1, "1.28.2"),
    migrations=_NOTHING_ADDED,
    adds=(Addition("storage.stats_read_preference", "inferred"),),
    unknowns=("Whether the new setting is in this release or in a neighboring one.",),
)
_1_28_3 = replace(
    _after(_1_28_2, "1.28.3"),
    node=read("24.22.3", _IMAGE_CHANGELOG),
    migrations={
        "mongodb": read(("removal of unused collections of storage versions 1 and 2",), "changelog entry 58f3e22"),
        "postgresql": inferred((), _PATCHES),
    },
    upgrade_notes=(
        (
            "MongoDB storage: the migration removes unused collections of storage versions 1 and 2. Whether an older "
            "image can start on the storage afterwards is not known."
        ),
    ),
    unknowns=("The name of the migration script.",),
)
_1_29_0 = replace(
    _after(_1_28_3, "1.29.0"),
    migrations={"mongodb": unknown(()), "postgresql": inferred((), _PATCHES)},
    adds=(Addition("replication.connections[].slot_failover", "inferred"),),
    unknowns=(
        "The names and defaults of the settings for the sizes of replication batches (MongoDB storage).",
        "The effect of `slot_failover` on an existing slot, and on Postgres 16 and older.",
    ),
)
_1_29_1 = replace(
    _after(_1_29_0, "1.29.1"),
    migrations={"mongodb": inferred((), "a patch release with one change"), "postgresql": inferred((), _PATCHES)},
    sync_rules=read("0.45.1", _IMAGE_CHANGELOG),
)
RELEASES: tuple[Release, ...] = (
    *_TAGGED,
    *(_1_26_0, _1_26_1, _1_27_0, _1_27_1, _1_27_2, _1_28_0, _1_28_1, _1_28_2, _1_28_3, _1_29_0, _1_29_1),
)
"""All supported releases, the oldest first."""
FIRST_DEFAULT_STORAGE_VERSION = RELEASES[0].storage_versions["mongodb"].value.default
"""The default storage version of all releases before 1.27."""
OLDEST = RELEASES[0].version
"""The oldest supported version: the first with `sync_config` and Node.js 24."""
NEWEST = RELEASES[-1].version
"""The newest known version. The library accepts newer versions, with a warning that they were not checked."""
DEFAULT = _1_28_0.version
"""The default version: the newest release that is known to be stable, and has no known problem with the presets.

The release page of 1.28.0 has no pre-release mark. Only the changelogs of newer releases were found, and these do not
show the channel. Releases up to 1.26.1 have a known problem with Postgres storage (powersync-service#814).
"""
