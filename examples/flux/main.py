"""An instance that Flux applies in two folders: first the configuration and the migration, then the workloads.

The app writes one folder per chart: `1-pre-deploy`, `2-deploy`, and `flux` with the two Kustomizations. Empty the
output folder first (`cdk8s synth` does), and commit the output. Apply `flux` once, or store it in a folder that Flux
already applies. The app does not create the Namespace.
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
