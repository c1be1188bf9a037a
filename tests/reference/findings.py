"""The page of findings: the severity, the problem and the fix of each id."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class FindingKind:
    """The meaning of a finding's id."""

    severities: tuple[Severity, ...]
    problem: str
    fix: str


_ERROR: tuple[Severity, ...] = ("error",)
_WARNING: tuple[Severity, ...] = ("warning",)
_NOTE: tuple[Severity, ...] = ("note",)
_EITHER: tuple[Severity, ...] = ("error", "warning")

FINDINGS: Mapping[str, FindingKind] = MappingProxyType(
    {
        "admin-api-has-no-tokens": FindingKind(
            _WARNING,
            "An ingress exposes the admin API, but service.yaml has no `api.tokens`, so the admin API rejects every "
            "request.",
            "Set `service.api.tokens`, or remove `expose_admin_api`.",
        ),
        "admin-api-is-public": FindingKind(
            _WARNING,
            "An ingress exposes the admin API on an internet-facing load balancer.",
            "Use an internal load balancer, or remove `expose_admin_api`.",
        ),
        "changes-are-written": FindingKind(
            _ERROR,
            "An object was changed through cdk8s after `patch` replaced it with a plain object.",
            "Make the change with `patch` too. See [escape hatches](../escape-hatches.md).",
        ),
        "charts-share-no-names": FindingKind(
            _WARNING,
            "Two charts define the same object of an instance. If both charts are for one cluster, only the last one "
            "applied remains.",
            "Use different names or namespaces. Filter the warning if each chart is for its own cluster.",
        ),
        "client-side-apply": FindingKind(
            _WARNING,
            "An object is too large for a client-side `kubectl apply`, which stores it in an annotation.",
            "Apply with `kubectl apply --server-side`.",
        ),
        "command-in-image": FindingKind(
            _WARNING,
            "A container, probe or hook runs a command that the image of the service does not have. The image "
            "has no curl, and since service 1.28 also no bash and no npm.",
            "Use a command that the image has, such as `node` or `sh`, or run the container with another image.",
        ),
        "content-matches-name": FindingKind(
            _ERROR,
            "An object that is named by the hash of its content was changed later.",
            "Change the props instead, so that the name changes too. See [escape hatches](../escape-hatches.md).",
        ),
        "hooks-wait-for-no-release": FindingKind(
            _ERROR,
            "A Helm hook needs a Secret that Helm applies after the hook.",
            "Create the Secret before the release is installed.",
        ),
        "host-of-one-instance": FindingKind(
            _EITHER,
            "Two instances use the same host. It is a warning if the instances are in two charts.",
            "Give each instance its own host.",
        ),
        "ingress-controller": FindingKind(
            _WARNING,
            "Your annotation overrides an annotation that streams need, the preStop sleep is too short for the "
            "ingress controller, or the ingress controller is no longer maintained.",
            "Remove the annotation, set a longer `drain.sleep_seconds`, or choose another ingress controller.",
        ),
        "known-problem": FindingKind(
            _WARNING,
            "The release of the service in the image has a problem that affects the instance. "
            "[Releases](releases.md) lists all known problems.",
            "Use the release with the fix, or a newer one.",
        ),
        "memory-limit": FindingKind(
            _WARNING,
            "The memory limit of a container is lower than what the service needs.",
            "Raise `resources.memory_limit` to the value that the finding names.",
        ),
        "migration-left-out": FindingKind(
            _WARNING,
            "Nothing migrates the bucket storage, because `migrate.mode` is `none`.",
            "Use this mode only for a rollback. Set `migrate.mode` to `job` afterwards.",
        ),
        "no-secret-values": FindingKind(
            _EITHER,
            "The manifests contain a `SecretValue`. `production_checks` sets the severity; `presets.ha` sets it to "
            "`error`.",
            "Use a `SecretRef`.",
        ),
        "no-single-pods": FindingKind(
            _EITHER,
            "A role has only one pod. `production_checks` sets the severity; `presets.ha` sets it to `error`.",
            "Use two replicas or more, and `Split()` instead of `Unified()`.",
        ),
        "node-version": FindingKind(
            _WARNING,
            "The installed version of Node is no longer supported by cdk8s.",
            "Install a supported version of Node. Put it first on PATH, or set JSII_NODE to its path.",
        ),
        "object-prefix-of-one-instance": FindingKind(
            _EITHER,
            "Two instances store objects in the same S3 bucket with the same prefix, so a teardown of one deletes the "
            "objects of both. It is a warning if the instances are in two charts and the bucket may be another one in "
            "another cluster.",
            "Set a different `storage.object_storage.prefix` for the new instance. Do not change the prefix of an "
            "instance that already has objects.",
        ),
        "object-renders": FindingKind(
            _ERROR,
            "An object cannot be rendered by cdk8s, usually because a JSON patch has a wrong path.",
            "Correct the path, or use `patch`, which checks it.",
        ),
        "object-storage-without-prefix": FindingKind(
            _NOTE,
            "The object storage of an instance has no prefix. A teardown deletes the objects of all instances that "
            "have no prefix in this bucket, also of those in other apps.",
            "Set `storage.object_storage.prefix` for a new instance, or use the bucket for one instance only. Do not "
            "change the prefix of an instance that already has objects.",
        ),
        "one-autoscaler": FindingKind(
            _ERROR,
            "Two autoscalers scale one workload, or define the same HorizontalPodAutoscaler.",
            "Remove one of the two.",
        ),
        "one-owner": FindingKind(
            _ERROR,
            "Two objects fill one Secret, which would lack the keys of one of them.",
            "Fill each Secret from one object.",
        ),
        "references-are-filled": FindingKind(
            _EITHER,
            "Pods need a key that no object adds to its Secret (error), or a Secret that nothing in the chart creates "
            "(warning).",
            "Add the key to the object that fills the Secret, or create the Secret before you apply the manifests.",
        ),
        "rule-failed": FindingKind(_ERROR, "A rule has a bug.", "Report the finding as a bug in this library."),
        "server-id-of-one-instance": FindingKind(
            _WARNING,
            "Two instances that replicate from the same MySQL server have the same server ID. MySQL closes one of two "
            "connections with the same ID. The service up to 1.26.1 ignores this setting, and uses a random ID.",
            "Set a different `source.server_id` for each instance. See "
            "[several instances](../databases.md#several-instances).",
        ),
        "settings-have-effect": FindingKind(
            _WARNING,
            "A setting of service.yaml has no effect: an `audience` where only keys of Supabase verify tokens, IP "
            "ranges for keys that the service does not fetch, `debug_api` without `api.tokens`, or `reject_ip_ranges` "
            "for the host name of a MySQL or SQL Server source.",
            "Remove the setting, or set what the finding names.",
        ),
        "slot-prefix-of-one-instance": FindingKind(
            _WARNING,
            "Two instances that replicate from the same Postgres server use the same prefix for the names of their "
            "replication slots.",
            "Set a different `source.slot_name_prefix` for each instance. See "
            "[several instances](../databases.md#several-instances).",
        ),
        "somebody-migrates": FindingKind(
            _ERROR,
            "Auto-migration is disabled, but there is no migration Job.",
            "Add a `MigrateHook`, or let the replicators migrate.",
        ),
        "storage-apart-from-source": FindingKind(
            _EITHER,
            "A source database is also the bucket storage of an instance. With MongoDB, this is an error, because a "
            "teardown drops the whole database. It is a warning if the instances are in two charts and the address "
            "may be another server in another cluster. With Postgres, it is always a warning: the replication slot "
            "also processes each write to the bucket storage.",
            "Create another database for the bucket storage. It can be on the same server.",
        ),
        "storage-of-one-instance": FindingKind(
            _EITHER,
            "Two instances use the same bucket storage, or load the same service.yaml. It is a warning if the "
            "instances are in two charts and the address may be another server in another cluster.",
            "Create a database for the bucket storage of each instance. See "
            "[several instances](../databases.md#several-instances).",
        ),
        "storage-version-changes": FindingKind(
            _WARNING,
            "The service will use another storage version for the next sync config than releases before 1.27. It then "
            "replicates all data again, and every client downloads all data once.",
            "Set `default_storage_version` to 4 to accept this, or to 2 to postpone it. See [rolling "
            "back](../rolling-back.md#a-storage-version).",
        ),
        "storage-version-is-enough": FindingKind(
            _WARNING,
            "The bucket storage has `object_storage` or `chunk_compaction_concurrency`, but the sync config uses a "
            "storage version older than 4, in which they have no effect.",
            "Set `default_storage_version` to 4, or `config.storage_version` if the sync config contains it. To keep "
            "the storage version, remove the setting instead.",
        ),
        "sync-config-parser": FindingKind(
            ("error", "note"),
            "The parser of the service cannot check the SQL of a sync config: the npm package is not installed, cannot "
            "be run, or belongs to another version of the service. It is an error if `SyncConfig.parser` is `required` "
            "and the package is missing or cannot be run.",
            "Run the command that the finding shows, or set `SyncConfig.parser` to `off`. See [sync "
            "config](../sync-config.md).",
        ),
        "sync-config-sql": FindingKind(
            _EITHER,
            "The parser of the service rejects a query of a sync config, or warns about it. A rejected query is a "
            "warning if the parser belongs to another version of the service.",
            "Correct the query. See [sync config](../sync-config.md).",
        ),
        "sync-config-structure": FindingKind(
            _WARNING,
            "The service ignores a part of a sync config, or does not recommend it.",
            "Follow the finding. See [sync config](../sync-config.md).",
        ),
        "texts-survive": FindingKind(
            _ERROR,
            "The cluster would read a string as another string, or as a number.",
            "Change the string that the finding names.",
        ),
        "unique-names": FindingKind(
            _ERROR,
            "Two objects of a chart have the same kind, namespace and name.",
            "Rename one of the two.",
        ),
        "variables-are-defined": FindingKind(
            _WARNING,
            "The value of an environment variable contains `$(NAME)`, but no earlier variable of the container has "
            "this name, so Kubernetes does not replace the text.",
            "Define the variable before the one that refers to it, or correct the name.",
        ),
        "version-is-known": FindingKind(
            _WARNING,
            "The service version of an image is newer than all versions that this library was checked with.",
            "Use a newer version of this library, or test the service version yourself.",
        ),
        "version-label": FindingKind(
            _NOTE,
            "The sync config has a `version_label`. After a change of the label, the service replicates all data "
            "again, and every client downloads all data.",
            "Change the label only together with the text of the sync config.",
        ),
    }
)


def sections() -> str:
    """The sections of the page, in the order of the ids."""
    return "\n".join(
        f"## `{id}`\n\n**Severity:** {' or '.join(kind.severities)}\n\n{kind.problem}\n\n**Fix:** {kind.fix}\n"
        for id, kind in sorted(FINDINGS.items())
    )
