"""A rule about the order in which Helm and Argo CD apply objects."""

from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import KubeObject, mapping, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.order import (
    ARGO,
    ARGO_HOOK,
    HELM_HOOK,
    TOOLS,
    Position,
    Tool,
    is_applied_by,
    is_hook,
)
from powersync_constructs.rules._lib.secrets import makers_of_secrets, references_of
from powersync_constructs.rules._rule import rule


@rule(
    "PS502",
    "hooks-wait-for-no-release",
    "error",
    looks_at="Jobs of the service that are hooks or have a sync wave, and the objects that their pods refer to",
    fix="Apply the object before the Job: as an earlier hook, in a lower wave, or in a separate release.",
)
def hooks_wait_for_no_release(objects: Objects) -> Iterator[Violation]:
    """A Job that is a hook needs no object that the tool applies after the hook.

    Helm applies the ConfigMaps, Secrets and ServiceAccounts of a release after a `pre-install` hook, and Argo CD
    applies them after a `PreSync` hook. The tool waits for the hook, and the pod of the hook waits for the object, so
    the first installation fails. The same applies to a Job in a lower sync wave than the object, and to the Namespace
    of the Job. Secrets count too if another object creates them, for example an ExternalSecret or the Cluster of a
    database operator.
    """
    for job in objects.of_kind("Job"):
        for tool in TOOLS:
            late = dict(_late(job, tool, objects))
            yield from (_violation(job, tool, maker, needed) for maker, needed in late.items())
            if late:
                break


def _late(job: KubeObject, tool: Tool, objects: Objects) -> Iterator[tuple[KubeObject, str]]:
    """Yield the objects that a Job needs, but that the tool applies later, with the name of what the Job needs."""
    position = tool.position(job)
    if position is None or not (_may_apply(tool, job) and (job.instance or objects.services_in(job))):
        return
    for reference in references_of(job, objects):
        made = makers_of_secrets(objects).get((job.namespace, reference.name), [])
        if made and all(_is_later(each.by, tool, position) for each in made):
            yield made[0].by, f"Secret/{reference.name}"
    for kind, name in (("Namespace", job.namespace), *_other_references(job)):
        needed = objects.get(kind, "" if kind == "Namespace" else job.namespace, name, near=job)
        if needed is not None and _is_later(needed, tool, position):
            yield needed, str(needed)


def _may_apply(tool: Tool, job: KubeObject) -> bool:
    """Whether a tool may apply the Job. Argo CD runs hooks of Helm too, but most of them are applied by Helm."""
    return tool.name == "Helm" or HELM_HOOK not in job.annotations or is_applied_by(job, ARGO)


def _is_later(each: KubeObject, tool: Tool, than: Position) -> bool:
    position = tool.position(each)
    return position is None or position > than


def _other_references(job: KubeObject) -> Iterator[tuple[str, str]]:
    """Yield the kinds and names of the ConfigMaps and the ServiceAccount without which a pod cannot start."""
    yield "ServiceAccount", text(job.pod.get("serviceAccountName"))
    for container in job.containers:
        sources = [mapping(each, "configMapRef") for each in mappings(container, "envFrom")]
        sources += [mapping(each, "valueFrom", "configMapKeyRef") for each in mappings(container, "env")]
        yield from (("ConfigMap", text(each.get("name"))) for each in sources if each.get("optional") is not True)
    for volume in mappings(job.pod, "volumes"):
        for source in (volume, *mappings(volume, "projected", "sources")):
            reference = mapping(source, "configMap")
            if reference.get("optional") is not True:
                yield "ConfigMap", text(reference.get("name"))


def _violation(job: KubeObject, tool: Tool, maker: KubeObject, needed: str) -> Violation:
    origin = "" if str(maker) == needed else f" from {maker}"
    start = f"is a hook of {tool.name} and needs" if is_hook(job) else "needs"
    reason = f"{start} {needed}{origin}, which {tool.name} applies after the Job"
    if tool.name == "Helm":
        has_copy = not origin and maker.kind != "Namespace"
        copy = ", or give the Job a copy of it that is a hook with a lower weight" if has_copy else ""
        fix = f"put {maker} into a separate release{copy}"
    else:
        is_earlier_hook = is_hook(job) and job.annotations.get(ARGO_HOOK) != "Sync"
        phase = ", and make the Job a Sync hook" if is_earlier_hook else ""
        fix = f"give {maker} a lower sync wave than the Job{phase}"
    return Violation(job, reason, fix, ("metadata", "annotations"))
