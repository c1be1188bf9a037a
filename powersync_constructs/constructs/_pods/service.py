"""The Service before pods that serve clients."""

from collections.abc import Mapping
from typing import Any

from cdk8s import ApiObject
from constructs import Construct

from powersync_constructs.config.ingress.props import IngressProps
from powersync_constructs.config.workloads.api import ServiceProps
from powersync_constructs.constructs._lib.kplus import int_or_string, k8s
from powersync_constructs.constructs._lib.metadata import Identity
from powersync_constructs.constructs._pods.probes import HTTP_PORT


def service(scope: Construct, props: ServiceProps, identity: Identity) -> k8s.KubeService:
    """Make the Service. It sets no `appProtocol`: one port carries HTTP/1.1 streams and WebSockets."""
    port = k8s.ServicePort(
        name=HTTP_PORT, port=props.port, target_port=int_or_string(HTTP_PORT), node_port=props.node_port, protocol="TCP"
    )
    spec = k8s.ServiceSpec(
        type=props.type,
        ports=[port],
        selector=identity.selector,
        load_balancer_class=props.load_balancer_class,
        load_balancer_source_ranges=list(props.load_balancer_source_ranges) or None,
        external_traffic_policy=props.external_traffic_policy,
    )
    return k8s.KubeService(scope, "service", metadata=identity.object_meta(annotations=props.annotations), spec=spec)


class Backend:
    """The Service as ingress controllers see it: where they lead, and what they ask of it."""

    def __init__(self, made: k8s.KubeService, props: ServiceProps, identity: Identity) -> None:
        self.name = made.name
        self.port = props.port
        self.order = identity.order
        self._metadata = ApiObject.of(made).metadata
        self._annotations = {**identity.annotations, **props.annotations}
        self._controllers: list[IngressProps] = []
        self._resources: dict[tuple[str, str], Mapping[str, Any]] = {}

    def add_controller(self, controller: IngressProps) -> None:
        """Note a controller. Raises ConfigError for a host that another one has on the same proxy."""
        for other in self._controllers:
            controller.refuse_hosts_of(other, controller.error_path)
        self._controllers.append(controller)

    def annotate(self, key: str, value: str) -> str:
        """Add an annotation, unless there is one of the user's or of another controller; give the one that there is."""
        if key not in self._annotations:
            self._metadata.add_annotation(key, value)
            self._annotations[key] = value
        return self._annotations[key]

    def is_new(self, kind: str, name: str, spec: Mapping[str, Any]) -> bool:
        """Tell whether no other controller has brought this resource of the Service along.

        Another one of its name is new: that it is there twice is found at synth.
        """
        known = self._resources.setdefault((kind, name), spec)
        return known is spec or known != spec
