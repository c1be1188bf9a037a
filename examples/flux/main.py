"""An instance that Flux applies in two folders: what is needed and the migration, then the workloads.

Writes a folder a chart: `1-pre-deploy`, `2-deploy`, and `flux` with the two Kustomizations that order them. Empty the
output folder before (`cdk8s synth` does), and commit all of it; apply `flux` once, or keep it where Flux looks anyhow.
The Namespace is made where the cluster's others are.
"""

from pathlib import Path

from cdk8s import App, Chart, YamlOutputType

from powersync_constructs import FluxKustomizations, PowerSync, SecretRef, presets, synth
from powersync_constructs.config import (
    ClientAuth,
    FluxCD,
    FluxKustomizationsProps,
    FluxSource,
    PostgresSource,
    PostgresStorage,
    SyncConfig,
)

app = App(yaml_output_type=YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE)
pre_deploy = Chart(app, "1-pre-deploy", namespace="powersync", disable_resource_name_hashes=True)
deploy = Chart(app, "2-deploy", namespace="powersync", disable_resource_name_hashes=True)
instance = presets.ha(
    host="powersync.example.com",
    source=PostgresSource(uri=SecretRef("powersync-source", "uri")),
    storage=PostgresStorage(uri=SecretRef("powersync-storage", "uri")),
    client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"]),
    sync_config=SyncConfig.from_file(Path(__file__).parents[2] / "sync-config.yaml"),
    ordering=FluxCD(),
)
PowerSync(deploy, "powersync", instance, pre_deploy=pre_deploy)
FluxKustomizations(
    Chart(app, "flux", namespace="flux-system", disable_resource_name_hashes=True),
    "powersync",
    FluxKustomizationsProps(
        source=FluxSource(name="flux-system"), pre_deploy_path="./dist/1-pre-deploy", path="./dist/2-deploy"
    ),
)
synth(app)
