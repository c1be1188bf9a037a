"""Pods that serve clients: what the ingresses that lead to them need of the Service and of the pods."""

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
    """How pods serve: the Service before them, the ingresses that lead to it, and how long a pod sleeps at its end."""

    backend: Backend
    ingresses: tuple[IngressProps, ...]
    sleep_seconds: int
    sleep_is_given: bool
    """Whether the props set the sleep, so that it does not follow the ingress controllers."""
    is_replicated: bool
    """Whether there are several pods, so that streams can move to another one."""
    annotations: Mapping[str, str]
    """The annotations of the Service."""
    order: Mapping[str, str]
    """Annotations that say when objects that need the pods are applied."""


def serving(pod: ServicePod, service: ServiceProps, drain: Drain, ingresses: Iterable[IngressProps]) -> Serving:
    """Work out how pods serve, with all that the ingress controllers need."""
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
    return k8s.KubeService(scope, "service", metadata=identity.object_meta(annotations=serving.annotations), spec=spec)


def endpoint(scope: Construct, backend: Backend) -> str:
    """The URL of the Service within the cluster; only within its namespace, where the chart names none."""
    namespace = Chart.of(scope).namespace
    host = backend.service if namespace is None else f"{backend.service}.{namespace}.svc"
    return f"http://{host}:{backend.port}"
