"""The Service and the preStop sleep of pods that serve clients, as the ingress controllers need them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cdk8s import Chart
from constructs import Construct

from powersync_constructs.config.ingress._needs import needed_annotations, needed_sleep_seconds
from powersync_constructs.config.ingress.base import Backend
from powersync_constructs.config.ingress.props import IngressProps
from powersync_constructs.config.pods._reserved import HTTP_PORT
from powersync_constructs.config.pods._workload import ReplicatedProps
from powersync_constructs.config.pods.pod import Drain
from powersync_constructs.config.workloads.api import ServiceProps
from powersync_constructs.constructs._lib.kplus import int_or_string, k8s
from powersync_constructs.constructs._lib.metadata import Identity
from powersync_constructs.constructs._pods.pod import ServicePod


@dataclass(frozen=True)
class Serving:
    """The Service of the pods, the ingresses that route to it, and the preStop sleep."""

    backend: Backend
    """The Service and its ports."""
    ingresses: tuple[IngressProps, ...]
    sleep_seconds: int
    """The preStop sleep of a pod, in seconds."""
    sleep_is_given: bool
    """Whether the props set the sleep. Otherwise it depends on the ingress controllers."""
    is_replicated: bool
    """Whether there can be several pods, so that a client can connect to another pod."""
    annotations: Mapping[str, str]
    """The annotations of the Service."""
    order: Mapping[str, str]
    """The annotations that determine when a tool applies objects that need the pods."""


def serving(pod: ServicePod, service: ServiceProps, drain: Drain, ingresses: Iterable[IngressProps]) -> Serving:
    """Combine the props of the workload with the needs of the ingress controllers."""
    given, identity = tuple(ingresses), pod.identity
    backend = Backend(identity.name, service.port, pod.configuration.props.service.port)
    return Serving(
        backend=backend,
        ingresses=given,
        sleep_seconds=needed_sleep_seconds(given) if drain.sleep_seconds is None else drain.sleep_seconds,
        sleep_is_given=drain.sleep_seconds is not None,
        is_replicated=isinstance(pod.props, ReplicatedProps),
        annotations={**needed_annotations(given, backend), **identity.annotations, **service.annotations},
        order=identity.order,
    )


def service(scope: Construct, props: ServiceProps, identity: Identity, serving: Serving) -> k8s.KubeService:
    """Create the Service. It does not set `appProtocol`, because one port serves HTTP/1.1 streams and WebSockets."""
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
    return k8s.KubeService(scope, "service", metadata=identity.object_meta(annotations=serving.annotations), spec=spec)


def endpoint(scope: Construct, backend: Backend) -> str:
    """Return the URL of the Service within the cluster. Without a namespace, the host is only the Service name."""
    namespace = Chart.of(scope).namespace
    host = backend.service if namespace is None else f"{backend.service}.{namespace}.svc"
    return f"http://{host}:{backend.port}"
