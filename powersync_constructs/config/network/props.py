"""Props of `PowerSyncNetwork`."""

from typing import Literal

from pydantic import Field

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import Cidr, FrozenList
from powersync_constructs.config.network.peers import CidrPeer, Peer, PodPeer, Ports

Role = Literal["api", "replication", "compact", "migrate", "unified"]
"""The role of a pod in an instance."""


class Destination(Props):
    """The peers and ports of a system that the service connects to."""

    to: FrozenList[Peer] = Field(min_length=1)
    """The peers to connect to."""
    ports: Ports = ()
    """The ports of the peers. Default: the ports in the configuration."""


class ApiServer(Props):
    """The Kubernetes API server, where the migration Job sets the migration marker."""

    cidrs: FrozenList[Cidr] = Field(min_length=1)
    """The IP addresses of the API server. `kubectl get endpointslices -n default kubernetes` lists them. With the VPC
    CNI of EKS, add the address of the Service too (`kubectl get service -n default kubernetes`). See docs/network.md.
    """
    ports: Ports = Field(default=(443, 6443), min_length=1)
    """The ports of the API server: 443 in most clouds, 6443 with kubeadm. Use the ports of the endpoints, not the
    port of the Service.
    """

    @property
    def destination(self) -> Destination:
        """The API server as a `Destination`."""
        return Destination(to=[CidrPeer(cidr=cidr) for cidr in self.cidrs], ports=self.ports)


class ExtraRule(Props):
    """Additional TCP connections of some roles, like the connections of a sidecar."""

    roles: FrozenList[Role] = Field(min_length=1)
    """The roles whose pods have these connections."""
    peers: FrozenList[Peer] = Field(min_length=1)
    """The peers to allow."""
    ports: Ports = Field(min_length=1)
    """The ports to allow. In `more_ingress`, they are ports of the pods; in `more_egress`, ports of the peers."""


_PRIVATE = ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
"""RFC 1918, carrier-grade NAT (RFC 6598; pods in some clouds), loopback, and link-local with the metadata servers."""
_AZURE = "168.63.129.16/32"
"""The virtual public IP address of the Azure platform, which every Azure virtual machine can connect to."""
INTERNET = (
    CidrPeer(cidr="0.0.0.0/0", except_=(*_PRIVATE, _AZURE)),
    CidrPeer(cidr="::/0", except_=("fc00::/7", "fe80::/10")),
)
"""All public addresses, for a destination that is known only by name, like a JWKS server. In a cloud with IPv6,
databases and pods may have such addresses too."""
CLUSTER_DNS = Destination(to=[PodPeer(namespace="kube-system", labels={"k8s-app": "kube-dns"})])
"""CoreDNS, or its predecessor kube-dns. Both have this label."""


class NetworkProps(Props):
    """One NetworkPolicy per role, which allows the connections in these fields and no others.

    Set every connection that the configuration needs. Other connections must not be set. A policy has an effect only
    if the network plugin of the cluster enforces it. The probes of the kubelet are always allowed.
    """

    error_path = "network"

    ingress_controller: FrozenList[Peer] | None = None
    """The proxies of the ingress controller, which forward requests of clients. [] allows none."""
    monitoring: FrozenList[Peer] | None = None
    """The peers that scrape `telemetry.prometheus_port`. [] allows none."""
    dns: Destination = Field(default_factory=lambda: CLUSTER_DNS)
    """The DNS servers, over UDP and TCP. Default: CoreDNS on port 53. With NodeLocal DNSCache, add a CidrPeer for
    the `nameserver` in /etc/resolv.conf of the pods. With OpenShift, replace CoreDNS with
    NamespacePeer(name='openshift-dns') on port 5353.
    """
    source: Destination | None = None
    """The source database. The replicators connect to it. The API pods connect to it for write checkpoints."""
    storage: Destination | None = None
    """The bucket storage. All roles connect to it."""
    jwks: Destination | None = None
    """The servers from which the API pods fetch the keys of client tokens."""
    object_storage: Destination | None = None
    """The object storage (S3). All roles except the migration Job connect to it. If the ServiceAccount has an IAM role,
    add the peers of AWS STS.
    """
    telemetry: Destination | None = None
    """The receiver of usage data, pulse.journeyapps.com. Needed unless `disable_telemetry_sharing` is True."""
    entra: Destination | None = None
    """The Microsoft login (login.microsoftonline.com), for a SQL Server source with a `ServicePrincipal`."""
    sentry: Destination | None = None
    """The Sentry server, which receives errors. All roles connect to it."""
    api_server: ApiServer | None = None
    """The Kubernetes API server. The migration Job connects to it."""
    more_ingress: FrozenList[ExtraRule] = ()
    """The additional connections to the pods."""
    more_egress: FrozenList[ExtraRule] = ()
    """The additional connections from the pods, like the connections of a database proxy."""
