"""Rules about the migration of the bucket storage."""

from collections.abc import Iterator

from powersync_constructs.config.core._labels import OUR_PREFIX
from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.configurations import configurations
from powersync_constructs.rules._lib.instances import instance_of
from powersync_constructs.rules._lib.manifest import mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule

LEFT_OUT = f"{OUR_PREFIX}migration-left-out"
"""The annotation that `<instance>-migrations` has if the instance intentionally has no migration.

In this case, `migrate.mode` is `none`.
"""


@rule(
    "PS501",
    "storage-is-migrated",
    "error",
    "note",
    looks_at="service.yaml, and the Jobs and init containers that run `migrate up`",
    fix="Add a Job that runs `migrate up`, or remove `disable_auto_migration`.",
    scope="app",
)
def migration_has_its_job(objects: Objects) -> Iterator[Violation]:
    """If auto-migration is disabled, something else migrates the bucket storage.

    That is a Job, an init container or a Pod that runs `migrate up`. For objects from a cluster, the finding is a note,
    because Kubernetes or Helm may have removed the finished Job. An instance of this library with the migration mode
    `none` is not reported.
    """
    migrated = {instance_of(each, objects) for each in objects.all if LEFT_OUT in each.annotations}
    migrated |= {instance_of(container.object, objects) for container in objects.services("migrate")}
    for configuration in configurations(objects):
        migrations = mapping(configuration.document, "migrations")
        if migrations.get("disable_auto_migration") == "true" and configuration.instance not in migrated:
            reason = "disables auto-migration, but no Job migrates the bucket storage"
            job = "a MigrateHook" if configuration.by.instance else "a Job that runs `migrate up`"
            severity: Severity | None = "note" if configuration.by.is_from_cluster else None
            yield Violation(configuration.by, reason, f"add {job}, or remove disable_auto_migration", severity=severity)
