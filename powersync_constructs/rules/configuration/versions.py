"""Rules about the version of the service."""

from collections.abc import Iterator

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.service.releases._table import NEWEST
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.instances import InstanceId, instance_of
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule


@rule(
    "PS116",
    "version-is-known",
    "warning",
    looks_at="the images of the service",
    fix="Use a release that this library knows, or upgrade powersync-constructs.",
    scope="app",
)
def version_is_known(objects: Objects) -> Iterator[Violation]:
    """The version of the service is not newer than the newest release that this library knows.

    The settings, migrations and known problems of newer releases were not checked.
    """
    seen: set[tuple[InstanceId | None, ServiceVersion]] = set()
    for container in objects.services():
        version, instance = container.version, instance_of(container.object, objects)
        if version is None or version <= NEWEST or (instance, version) in seen:
            continue
        seen.add((instance, version))
        unknown = f"the settings, migrations and known problems of releases after {NEWEST} were not checked"
        reason = f"runs service {version}, but {unknown}"
        fix = f"use {NEWEST}, or upgrade powersync-constructs"
        yield Violation(container.object, reason, fix, (*container.path, "image"))
