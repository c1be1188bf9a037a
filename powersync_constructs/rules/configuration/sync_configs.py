"""Rules about the sync config: whether replicators find it, and its structure."""

from collections.abc import Iterator

from powersync_constructs.config.core.errors import error_path
from powersync_constructs.config.service._sync_config._structure import remarks_on
from powersync_constructs.config.service.releases._table import NEWEST
from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.loaded import volume_at
from powersync_constructs.rules._lib.manifest import text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.sync_config_files import Reader, readers, sync_config_files
from powersync_constructs.rules._rule import rule

_SHOWN = ("configMap", "secret", "projected")
"""The volumes whose files the manifests may show."""


@rule(
    "PS112",
    "sync-config-mounted",
    "error",
    "warning",
    looks_at="the volumes of the replicators",
    fix="Mount the sync config at the path in `sync_config.path`, or correct the path.",
)
def sync_config_is_mounted(objects: Objects) -> Iterator[Violation]:
    """Each replicator mounts the sync config at the path that service.yaml names.

    A relative path is relative to the folder of service.yaml, or to `/app` if service.yaml is in a variable. Without
    the file, a replicator exits with code 1 after a second. The finding is a warning if no volume is mounted there,
    because the image may contain the file. API pods and Jobs do not read the sync config.
    """
    for reader in readers(objects):
        volume, _ = volume_at(reader.container, reader.path) or (None, "")
        if volume is None:
            reason = f"mounts no volume with {reader.path}, which {error_path(reader.field)} in {reader.file.key} names"
            yield _violation(reader, reason, "warning")
        elif any(field in volume for field in _SHOWN) and not _may_exist(reader):
            name = text(volume.get("name"))
            field = f"{error_path(reader.field)} in {reader.file.key}"
            reason = f"has no file {reader.path} in volume '{name}', but {field} names it"
            yield _violation(reader, reason, "error")


def _may_exist(reader: Reader) -> bool:
    """Return whether the file exists, or is in an object that the manifests do not contain."""
    return reader.loaded is not None and (reader.loaded.stored is None or reader.loaded.text is not None)


def _violation(reader: Reader, reason: str, severity: Severity) -> Violation:
    container = reader.container
    return Violation(container.object, reason, "", (*container.path, "volumeMounts"), severity)


@rule(
    "PS113",
    "sync-config-structure",
    "error",
    "warning",
    looks_at="the sync configs that replicators read",
    fix="Correct the place that the finding names.",
)
def sync_config_has_a_valid_structure(objects: Objects) -> Iterator[Violation]:
    """The structure of the sync config is valid for the version of the service.

    The rule checks the YAML, the keys, the editions and the types. It does not check the SQL of the queries. If the
    structure has an error, a replicator exits. The finding is a warning if the service accepts the sync config, but
    ignores a part of it or does not recommend it.
    """
    for file in sync_config_files(objects):
        version = file.version or NEWEST
        for remark in remarks_on(file.text):
            reason = remark.reason(file.key, file.version)
            if remark.is_error(version):
                yield Violation(file.by, reason, remark.fix, file.path, "error")
            elif remark.is_warning(version):
                yield Violation(file.by, reason, remark.fix, file.path, "warning")
