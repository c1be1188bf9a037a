"""The orderings of all tools that apply manifests."""

from powersync_constructs.config import (
    ArgoCD,
    FluxCD,
    FluxKustomizationsProps,
    FluxSource,
    HelmHooks,
    Kapp,
    MigrateProps,
    Plain,
)
from powersync_constructs.config.delivery.orderings import Ordering
from tests.samples.configuration import METADATA_WITHOUT_PODS

ORDERINGS: dict[str, Ordering] = {
    "plain": Plain(),
    "argo-cd": ArgoCD(),
    "flux": FluxCD(),
    "helm": HelmHooks(),
    "kapp": Kapp(),
}
LEFT_OUT = MigrateProps(mode="none")
KUSTOMIZATIONS = FluxKustomizationsProps(
    source=FluxSource(name="flux-system"), pre_deploy_path="./dist/pre-deploy", path="./dist/deploy"
)
FULL_KUSTOMIZATIONS = FluxKustomizationsProps(
    source=FluxSource(kind="OCIRepository", name="manifests", namespace="flux-system"),
    pre_deploy_path="./powersync/pre-deploy",
    path="./powersync/deploy",
    interval_seconds=300,
    retry_seconds=30,
    timeout_seconds=3600,
    prune=False,
    service_account_name="deployer",
    sops_secret="sops-age",
    metadata=METADATA_WITHOUT_PODS,
)
