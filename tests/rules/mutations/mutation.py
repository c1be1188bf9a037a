"""The correct manifests, and the functions that make one mistake in them."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from powersync_constructs.config.core._labels import INSTANCE_LABEL
from tests import CHECKOUT

API, REPLICATION = "Deployment/powersync-api", "Deployment/powersync-replication"
COMPACT, MIGRATE = "CronJob/powersync-compact", "Job/powersync-migrate-"
"""The workloads of the correct manifests."""
CONTAINER = "spec.template.spec.containers.0"
"""The path of the container that runs the service, in a Deployment."""
Manifests = list[dict[str, Any]]
Change = Callable[[Manifests], None]
"""A function that changes the manifests in place."""


@dataclass(frozen=True)
class Mutation:
    """One mistake in correct manifests."""

    rule: str
    """The id of the rule that finds it."""
    what: str
    """The mistake, as the name of the test: `no-memory-limit`."""
    changes: tuple[Change, ...]
    also: frozenset[str] = frozenset()
    """The ids of other rules for which this is a mistake too."""
    ours: bool = False
    """Whether the mistake is in the manifests with the labels of this library, which some rules look at."""
    beside: bool = False
    """Whether the chart with the mistake stands beside a chart without it."""


def mutation(
    rule: str, what: str, *changes: Change, also: str = "", ours: bool = False, beside: bool = False
) -> Mutation:
    """Return a mutation. `also` lists the ids of the other rules that find it, separated by spaces."""
    return Mutation(rule, what, changes, frozenset(also.split()), ours, beside)


@cache
def _written() -> Manifests:
    return [*yaml.safe_load_all((CHECKOUT / "dist" / "ha.k8s.yaml").read_text(encoding="utf-8"))]


def correct(*, ours: bool = False) -> Manifests:
    """Return the manifests of the preset `ha`.

    Unless `ours` is set, they are as any other tool could have written them: without the labels of this library.
    """
    return [copy.deepcopy(each) if ours else without_our_labels(each) for each in _written()]


def mutated(each: Mutation) -> dict[str, Manifests]:
    """Return the correct manifests with one mistake, by chart."""
    manifests = correct(ours=each.ours)
    for change in each.changes:
        change(manifests)
    return {"beside": correct(ours=each.ours), "mutated": manifests} if each.beside else {"mutated": manifests}


def put(place: str, path: str, value: object) -> Change:
    """Set a field: `put("Deployment/powersync-api", "spec.template.spec.containers.0.image", "…")`.

    In a list, a part of the path is the position. The position after the last item appends. `~` stands for a dot that
    is part of a key.
    """

    def change(manifests: Manifests) -> None:
        parent, key = _parent(found(manifests, place), path)
        if isinstance(parent, list) and int(key) == len(parent):
            parent.append(copy.deepcopy(value))
        elif isinstance(parent, list):
            parent[int(key)] = copy.deepcopy(value)
        else:
            parent[key] = copy.deepcopy(value)

    return change


def remove(place: str, path: str) -> Change:
    """Remove a field or an item of a list, which must exist."""

    def change(manifests: Manifests) -> None:
        parent, key = _parent(found(manifests, place), path)
        del parent[int(key) if isinstance(parent, list) else key]

    return change


def add(manifest: dict[str, Any]) -> Change:
    """Add an object."""
    return lambda manifests: manifests.append(copy.deepcopy(manifest))


def annotate(place: str, rule: str, reason: str) -> Change:
    """Switch a rule off for an object."""
    return put(place, f"metadata.annotations.powersync-constructs/ignore~{rule}", reason)


def delete(place: str) -> Change:
    """Remove an object."""
    return lambda manifests: manifests.remove(found(manifests, place))


def service_yaml(old: str, new: str) -> Change:
    """Replace a text in service.yaml, which must contain it once."""
    return replace_text("ConfigMap/powersync-config-", "service.yaml", old, new)


def sync_config(old: str, new: str) -> Change:
    """Replace a text in the sync config, which must contain it once."""
    return replace_text("ConfigMap/powersync-sync-config-", "sync-config.yaml", old, new)


def replace_text(place: str, key: str, old: str, new: str) -> Change:
    """Replace a text in a key of a ConfigMap, which must contain it once."""

    def change(manifests: Manifests) -> None:
        data = found(manifests, place)["data"]
        assert data[key].count(old) == 1, f"{place} contains {old!r} {data[key].count(old)} times"
        data[key] = data[key].replace(old, new)

    return change


def found(manifests: Manifests, place: str) -> dict[str, Any]:
    """Return the only object whose kind and name begin like `place`. A name that ends with a dash is a prefix."""
    kind, _, name = place.partition("/")
    [each] = [
        each
        for each in manifests
        if each["kind"] == kind
        and (each["metadata"]["name"].startswith(name) if name.endswith("-") else each["metadata"]["name"] == name)
    ]
    return each


def without_our_labels(value: Any) -> Any:
    """Return a manifest without the labels of this library, at any level."""
    if isinstance(value, dict):
        return {key: without_our_labels(nested) for key, nested in value.items() if key != INSTANCE_LABEL}
    return [without_our_labels(item) for item in value] if isinstance(value, list) else value


def _parent(value: Any, path: str) -> tuple[Any, str]:
    *parents, last = (part.replace("~", ".") for part in path.split("."))
    for key in parents:
        value = value[int(key)] if isinstance(value, list) else value.setdefault(key, {})
    return value, last
