"""Examples of NetworkPolicies."""

from powersync_constructs.config import (
    INTERNET,
    ApiServer,
    CidrPeer,
    Destination,
    ExtraRule,
    NamespacePeer,
    NetworkProps,
    PodPeer,
    PortRange,
)

NetworkProps(
    ingress_controller=[NamespacePeer(name="traefik")],
    monitoring=[NamespacePeer(name="monitoring")],
    source=Destination(to=[CidrPeer(cidr="10.20.0.5/32")]),
    storage=Destination(to=[CidrPeer(cidr="10.20.0.6/32")]),
    jwks=Destination(to=INTERNET),
)
Destination(to=[CidrPeer(cidr="10.20.0.5/32")], ports=[5432])
ApiServer(cidrs=["10.0.0.2/32"], ports=[443])
ExtraRule(roles=["api"], peers=[NamespacePeer(name="service-mesh")], ports=[15090])
NamespacePeer(name="monitoring")
PodPeer(labels={"app": "mongodb"}, namespace="databases")
CidrPeer(cidr="10.0.0.0/8", except_=["10.1.0.0/16"])
PortRange(first=11000, last=11999)
