"""The order in which Helm and Argo CD apply objects."""

from collections.abc import Callable
from typing import NamedTuple

from powersync_constructs.rules._lib.manifest import KubeObject

ARGO, FLUX, KAPP = "argocd.argoproj.io/", "kustomize.toolkit.fluxcd.io/", "kapp.k14s.io/"
"""The prefixes of the annotations and labels of each tool."""
KAPP_RULE, KAPP_VERSIONED = f"{KAPP}change-rule", f"{KAPP}versioned"
HELM_HOOK, HELM_WEIGHT = "helm.sh/hook", "helm.sh/hook-weight"
ARGO_HOOK, ARGO_WAVE = f"{ARGO}hook", f"{ARGO}sync-wave"
_BEFORE, _WITH, _AFTER = range(3)
_HELM_PHASES = {"pre-install": _BEFORE, "post-install": _AFTER}
_ARGO_PHASES = {"PreSync": _BEFORE, "Sync": _WITH, "PostSync": _AFTER}
_ARGO_PHASES_OF_HELM = {"pre-install": _BEFORE, "pre-upgrade": _BEFORE, "post-install": _AFTER, "post-upgrade": _AFTER}
"""Argo CD maps the hooks of Helm to its own (Argo CD documentation, Helm hooks)."""


class Position(NamedTuple):
    """When a tool applies an object. Of two positions, the lower one comes first."""

    phase: int
    wave: int


class Tool(NamedTuple):
    """A tool that waits until the objects of a position are ready before it applies those of the next one."""

    name: str
    position: Callable[[KubeObject], Position | None]
    """Returns the position of an object in the first installation; None if the tool does not apply it then."""


def _helm(each: KubeObject) -> Position | None:
    if HELM_HOOK not in each.annotations:
        return Position(_WITH, 0)
    phases = [_HELM_PHASES[hook] for hook in _values(each, HELM_HOOK) if hook in _HELM_PHASES]
    return Position(min(phases), _number(each.annotations.get(HELM_WEIGHT))) if phases else None


def _argo_cd(each: KubeObject) -> Position | None:
    hook = ARGO_HOOK if ARGO_HOOK in each.annotations else HELM_HOOK
    phases_of = _ARGO_PHASES if hook == ARGO_HOOK else _ARGO_PHASES_OF_HELM
    phases = [phases_of[value] for value in _values(each, hook) if value in phases_of]
    if hook in each.annotations and not phases:
        return None
    weight = each.annotations.get(HELM_WEIGHT, "") if hook == HELM_HOOK else ""
    return Position(min(phases, default=_WITH), _number(each.annotations.get(ARGO_WAVE, weight)))


TOOLS = (Tool("Helm", _helm), Tool("Argo CD", _argo_cd))


def is_hook(each: KubeObject) -> bool:
    """Whether an object is a hook of Helm or of Argo CD."""
    return HELM_HOOK in each.annotations or ARGO_HOOK in each.annotations


def is_applied_by(each: KubeObject, prefix: str) -> bool:
    """Whether a label or an annotation of an object shows that the tool with this prefix applies it."""
    return any(name.startswith(prefix) for name in (*each.labels, *each.annotations))


def _values(each: KubeObject, annotation: str) -> list[str]:
    return [value.strip() for value in each.annotations.get(annotation, "").split(",")]


def _number(written: str | None) -> int:
    try:
        return int(written or "0")
    except ValueError:
        return 0
