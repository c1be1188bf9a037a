"""`FluxKustomizations`: two Kustomizations that Flux applies one after the other."""

from typing import Any

from cdk8s import ApiObject
from constructs import Construct

from powersync_constructs.config.configuration import instance_name
from powersync_constructs.config.delivery.flux import FluxKustomizationsProps
from powersync_constructs.constructs._lib.custom_resource import custom_resource
from powersync_constructs.constructs._lib.documentation import DocumentedConstruct
from powersync_constructs.constructs._lib.metadata import Identity, namespace_of
from powersync_constructs.constructs._lib.props import check_props


class FluxKustomizations(DocumentedConstruct):
    """Two Flux Kustomizations: `<id>-pre-deploy`, and `<id>`, which waits until all objects of the first are ready.

    A Job is ready when it has succeeded. Put the construct into a separate chart, in the namespace of the Flux source.

    Raises ConfigError if the chart has no namespace, or if the id is not a valid name of an instance.
    """

    pre_deploy: ApiObject
    """The Kustomization of the folder that Flux applies first."""
    deploy: ApiObject
    """The Kustomization of the second folder. Flux applies it when the first Kustomization is ready."""

    def __init__(self, scope: Construct, id: str, props: FluxKustomizationsProps) -> None:
        check_props(props, FluxKustomizationsProps)
        super().__init__(scope, id)
        namespace_of(self, "Flux looks for the source in the namespace of the Kustomizations")
        self._props = props
        self._identity = Identity(instance_name(id), "flux", None, (props.metadata,))
        first = f"{id}-pre-deploy"
        self.pre_deploy = self._add(first, {"path": props.pre_deploy_path, "wait": True})
        depends_on = [{"name": first}]
        self.deploy = self._add(id, {"path": props.path, "wait": True, "dependsOn": depends_on})

    def _add(self, name: str, spec: dict[str, Any]) -> ApiObject:
        return custom_resource(
            self,
            name,
            api_version="kustomize.toolkit.fluxcd.io/v1",
            kind="Kustomization",
            name=name,
            spec={**spec, **self._shared()},
            identity=self._identity,
        )

    def _shared(self) -> dict[str, Any]:
        props = self._props
        source = {"kind": props.source.kind, "name": props.source.name}
        if props.source.namespace is not None:
            source["namespace"] = props.source.namespace
        spec: dict[str, Any] = {
            "sourceRef": source,
            "interval": f"{props.interval_seconds}s",
            "retryInterval": f"{props.retry_seconds}s",
            "timeout": f"{props.timeout_seconds}s",
            "prune": props.prune,
        }
        if props.service_account_name is not None:
            spec["serviceAccountName"] = props.service_account_name
        if props.sops_secret is not None:
            spec["decryption"] = {"provider": "sops", "secretRef": {"name": props.sops_secret}}
        return spec
