"""Mistakes in the connections that NetworkPolicies allow."""

from .mutation import Change, Manifests, found, mutation, put, service_yaml

API, REPLICATION = "NetworkPolicy/powersync-api", "NetworkPolicy/powersync-replication"


def without_port(place: str, port: int) -> Change:
    """Remove the rules for egress that allow a port."""

    def change(manifests: Manifests) -> None:
        spec = found(manifests, place)["spec"]
        spec["egress"] = [rule for rule in spec["egress"] if all(each["port"] != port for each in rule["ports"])]

    return change


MUTATIONS = [
    mutation("PS717", "no-database", without_port(REPLICATION, 5432)),
    mutation("PS717", "no-dns", without_port(API, 53)),
    mutation("PS717", "no-jwks-server", without_port(API, 443)),
    mutation("PS717", "no-egress", put("NetworkPolicy/powersync-migrate", "spec.egress", [])),
    mutation(
        "PS717",
        "other-port-of-the-storage",
        service_yaml('hostname: "storage.example.com"', 'hostname: "storage.example.com"\n  port: 6432'),
    ),
]
