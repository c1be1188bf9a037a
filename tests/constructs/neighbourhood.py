"""The endpoints around an instance, and the connections that the policies of a chart allow."""

from collections.abc import Iterator, Mapping
from typing import Any

from .manifests import Manifest, pod_templates
from .reachability import Endpoint, Network

PORTS: dict[str, tuple[int, Any]] = {
    "API": (8080, "TCP"),
    "metrics": (9464, "TCP"),
    "DNS": (53, "TCP"),
    "DNS by UDP": (53, "UDP"),
    "Postgres": (5432, "TCP"),
    "SQL Server": (1433, "TCP"),
    "redirected": (11500, "TCP"),
    "Mongo": (27017, "TCP"),
    "other Mongo": (27018, "TCP"),
    "proxy": (3307, "TCP"),
    "HTTP": (80, "TCP"),
    "HTTPS": (443, "TCP"),
    "QUIC": (443, "UDP"),
    "kubeadm": (6443, "TCP"),
    "SSH": (22, "TCP"),
}
"""Every port that is tried."""
NEIGHBOURS = {
    "controller": Endpoint("10.1.1.1", "traefik", {"app.kubernetes.io/name": "traefik"}),
    "next to the controller": Endpoint("10.1.1.2", "traefik", {"app.kubernetes.io/name": "whoami"}),
    "Prometheus": Endpoint("10.1.2.1", "monitoring", {"app.kubernetes.io/name": "prometheus"}),
    "CoreDNS": Endpoint("10.1.3.1", "kube-system", {"k8s-app": "kube-dns"}),
    "next to CoreDNS": Endpoint("10.1.3.2", "kube-system", {"k8s-app": "kube-proxy"}),
    "source": Endpoint("10.20.0.5"),
    "next to the source": Endpoint("10.20.0.6"),
    "storage": Endpoint("10.1.4.1", "databases", {"app": "storage"}),
    "pod with storage labels": Endpoint("10.1.5.1", "sync", {"app": "storage"}),
    "unlabeled pod": Endpoint("10.1.5.2", "sync"),
    "shop pod": Endpoint("10.1.6.1", "shop", {"app": "shop"}),
    "internet": Endpoint("93.184.216.34"),
    "internet by IPv6": Endpoint("2606:2800:220:1::1"),
    "metadata": Endpoint("169.254.169.254"),
    "metadata by IPv6": Endpoint("fd00:ec2::254"),
    "API server": Endpoint("10.0.0.2"),
}
"""Endpoints outside an instance: those that the props name, and others with a similar address or labels."""

Reached = dict[str, list[str]]
"""Names of endpoints, each with the names of the ports that are open."""


class World:
    """The pods of a chart, two of each, the endpoints around them, and the policies between them."""

    def __init__(self, manifests: list[Manifest]) -> None:
        self.policies = [manifest for manifest in manifests if manifest["kind"] == "NetworkPolicy"]
        self._network = Network(self.policies)
        self.pods = {
            f"{labels['app.kubernetes.io/instance']} {labels['app.kubernetes.io/component']}": Endpoint(
                f"10.1.9.{number}", "sync", labels
            )
            for number, labels in enumerate(_pod_labels(manifests), 1)
        }
        second_pods = {
            f"second {name}": Endpoint(f"10.1.10.{number}", pod.namespace, pod.labels)
            for number, (name, pod) in enumerate(self.pods.items(), 1)
        }
        self._endpoints = NEIGHBOURS | self.pods | second_pods

    def reaches(self, name: str) -> Reached:
        """Return the endpoints and ports to which a pod of the chart can connect."""
        return self._open({other: (self.pods[name], endpoint) for other, endpoint in self._others(name)})

    def is_reached_by(self, name: str) -> Reached:
        """Return the endpoints that can connect to a pod of the chart, with the ports."""
        return self._open({other: (endpoint, self.pods[name]) for other, endpoint in self._others(name)})

    def _others(self, name: str) -> Iterator[tuple[str, Endpoint]]:
        return ((other, endpoint) for other, endpoint in self._endpoints.items() if other != name)

    def _open(self, pairs: Mapping[str, tuple[Endpoint, Endpoint]]) -> Reached:
        found = {
            other: [name for name, port in PORTS.items() if self._network.allows(*ends, *port)]
            for other, ends in pairs.items()
        }
        return {other: ports for other, ports in found.items() if ports}


def _pod_labels(manifests: list[Manifest]) -> list[dict[str, str]]:
    """Return the pod labels of each workload."""
    return [template["metadata"]["labels"] for _, template in pod_templates(manifests)]
