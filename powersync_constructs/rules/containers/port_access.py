"""Rules about what may reach the ports of pods: NetworkPolicies, and the scraping of metrics."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from powersync_constructs.config.pods._reserved import METRICS_PATH
from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.manifest import KubeObject, Path, indexed, mapping, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.pod_ports import Port, number_of, open_ports, port_in, service_ports
from powersync_constructs.rules._lib.selectors import selects
from powersync_constructs.rules._lib.served import Served, served_by
from powersync_constructs.rules._lib.service_containers import LONG_RUNNING, SERVING, Role
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.containers.ports import client_ports

_SCRAPE = "prometheus.io/"
"""The prefix of the annotations that many Prometheus configurations read."""


@rule(
    "PS209",
    "policy-admits-clients",
    "warning",
    "error",
    looks_at="NetworkPolicies that select API pods or unified pods",
    fix="Add the port of the pods to `ingress[].ports`.",
)
def policy_admits_clients(objects: Objects) -> Iterator[Violation]:
    """The NetworkPolicies of the API pods allow the port to which the Service sends requests.

    The ports in a NetworkPolicy are those of the pods, not those of the Service. Kubernetes adds the rules of all
    policies that select a pod. The finding is an error if a policy allows the port of the Service in place of the port
    of the pods. Otherwise, it is a warning, because a policy that is not in the manifests can allow the port.
    """
    for service in objects.of_kind("Service"):
        workloads = [*objects.pods_of_service(service)]
        names = {name for port in client_ports(service, workloads, objects) for name in port.names}
        for workload in workloads if names else ():
            if served := next(_known(workload, SERVING, objects), None):
                yield from _not_admitted(service, names, workload, served.api_port, objects)


def _not_admitted(
    service: KubeObject, names: set[Port], workload: KubeObject, port: int, objects: Objects
) -> Iterator[Violation]:
    """Yield the violation if the policies for some pods do not admit the API port."""
    policies = objects.once(_ingress_policies).get(id(workload), [])
    admitted = [found for policy in policies for found in _admitted(policy, workload)]
    if admitted and not any(port in each for each in admitted):
        confused = [each for each in policies if _admits_any(each, names, workload)]
        reason = f"does not allow port {port} of the pods of {workload}, to which {service} sends requests"
        severity: Severity = "error" if confused else "warning"
        fix = f"add port {port} to a rule of spec.ingress"
        yield Violation(next(iter(confused), policies[0]), reason, fix, ("spec", "ingress"), severity)


def _ingress_policies(objects: Objects) -> Mapping[int, list[KubeObject]]:
    """Return the NetworkPolicies with rules for ingress, by the identity of the workload whose pods they select."""
    found: dict[int, list[KubeObject]] = {}
    for policy in objects.of_kind("NetworkPolicy"):
        if any(mappings(policy.spec, "ingress")):
            for workload in objects.selected_by(mapping(policy.spec, "podSelector"), policy):
                found.setdefault(id(workload), []).append(policy)
    return found


def _admitted(policy: KubeObject, workload: KubeObject) -> Iterator[range]:
    """Yield the ports that a policy admits."""
    for entry in mappings(policy.spec, "ingress"):
        if not entry.get("ports"):
            yield range(1, 65536)
        for each in mappings(entry, "ports"):
            port = port_in(each, "port")
            number = 1 if port is None else number_of(workload, port)
            last = 65535 if port is None else port_in(each, "endPort")
            if number is not None and each.get("protocol", "TCP") == "TCP":
                yield range(number, (last if isinstance(last, int) else number) + 1)


def _admits_any(policy: KubeObject, ports: set[Port], workload: KubeObject) -> bool:
    numbers = {port for port in ports if isinstance(port, int)}
    return any(number in admitted for admitted in _admitted(policy, workload) for number in numbers)


@rule(
    "PS210",
    "scraped-port",
    "warning",
    looks_at="PodMonitors, ServiceMonitors and `prometheus.io` annotations for pods of the service",
    fix="Scrape `/metrics` on the port of `telemetry.prometheus_port` in service.yaml.",
)
def scraped_port_serves_metrics(objects: Objects) -> Iterator[Violation]:
    """Prometheus scrapes a port that serves metrics.

    The service serves metrics only if service.yaml sets `telemetry.prometheus_port`. It serves them on this port, and
    only under `/metrics`. The port has no default, and no environment variable sets it.
    """
    for each in (*_of_pod_monitors(objects), *_of_service_monitors(objects), *_of_annotations(objects)):
        if reason := _unserved(each, objects):
            yield Violation(each.by, reason, path=each.place)


class _Scrape(NamedTuple):
    """A port of pods that Prometheus scrapes."""

    by: KubeObject
    place: Path
    workload: KubeObject
    port: Port
    path: str


def _of_pod_monitors(objects: Objects) -> Iterator[_Scrape]:
    """Yield the scrapes of PodMonitors. A PodMonitor for other namespaces is left out."""
    for monitor in objects.of_kind("PodMonitor"):
        selector = mapping(monitor.spec, "selector")
        workloads = [] if monitor.spec.get("namespaceSelector") else [*objects.selected_by(selector, monitor)]
        for index, endpoint in indexed(monitor.spec, "podMetricsEndpoints"):
            port = port_in(endpoint, "port", "portNumber", "targetPort")
            place = ("spec", "podMetricsEndpoints", index)
            if port is not None:
                yield from (_Scrape(monitor, place, each, port, text(endpoint.get("path"))) for each in workloads)


def _of_service_monitors(objects: Objects) -> Iterator[_Scrape]:
    """Yield the scrapes of ServiceMonitors. An endpoint names a port of the Service, or a port of the pods."""
    for monitor in objects.of_kind("ServiceMonitor"):
        for service in _monitored(monitor, objects):
            targets: dict[Port, Port] = {name: port.target for port in service_ports(service) for name in port.names}
            for index, endpoint in indexed(monitor.spec, "endpoints"):
                port = targets.get(text(endpoint.get("port"))) or port_in(endpoint, "targetPort")
                place = ("spec", "endpoints", index)
                for workload in objects.pods_of_service(service):
                    if port is not None:
                        yield _Scrape(monitor, place, workload, port, text(endpoint.get("path")))


def _monitored(monitor: KubeObject, objects: Objects) -> Iterator[KubeObject]:
    """Yield the Services that a ServiceMonitor selects. A ServiceMonitor for other namespaces selects none."""
    selector = mapping(monitor.spec, "selector")
    for service in objects.of_kind("Service") if selector and not monitor.spec.get("namespaceSelector") else ():
        if service.namespace == monitor.namespace and selects(selector, service.labels):
            yield service


def _of_annotations(objects: Objects) -> Iterator[_Scrape]:
    for workload in {id(container.object): container.object for container in objects.workloads()}.values():
        annotations = workload.pod_annotations
        port = annotations.get(f"{_SCRAPE}port", "")
        if annotations.get(f"{_SCRAPE}scrape") == "true" and port.isdecimal():
            place = (*workload.pod_path[:-1], "metadata", "annotations", f"{_SCRAPE}port")
            yield _Scrape(workload, place, workload, int(port), annotations.get(f"{_SCRAPE}path", ""))


def _unserved(scrape: _Scrape, objects: Objects) -> str:
    """Return why Prometheus finds no metrics of the service; empty if it does, or if this is not known."""
    workload, port = scrape.workload, scrape.port
    served = next(_known(workload, LONG_RUNNING, objects), None)
    if served is None:
        return ""
    number = number_of(workload, port)
    shown = f"port {port}" if isinstance(port, int) else f"port '{port}'"
    if served.metrics_port is None:
        return f"scrapes {shown} of {workload}, but service.yaml does not set telemetry.prometheus_port"
    if number is None:
        return f"scrapes {shown} of {workload}, but no container has this port"
    if number == served.metrics_port and scrape.path not in ("", METRICS_PATH):
        return f"scrapes the path {scrape.path} of {workload}, but the service serves metrics under {METRICS_PATH}"
    if number != served.metrics_port and not _is_of_another_container(number, served, workload, objects):
        return f"scrapes {shown} of {workload}, but the service serves metrics on port {served.metrics_port}"
    return ""


def _known(workload: KubeObject, roles: frozenset[Role], objects: Objects) -> Iterator[Served]:
    """Yield what the containers of a workload with these roles serve, as far as the manifests show it."""
    for container in objects.services_in(workload):
        if not container.is_init and container.role in roles and (served := served_by(container, objects)):
            yield served


def _is_of_another_container(number: int, served: Served, workload: KubeObject, objects: Objects) -> bool:
    ports = open_ports(workload, objects)
    return number not in served.configured and (ports is None or number in ports)
