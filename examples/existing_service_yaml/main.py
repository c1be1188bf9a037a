"""An instance with an existing service.yaml, in a Secret that only its pods read.

    kubectl create secret generic powersync-service --namespace powersync --from-file=service.yaml

The file must contain the settings that this app repeats, and the path at which pods mount the sync config:
/powersync/sync-config/sync-config.yaml. `network` names the peers of the connections in the file, with their ports.
"""

from pathlib import Path

from cdk8s import App, Chart

from powersync_constructs import PowerSync, SecretRef, synth
from powersync_constructs.config import (
    INTERNET,
    ApiServer,
    CidrPeer,
    Destination,
    EnvVar,
    ExistingServiceYaml,
    IngressProps,
    NamespacePeer,
    NetworkProps,
    PowerSyncProps,
    SyncConfig,
)

app = App()
chart = Chart(app, "existing-service-yaml", namespace="powersync", disable_resource_name_hashes=True)
service_yaml = ExistingServiceYaml(
    secret=SecretRef("powersync-service", "service.yaml"),
    source_type="postgresql",
    env=[EnvVar(name="PS_SOURCE_PASSWORD", value=SecretRef("powersync-source", "password"))],
)
PowerSync(
    chart,
    "powersync",
    PowerSyncProps(
        service=service_yaml,
        sync_config=SyncConfig.from_file(Path(__file__).parents[2] / "sync-config.yaml"),
        ingress=IngressProps(host="powersync.example.com"),
        network=NetworkProps(
            ingress_controller=[NamespacePeer(name="traefik")],
            monitoring=[],
            source=Destination(to=[CidrPeer(cidr="10.20.0.0/24")], ports=[5432]),
            storage=Destination(to=[CidrPeer(cidr="10.30.0.0/24")], ports=[5432]),
            jwks=Destination(to=INTERNET, ports=[443]),
            telemetry=Destination(to=INTERNET, ports=[443]),
            api_server=ApiServer(cidrs=["10.0.0.2/32"]),
        ),
    ),
)
synth(app)
