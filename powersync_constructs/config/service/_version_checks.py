"""Checks of an instance's settings that depend on what is known about the releases of the service."""

from collections.abc import Iterator

from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.pods.image import Image
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml
from powersync_constructs.config.service.releases._known_problems import Condition, KnownProblem, problems_of
from powersync_constructs.config.service.releases._lookup import release_of
from powersync_constructs.config.service.settings import ServiceConfig
from powersync_constructs.config.service.storage import object_storage_of
from powersync_constructs.config.service.sync_config import SyncConfig


def conditions_of(
    service: ServiceConfig | ExistingServiceYaml, sync_config: SyncConfig, role: str = ""
) -> frozenset[Condition]:
    """Return the properties of an instance, or of a workload with a role, that known problems depend on."""
    found: dict[Condition, bool] = {
        "separate API pods": role == "api",
        "edition 3": sync_config.edition == 3,
        "MongoDB source": service.source_type == "mongodb",
    }
    if isinstance(service, ServiceConfig):
        found |= {
            "MongoDB storage": service.storage.type == "mongodb",
            "object storage": object_storage_of(service.storage) is not None,
            "Postgres storage": service.storage.type == "postgresql",
        }
    return frozenset(condition for condition, holds in found.items() if holds)


def refuse_known_problems(image: Image, conditions: frozenset[Condition]) -> None:
    """Raise ConfigError if the version has a known problem that makes it unsafe, unless the image accepts this."""
    refused = [problem for problem in _refused(image, conditions) if problem.id not in image.accepted_problems]
    if not refused:
        return
    worst, *others = refused
    also = "".join(f", also {problem.id}" for problem in others)
    safe = max(problem.fixed_in for problem in refused if problem.fixed_in is not None)
    way_out = f"use {safe} or newer, or add the {'ids' if others else 'id'} to image.accepted_problems"
    raise config_error("image", f"{image.version} {worst.effect} ({described(worst)}{also}); {way_out}")


def reported_problems(image: Image, conditions: frozenset[Condition]) -> Iterator[KnownProblem]:
    """Yield the known problems to warn of: those that do not make a version unsafe, and accepted ones."""
    for problem in problems_of(image.version, conditions):
        if problem.reaction == "warn" or (problem.reaction == "refuse" and problem.id in image.accepted_problems):
            yield problem


def described(problem: KnownProblem) -> str:
    """Return the id of a problem, and the version with the fix."""
    return f"{problem.id}, fixed in {problem.fixed_in}" if problem.fixed_in is not None else problem.id


def storage_version_of(service: ServiceConfig, sync_config: SyncConfig, image: Image) -> int:
    """Return the storage version of the next deployment of the sync config."""
    given = sync_config.storage_version or service.storage.default_storage_version
    return given or release_of(image.version).storage_versions[service.storage.type].value.default


def _refused(image: Image, conditions: frozenset[Condition]) -> Iterator[KnownProblem]:
    return (problem for problem in problems_of(image.version, conditions) if problem.reaction == "refuse")
