"""The ports of pods: their names, and the ports on which the containers listen."""

from collections.abc import Iterator
from typing import NamedTuple

from powersync_constructs.config.core._words import and_list
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, Path, indexed, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.served import served_by

Port = str | int
"""A port by its name or by its number."""


class ServicePort(NamedTuple):
    """A port of a Service."""

    names: frozenset[Port]
    """The name and the number, with which routes refer to it."""
    target: Port
    """The port of the pods: the field `targetPort`, or the number of the port of the Service."""
    path: Path
    """The path of the field with the target."""


def service_ports(service: KubeObject) -> Iterator[ServicePort]:
    """Yield the ports of a Service."""
    for index, port in indexed(service.spec, "ports"):
        number, target = port_in(port, "port"), port_in(port, "targetPort", "port")
        if number is not None and target is not None:
            field = "targetPort" if "targetPort" in port else "port"
            yield ServicePort(frozenset({text(port.get("name")), number}), target, ("spec", "ports", index, field))


def port_in(settings: Manifest, *fields: str) -> Port | None:
    """Return the port in the first of the fields that contains one."""
    found = (settings.get(field) for field in fields)
    return next((value for value in found if isinstance(value, str | int) and not isinstance(value, bool)), None)


def declared_in(container: Manifest) -> Iterator[tuple[str, int]]:
    """Yield the ports that a container declares: the name, which can be empty, and the number."""
    for port in mappings(container, "ports"):
        name, number = port.get("name"), port.get("containerPort")
        if isinstance(number, int):
            yield name if isinstance(name, str) else "", number


def number_in(container: Manifest, port: Port) -> int | None:
    """Return the number of a port of a container; None if the container does not declare the name."""
    if isinstance(port, int):
        return port
    return next((number for name, number in declared_in(container) if name == port), None)


def number_of(workload: KubeObject, port: Port) -> int | None:
    """Return the number of a port of the pods of a workload; None if no container declares the name."""
    numbers = (number_in(container, port) for container in _running(workload))
    return next((number for number in numbers if number is not None), None)


def open_ports(workload: KubeObject, objects: Objects) -> frozenset[int] | None:
    """Return the ports on which the pods of a workload listen; None if the manifests do not show all of them."""
    services = {id(service.spec): service for service in objects.services_in(workload)}
    found: set[int] = set()
    for container in _running(workload):
        service = services.get(id(container))
        served = served_by(service, objects) if service else None
        ports = served.open if served else {number for _, number in declared_in(container)}
        if (service and not served) or not (service or ports):
            return None
        found |= ports
    return frozenset(found)


def listed(ports: frozenset[int]) -> str:
    """Return the words for some ports: `port 8080`, or `ports 8080 and 9464`."""
    if not ports:
        return "no port"
    return f"{'ports' if len(ports) > 1 else 'port'} {and_list(sorted(ports))}"


def _running(workload: KubeObject) -> Iterator[Manifest]:
    """Yield the containers that run as long as the pod runs: the containers, and the sidecars in `initContainers`."""
    yield from mappings(workload.pod, "containers")
    yield from (each for each in mappings(workload.pod, "initContainers") if each.get("restartPolicy") == "Always")
