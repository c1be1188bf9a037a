"""The order in which each tool applies objects, and which of them it waits for.

Objects that a tool applies at the same time do not precede each other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from tests.emitted import Manifest

from .needs import Key, key

_HELM_KINDS = [
    *("PriorityClass", "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy"),
    *("PodDisruptionBudget", "ServiceAccount", "Secret", "SecretList", "ConfigMap", "StorageClass", "PersistentVolume"),
    *("PersistentVolumeClaim", "CustomResourceDefinition", "ClusterRole", "ClusterRoleList", "ClusterRoleBinding"),
    *("ClusterRoleBindingList", "Role", "RoleList", "RoleBinding", "RoleBindingList", "Service", "DaemonSet", "Pod"),
    *("ReplicationController", "ReplicaSet", "Deployment", "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob"),
    *("IngressClass", "Ingress", "APIService"),
]
"""pkg/releaseutil/kind_sorter.go of Helm 3.22. sync_tasks.go of Argo CD's engine has the same list without
PriorityClass; kinds that are in neither list have no certain order.
"""
_FLUX_KINDS = [
    *("CustomResourceDefinition", "Namespace", "ClusterRole", "ClusterClass", "RuntimeClass", "PriorityClass"),
    *("StorageClass", "VolumeSnapshotClass", "IngressClass", "GatewayClass", "ClusterRoleBinding", "ResourceQuota"),
    *("ServiceAccount", "Role", "RoleBinding", "ConfigMap", "Secret", "Service", "LimitRange", "Deployment"),
    *("StatefulSet", "CronJob", "PodDisruptionBudget"),
]
"""sort.go of fluxcd/pkg/ssa 0.83; other kinds come last, by group and kind."""
_KAPP_FIRST = ("NetworkPolicy", "ResourceQuota", "LimitRange", "PriorityClass", "ServiceAccount", "Secret", "ConfigMap")
_KAPP_RBAC = ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")
"""pkg/kapp/config/default.go of kapp: `pod-related` and `rbac`."""


@dataclass
class Order:
    """The objects that a tool has applied, and has waited for, before it applies an object."""

    applied: dict[Key, set[Key]] = field(default_factory=dict)
    ready: dict[Key, set[Key]] = field(default_factory=dict)
    """The applied objects that the tool has also waited for."""


def kubectl(manifests: Sequence[Manifest]) -> Order:
    """`kubectl apply`: one object after the other, in the order of the file, without waiting."""
    return _in_steps([[manifest] for manifest in manifests], waits=False)


def flux(manifests: Sequence[Manifest]) -> Order:
    """One Kustomization: by kind; it waits only after everything is applied."""
    ranked = sorted(manifests, key=lambda each: (_rank(each, _FLUX_KINDS), _group(each), key(each)))
    return _in_steps([[manifest] for manifest in ranked], waits=False)


def flux_in_two_folders(pre_deploy: Sequence[Manifest], deploy: Sequence[Manifest]) -> Order:
    """Two Kustomizations: Flux applies the second when all objects of the first are ready."""
    first, second = flux(pre_deploy), flux(deploy)
    before = {key(manifest) for manifest in pre_deploy}
    applied = {**first.applied, **{each: done | before for each, done in second.applied.items()}}
    return Order(applied, {**first.ready, **dict.fromkeys(second.ready, before)})


def argo_cd(manifests: Sequence[Manifest]) -> Order:
    """A sync: by phase, wave and kind; it applies a wave when all earlier waves are healthy."""
    order, before = Order(), set[Key]()
    for (phase, _), wave in groupby(sorted(manifests, key=_argo_place), key=_argo_place):
        assert phase == "Sync", f"{phase} hooks run before objects that are not hooks"
        ranks = groupby(_by_kind(wave), key=lambda manifest: _rank(manifest, _HELM_KINDS))
        inside = _in_steps([list(same) for _, same in ranks], waits=False)
        order.applied |= {each: done | before for each, done in inside.applied.items()}
        order.ready |= dict.fromkeys(inside.applied, before)
        before = before | set(inside.applied)
    return order


def helm(manifests: Sequence[Manifest]) -> Order:
    """An install: hooks by weight and kind, waiting for each, then all other objects by kind."""
    hooks = [each for each in manifests if "pre-install" in _annotation(each, "helm.sh/hook")]
    rest = [each for each in manifests if each not in hooks]
    hooks = sorted(_by_kind(hooks), key=lambda each: int(_annotation(each, "helm.sh/hook-weight") or 0))
    first = _in_steps([[each] for each in hooks], waits=True)
    second = _in_steps([[each] for each in _by_kind(rest)], waits=False)
    before = {key(hook) for hook in hooks}
    applied = {**first.applied, **{each: done | before for each, done in second.applied.items()}}
    return Order(applied, {**first.ready, **dict.fromkeys(second.applied, before)})


def kapp(manifests: Sequence[Manifest]) -> Order:
    """A deploy: by the rules in annotations, then by kapp's own rules without a cycle; it waits for each object."""
    after = {key(manifest): set(_kapp_rules(manifest, manifests)) for manifest in manifests}
    for manifest in manifests:
        for other in _kapp_defaults(manifest, manifests):
            if key(manifest) not in _transitive(other, after):
                after[key(manifest)].add(other)
    before = {each: _transitive(each, after) for each in after}
    return Order(before, before)


def _in_steps(steps: Sequence[Sequence[Manifest]], *, waits: bool) -> Order:
    order, before = Order(), set[Key]()
    for step in steps:
        for manifest in step:
            order.applied[key(manifest)] = set(before)
            order.ready[key(manifest)] = set(before) if waits else set()
        before |= {key(manifest) for manifest in step}
    return order


def _by_kind(manifests: Iterable[Manifest]) -> list[Manifest]:
    return sorted(manifests, key=lambda each: (_rank(each, _HELM_KINDS), *key(each)))


def _group(manifest: Manifest) -> str:
    return str(manifest["apiVersion"]).rpartition("/")[0]


def _rank(manifest: Manifest, kinds: Sequence[str]) -> int:
    """Return the position of an object's kind; unknown kinds come last."""
    return kinds.index(manifest["kind"]) if manifest["kind"] in kinds else len(kinds)


def _annotation(manifest: Manifest, name: str) -> str:
    return str(manifest["metadata"].get("annotations", {}).get(name, ""))


def _argo_place(manifest: Manifest) -> tuple[str, int]:
    phase = _annotation(manifest, "argocd.argoproj.io/hook") or "Sync"
    return phase, int(_annotation(manifest, "argocd.argoproj.io/sync-wave") or 0)


def _kapp_rules(manifest: Manifest, manifests: Sequence[Manifest]) -> Iterator[Key]:
    match _annotation(manifest, "kapp.k14s.io/change-rule").split():
        case ["upsert", "after", "upserting", group]:
            yield from (key(each) for each in manifests if _annotation(each, "kapp.k14s.io/change-group") == group)
        case [] | ["delete", "after", "upserting", _]:
            pass
        case rule:
            raise AssertionError(f"unknown rule of kapp: {' '.join(rule)}")


def _kapp_defaults(manifest: Manifest, manifests: Sequence[Manifest]) -> Iterator[Key]:
    for other in manifests:
        kind = other["kind"]
        is_namespace = kind == "Namespace" and manifest["kind"] != "Namespace"
        is_role = manifest["kind"] == "RoleBinding" and kind == "Role"
        is_first = manifest["kind"] not in (*_KAPP_FIRST, *_KAPP_RBAC, "Namespace") and kind in (
            *_KAPP_FIRST,
            *_KAPP_RBAC,
        )
        if is_namespace or is_role or is_first:
            yield key(other)


def _transitive(start: Key, after: dict[Key, set[Key]]) -> set[Key]:
    found, left = set[Key](), [start]
    while left:
        for other in after[left.pop()] - found:
            found.add(other)
            left.append(other)
    return found


def _deletes_last(manifest: Manifest) -> bool:
    """Return whether kapp deletes an object only after the new workloads of its instance run."""
    rule = _annotation(manifest, "kapp.k14s.io/change-rule")
    workloads = _annotation(manifest, "kapp.k14s.io/change-group").rpartition("/")[0] + "/workloads"
    return rule == f"delete after upserting {workloads}"


PRUNES_EARLY: dict[str, Callable[[Manifest], bool]] = {
    "plain": lambda _: False,
    "argo-cd": lambda manifest: _annotation(manifest, "argocd.argoproj.io/sync-options") != "Prune=false",
    "flux": lambda manifest: _annotation(manifest, "kustomize.toolkit.fluxcd.io/prune") != "disabled",
    "helm": lambda manifest: not _annotation(manifest, "helm.sh/hook"),
    "kapp": lambda manifest: not _deletes_last(manifest),
}
"""Whether a tool removes an object that is no longer in the manifests while old pods may still start."""
TOOLS: dict[str, Callable[[Sequence[Manifest]], Order]] = {
    "plain": kubectl,
    "argo-cd": argo_cd,
    "flux": flux,
    "helm": helm,
    "kapp": kapp,
}
"""The tool of each ordering."""
