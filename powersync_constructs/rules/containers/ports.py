"""Rules about the ports of Services and of containers."""

from collections.abc import Iterator, Mapping

from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.manifest import KubeObject, indexed, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.pod_ports import Port, ServicePort, listed, number_of, open_ports, service_ports
from powersync_constructs.rules._lib.routes import ROUTES, backends_of
from powersync_constructs.rules._lib.served import Served, served_by
from powersync_constructs.rules._lib.service_containers import LONG_RUNNING, SERVING, Role
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.containers._probes import probes_of

_METRICS = ("metrics", "prometheus")
"""The names that people give to the port with the metrics."""


@rule(
    "PS205",
    "target-port",
    "error",
    looks_at="Services that select pods of the service",
    fix="Set `targetPort` to a port on which the pods listen, or to the name of such a port.",
)
def target_port_is_open(objects: Objects) -> Iterator[Violation]:
    """The `targetPort` of a Service is a port on which the selected pods listen.

    The service listens on `port` of service.yaml (default: 8080) and, if it is set, on `telemetry.prometheus_port`.
    Nothing else sets the ports: neither `ports` of the container nor an environment variable.
    """
    for service in objects.of_kind("Service"):
        workloads = [each for each in objects.pods_of_service(service) if _runs(each, LONG_RUNNING, objects)]
        for port in service_ports(service) if workloads else ():
            reasons = [_unreached(each, port.target, objects) for each in workloads]
            if all(reasons):
                yield Violation(service, reasons[0], path=port.path)


def _unreached(workload: KubeObject, target: Port, objects: Objects) -> str:
    """Return why a port leads to no open port of the pods; empty if it does, or if the ports are not known."""
    if isinstance(target, str):
        is_declared = number_of(workload, target) is not None
        return "" if is_declared else f"sends requests to port '{target}', but no container of {workload} has this port"
    ports = open_ports(workload, objects)
    if ports is None or target in ports:
        return ""
    return f"sends requests to port {target}, but the pods of {workload} listen on {listed(ports)}"


@rule(
    "PS206",
    "declared-port",
    "warning",
    "error",
    looks_at="the `ports` of the containers of API pods, replicators and unified pods",
    fix="Set `containerPort` to the port in service.yaml, or change service.yaml.",
)
def declared_port_is_configured(objects: Objects) -> Iterator[Violation]:
    """The ports that a container declares are the ports in service.yaml.

    The field `ports` of a container does not open a port. However, a Service, a probe or a NetworkPolicy that refers to
    a port by its name uses the number in this field. The finding is an error if a probe uses the name, because the
    probe then fails.
    """
    for container in objects.workloads():
        served = served_by(container, objects)
        used = {probe.port for probe in probes_of(container)}
        for index, port in indexed(container.spec, "ports") if served else ():
            name, number = text(port.get("name")), port.get("containerPort")
            if served and isinstance(number, int) and number not in served.configured:
                shown = f"{number} ('{name}')" if name else str(number)
                reason = f"declares the container port {shown}, but the service uses {listed(served.configured)}"
                path = (*container.path, "ports", index, "containerPort")
                fix = f"set telemetry.prometheus_port to {number}, or remove this port" if name in _METRICS else ""
                severity: Severity = "error" if name and name in used else "warning"
                yield Violation(container.object, reason, fix, path, severity)


@rule(
    "PS227",
    "separate-ports",
    "error",
    looks_at="service.yaml, and the containers that load it",
    fix="Set `port` and `telemetry.prometheus_port` to different numbers, and run each role in its own pods.",
)
def ports_are_separate(objects: Objects) -> Iterator[Violation]:
    """All servers of the service in a pod listen on different ports.

    The API and the metrics have separate servers, and all containers of a pod share its ports. The second server on a
    port fails with EADDRINUSE, and the service does not start.
    """
    opened: dict[int, dict[int, str]] = {}
    for container in objects.workloads():
        served = served_by(container, objects)
        if served is None:
            continue
        if served.opens_api_port and served.api_port == served.metrics_port:
            reason = f"cannot start: service.yaml sets port {served.api_port} for the API and for the metrics"
            fix = "set port and telemetry.prometheus_port to different numbers"
            yield Violation(container.object, reason, fix, container.path)
        others = opened.setdefault(id(container.object), {})
        if used := sorted(served.open & others.keys()):
            name, shown = others[used[0]], listed(frozenset(used))
            reason = f"cannot start container '{container.name}', because container '{name}' also listens on {shown}"
            yield Violation(container.object, reason, "run each role in its own pods", container.path)
        others |= dict.fromkeys(served.open, container.name)


@rule(
    "PS207",
    "serving-pods",
    "error",
    looks_at="Services that clients use, and the pods that they select",
    fix="Make the selector of the Service match only the API pods or unified pods, for example with a component label.",
)
def service_selects_serving_pods(objects: Objects) -> Iterator[Violation]:
    """A Service for clients selects only pods that serve the sync API.

    On the API port, replicators answer only probes. The pods of compactions and migrations do not serve clients either.
    A client whose request goes to such a pod gets an error.

    A Service is for clients if it sends requests to the API port of API pods or unified pods, or if an Ingress, an
    HTTPRoute or a route of an ingress controller, like an IngressRoute, uses it.
    """
    for service in objects.of_kind("Service"):
        workloads = [each for each in objects.pods_of_service(service) if objects.services_in(each)]
        targets = [port.target for port in client_ports(service, workloads, objects)]
        for workload in workloads if targets else ():
            is_reached = any(number_of(workload, target) is not None for target in targets)
            if is_reached and not _runs(workload, SERVING, objects):
                reason = f"sends requests of clients to the pods of {workload}, which do not serve the sync API"
                yield Violation(service, reason, path=("spec", "selector"))


@rule(
    "PS208",
    "ip-family",
    "error",
    "warning",
    looks_at="Services that clients use",
    fix="Set `ipFamilies` to `[IPv4]` and `ipFamilyPolicy` to `SingleStack`.",
)
def service_uses_ipv4(objects: Objects) -> Iterator[Violation]:
    """A Service for clients uses IPv4.

    The service opens the API port on 0.0.0.0 only, so the port has no IPv6 address (CoreModule.ts:89-92). A Service
    with IPv6 sends requests to the IPv6 addresses of the pods, which refuse them. If the Service has both families, the
    finding is a warning, because only its IPv6 address does not work.
    """
    for service in objects.of_kind("Service"):
        families = service.spec.get("ipFamilies")
        if not isinstance(families, list) or "IPv6" not in families:
            continue
        workloads = [each for each in objects.pods_of_service(service) if _runs(each, SERVING, objects)]
        if any(client_ports(service, workloads, objects)):
            reason = "sends requests to the IPv6 addresses of the pods, but the API port is only open on IPv4"
            severity: Severity = "warning" if "IPv4" in families else "error"
            yield Violation(service, reason, path=("spec", "ipFamilies"), severity=severity)


def client_ports(service: KubeObject, workloads: list[KubeObject], objects: Objects) -> Iterator[ServicePort]:
    """Yield the ports of a Service that clients use."""
    routed = objects.once(_routed_ports).get(id(service), frozenset())
    served = [(each, found) for each in workloads for found in _serving(each, objects)]
    for port in service_ports(service):
        if port.names & routed or any(number_of(each, port.target) == found.api_port for each, found in served):
            yield port


def _routed_ports(objects: Objects) -> Mapping[int, frozenset[Port]]:
    """Return the ports that routes use, by the identity of the Service."""
    found: dict[int, frozenset[Port]] = {}
    for route in objects.of_kind(*ROUTES):
        for backend in backends_of(route):
            service = objects.get("Service", backend.namespace or route.namespace, backend.name, near=route)
            if service is not None and backend.port is not None:
                found[id(service)] = found.get(id(service), frozenset()) | {backend.port}
    return found


def _serving(workload: KubeObject, objects: Objects) -> Iterator[Served]:
    for container in objects.services_in(workload):
        served = served_by(container, objects)
        if served and served.has_api:
            yield served


def _runs(workload: KubeObject, roles: frozenset[Role], objects: Objects) -> bool:
    return any(each.role in roles for each in objects.services_in(workload))
