"""`find` and `find_all`: objects in a list of manifests, by kind, name and namespace."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from powersync_constructs.rules._lib.manifest import KubeObject, Manifest


def find(manifests: Iterable[Manifest], kind: str, name: str | None = None, namespace: str | None = None) -> Manifest:
    """Return the only object of a kind, or of a kind with this name and namespace.

    A name may be a pattern in which `*` matches any text: `find(made, "ConfigMap", "powersync-config-*")`.

    Raises AssertionError, with the names of the objects that exist, if no object or more than one object matches.
    """
    __tracebackhide__ = True
    every = list(manifests)
    found = find_all(every, kind, name, namespace)
    if len(found) == 1:
        return found[0]
    asked = _asked(kind, name, namespace)
    if found:
        fix = "use the name of one of them, or its namespace"
        raise AssertionError(f"{len(found)} objects match {asked}: {_names(found)}; {fix}")
    of_kind = find_all(every, kind)
    listed = f"the objects of this kind are: {_names(of_kind)}" if of_kind else f"the objects are: {_names(every)}"
    raise AssertionError(f"no object matches {asked}; {listed}")


def find_all(
    manifests: Iterable[Manifest], kind: str | None = None, name: str | None = None, namespace: str | None = None
) -> list[Manifest]:
    """Return all objects of a kind, with this name and namespace. An argument that is None matches every object.

    A name may be a pattern in which `*` matches any text.
    """
    return [each for each in manifests if _matches(KubeObject(each), kind, name, namespace)]


def _matches(each: KubeObject, kind: str | None, name: str | None, namespace: str | None) -> bool:
    return (
        kind in (None, each.kind)
        and (name is None or fnmatchcase(each.name, name))
        and namespace in (None, each.namespace)
    )


def _asked(kind: str, name: str | None, namespace: str | None) -> str:
    text = f"{kind}/{name}" if name else kind
    return f"{text} in the namespace {namespace}" if namespace else text


def _names(manifests: Iterable[Manifest]) -> str:
    """List objects, each with its namespace if there are objects in several namespaces."""
    objects = [KubeObject(each) for each in manifests]
    several = len({each.namespace for each in objects}) > 1
    shown = [f"{each} ({each.namespace or 'no namespace'})" if several else str(each) for each in objects]
    return ", ".join(sorted(shown)) or "none"
