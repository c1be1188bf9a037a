"""An instance that Argo CD syncs: its manifests, in sync waves, and the Application.

Commit the output. Apply `argocd.k8s.yaml` once. Argo CD then reads `powersync.k8s.yaml` from the repository.
"""

from pathlib import Path

from cdk8s import ApiObjectMetadata, App, Chart

from imports.powersync.io.argoproj import (
    Application,
    ApplicationSpec,
    ApplicationSpecDestination,
    ApplicationSpecSource,
    ApplicationSpecSourceDirectory,
    ApplicationSpecSyncPolicy,
    ApplicationSpecSyncPolicyAutomated,
)
from powersync_constructs import PowerSync, SecretRef, presets, synth
from powersync_constructs.config import ArgoCD, ClientAuth, PostgresSource, PostgresStorage, SyncConfig

app = App()
chart = Chart(app, "powersync", namespace="powersync", disable_resource_name_hashes=True)
instance = presets.ha(
    host="powersync.example.com",
    source=PostgresSource(uri=SecretRef("powersync-source", "uri")),
    storage=PostgresStorage(uri=SecretRef("powersync-storage", "uri")),
    client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"]),
    sync_config=SyncConfig.from_file(Path(__file__).parents[2] / "sync-config.yaml"),
    ordering=ArgoCD(),
)
PowerSync(chart, "powersync", instance)
Application(
    Chart(app, "argocd", namespace="argocd", disable_resource_name_hashes=True),
    "application",
    metadata=ApiObjectMetadata(name="powersync"),
    spec=ApplicationSpec(
        project="default",
        source=ApplicationSpecSource(
            repo_url="https://git.example.com/platform.git",
            target_revision="main",
            path="dist",
            directory=ApplicationSpecSourceDirectory(include="powersync.k8s.yaml"),
        ),
        destination=ApplicationSpecDestination(server="https://kubernetes.default.svc", namespace="powersync"),
        sync_policy=ApplicationSpecSyncPolicy(
            automated=ApplicationSpecSyncPolicyAutomated(prune=True, self_heal=True),
            sync_options=["CreateNamespace=true"],
        ),
    ),
)
synth(app)
