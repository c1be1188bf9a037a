"""Rules about the migration of the bucket storage."""

from collections.abc import Iterator

from powersync_constructs.config.core._labels import OUR_PREFIX
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.configurations import Configuration, configurations
from powersync_constructs.rules._lib.instances import InstanceId, instance_of
from powersync_constructs.rules._lib.manifest import KubeObject, mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.order import ARGO, HELM_HOOK, is_applied_by
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
    looks_at="service.yaml, and the Jobs and containers that run `migrate up`",
    fix="Add a Job that runs `migrate up`, or remove `disable_auto_migration`.",
    scope="app",
)
def migration_has_its_job(objects: Objects) -> Iterator[Violation]:
    """If auto-migration is disabled, something else migrates the bucket storage.

    This can be a Job, a Pod, or a container of each pod. It must run `migrate up`. A Helm hook that runs only at
    upgrades is not enough, because nothing migrates in the first installation. For objects from a cluster, the finding
    is a note, because Kubernetes or Helm may have removed the finished Job. The rule does not report an instance of
    this library with the migration mode `none`.
    """
    migrated = {instance_of(each, objects) for each in objects.all if LEFT_OUT in each.annotations}
    upgraded: dict[InstanceId | None, KubeObject] = {}
    for container in (each for each in objects.services() if each.migrates):
        instance = instance_of(container.object, objects)
        if _runs_only_at_upgrades(container.object):
            upgraded[instance] = container.object
        else:
            migrated.add(instance)
    disabled = [each for each in configurations(objects) if _disables(each)]
    migrated |= {each.instance for each in configurations(objects) if each.replicates and not _disables(each)}
    for configuration in disabled:
        if configuration.instance not in migrated:
            yield _not_migrated(configuration.by, upgraded.get(configuration.instance))


def _disables(configuration: Configuration) -> bool:
    return mapping(configuration.document, "migrations").get("disable_auto_migration") == "true"


def _runs_only_at_upgrades(job: KubeObject) -> bool:
    """Whether a Job is a hook of Helm that the first installation does not run. Argo CD runs it in each sync."""
    hook = job.annotations.get(HELM_HOOK, "")
    return "upgrade" in hook and "install" not in hook and not is_applied_by(job, ARGO)


def _not_migrated(by: KubeObject, upgraded: KubeObject | None) -> Violation:
    if upgraded is not None:
        reason = f"disables auto-migration, but {upgraded} migrates the bucket storage only at upgrades"
        fix = f"add pre-install to {HELM_HOOK} of {upgraded}"
    else:
        reason = "disables auto-migration, but no Job migrates the bucket storage"
        job = "a MigrateHook" if by.instance else "a Job that runs `migrate up`"
        fix = f"add {job}, or remove disable_auto_migration"
    return Violation(by, reason, fix, severity="note" if by.is_from_cluster else None)
