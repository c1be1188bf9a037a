"""Orderings, which make a tool run the migration Job before it starts the workloads.

An ordering sets annotations for the tool. It also decides whether pods wait at the migration gate, and whether
Kubernetes deletes the finished Job. docs/migrations.md describes how each tool handles the annotations.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StrictInt

from powersync_constructs.config.core._model import Props

A_DAY = 86400


class _Ordering(Props):
    """The base of all orderings: no annotations by default."""

    error_path = "ordering"

    waits: ClassVar[bool]
    """Whether the tool waits for the Job before it applies workloads. Pods then need no migration gate."""
    takes_gate: ClassVar[bool] = True
    """Whether this tool supports the migration gate."""
    ttl_seconds: ClassVar[int | None] = A_DAY
    """Seconds until Kubernetes deletes a finished Job. None if the tool would create the Job again."""

    def prerequisite_annotations(self, instance: str) -> dict[str, str]:
        """Return the annotations of the objects that the Job needs: configuration, ServiceAccount, NetworkPolicy."""
        return {}

    def job_annotations(self, instance: str) -> dict[str, str]:
        """Return the annotations of the Job."""
        return {}

    def workload_annotations(self, instance: str) -> dict[str, str]:
        """Return the annotations of the objects that come after the Job, such as the workloads."""
        return {}

    def versioned_annotations(self, instance: str) -> dict[str, str]:
        """Return the annotations of objects with a content hash in the name, which stay as long as pods use them."""
        return {}


class Plain(_Ordering):
    """The ordering for `kubectl apply`, which applies all objects at once. Pods wait for the migration marker."""

    waits = False

    type: Literal["plain"] = "plain"
    """The kind of ordering."""


class ArgoCD(_Ordering):
    """The ordering for Argo CD. The Job is a Sync hook, in a wave between the objects that it needs and the workloads.

    The Job is not a PreSync hook, because such a hook runs before the ConfigMaps and Secrets of the same application
    exist. `Prune=false` keeps older configuration, because otherwise Argo CD would prune it before new pods are ready.
    The library does not use `PruneLast`, because Argo CD would then prune only after all other objects are healthy. An
    Ingress without an address never becomes healthy, so the sync would fail (measured with the engine of Argo CD).
    """

    waits = True

    type: Literal["argo-cd"] = "argo-cd"
    """The kind of ordering."""
    wave: Annotated[StrictInt, Field(ge=1, le=1000)] = 1
    """The sync wave of the Job. The objects that the Job needs are in wave 0, and the workloads are in the next wave.
    """

    def job_annotations(self, instance: str) -> dict[str, str]:
        """Return the annotations of a hook that runs in every sync."""
        return {
            "argocd.argoproj.io/hook": "Sync",
            "argocd.argoproj.io/hook-delete-policy": "BeforeHookCreation",
            "argocd.argoproj.io/sync-wave": str(self.wave),
        }

    def workload_annotations(self, instance: str) -> dict[str, str]:
        """Return the annotation of the next wave, which Argo CD applies after the Job has succeeded."""
        return {"argocd.argoproj.io/sync-wave": str(self.wave + 1)}

    def versioned_annotations(self, instance: str) -> dict[str, str]:
        """Return annotations that prevent pruning and the status OutOfSync. See docs/operating.md for the clean-up."""
        return {
            "argocd.argoproj.io/compare-options": "IgnoreExtraneous",
            "argocd.argoproj.io/sync-options": "Prune=false",
        }


_NO_SUBSTITUTION = {"kustomize.toolkit.fluxcd.io/substitute": "disabled"}
"""The annotation that prevents the substitution of `${…}` in an object if the Kustomization has a `postBuild`."""


class FluxCD(_Ordering):
    """The ordering for Flux, with one Kustomization or two (`FluxKustomizations`). Pods wait for the migration marker.

    The finished Job stays, because otherwise Flux would create it again at every interval. When another Job replaces
    the finished Job, Flux prunes the finished Job. `prune: disabled` keeps older configuration, because otherwise Flux
    would prune it before new pods are ready.
    """

    waits = False
    ttl_seconds = None

    type: Literal["flux"] = "flux"
    """The kind of ordering."""

    def job_annotations(self, instance: str) -> dict[str, str]:
        """Return annotations that let Flux replace the immutable Job, and keep the `${…}` in its script."""
        return {"kustomize.toolkit.fluxcd.io/force": "Enabled", **_NO_SUBSTITUTION}

    def versioned_annotations(self, instance: str) -> dict[str, str]:
        """Return annotations that prevent pruning, and that keep the `${…}` in a sync config."""
        return {"kustomize.toolkit.fluxcd.io/prune": "disabled", **_NO_SUBSTITUTION}


_HOOK = {
    "helm.sh/hook": "pre-install,pre-upgrade",
    "helm.sh/hook-delete-policy": "before-hook-creation",
}


class HelmHooks(_Ordering):
    """The ordering for Helm, for manifests in your own chart. The Job and the objects that it needs are hooks.

    Hooks do not belong to a release, so older configuration stays in the cluster, even after `helm uninstall`.
    """

    waits = True
    takes_gate = False

    type: Literal["helm"] = "helm"
    """The kind of ordering."""

    def prerequisite_annotations(self, instance: str) -> dict[str, str]:
        """Return hook annotations, because install hooks run before Helm creates other objects."""
        return {**_HOOK, "helm.sh/hook-weight": "-10"}

    def job_annotations(self, instance: str) -> dict[str, str]:
        """Return the annotations of a later hook.

        The hook does not run in a rollback, because an older image fails after newer migrations.
        """
        return {**_HOOK, "helm.sh/hook-weight": "-5"}


class Kapp(_Ordering):
    """The ordering for kapp, with change groups and change rules.

    There is no migration gate, because an update by kapp would remove the migration markers. An annotation prevents
    kapp from adding its own label to the immutable selectors of Deployments. Therefore kapp can take over an instance
    that another tool applied. kapp deletes older configuration after new pods are ready.
    """

    waits = True
    takes_gate = False
    ttl_seconds = None

    type: Literal["kapp"] = "kapp"
    """The kind of ordering."""

    def prerequisite_annotations(self, instance: str) -> dict[str, str]:
        """Return the annotation of the first change group."""
        return {_GROUP: _group(instance, "configuration")}

    def job_annotations(self, instance: str) -> dict[str, str]:
        """Return the annotations of the second group.

        kapp replaces an existing Job, because kapp cannot add its label to the immutable pod template.
        """
        return {
            _GROUP: _group(instance, "migrate"),
            _RULE: f"upsert after upserting {_group(instance, 'configuration')}",
            "kapp.k14s.io/update-strategy": "fallback-on-replace",
        }

    def workload_annotations(self, instance: str) -> dict[str, str]:
        """Return the annotations of the third group, which kapp applies after the Job has succeeded."""
        return {
            _GROUP: _group(instance, "workloads"),
            _RULE: f"upsert after upserting {_group(instance, 'migrate')}",
            "kapp.k14s.io/disable-default-label-scoping-rules": "",
        }

    def versioned_annotations(self, instance: str) -> dict[str, str]:
        """Return the rule that deletes older objects after the workloads run with the new objects."""
        return {_RULE: f"delete after upserting {_group(instance, 'workloads')}"}


_GROUP, _RULE = "kapp.k14s.io/change-group", "kapp.k14s.io/change-rule"


def _group(instance: str, part: str) -> str:
    return f"{instance}.powersync/{part}"


Ordering = Annotated[Plain | ArgoCD | FluxCD | HelmHooks | Kapp, Field(discriminator="type")]
"""An ordering, which makes a tool run the migration Job before it starts the workloads."""
