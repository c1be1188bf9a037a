"""Rules about the objects that fill the Secrets of pods."""

from collections.abc import Iterator, Sequence

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import KubeObject
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.secrets import SOURCES, Made, Reference, references_of, secrets_of
from powersync_constructs.rules._rule import rule

_Makers = dict[tuple[str, str], list[Made]]
"""The objects that create each Secret, by the namespace and name of the Secret."""


@rule(
    "PS203",
    "references-are-filled",
    "error",
    "warning",
    looks_at="the Secrets that the pods of the service refer to, and the objects that create Secrets",
    fix="Add the key to the object that fills the Secret, or create the Secret before you apply the manifests.",
)
def references_are_filled(objects: Objects) -> Iterator[Violation]:
    """If a chart fills some Secrets from a secret source, it fills every Secret and key that its pods refer to.

    A missing key of a filled Secret is an error, because the pods wait for it forever. A Secret that nothing in the
    chart creates is a warning, because something outside the chart may create it. A Secret that no pod refers to is
    accepted, because something else may use it.
    """
    makers = _makers(objects)
    sources = {made.by.namespace: made.by.kind for made in _all(makers) if made.by.kind in SOURCES}
    seen: set[tuple[str, Reference]] = set()
    for workload in objects:
        source = sources.get(workload.namespace)
        if source is None:
            continue
        for reference in references_of(workload, objects):
            if (workload.namespace, reference) in seen:
                continue
            seen.add((workload.namespace, reference))
            # an object without a namespace, like a ClusterExternalSecret, can create its Secret in any namespace
            made = [*makers.get((workload.namespace, reference.name), ()), *makers.get(("", reference.name), ())]
            if not made:
                yield _without_maker(workload, reference, source)
            elif reference.key is not None and all(_lacks(each, reference.key) for each in made):
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

    An owner does not keep the keys of another owner.

    ExternalSecrets replace each other's keys, except with a creation policy that merges. The CSI driver does not merge
    the keys of two SecretProviderClasses, so they can share a Secret only if both have all of its keys.
    """
    needed = _needed(objects)
    for secret, makers in _makers(objects).items():
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


def _makers(objects: Objects) -> _Makers:
    found: _Makers = {}
    for each in objects:
        for made in secrets_of(each):
            found.setdefault(made.secret, []).append(made)
    return found


def _all(makers: _Makers) -> Iterator[Made]:
    for made in makers.values():
        yield from made


def _lacks(made: Made, key: str) -> bool:
    return made.keys is not None and key not in made.keys


def _share(owners: Sequence[Made]) -> bool:
    """Return whether all owners are SecretProviderClasses with the same keys."""
    return all(each.by.kind == "SecretProviderClass" and each.keys == owners[0].keys for each in owners)


def _without_key(maker: KubeObject, reference: Reference, workload: KubeObject) -> Violation:
    reason = f"fills Secret/{reference.name} without the key '{reference.key}', so pods of {workload} never start"
    return Violation(maker, reason, _mapped(maker.kind, reference))


def _without_maker(workload: KubeObject, reference: Reference, source: str) -> Violation:
    missing = f"refers to Secret/{reference.name}, which nothing in the chart creates"
    reason = f"{missing}, although other Secrets come from {SOURCES[source]}"
    fix = f"{_mapped(source, reference)}, or create it outside the chart"
    return Violation(workload, reason, fix, severity="warning")


def _mapped(source: str, reference: Reference) -> str:
    key = repr(reference.key) if reference.key else "..."
    return f"map it: {SOURCES[source]}(mapping={{SecretRef('{reference.name}', {key}): ...}})"
