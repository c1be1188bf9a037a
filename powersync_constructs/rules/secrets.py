"""Rules about the objects that fill the Secrets of pods."""

from collections.abc import Iterable, Iterator, Sequence

from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject
from powersync_constructs.rules._secrets import SOURCES, Made, Reference, references_of, secrets_of

_Makers = dict[tuple[str, str], list[Made]]
"""The objects that create each Secret, by the namespace and name of the Secret."""


def references_are_filled(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """If a chart fills some Secrets from a secret source, it must fill every Secret and key that its pods refer to.

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
        for reference in references_of(workload):
            if (workload.namespace, reference) in seen:
                continue
            seen.add((workload.namespace, reference))
            # an object without a namespace, like a ClusterExternalSecret, can create its Secret in any namespace
            made = [*makers.get((workload.namespace, reference.name), ()), *makers.get(("", reference.name), ())]
            if not made:
                yield _without_maker(workload, reference, source)
            elif reference.key is not None and all(_lacks(each, reference.key) for each in made):
                yield _without_key(made[0].by, reference, workload)


def secrets_have_one_owner(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """A Secret must have one owner, because an owner does not keep the keys of another owner.

    ExternalSecrets replace each other's keys, except with a creation policy that merges. The CSI driver does not merge
    the keys of two SecretProviderClasses, so they can share a Secret only if both have all of its keys.
    """
    for (_, name), makers in _makers(objects).items():
        owners = {str(made.by): made for made in makers if made.owned}
        if len(owners) < 2 or not any(made.by.instance for made in owners.values()):
            continue
        if not _share([*owners.values()]):
            reason = f"is created by {' and '.join(owners)}, and would lack the keys of one of them"
            fix = "map it in only one of them, with all its keys"
            yield Finding("one-owner", "error", f"Secret/{name}", reason, fix)


def _makers(objects: Iterable[KubeObject]) -> _Makers:
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


def _without_key(maker: KubeObject, reference: Reference, workload: KubeObject) -> Finding:
    reason = f"fills Secret/{reference.name} without the key '{reference.key}', so pods of {workload} never start"
    return Finding("references-are-filled", "error", str(maker), reason, _mapped(maker.kind, reference))


def _without_maker(workload: KubeObject, reference: Reference, source: str) -> Finding:
    missing = f"refers to Secret/{reference.name}, which nothing in the chart creates"
    reason = f"{missing}, although other Secrets come from {SOURCES[source]}"
    fix = f"{_mapped(source, reference)}, or create it outside the chart"
    return Finding("references-are-filled", "warning", str(workload), reason, fix)


def _mapped(source: str, reference: Reference) -> str:
    key = repr(reference.key) if reference.key else "..."
    return f"map it: {SOURCES[source]}(mapping={{SecretRef('{reference.name}', {key}): ...}})"
