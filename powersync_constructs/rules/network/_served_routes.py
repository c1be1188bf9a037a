"""The routes that send requests of clients to the service, each with its ingress controller and its policies."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, mapping, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.routes import ROUTES, Backend, backends_of
from powersync_constructs.rules._lib.service_containers import SERVING, ServiceContainer
from powersync_constructs.rules.network._ingress_controllers import controller_of, gateway_names, may_read

BACKEND_CONFIG = "cloud.google.com/backend-config"
"""The annotation of a Service that names its BackendConfigs, as JSON."""

LOOKS_AT = "Ingresses, HTTPRoutes and other routes to the service, with the policies of their controller"
"""The text of the rules about routes and their policies."""
POLICIES = (
    *("BackendTrafficPolicy", "ClientTrafficPolicy"),  # Envoy Gateway
    *("BackendConfigPolicy", "TrafficPolicy"),  # kgateway
    *("GCPBackendPolicy", "HealthCheckPolicy"),  # GKE; Azure has a HealthCheckPolicy too
    *("ProxySettingsPolicy", "RoutePolicy", "TargetGroupConfiguration", "DestinationRule"),
)
"""The kinds of policies that name a route, a Gateway or a Service."""
_STREAM = "/stream"
"""The end of the path of streams. The controller can change what is before it."""
_WITHOUT_STREAMS = ("/write-checkpoint", "/probes/", "/api/admin")
"""Parts of the paths whose responses are short."""
_Target = tuple[str, str, str]
"""The namespace, the kind and the name of the object that a policy is for."""


@dataclass(frozen=True, eq=False)
class ServedRoute:
    """An object that routes requests of clients to API pods or unified pods."""

    object: KubeObject
    services: tuple[KubeObject, ...]
    """The Services of those pods, to which it routes."""
    containers: tuple[ServiceContainer, ...]
    """The containers of the service in those pods."""
    controller: str
    """The type of the ingress controller, like `traefik`; empty if the manifests do not show it."""
    policies: tuple[KubeObject, ...]
    """The policies for the route, its Gateways or its Services, and the BackendConfigs of its Services."""

    def annotations_of(self, each: KubeObject) -> Mapping[str, str]:
        """Return the annotations of an object, without those that only other controllers read."""
        return {name: value for name, value in each.annotations.items() if may_read(self.controller, name)}

    @property
    def settings(self) -> Iterator[KubeObject]:
        """The route and its Services, whose annotations configure the controller."""
        yield self.object
        yield from self.services

    def items(self, field: str) -> Iterator[tuple[int, Manifest]]:
        """Yield the items of a list in the spec that name one of the Services, with their positions."""
        names = {service.name for service in self.services}
        found = self.object.spec.get(field)
        for index, item in enumerate(found if isinstance(found, list) else ()):
            if isinstance(item, Mapping) and names & {*_named(item)}:
                yield index, item

    def stream_items(self, field: str) -> Iterator[tuple[int, Manifest]]:
        """Yield the items of a list in the spec that may route streams to one of the Services, with their positions."""
        for index, item in self.items(field):
            alone = KubeObject({"kind": self.object.kind, "spec": {field: [item]}})
            backends = [*backends_of(alone)]
            if not backends or not all(map(_has_no_streams, backends)):
                yield index, item


def served_routes(objects: Objects) -> tuple[ServedRoute, ...]:
    """Return the routes to pods that clients connect to."""
    return objects.once(_served_routes)


def named_backend_configs(service: KubeObject) -> set[str]:
    """Return the names of the BackendConfigs that a Service names."""
    try:
        named = json.loads(service.annotations.get(BACKEND_CONFIG, ""))
    except (ValueError, RecursionError):
        return set()
    names = [mapping(named).get("default"), *mapping(named, "ports").values()]
    return {name for name in names if isinstance(name, str)}


def serving_services(objects: Objects) -> Mapping[int, tuple[ServiceContainer, ...]]:
    """Return the containers that each Service sends requests of clients to, by the identity of the Service."""
    return objects.once(_serving_services)


def _serving_services(objects: Objects) -> Mapping[int, tuple[ServiceContainer, ...]]:
    found: dict[int, tuple[ServiceContainer, ...]] = {}
    for service in objects.of_kind("Service"):
        workloads = objects.pods_of_service(service)
        containers = tuple(each for workload in workloads for each in objects.services_in(workload))
        if any(each.role in SERVING for each in containers):
            found[id(service)] = tuple(each for each in containers if each.role in SERVING)
    return found


def _served_routes(objects: Objects) -> tuple[ServedRoute, ...]:
    by_target = _policies(objects)
    serving = serving_services(objects)
    found = []
    for route in objects.of_kind(*ROUTES):
        services = [each for each in _services(route, objects) if id(each) in serving]
        if services:
            containers = tuple(container for each in services for container in serving[id(each)])
            policies = tuple(_policies_of(route, services, by_target, objects))
            controller = controller_of(route, policies, objects)
            found.append(ServedRoute(route, tuple(services), containers, controller, policies))
    return tuple(found)


def _has_no_streams(backend: Backend) -> bool:
    is_other = backend.is_exact and not backend.prefix.endswith(_STREAM)
    return is_other or any(part in backend.prefix for part in _WITHOUT_STREAMS)


def _services(route: KubeObject, objects: Objects) -> list[KubeObject]:
    """Return the Services of a route, each once."""
    backends = {(backend.namespace or route.namespace, backend.name) for backend in backends_of(route)}
    found = (objects.get("Service", *backend, near=route) for backend in sorted(backends))
    return [each for each in found if each is not None]


def _named(item: Manifest) -> Iterator[str]:
    """Yield the names of the Services in a rule of a route."""
    for field in ("backendRefs", "services"):
        yield from (text(each.get("name")) for each in mappings(item, field))
    for each in mappings(item, "route"):
        yield text(mapping(each, "destination").get("host")).partition(".")[0]
    yield text(item.get("service"))


def _policies(objects: Objects) -> Mapping[_Target, list[KubeObject]]:
    found: dict[_Target, list[KubeObject]] = {}
    for policy in objects.of_kind(*POLICIES):
        for target in _targets(policy):
            found.setdefault(target, []).append(policy)
    return found


def _targets(policy: KubeObject) -> Iterator[_Target]:
    spec = policy.spec
    for target in (mapping(spec, "targetRef"), mapping(spec, "targetReference"), *mappings(spec, "targetRefs")):
        if name := text(target.get("name")):
            yield policy.namespace, text(target.get("kind")) or "Service", name
    if host := text(spec.get("host")):
        yield policy.namespace, "Service", host.partition(".")[0]


def _policies_of(
    route: KubeObject, services: list[KubeObject], by_target: Mapping[_Target, list[KubeObject]], objects: Objects
) -> Iterator[KubeObject]:
    targets = [(route.namespace, route.kind, route.name)]
    targets += [(namespace, "Gateway", name) for namespace, name in gateway_names(route)]
    targets += [(service.namespace, "Service", service.name) for service in services]
    for target in targets:
        found = by_target.get(target, [])
        yield from [policy for policy in found if policy.chart == route.chart] or found
    for service in services:
        for name in sorted(named_backend_configs(service)):
            if config := objects.get("BackendConfig", service.namespace, name, near=service):
                yield config
