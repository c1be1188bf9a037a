"""Rules about names."""

from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import KubeObject
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule

_Key = tuple[str, str, str, str]
"""The group, kind, namespace and name of an object, which together are unique in a cluster."""
_FIXES = {
    ("external-secrets.io", "ExternalSecret"): "map the Secret in one instance, with all its keys",
}
"""The fixes for objects whose names do not begin with the name of the instance, by kind."""


@rule(
    "PS010",
    "unique-names",
    "error",
    looks_at="all objects of a chart",
    fix="Give one of the two objects another name.",
)
def names_are_unique(objects: Objects) -> Iterator[Violation]:
    """No two objects have the same kind, namespace and name.

    The object that is applied last would replace the other. The rule accepts equal manifests of an object that belongs
    to no instance, like a Namespace that several files define.
    """
    found: dict[_Key, list[KubeObject]] = {}
    for each in objects:
        if each.name:
            found.setdefault(_key(each), []).append(each)
    for same in found.values():
        if len(same) == 1 or (not same[0].instance and all(each.manifest == same[0].manifest for each in same)):
            continue
        times = "twice" if len(same) == 2 else f"{len(same)} times"
        reason = f"is defined {times}, and only the last one applied would remain"
        name = "each instance its own name" if same[0].instance else "one of them another name"
        fix = _FIXES.get((same[0].group, same[0].kind), f"give {name}")
        yield Violation(same[0], reason, fix)


@rule(
    "PS011",
    "charts-share-no-names",
    "warning",
    looks_at="the objects of an instance that are in two charts",
    fix="Use different names or namespaces. Switch the rule off if each chart is for its own cluster.",
    scope="app",
)
def charts_share_no_names(objects: Objects) -> Iterator[Violation]:
    """Charts for one cluster do not define the same object.

    The object that is applied last would replace the other. Charts for two clusters may define the same object.
    """
    first: dict[_Key, str] = {}
    shared: dict[tuple[str, str, tuple[str, str]], list[KubeObject]] = {}
    for each in objects:
        other = first.setdefault(_key(each), each.chart)
        if each.name and each.instance and other != each.chart:
            shared.setdefault((other, each.chart, each.instance_id), []).append(each)
    for (one, other, (_, instance)), same in shared.items():
        reason = f"is defined in chart '{one}' and in chart '{other}'{_more(len(same) - 1, instance)}"
        fix = "if both charts are for one cluster, change the namespace of one chart or the name of its instance"
        yield Violation(same[0], reason, fix)


def _key(each: KubeObject) -> _Key:
    return each.group, each.kind, each.namespace, each.name


def _more(count: int, instance: str) -> str:
    more = "is 1 more object" if count == 1 else f"are {count} more objects"
    return f", and so {more} of instance '{instance}'" if count else ""
