"""The Service before pods that serve clients."""

from constructs import Construct

from powersync_constructs.config.api import ServiceProps
from powersync_constructs.constructs._kplus import int_or_string, k8s
from powersync_constructs.constructs._metadata import Identity
from powersync_constructs.constructs._probes import HTTP_PORT


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
