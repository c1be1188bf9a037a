"""How the tool that applies the manifests is told to migrate before it starts the rest.

An ordering is annotations, whether pods wait by themselves (the gate), and whether the finished Job may be cleaned up.
What each tool does with them: docs/migrations.md.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StrictInt

from powersync_constructs.config.core._model import Props

A_DAY = 86400


class _Ordering(Props):
    """The base of all orderings: no annotations by default."""

    error_path = "ordering"

    waits: ClassVar[bool]
    """Whether the tool waits for the Job before it applies workloads, so that pods need no gate."""
    takes_gate: ClassVar[bool] = True
    """Whether pods can wait for the migration marker under this tool at all."""
    ttl_seconds: ClassVar[int | None] = A_DAY
    """Seconds until a finished Job is cleaned up; None where the tool would make it again."""

    def prerequisite_annotations(self, instance: str) -> dict[str, str]:
        """Annotations of what the Job needs: configuration, account, NetworkPolicy."""
        return {}

    def job_annotations(self, instance: str) -> dict[str, str]:
        """Annotations of the Job."""
        return {}

    def workload_annotations(self, instance: str) -> dict[str, str]:
        """Annotations of what must come after the Job: workloads, and what is about their pods."""
        return {}

    def versioned_annotations(self, instance: str) -> dict[str, str]:
        """Annotations of what is named by its content, so that an older one stays as long as pods read it."""
        return {}


class Plain(_Ordering):
    """`kubectl apply`, all at once: pods wait for the migration marker."""

    waits = False

    type: Literal["plain"] = Field(default="plain", description="the kind of ordering")


class ArgoCD(_Ordering):
    """Argo CD: the Job is a hook of the Sync phase, between the waves of what it needs and of the workloads.

    Not a PreSync hook: that runs before the ConfigMaps and Secrets of the same application are there. Older
    configuration is not pruned: Argo CD would do that before new pods are up, or with `PruneLast` wait until all else
    is healthy, an Ingress without an address included, and fail the sync (seen with its engine).
    """

    waits = True

    type: Literal["argo-cd"] = Field(default="argo-cd", description="the kind of ordering")
    wave: Annotated[StrictInt, Field(ge=1, le=1000)] = Field(
        default=1, description="the Job's wave; what it needs is in wave 0, and workloads are in the next"
    )

    def job_annotations(self, instance: str) -> dict[str, str]:
        """A hook that every sync runs again."""
        return {
            "argocd.argoproj.io/hook": "Sync",
            "argocd.argoproj.io/hook-delete-policy": "BeforeHookCreation",
            "argocd.argoproj.io/sync-wave": str(self.wave),
        }

    def workload_annotations(self, instance: str) -> dict[str, str]:
        """The next wave: Argo CD waits until the wave before is healthy, and a Job when it has succeeded."""
        return {"argocd.argoproj.io/sync-wave": str(self.wave + 1)}

    def versioned_annotations(self, instance: str) -> dict[str, str]:
        """Left to the command in docs/operating.md, and no reason to call the application out of sync."""
        return {
            "argocd.argoproj.io/compare-options": "IgnoreExtraneous",
            "argocd.argoproj.io/sync-options": "Prune=false",
        }


_AS_IT_IS = {"kustomize.toolkit.fluxcd.io/substitute": "disabled"}
"""Keeps `${…}` in an object as it is where the Kustomization has a `postBuild`."""


class FluxCD(_Ordering):
    """Flux: pods wait for the migration marker, in one Kustomization or in two (`FluxKustomizations`).

    The Job is never cleaned up, since Flux would make it again at every interval; pruning takes it when another one has
    its place. Older configuration is not pruned (`prune: disabled`): Flux prunes before new pods are up.
    """

    waits = False
    ttl_seconds = None

    type: Literal["flux"] = Field(default="flux", description="the kind of ordering")

    def job_annotations(self, instance: str) -> dict[str, str]:
        """A Job cannot be changed; Flux may replace this one, and nothing else. Its script has `${…}` of its own."""
        return {"kustomize.toolkit.fluxcd.io/force": "Enabled", **_AS_IT_IS}

    def versioned_annotations(self, instance: str) -> dict[str, str]:
        """Pruned by the command in docs/operating.md. A sync config may contain `${…}`."""
        return {"kustomize.toolkit.fluxcd.io/prune": "disabled", **_AS_IT_IS}


_BEFORE_REST = {
    "helm.sh/hook": "pre-install,pre-upgrade",
    "helm.sh/hook-delete-policy": "before-hook-creation",
}


class HelmHooks(_Ordering):
    """Helm, for those who put the manifests in a chart of their own: the Job is a hook, and so is what it needs.

    Hooks are no part of a release, so that older configuration stays by itself, also when the release is uninstalled.
    """

    waits = True
    takes_gate = False

    type: Literal["helm"] = Field(default="helm", description="the kind of ordering")

    def prerequisite_annotations(self, instance: str) -> dict[str, str]:
        """Hooks, too: those of an install run before anything else is there."""
        return {**_BEFORE_REST, "helm.sh/hook-weight": "-10"}

    def job_annotations(self, instance: str) -> dict[str, str]:
        """A hook after those. None before a rollback: the older image cannot migrate what is newer than it."""
        return {**_BEFORE_REST, "helm.sh/hook-weight": "-5"}


class Kapp(_Ordering):
    """kapp: change groups, and rules which of them comes after which. An update by kapp would take the marks away.

    kapp would add a label of its own to the selectors of Deployments, which cannot be changed; it is told not to, so
    that an instance that was applied otherwise can come under kapp. Old configuration goes when new pods are up.
    """

    waits = True
    takes_gate = False
    ttl_seconds = None

    type: Literal["kapp"] = Field(default="kapp", description="the kind of ordering")

    def prerequisite_annotations(self, instance: str) -> dict[str, str]:
        """The first group."""
        return {_GROUP: _group(instance, "configuration")}

    def job_annotations(self, instance: str) -> dict[str, str]:
        """The second. One that is there already is replaced, since kapp's label cannot be put on its pods."""
        return {
            _GROUP: _group(instance, "migrate"),
            _RULE: f"upsert after upserting {_group(instance, 'configuration')}",
            "kapp.k14s.io/update-strategy": "fallback-on-replace",
        }

    def workload_annotations(self, instance: str) -> dict[str, str]:
        """The third; kapp waits until the Job has succeeded."""
        return {
            _GROUP: _group(instance, "workloads"),
            _RULE: f"upsert after upserting {_group(instance, 'migrate')}",
            "kapp.k14s.io/disable-default-label-scoping-rules": "",
        }

    def versioned_annotations(self, instance: str) -> dict[str, str]:
        """Deleted when the workloads run with the next."""
        return {_RULE: f"delete after upserting {_group(instance, 'workloads')}"}


_GROUP, _RULE = "kapp.k14s.io/change-group", "kapp.k14s.io/change-rule"


def _group(instance: str, part: str) -> str:
    return f"{instance}.powersync/{part}"


Ordering = Annotated[Plain | ArgoCD | FluxCD | HelmHooks | Kapp, Field(discriminator="type")]
"""How what applies the manifests is told to migrate first."""
