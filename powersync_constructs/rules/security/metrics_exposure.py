"""A rule about the port with the metrics."""

from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import KubeObject
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.pod_ports import ServicePort, number_of, service_ports
from powersync_constructs.rules._lib.routes import ROUTES, backends_of
from powersync_constructs.rules._lib.served import served_by
from powersync_constructs.rules._rule import rule

_OUTSIDE = ("LoadBalancer", "NodePort")
"""The types of Services that can be reached from outside the cluster."""


@rule(
    "PS611",
    "metrics-are-private",
    "warning",
    looks_at="Services of the pods of the service, and the routes to them",
    fix="Remove the metrics port from the Service. To scrape the pods, use a PodMonitor.",
    scope="app",
)
def metrics_are_not_public(objects: Objects) -> Iterator[Violation]:
    """The metrics port is reachable only from inside the cluster.

    The metrics need no token. They show how many clients are connected, and how much data they read.
    """
    for service in objects.of_kind("Service"):
        for port in service_ports(service):
            if not _serves_metrics(service, port, objects):
                continue
            if service.spec.get("type") in _OUTSIDE:
                reason = f"exposes the metrics port outside the cluster, because its type is {service.spec['type']}"
                yield Violation(service, reason, "remove the port from the Service", port.path[:-1])
            for route in _routes_to(service, port, objects):
                reason = f"exposes the metrics port of {service}"
                yield Violation(route, reason, "route to the port of the API instead", ("spec",))


def _serves_metrics(service: KubeObject, port: ServicePort, objects: Objects) -> bool:
    for workload in objects.pods_of_service(service):
        number = number_of(workload, port.target)
        for container in objects.services_in(workload):
            served = served_by(container, objects)
            if number is not None and served is not None and served.metrics_port == number != served.api_port:
                return True
    return False


def _routes_to(service: KubeObject, port: ServicePort, objects: Objects) -> Iterator[KubeObject]:
    for route in objects.of_kind(*ROUTES):
        for backend in backends_of(route):
            is_same = (backend.namespace or route.namespace, backend.name) == (service.namespace, service.name)
            names = {*port.names, port.target} if route.kind == "Route" else port.names
            if is_same and backend.port is not None and backend.port in names:
                yield route
                break
