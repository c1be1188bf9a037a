"""Rules about what migrates the bucket storage."""

from collections.abc import Iterable, Iterator

from powersync_constructs.config.core._labels import OUR_PREFIX
from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject, mapping
from powersync_constructs.rules._service_yaml import service_yaml

LEFT_OUT = f"{OUR_PREFIX}migration-left-out"
"""The annotation of an instance whose migration is left out on purpose."""


def migration_has_its_job(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """Where replicators are told not to migrate, there must be the Job that does, or the annotation that none is."""
    migrated = {each.instance_id for each in objects if _migrates(each)}
    for each in objects:
        migrations = mapping(service_yaml(each), "migrations")
        if migrations.get("disable_auto_migration") == "true" and each.instance_id not in migrated:
            reason = "turns auto-migration off and no Job migrates the storage"
            fix = "add a MigrateHook, or leave disable_auto_migration out"
            yield Finding("somebody-migrates", "error", str(each), reason, fix)


def _migrates(each: KubeObject) -> bool:
    return bool(each.instance) and (
        LEFT_OUT in each.annotations or (each.kind == "Job" and each.component == "migrate")
    )
