"""Examples of the orderings of migration and workloads."""

from powersync_constructs.config import (
    ArgoCD,
    FluxCD,
    FluxKustomizationsProps,
    FluxSource,
    HelmHooks,
    Kapp,
    Plain,
)

Plain()
ArgoCD(wave=3)
FluxCD()
HelmHooks()
Kapp()
FluxKustomizationsProps(
    source=FluxSource(name="manifests"),
    pre_deploy_path="./powersync/pre-deploy",
    path="./powersync/deploy",
)
FluxSource(kind="OCIRepository", name="manifests", namespace="flux-system")
