"""Where the scheduler puts the pods of a workload."""

from collections.abc import Iterator
from typing import NamedTuple

from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, Path, mapping, mappings
from powersync_constructs.rules._lib.selectors import selects

_HOSTNAME = "kubernetes.io/hostname"
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


class Pinned(NamedTuple):
    """What makes all pods of a workload run on one node."""

    what: str
    path: Path


def one_node(workload: KubeObject) -> Pinned | None:
    """Return what makes all pods run on one node; None if they can run on several nodes."""
    pod, path = workload.pod, workload.pod_path
    if pod.get("nodeName"):
        return Pinned("nodeName", (*path, "nodeName"))
    if _HOSTNAME in mapping(pod, "nodeSelector"):
        return Pinned(f"the nodeSelector {_HOSTNAME}", (*path, "nodeSelector"))
    terms = mappings(pod, "affinity", "nodeAffinity", _REQUIRED, "nodeSelectorTerms")
    hosts = {_host(term) for term in terms}
    if len(hosts) == 1 and "" not in hosts:
        return Pinned("the required node affinity", (*path, "affinity", "nodeAffinity"))
    for term in mappings(pod, "affinity", "podAffinity", _REQUIRED):
        if term.get("topologyKey") == _HOSTNAME and _selects_own(term, workload):
            return Pinned("the required pod affinity to its own pods", (*path, "affinity", "podAffinity"))
    return None


def is_spread(workload: KubeObject) -> bool:
    """Whether a constraint or an anti-affinity keeps the pods of a workload apart."""
    return any(_selects_own(term, workload) for term in _terms(workload.pod))


def _terms(pod: Manifest) -> Iterator[Manifest]:
    yield from mappings(pod, "topologySpreadConstraints")
    yield from mappings(pod, "affinity", "podAntiAffinity", _REQUIRED)
    for weighted in mappings(pod, "affinity", "podAntiAffinity", _PREFERRED):
        yield mapping(weighted, "podAffinityTerm")


def _selects_own(term: Manifest, workload: KubeObject) -> bool:
    """Whether a term selects the pods of the workload. A term without a selector selects nothing."""
    selector = term.get("labelSelector")
    return selector is not None and selects(mapping(selector), workload.pod_labels)


def _host(term: Manifest) -> str:
    """Return the only node that a term of a node affinity allows; empty if it allows several."""
    for expression in (*mappings(term, "matchExpressions"), *mappings(term, "matchFields")):
        values = expression.get("values")
        is_host = expression.get("key") in (_HOSTNAME, "metadata.name")
        if is_host and expression.get("operator") == "In" and isinstance(values, list) and len(values) == 1:
            return str(values[0])
    return ""
