"""Props of `PowerSyncNetwork`."""

from typing import Literal

from pydantic import Field

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import Cidr, FrozenList
from powersync_constructs.config.network.peers import CidrPeer, Peer, PodPeer, Ports

Role = Literal["api", "replication", "compact", "migrate", "unified"]
"""The part that pods have in an instance."""


class Destination(Props):
    """Where something is that the service connects to."""

    to: FrozenList[Peer] = Field(min_length=1, description="the peers at the other end")
    ports: Ports = Field(default=(), description="the peers' ports. Default: those of the configuration")


class ApiServer(Props):
    """The API server of Kubernetes, where the migration Job sets its marker."""

    cidrs: FrozenList[Cidr] = Field(
        min_length=1,
        description="its addresses: those of `kubectl get endpointslices -n default kubernetes`; with the VPC CNI of "
        "EKS also that of its Service, `kubectl get service -n default kubernetes`, see docs/network.md",
    )
    ports: Ports = Field(
        default=(443, 6443),
        min_length=1,
        description="its ports: 443 in most clouds, 6443 with kubeadm; the 443 of its Service is not enough",
    )

    @property
    def destination(self) -> Destination:
        """The same as a Destination."""
        return Destination(to=[CidrPeer(cidr=cidr) for cidr in self.cidrs], ports=self.ports)


class ExtraRule(Props):
    """TCP connections of some roles that the configuration does not show, like those of a sidecar."""

    roles: FrozenList[Role] = Field(min_length=1, description="the roles whose pods have them")
    peers: FrozenList[Peer] = Field(min_length=1, description="the peers at the other end")
    ports: Ports = Field(min_length=1, description="ports of the pods for what comes in, otherwise of the peers")


_PRIVATE = ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
"""RFC 1918, carriers' NAT (RFC 6598, pods of some clouds), the pod itself, and link-local with the metadata servers."""
_AZURE = "168.63.129.16/32"
"""The platform services of a virtual machine in Azure: an address of Azure's own, although it looks public."""
INTERNET = (
    CidrPeer(cidr="0.0.0.0/0", except_=(*_PRIVATE, _AZURE)),
    CidrPeer(cidr="::/0", except_=("fc00::/7", "fe80::/10")),
)
"""Every public address, for what only a name leads to, like JWKS. In a cloud with IPv6 these may include databases and
pods."""
CLUSTER_DNS = Destination(to=[PodPeer(namespace="kube-system", labels={"k8s-app": "kube-dns"})])
"""CoreDNS, or kube-dns before it; both have that label."""


class NetworkProps(Props):
    """A NetworkPolicy for each role, which allows what is named here and nothing else.

    What the configuration needs must be named, and nothing else may be. A policy has an effect only where the cluster's
    network plug-in enforces it. The kubelet's probes are always allowed.
    """

    error_path = "network"

    ingress_controller: FrozenList[Peer] | None = Field(
        default=None, description="the peers that bring clients: the ingress controller's proxies; [] for none"
    )
    monitoring: FrozenList[Peer] | None = Field(
        default=None, description="the peers that scrape `telemetry.prometheus_port`; [] for none"
    )
    dns: Destination = Field(
        default_factory=lambda: CLUSTER_DNS,
        description="what resolves names, by UDP and TCP. Default: CoreDNS on port 53. Where /etc/resolv.conf in the "
        "pods names another address, add it (NodeLocal DNSCache), or replace CoreDNS (OpenShift: "
        "NamespacePeer(name='openshift-dns') on port 5353)",
    )
    source: Destination | None = Field(
        default=None, description="the source database, for replicators and, for write checkpoints, the API"
    )
    storage: Destination | None = Field(default=None, description="the bucket storage, for all roles")
    jwks: Destination | None = Field(default=None, description="where the API fetches the keys of client tokens")
    object_storage: Destination | None = Field(
        default=None,
        description="S3, for all but the migration Job; also STS where a role of the ServiceAccount gives the keys",
    )
    telemetry: Destination | None = Field(
        default=None, description="the receiver of usage data, pulse.journeyapps.com, while sharing is on"
    )
    entra: Destination | None = Field(
        default=None, description="Microsoft's login (login.microsoftonline.com), for a source with ServicePrincipal"
    )
    sentry: Destination | None = Field(default=None, description="the receiver of errors, for all roles")
    api_server: ApiServer | None = Field(default=None, description="Kubernetes' API server, for the migration Job")
    more_ingress: FrozenList[ExtraRule] = Field(default=(), description="more connections to the pods")
    more_egress: FrozenList[ExtraRule] = Field(
        default=(), description="more connections of the pods, like those of a database proxy"
    )
