"""Findings about the version of the service: known problems, and the storage version."""

from collections.abc import Iterator

from powersync_constructs.config.configuration import ConfigurationProps
from powersync_constructs.config.pods.image import Image
from powersync_constructs.config.service._version_checks import (
    conditions_of,
    described,
    reported_problems,
    storage_version_of,
)
from powersync_constructs.config.service.releases._table import FIRST_DEFAULT_STORAGE_VERSION
from powersync_constructs.config.service.settings import ServiceConfig
from powersync_constructs.config.service.storage import MongoStorage
from powersync_constructs.rules import Finding

_NEEDED = 4
"""The oldest storage version that uses object storage, and compacts in chunks."""


def known_problems(props: ConfigurationProps, image: Image, where: str, role: str = "") -> Iterator[Finding]:
    """Yield a warning for each known problem of the image that affects the instance, or a workload with a role."""
    for problem in reported_problems(image, conditions_of(props.service, props.sync_config, role)):
        reason = f"{image.version} {problem.effect} ({described(problem)})"
        yield Finding("known-problem", "warning", f"{where}.image", reason, problem.fix)


def version_findings(props: ConfigurationProps, where: str) -> Iterator[Finding]:
    """Yield the findings about the storage version and the version label. `where` is the instance."""
    if isinstance(props.service, ServiceConfig):
        yield from _storage_version_changes(props, props.service, f"{where}.storage")
        yield from _storage_version_is_enough(props, props.service, f"{where}.storage")
        if props.service.sync_config.version_label is not None:
            reason = "is set, and a change of the label makes every client download all data again"
            fix = "change it only together with the sync config"
            yield Finding("version-label", "note", f"{where}.service.sync_config.version_label", reason, fix)


def _storage_version_changes(props: ConfigurationProps, service: ServiceConfig, where: str) -> Iterator[Finding]:
    """Yield a warning if no setting names the storage version, and the default differs from that of older releases."""
    if service.storage.default_storage_version is not None or props.sync_config.storage_version is not None:
        return
    chosen, old = storage_version_of(service, props.sync_config, props.image), FIRST_DEFAULT_STORAGE_VERSION
    if chosen != old:
        reason = f"the next sync config will use storage version {chosen}, so every client downloads all data once"
        fix = f"set default_storage_version to {chosen} to accept this, or to {old} to postpone it"
        yield Finding("storage-version-changes", "warning", where, reason, fix)


def _storage_version_is_enough(props: ConfigurationProps, service: ServiceConfig, where: str) -> Iterator[Finding]:
    """Yield a warning for each setting without effect, because the storage version is too low for it."""
    number = storage_version_of(service, props.sync_config, props.image)
    if not isinstance(service.storage, MongoStorage) or number >= _NEEDED:
        return
    setting = "default_storage_version"
    if props.sync_config.storage_version is not None:  # it takes precedence
        setting = "config.storage_version of the sync config"
    for field in ("object_storage", "chunk_compaction_concurrency"):
        if getattr(service.storage, field) is not None:
            reason = f"has no effect, because the sync config uses storage version {number}"
            fix = f"set {setting} to {_NEEDED}, or remove {field}"
            yield Finding("storage-version-is-enough", "warning", f"{where}.{field}", reason, fix)
