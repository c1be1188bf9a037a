"""Rules about the objects that fill the Secrets of pods."""

from collections.abc import Iterator, Sequence

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.contents import content_keys
from powersync_constructs.rules._lib.manifest import KubeObject
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.secrets import SOURCES, Made, Reference, makers_of_secrets, references_of
from powersync_constructs.rules._rule import rule


@rule(
    "PS203",
    "references-are-filled",
    "error",
    "warning",
    looks_at="the Secrets that the pods of the service refer to, and the objects that create Secrets",
    fix="Add the key to the object that fills the Secret, or create the Secret before you apply the manifests.",
)
def references_are_filled(objects: Objects) -> Iterator[Violation]:
    """The manifests fill every Secret and key that the pods refer to.

    If the manifests contain or fill a Secret, a missing key is an error, because the pods wait for it forever. If
    nothing in the manifests creates a Secret, the rule reports a warning, but only if a secret source fills other
    Secrets. Otherwise, something else creates the Secrets. The rule accepts a Secret that no pod refers to, because
    something else may use it.
    """
    makers = makers_of_secrets(objects)
    sources = {made.by.namespace: made.by.kind for each in makers.values() for made in each if made.by.kind in SOURCES}
    seen: set[tuple[str, Reference]] = set()
    for workload in objects:
        source = sources.get(workload.namespace)
        for reference in references_of(workload, objects):
            if (workload.namespace, reference) in seen:
                continue
            seen.add((workload.namespace, reference))
            # an object without a namespace, like a ClusterExternalSecret, can create its Secret in any namespace
            made = [*makers.get((workload.namespace, reference.name), ()), *makers.get(("", reference.name), ())]
            if not made and source is not None:
                yield _without_maker(workload, reference, source)
            elif made and reference.key is not None and all(_lacks(each, reference.key) for each in made):
                yield _without_key(made[0].by, reference, workload)


@rule(
    "PS204",
    "one-owner",
    "error",
    looks_at="ExternalSecrets and SecretProviderClasses",
    fix="Fill each Secret from one object.",
)
def secrets_have_one_owner(objects: Objects) -> Iterator[Violation]:
    """A Secret has one owner.

    An owner does not keep the keys of another owner. ExternalSecrets replace each other's keys, except with a creation
    policy that merges. The CSI driver does not merge the keys of two SecretProviderClasses, so they can share a Secret
    only if both have all of its keys.
    """
    needed = _needed(objects)
    for secret, makers in makers_of_secrets(objects).items():
        owners = {str(made.by): made for made in makers if made.owned}
        if len(owners) < 2 or not (secret in needed or any(made.by.instance for made in owners.values())):
            continue
        if not _share([*owners.values()]):
            reason = f"is created by {' and '.join(owners)}, and would lack the keys of one of them"
            fix = "map it in only one of them, with all its keys"
            yield Violation(makers[0].by, reason, fix, where=f"Secret/{secret[1]}")


def _needed(objects: Objects) -> frozenset[tuple[str, str]]:
    """Return the namespaces and names of the Secrets that the pods of the service refer to."""
    workloads = {id(container.object): container.object for container in objects.services()}.values()
    return frozenset((each.namespace, found.name) for each in workloads for found in references_of(each, objects))


def _lacks(made: Made, key: str) -> bool:
    keys = frozenset(content_keys(made.by)) or None if made.by.kind == "Secret" else made.keys
    return keys is not None and key not in keys


def _share(owners: Sequence[Made]) -> bool:
    """Return whether all owners are SecretProviderClasses with the same keys."""
    return all(each.by.kind == "SecretProviderClass" and each.keys == owners[0].keys for each in owners)


def _without_key(maker: KubeObject, reference: Reference, workload: KubeObject) -> Violation:
    if maker.kind == "Secret":
        reason = f"has no key '{reference.key}', so pods of {workload} never start"
        return Violation(maker, reason, f"add the key, or correct the reference of {workload}")
    reason = f"fills Secret/{reference.name} without the key '{reference.key}', so pods of {workload} never start"
    fix = _mapped(maker.kind, reference) if workload.instance else f"add the key '{reference.key}' to {maker}"
    return Violation(maker, reason, fix)


def _without_maker(workload: KubeObject, reference: Reference, source: str) -> Violation:
    missing = f"refers to Secret/{reference.name}, which nothing in the manifests creates"
    reason = f"{missing}, although an object of the kind {source} fills other Secrets"
    create = _mapped(source, reference) if workload.instance else f"create it with an object of the kind {source}"
    fix = f"{create}, or create it before you apply the manifests"
    return Violation(workload, reason, fix, severity="warning")


def _mapped(source: str, reference: Reference) -> str:
    """Return the fix in the props of this library."""
    key = repr(reference.key) if reference.key else "..."
    return f"map it: {SOURCES[source]}(mapping={{SecretRef('{reference.name}', {key}): ...}})"
