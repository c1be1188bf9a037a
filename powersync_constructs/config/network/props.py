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

    to: FrozenList[Peer] = Field(min_length=1, description="those who are at the other end")
    ports: Ports = Field(default=(), description="ports of theirs; what the configuration says unless given")


class ApiServer(Props):
    """The API server of Kubernetes, to which the migration Job says that it is done."""

    cidrs: FrozenList[Cidr] = Field(
        min_length=1,
        description="its addresses: those of `kubectl get endpointslices -n default kubernetes`; with the VPC CNI of "
        "EKS also that of its Service, `kubectl get service -n default kubernetes`, see docs/network.md",
    )
    ports: Ports = Field(
        default=(443, 6443),
        min_length=1,
        description="its ports: 443 in most clouds, 6443 of kubeadm; not the 443 of its Service alone",
    )

    @property
    def destination(self) -> Destination:
        """The same as any other destination."""
        return Destination(to=[CidrPeer(cidr=cidr) for cidr in self.cidrs], ports=self.ports)


class ExtraRule(Props):
    """TCP connections of some roles that nothing here knows of, like those of a sidecar."""

    roles: FrozenList[Role] = Field(min_length=1, description="the roles whose pods have them")
    peers: FrozenList[Peer] = Field(min_length=1, description="those who are at the other end")
    ports: Ports = Field(min_length=1, description="ports of the pods for what comes in, else of the peers")


_PRIVATE = ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
"""RFC 1918, carriers' NAT (RFC 6598, pods of some clouds), the pod itself, and link-local with the metadata servers."""
_AZURE = "168.63.129.16/32"
"""What a machine in Azure asks about itself: an address of Azure's own, though it looks public."""
INTERNET = (
    CidrPeer(cidr="0.0.0.0/0", except_=(*_PRIVATE, _AZURE)),
    CidrPeer(cidr="::/0", except_=("fc00::/7", "fe80::/10")),
)
"""Every public address, for what is reached by a name alone, like JWKS. In a cloud with IPv6 that may be databases and
pods too."""
CLUSTER_DNS = Destination(to=[PodPeer(namespace="kube-system", labels={"k8s-app": "kube-dns"})])
"""CoreDNS, or kube-dns before it: both have that label."""


class NetworkProps(Props):
    """NetworkPolicies for each role: what is named here is let through, and nothing else.

    What the configuration implies must be named, and no more than that may be. A policy does something only where the
    cluster's network plug-in enforces it. The kubelet's probes are let through by all of them.
    """

    error_path = "network"

    ingress_controller: FrozenList[Peer] | None = Field(
        default=None, description="who brings clients to the API: the controller's proxies; [] for nobody"
    )
    monitoring: FrozenList[Peer] | None = Field(
        default=None, description="who scrapes `telemetry.prometheus_port`; [] for nobody"
    )
    dns: Destination = Field(
        default_factory=lambda: CLUSTER_DNS,
        description="who resolves names, by UDP and TCP; CoreDNS on 53 unless given. Where pods ask another address, "
        "as /etc/resolv.conf in them shows, give that beside it (NodeLocal DNSCache), or instead (OpenShift: "
        "NamespacePeer(name='openshift-dns') on port 5353)",
    )
    source: Destination | None = Field(
        default=None, description="the source database, for replicators and, for write checkpoints, the API"
    )
    storage: Destination | None = Field(default=None, description="the bucket storage, for all roles")
    jwks: Destination | None = Field(default=None, description="where the API gets the clients' keys")
    object_storage: Destination | None = Field(
        default=None,
        description="S3, for all but the migration Job, and STS where its keys come from a role of the ServiceAccount",
    )
    telemetry: Destination | None = Field(
        default=None, description="the receiver of usage data, pulse.journeyapps.com, while sharing is on"
    )
    entra: Destination | None = Field(
        default=None, description="Microsoft's login (login.microsoftonline.com), for a source with ServicePrincipal"
    )
    sentry: Destination | None = Field(default=None, description="the receiver of errors, for all roles")
    api_server: ApiServer | None = Field(default=None, description="Kubernetes' API server, for the migration Job")
    more_ingress: FrozenList[ExtraRule] = Field(default=(), description="more that may come in")
    more_egress: FrozenList[ExtraRule] = Field(
        default=(), description="more that may go out, like that of a database proxy"
    )
