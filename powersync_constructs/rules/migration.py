"""Rules about who migrates the storage."""

from base64 import b64decode
from collections.abc import Sequence

from powersync_constructs.rules._finding import Finding, Manifest, kind_and_name, label

LEFT_OUT = "powersync-constructs/migration-left-out"
"""The annotation that says so of an instance whose migration is left out on purpose."""
_ONLY_THE_JOB = "\nmigrations:\n  disable_auto_migration: true\n"


def migration_is_somebodys_job(manifests: Sequence[Manifest]) -> list[Finding]:
    """Where replicators are told not to migrate, there must be the Job that does, or what says that none is meant."""
    migrated = {
        _instance(manifest)
        for manifest in manifests
        if _is(manifest, "Job", "migrate") or LEFT_OUT in manifest["metadata"].get("annotations", {})
    }
    return [
        Finding(
            "somebody-migrates",
            "error",
            kind_and_name(manifest),
            "turns auto-migration off and no Job migrates the storage",
            "add a MigrateHook, or leave disable_auto_migration out",
        )
        for manifest in manifests
        if _ONLY_THE_JOB in _service_yaml(manifest) and _instance(manifest) not in migrated
    ]


def _service_yaml(manifest: Manifest) -> str:
    """The service.yaml in an object of ours, or nothing."""
    if _is(manifest, "ConfigMap", "config"):
        return str(manifest["data"]["service.yaml"])
    return b64decode(manifest["data"]["service.yaml"]).decode() if _is(manifest, "Secret", "config") else ""


def _is(manifest: Manifest, kind: str, component: str) -> bool:
    ours = label(manifest, "name") == "powersync" and label(manifest, "component") == component
    return ours and manifest["kind"] == kind


def _instance(manifest: Manifest) -> tuple[str | None, str | None]:
    return manifest["metadata"].get("namespace"), label(manifest, "instance")
