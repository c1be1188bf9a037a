"""The page of findings: the severity, the problem and the fix of each id."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class FindingKind:
    """The meaning of a finding's id."""

    severities: tuple[Severity, ...]
    problem: str
    fix: str


_ERROR: tuple[Severity, ...] = ("error",)
_WARNING: tuple[Severity, ...] = ("warning",)
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
            _ERROR, "Two instances use the same host.", "Give each instance its own host."
        ),
        "ingress-controller": FindingKind(
            _WARNING,
            "Your annotation overrides an annotation that streams need, the preStop sleep is too short for the "
            "ingress controller, or the ingress controller is no longer maintained.",
            "Remove the annotation, set a longer `drain.sleep_seconds`, or choose another ingress controller.",
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
        "object-renders": FindingKind(
            _ERROR,
            "An object cannot be rendered by cdk8s, usually because a JSON patch has a wrong path.",
            "Correct the path, or use `patch`, which checks it.",
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
        "somebody-migrates": FindingKind(
            _ERROR,
            "Auto-migration is disabled, but there is no migration Job.",
            "Add a `MigrateHook`, or let the replicators migrate.",
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
        "version-is-known": FindingKind(
            _WARNING,
            "The service version of an image is newer than all versions that this library was checked with.",
            "Use a newer version of this library, or test the service version yourself.",
        ),
    }
)


def sections() -> str:
    """The sections of the page, in the order of the ids."""
    return "\n".join(
        f"## `{id}`\n\n**Severity:** {' or '.join(kind.severities)}\n\n{kind.problem}\n\n**Fix:** {kind.fix}\n"
        for id, kind in sorted(FINDINGS.items())
    )
