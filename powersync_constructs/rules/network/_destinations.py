"""The servers that the containers of the service connect to, as service.yaml names them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from powersync_constructs.config.core._addresses import parsed_ip_address
from powersync_constructs.config.service._defaults import TELEMETRY_ENDPOINT
from powersync_constructs.rules._lib.addresses import canonical_host
from powersync_constructs.rules._lib.configurations import Configuration, configurations
from powersync_constructs.rules._lib.databases import database_of
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, mapping, mappings
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.pod_ports import number_of, port_in
from powersync_constructs.rules._lib.service_containers import LONG_RUNNING, SERVING, Role

DNS = frozenset({53, 5353})
"""The ports of DNS. The DNS pods of OpenShift listen on 5353."""
_ATLAS = frozenset({27015, 27016, 27017})
"""The ports of MongoDB Atlas, one of which a record of `mongodb+srv://` contains."""
_SCHEMES = {"http": 80, "https": 443, "mssql": 1433}
_USES_STORAGE: frozenset[Role] = frozenset({*LONG_RUNNING, "compact", "migrate"})
_IN_CLUSTER = ".svc"


class Destination(NamedTuple):
    """A server that a container connects to."""

    what: str
    ports: frozenset[int]
    """The ports on which the server may listen, as a NetworkPolicy sees them: those of pods, not of Services."""
    is_needed: bool = True
    """Whether the service fails without it."""


class _Server(NamedTuple):
    """A server by the name that service.yaml has."""

    what: str
    host: str
    ports: frozenset[int]
    roles: frozenset[Role]
    is_needed: bool = True


def destinations(configuration: Configuration, role: Role, near: KubeObject, objects: Objects) -> Iterator[Destination]:
    """Yield what a role connects to. A server whose port the manifests do not show is left out."""
    servers = [server for server in objects.once(_all_servers)[id(configuration)] if role in server.roles]
    for server in servers:
        if ports := _ports_of_pods(server, near, objects):
            yield Destination(server.what, ports, server.is_needed)
    if any(parsed_ip_address(server.host) is None for server in servers):
        yield Destination("the DNS server", DNS)


def _all_servers(objects: Objects) -> Mapping[int, list[_Server]]:
    """Return the servers of each service.yaml, by the identity of the configuration."""
    return {id(configuration): [*_servers(configuration)] for configuration in configurations(objects)}


def _servers(configuration: Configuration) -> Iterator[_Server]:
    yield from _database("the source database", configuration, configuration.source, LONG_RUNNING)
    yield from _database("the bucket storage", configuration, configuration.storage, _USES_STORAGE)
    uris = mapping(configuration.document, "client_auth").get("jwks_uri")
    for uri in uris if isinstance(uris, list) else [uris]:
        yield from _url("the JWKS server", configuration, {"uri": uri}, "uri", SERVING)
    telemetry = mapping(configuration.document, "telemetry")
    if str(telemetry.get("disable_telemetry_sharing")).lower() != "true":
        settings = {"uri": TELEMETRY_ENDPOINT, **telemetry}
        field = "internal_service_endpoint" if "internal_service_endpoint" in telemetry else "uri"
        yield from _url("the receiver of usage data", configuration, settings, field, LONG_RUNNING, is_needed=False)


def _database(what: str, configuration: Configuration, settings: Manifest, roles: frozenset[Role]) -> Iterator[_Server]:
    if settings.get("type") == "convex":
        yield from _url(what, configuration, settings, "deployment_url", roles)
    elif settings.get("type") == "mssql":
        yield from _url(what, configuration, settings, "uri", roles)
    elif database := database_of(configuration, settings):
        for server in database.servers:
            if isinstance(server.host, str) and isinstance(server.port, str):
                ports = frozenset({int(server.port)}) if server.port.isdecimal() else _ATLAS
                yield _Server(what, server.host, ports, roles)


def _url(
    what: str,
    configuration: Configuration,
    settings: Manifest,
    field: str,
    roles: frozenset[Role],
    *,
    is_needed: bool = True,
) -> Iterator[_Server]:
    written = configuration.value(settings, field)
    try:
        url = urlsplit(written if isinstance(written, str) else "")
        port = url.port or _SCHEMES.get(url.scheme)
        host = canonical_host(url.hostname or "", configuration.by.namespace)
    except ValueError:
        return
    if host and port:
        yield _Server(what, host, frozenset({port}), roles, is_needed)


def _ports_of_pods(server: _Server, near: KubeObject, objects: Objects) -> frozenset[int]:
    """Return the ports of the pods behind a Service; empty if the Service is not in the manifests."""
    if not server.host.endswith(_IN_CLUSTER):
        return server.ports
    *_, name, namespace = ["", *server.host.removesuffix(_IN_CLUSTER).split(".")]
    service = objects.get("Service", namespace, name, near=near)
    if service is None:
        return frozenset()
    if service.spec.get("clusterIP") == "None":
        return server.ports
    ports = (
        _target(service, each, objects) for each in mappings(service.spec, "ports") if each.get("port") in server.ports
    )
    return frozenset(port for port in ports if port is not None)


def _target(service: KubeObject, port: Manifest, objects: Objects) -> int | None:
    target = port_in(port, "targetPort", "port")
    if not isinstance(target, str):
        return target
    numbers = (number_of(workload, target) for workload in objects.pods_of_service(service))
    return next((number for number in numbers if number is not None), None)
