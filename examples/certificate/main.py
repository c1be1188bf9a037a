"""An instance whose certificate is issued by cert-manager: a custom resource of somebody else beside ours."""

from pathlib import Path

from cdk8s import ApiObjectMetadata, App, Chart

from imports.powersync.io.cert_manager import Certificate, CertificateSpec, CertificateSpecIssuerRef
from powersync_constructs import PowerSync, SecretRef, presets, synth
from powersync_constructs.config import ClientAuth, PostgresSource, PostgresStorage, SyncConfig

HOST = "powersync.example.com"

app = App()
chart = Chart(app, "certificate", namespace="powersync", disable_resource_name_hashes=True)
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
)
PowerSync(chart, "powersync", production)
synth(app)
