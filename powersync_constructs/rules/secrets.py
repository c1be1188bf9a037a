"""Rules about who fills the Secrets that pods refer to."""

from collections.abc import Iterable, Iterator, Sequence

from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject
from powersync_constructs.rules._secrets import SOURCES, Made, Reference, references_of, secrets_of

_Makers = dict[tuple[str, str], list[Made]]
"""What makes each Secret, by the Secret's namespace and name."""


def references_are_filled(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """A chart that says who fills some Secrets says it of every Secret and key that the service's pods refer to.

    A key that its Secret never has is an error, since the pods wait for it forever. A Secret that nothing in the chart
    makes is a warning, since somebody else may keep it. A Secret that no pod refers to may be for somebody else, too.
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
            # what has no namespace, like a ClusterExternalSecret, may make its Secret in any
            made = [*makers.get((workload.namespace, reference.name), ()), *makers.get(("", reference.name), ())]
            if not made:
                yield _without_maker(workload, reference, source)
            elif reference.key is not None and all(_lacks(each, reference.key) for each in made):
                yield _without_key(made[0].by, reference, workload)


def secrets_have_one_owner(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """What fills a Secret as its own leaves no key of another's in it.

    ExternalSecrets replace each other's keys, except those that merge. The CSI driver leaves a Secret alone that is
    already there, so that two SecretProviderClasses can share one only when both have all of its keys.
    """
    for (_, name), makers in _makers(objects).items():
        owners = {str(made.by): made for made in makers if made.owned}
        if len(owners) < 2 or not any(made.by.instance for made in owners.values()):
            continue
        if not _share([*owners.values()]):
            reason = f"is made by {' and '.join(owners)}, of which one would leave out the other's keys"
            fix = "map it in one of them, with all its keys"
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
    """Whether all are classes of the driver, with the same keys."""
    return all(each.by.kind == "SecretProviderClass" and each.keys == owners[0].keys for each in owners)


def _without_key(maker: KubeObject, reference: Reference, workload: KubeObject) -> Finding:
    reason = f"fills Secret/{reference.name} without '{reference.key}', so that pods of {workload} never start"
    return Finding("references-are-filled", "error", str(maker), reason, _mapped(maker.kind, reference))


def _without_maker(workload: KubeObject, reference: Reference, source: str) -> Finding:
    reason = (
        f"refers to Secret/{reference.name}, which nothing in the chart makes, while others come by {SOURCES[source]}"
    )
    fix = f"{_mapped(source, reference)}, or make sure that somebody keeps it"
    return Finding("references-are-filled", "warning", str(workload), reason, fix)


def _mapped(source: str, reference: Reference) -> str:
    key = repr(reference.key) if reference.key else "..."
    return f"map it: {SOURCES[source]}(mapping={{SecretRef('{reference.name}', {key}): ...}})"
