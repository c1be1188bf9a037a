"""An instance in a production cluster with cert-manager, KEDA, the Prometheus operator and NetworkPolicies.

The Certificate shows how to add a custom resource that this library does not create.
"""

from pathlib import Path

from cdk8s import ApiObjectMetadata, App, Chart

from imports.powersync.io.cert_manager import Certificate, CertificateSpec, CertificateSpecIssuerRef
from powersync_constructs import PowerSync, SecretRef, presets, synth
from powersync_constructs.config import (
    INTERNET,
    Alerts,
    ApiServer,
    CidrPeer,
    ClientAuth,
    Destination,
    KedaAutoscaling,
    MonitoringProps,
    NamespacePeer,
    NetworkProps,
    PodPeer,
    PostgresSource,
    PostgresStorage,
    SyncConfig,
)

HOST = "powersync.example.com"

app = App()
chart = Chart(app, "production", namespace="powersync", disable_resource_name_hashes=True)
Certificate(
    chart,
    "certificate",
    metadata=ApiObjectMetadata(name="powersync-tls"),
    spec=CertificateSpec(
        secret_name="powersync-tls",
        dns_names=[HOST],
        issuer_ref=CertificateSpecIssuerRef(name="letsencrypt", kind="ClusterIssuer"),
    ),
)
production = presets.ha(
    host=HOST,
    source=PostgresSource(uri=SecretRef("powersync-source", "uri")),
    storage=PostgresStorage(uri=SecretRef("powersync-storage", "uri")),
    client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"]),
    sync_config=SyncConfig.from_file(Path(__file__).parents[2] / "sync-config.yaml"),
    autoscaling=KedaAutoscaling(prometheus_url="http://prometheus-operated.monitoring.svc:9090", max_replicas=20),
    monitoring=MonitoringProps(labels={"release": "kube-prometheus-stack"}, alerts=Alerts(storage_limit="200Gi")),
    network=NetworkProps(
        ingress_controller=[PodPeer(labels={"app.kubernetes.io/name": "traefik"}, namespace="traefik")],
        monitoring=[NamespacePeer(name="monitoring")],
        source=Destination(to=[CidrPeer(cidr="10.20.0.0/24")], ports=[5432]),
        storage=Destination(to=[PodPeer(labels={"cnpg.io/cluster": "powersync-storage"})], ports=[5432]),
        jwks=Destination(to=INTERNET),
        telemetry=Destination(to=INTERNET),
        api_server=ApiServer(cidrs=["10.0.0.2/32"]),
    ),
)
PowerSync(chart, "powersync", production)
synth(app)
