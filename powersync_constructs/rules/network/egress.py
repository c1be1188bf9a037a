"""A rule about the connections that NetworkPolicies let the pods of the service open."""

from collections.abc import Iterator, Mapping

from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.configurations import configuration_of
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, mapping, mappings
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.replicas import is_controlled
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.network._destinations import DNS, Destination, destinations

_ALL = range(1, 65536)


@rule(
    "PS717",
    "egress",
    "warning",
    "note",
    looks_at="NetworkPolicies with rules for egress that select pods of the service, with their service.yaml",
    fix="Add the port of the server to `egress[].ports`.",
    scope="app",
)
def policies_allow_needed_connections(objects: Objects) -> Iterator[Violation]:
    """The NetworkPolicies of a pod allow the ports of the servers that it needs.

    API pods connect to the bucket storage, to the JWKS server and also to the source database, because each write
    checkpoint reads its position (checkpointing.ts). Replicators connect to both databases. Compactions and migrations
    connect only to the bucket storage. All of them need DNS. The rule compares ports, not addresses. It leaves out a
    server in the cluster whose Service is not in the manifests. If only usage data cannot be sent, the finding is a
    note.
    """
    restricting = objects.once(_restricting)
    for container in objects.services():
        each, policies = container.object, restricting.get(id(container.object), [])
        configuration = configuration_of(container, objects) if policies and not is_controlled(each) else None
        if configuration is None:
            continue
        for needed in destinations(configuration, container.role, each, objects):
            if not any(_allows(policy, needed) for policy in policies):
                yield _violation(policies[0], needed, each)


def _violation(policy: KubeObject, needed: Destination, workload: KubeObject) -> Violation:
    shown = "53" if needed.ports == DNS else " or ".join(map(str, sorted(needed.ports)))
    reason = f"does not allow the pods of {workload} to connect to {needed.what} on port {shown}"
    severity: Severity | None = None if needed.is_needed else "note"
    return Violation(policy, reason, f"add port {shown} to a rule of spec.egress", ("spec", "egress"), severity)


def _restricting(objects: Objects) -> Mapping[int, list[KubeObject]]:
    """Return the NetworkPolicies that restrict the egress of each workload, by the identity of the workload."""
    found: dict[int, list[KubeObject]] = {}
    for policy in objects.of_kind("NetworkPolicy"):
        types = policy.spec.get("policyTypes")
        if "Egress" in types if isinstance(types, list) else "egress" in policy.spec:
            for workload in objects.selected_by(mapping(policy.spec, "podSelector"), policy):
                found.setdefault(id(workload), []).append(policy)
    return found


def _allows(policy: KubeObject, needed: Destination) -> bool:
    protocols = ("TCP", "UDP") if needed.ports == DNS else ("TCP",)
    for entry in mappings(policy.spec, "egress"):
        if not entry.get("ports"):
            return True
        for port in mappings(entry, "ports"):
            if port.get("protocol", "TCP") in protocols and any(number in _range(port) for number in needed.ports):
                return True
    return False


def _range(port: Manifest) -> range:
    """Return the ports that an item of `ports` allows. The number behind a name is not known, so it allows all."""
    first, last = port.get("port"), port.get("endPort")
    if not isinstance(first, int):
        return _ALL
    return range(first, (last if isinstance(last, int) else first) + 1)
