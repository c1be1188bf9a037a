"""Rules about who fills the Secrets that pods refer to."""

from collections.abc import Sequence

from powersync_constructs.rules._finding import Finding, Manifest, kind_and_name
from powersync_constructs.rules._secrets import SOURCES, Made, references_of, secrets_of

_Secret = tuple[str | None, str]
"""A Secret's namespace and name."""


def references_are_filled(manifests: Sequence[Manifest]) -> list[Finding]:
    """A chart that says who fills some Secrets says it of every Secret and key that the service's pods refer to.

    A key that its Secret never has is an error, since the pods wait for it for ever. A Secret that nothing in the chart
    makes is a warning, for somebody else may keep it. What is filled and not referred to may be for somebody else, too.
    """
    made = _made(manifests)
    sources: dict[str | None, str] = {}
    for makers in made.values():
        for maker in makers:
            if maker.by["kind"] in SOURCES:
                sources.setdefault(maker.secret[0], maker.by["kind"])
    found: dict[tuple[_Secret, str | None], Finding] = {}
    for manifest in manifests:
        namespace = manifest["metadata"].get("namespace")
        for name, key in references_of(manifest) if namespace in sources else ():
            # what has no namespace, like a ClusterExternalSecret, may make its Secret in any
            makers = [*made.get((namespace, name), ()), *made.get((None, name), ())]
            if not makers:
                found.setdefault(((namespace, name), key), _nobodys(manifest, name, key, sources[namespace]))
            elif key is not None and all(maker.keys is not None and key not in maker.keys for maker in makers):
                found.setdefault(((namespace, name), key), _without_key(makers[0].by, name, key, manifest))
    return list(found.values())


def secrets_have_one_owner(manifests: Sequence[Manifest]) -> list[Finding]:
    """What fills a Secret as its own leaves no key of another's in it.

    ExternalSecrets replace each other's keys, but for those that merge. The CSI driver leaves a Secret alone that is
    there already, so that two SecretProviderClasses share one in peace only when both have all of its keys.
    """
    found = []
    for (_, name), makers in _made(manifests).items():
        owners = {kind_and_name(maker.by): maker for maker in makers if maker.owned}
        if len(owners) > 1 and not _share(list(owners.values())):
            reason = f"is made by {' and '.join(owners)}, of which one would leave out the other's keys"
            found.append(
                Finding("one-owner", "error", f"Secret/{name}", reason, "map it in one of them, with all its keys")
            )
    return found


def _share(owners: Sequence[Made]) -> bool:
    """Whether all are classes of the driver, with the same keys."""
    return all(each.by["kind"] == "SecretProviderClass" and each.keys == owners[0].keys for each in owners)


def _made(manifests: Sequence[Manifest]) -> dict[_Secret, list[Made]]:
    """What makes each Secret."""
    found: dict[_Secret, list[Made]] = {}
    for manifest in manifests:
        for made in secrets_of(manifest):
            found.setdefault(made.secret, []).append(made)
    return found


def _without_key(source: Manifest, name: str, key: str, workload: Manifest) -> Finding:
    reason = f"fills Secret/{name} without '{key}', so that pods of {kind_and_name(workload)} never start"
    fix = _mapped(source["kind"], name, key)
    return Finding("references-are-filled", "error", kind_and_name(source), reason, fix)


def _nobodys(workload: Manifest, name: str, key: str | None, source: str) -> Finding:
    reason = f"refers to Secret/{name}, which nothing in the chart makes, while others come by {SOURCES[source]}"
    fix = f"{_mapped(source, name, key)}, or see that somebody keeps it"
    return Finding("references-are-filled", "warning", kind_and_name(workload), reason, fix)


def _mapped(source: str, name: str, key: str | None) -> str:
    reference = f"SecretRef('{name}', {repr(key) if key else '...'})"
    return f"map it: {SOURCES[source]}(mapping={{{reference}: ...}})"
