"""Minimal and full samples of the peers of an instance's connections."""

from powersync_constructs.config import (
    ApiServer,
    CidrPeer,
    Destination,
    ExtraRule,
    MongoStorage,
    NamespacePeer,
    NetworkProps,
    ObjectStorage,
    PodPeer,
    PortRange,
    SecretRef,
    ServicePrincipal,
    ServicePrincipalOptions,
    SqlServerSource,
)
from powersync_constructs.config.network.props import INTERNET

NETWORK = NetworkProps(
    ingress_controller=[],
    monitoring=[],
    source=Destination(to=[CidrPeer(cidr="10.20.0.5/32")]),
    storage=Destination(to=[PodPeer(labels={"app": "storage"})]),
    jwks=Destination(to=INTERNET),
    telemetry=Destination(to=INTERNET),
    api_server=ApiServer(cidrs=["10.0.0.2/32"]),
)
"""The connections that the smallest instance needs."""

HIDDEN_NETWORK = NetworkProps(
    ingress_controller=[],
    monitoring=[NamespacePeer(name="monitoring")],
    source=Destination(to=[CidrPeer(cidr="10.20.0.5/32")], ports=[5432]),
    storage=Destination(to=[PodPeer(labels={"app": "storage"})], ports=[27017]),
    jwks=Destination(to=INTERNET, ports=[443]),
)
"""The connections of an instance whose service.yaml is only in a Secret.

It has no migration Job, so no pod calls the API server to set the marker.
"""
ENTRA_SOURCE = SqlServerSource(
    hostname="app.database.windows.net",
    database="app",
    authentication=ServicePrincipal(
        options=ServicePrincipalOptions(
            client_id="0b4f1d6e-7a39-4a1c-9f0e-2f6f3a5d8c11",
            client_secret=SecretRef("entra", "client-secret"),
            tenant_id="6c1c2f9a-53f7-4b0e-8f3e-9d1b7c2a4e55",
        )
    ),
)
S3_STORAGE = MongoStorage(
    uri="mongodb://mongo-0.mongo:27018,mongo-1.mongo/powersync",
    default_storage_version=4,
    object_storage=ObjectStorage(bucket="powersync-chunks"),
)
FULL_NETWORK = NetworkProps(
    ingress_controller=[
        PodPeer(labels={"app.kubernetes.io/name": "traefik"}, namespace="traefik"),
        CidrPeer(cidr="10.40.0.0/16", except_=["10.40.7.0/24", "10.40.8.0/24"]),
    ],
    monitoring=[NamespacePeer(name="monitoring")],
    dns=Destination(to=[NamespacePeer(name="openshift-dns")], ports=[5353]),
    source=Destination(to=[CidrPeer(cidr="10.20.0.0/24")], ports=[1433, PortRange(first=11000, last=11999)]),
    storage=Destination(to=[PodPeer(labels={"app": "mongo"}), PodPeer(labels={"app": "mongo"}, namespace="backup")]),
    jwks=Destination(to=INTERNET),
    object_storage=Destination(to=[CidrPeer(cidr="10.30.0.0/28")], ports=[9000]),
    telemetry=Destination(to=[PodPeer(labels={"app": "collector"}, namespace="monitoring")], ports=[4318]),
    entra=Destination(to=INTERNET),
    sentry=Destination(to=INTERNET, ports=[443]),
    api_server=ApiServer(cidrs=["10.0.0.2/32", "10.0.0.3/32"], ports=[443]),
    more_ingress=[ExtraRule(roles=["api"], peers=[NamespacePeer(name="monitoring")], ports=[15090])],
    more_egress=[ExtraRule(roles=["api", "replication"], peers=INTERNET, ports=[3307, 443])],
)
"""The connections that an instance with such databases can need."""
