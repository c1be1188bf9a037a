"""Findings about the version of the service that the manifests do not show."""

from collections.abc import Iterator

from powersync_constructs.config.configuration import ConfigurationProps
from powersync_constructs.config.service._version_checks import (
    conditions_of,
    described,
    reported_problems,
    storage_version_of,
)
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml
from powersync_constructs.config.service.releases._table import FIRST_DEFAULT_STORAGE_VERSION
from powersync_constructs.config.service.settings import ServiceConfig
from powersync_constructs.config.service.storage import MongoStorage
from powersync_constructs.rules import Finding
from powersync_constructs.rules._at_synth import (
    STORAGE_VERSION_CHANGES,
    STORAGE_VERSION_IS_ENOUGH,
    VERSION_LABEL_CHANGES,
)
from powersync_constructs.rules.configuration.releases import release_has_no_known_problem

_NEEDED = 4
"""The oldest storage version that uses object storage, and compacts in chunks."""


def version_findings(props: ConfigurationProps, where: str) -> Iterator[Finding]:
    """Yield the findings about the storage version and the version label. `where` is the instance.

    For an existing service.yaml, which the rules cannot read, also yield the known problems of its source database.
    """
    if isinstance(props.service, ExistingServiceYaml):
        yield from _problems_of_existing(props, f"{where}.image")
    if isinstance(props.service, ServiceConfig):
        yield from _storage_version_changes(props, props.service, f"{where}.storage")
        yield from _storage_version_is_enough(props, props.service, f"{where}.storage")
        if props.service.sync_config.version_label is not None:
            reason = "is set, and a change of the label makes every client download all data again"
            fix = "change it only together with the sync config"
            yield VERSION_LABEL_CHANGES.finding(f"{where}.service.sync_config.version_label", reason, fix)


def _problems_of_existing(props: ConfigurationProps, where: str) -> Iterator[Finding]:
    always = {problem.id for problem in reported_problems(props.image, frozenset())}
    for problem in reported_problems(props.image, conditions_of(props.service, props.sync_config)):
        if problem.id not in always:
            reason = f"{props.image.version} {problem.effect} ({described(problem)})"
            yield release_has_no_known_problem.finding(where, reason, problem.fix, severity="warning")


def _storage_version_changes(props: ConfigurationProps, service: ServiceConfig, where: str) -> Iterator[Finding]:
    """Yield a warning if no setting names the storage version, and the default differs from that of older releases."""
    if service.storage.default_storage_version is not None or props.sync_config.storage_version is not None:
        return
    chosen, old = storage_version_of(service, props.sync_config, props.image), FIRST_DEFAULT_STORAGE_VERSION
    if chosen != old:
        reason = f"the next sync config will use storage version {chosen}, so every client downloads all data once"
        fix = f"set default_storage_version to {chosen} to accept this, or to {old} to postpone it"
        yield STORAGE_VERSION_CHANGES.finding(where, reason, fix)


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
            yield STORAGE_VERSION_IS_ENOUGH.finding(f"{where}.{field}", reason, fix)
