"""Rules about the migration of the bucket storage."""

from collections.abc import Iterable, Iterator

from powersync_constructs.config.core._labels import OUR_PREFIX
from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject, mapping
from powersync_constructs.rules._service_yaml import service_yaml

LEFT_OUT = f"{OUR_PREFIX}migration-left-out"
"""The annotation that `<instance>-migrations` has if the instance intentionally has no migration.

In this case, `migrate.mode` is `none`.
"""


def migration_has_its_job(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """If auto-migration is disabled, the instance must have a migration Job, or the annotation for mode 'none'."""
    migrated = {each.instance_id for each in objects if _migrates(each)}
    for each in objects:
        migrations = mapping(service_yaml(each), "migrations")
        if migrations.get("disable_auto_migration") == "true" and each.instance_id not in migrated:
            reason = "disables auto-migration, but no Job migrates the bucket storage"
            fix = "add a MigrateHook, or remove disable_auto_migration"
            yield Finding("somebody-migrates", "error", str(each), reason, fix)


def _migrates(each: KubeObject) -> bool:
    return bool(each.instance) and (
        LEFT_OUT in each.annotations or (each.kind == "Job" and each.component == "migrate")
    )
