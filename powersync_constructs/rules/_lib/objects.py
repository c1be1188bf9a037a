"""The objects that a rule looks at, with the relations between them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

from powersync_constructs.rules._lib.manifest import CONTROLLERS, KubeObject, Manifest, mapping, texts
from powersync_constructs.rules._lib.routes import backends_of
from powersync_constructs.rules._lib.selectors import selects
from powersync_constructs.rules._lib.service_containers import LONG_RUNNING, Role, ServiceContainer, service_containers

Result = TypeVar("Result")
_SELECTORS = {"NetworkPolicy": "podSelector", "PodDisruptionBudget": "selector", "Service": "selector"}
"""The field of the spec that selects pods, by kind."""
_RUNNING = ("Pod", *CONTROLLERS)
"""The kinds whose pods run until something stops them."""


class Objects:
    """The objects of a chart, or of all charts of an app.

    It records the last object that a rule read, so that the finding for a failed rule can name it.
    """

    def __init__(self, objects: Iterable[KubeObject], *, at_synth: bool = False) -> None:
        self.at_synth = at_synth
        """Whether a synth has just rendered the objects. No other tool has changed them yet."""
        self.all: tuple[KubeObject, ...] = tuple(objects)
        """All objects, in their order."""
        self.last: KubeObject | None = None
        """The last object that a rule read."""
        self._computed: dict[Callable[[Objects], Any], Any] = {}
        self._of_containers: dict[tuple[Callable[[ServiceContainer, Objects], Any], int], Any] = {}

    def __iter__(self) -> Iterator[KubeObject]:
        for each in self.all:
            self.last = each
            yield each

    def of_kind(self, *kinds: str) -> Iterator[KubeObject]:
        """Yield the objects of these kinds."""
        for kind in kinds:
            for each in self._by_kind.get(kind, ()):
                self.last = each
                yield each

    def get(self, kind: str, namespace: str, name: str, *, near: KubeObject | None = None) -> KubeObject | None:
        """Return an object. If several charts have it, return the one in the chart of `near`. None if none has it.

        An object without a namespace can be in every namespace, as in a Helm chart that sets some namespaces only.
        """
        found = self._by_name.get((kind, namespace, name)) or self._by_name.get((kind, "", name), [])
        same_chart = (each for each in found if near is not None and each.chart == near.chart)
        return next(same_chart, found[0] if found else None)

    def services(self, *roles: Role) -> Iterator[ServiceContainer]:
        """Yield the containers that run the PowerSync service with one of the roles. Default: all roles."""
        for each in self._service_containers:
            if not roles or each.role in roles:
                self.last = each.object
                yield each

    def workloads(self, *roles: Role) -> Iterator[ServiceContainer]:
        """Yield the main container of each workload that runs the service until something stops it.

        Default of the roles: API pods, replicators and unified pods.
        """
        for each in self.services(*(roles or LONG_RUNNING)):
            if not each.is_init and each.object.kind in _RUNNING:
                yield each

    def services_in(self, each: KubeObject) -> list[ServiceContainer]:
        """Return the containers of an object that run the PowerSync service."""
        return self._services_by_object.get(id(each), [])

    def selected_by(self, selector: Manifest, near: KubeObject) -> Iterator[KubeObject]:
        """Yield the workloads whose pods a label selector selects, in the namespace and chart of an object.

        An empty selector selects all pods.
        """
        wanted = texts(selector.get("matchLabels"))
        for each in self._candidates(near, wanted):
            if selects(selector, each.pod_labels):
                yield each

    def selecting(self, kind: str, workload: KubeObject) -> list[KubeObject]:
        """Return the Services, NetworkPolicies or PodDisruptionBudgets that select the pods of a workload."""
        return self._selecting.get((kind, id(workload)), [])

    def pods_of_service(self, service: KubeObject) -> Iterator[KubeObject]:
        """Yield the workloads to whose pods a Service sends requests."""
        wanted = texts(service.spec.get("selector"))
        if wanted:
            yield from self.selected_by({"matchLabels": wanted}, service)

    def routed_to(self, route: KubeObject) -> Iterator[KubeObject]:
        """Yield the workloads to which an Ingress, an HTTPRoute or another route sends requests."""
        for backend in backends_of(route):
            service = self.get("Service", backend.namespace or route.namespace, backend.name, near=route)
            if service is not None:
                yield from self.pods_of_service(service)

    def once(self, compute: Callable[["Objects"], Result]) -> Result:
        """Return what a function computes from these objects. It is computed once, because several rules need it."""
        if compute not in self._computed:
            self._computed[compute] = compute(self)
        found: Result = self._computed[compute]
        return found

    def for_container(
        self, compute: Callable[[ServiceContainer, "Objects"], Result], container: ServiceContainer
    ) -> Result:
        """Return what a function computes for a container. It is computed once, because several rules need it."""
        key = (compute, id(container))
        if key not in self._of_containers:
            self._of_containers[key] = compute(container, self)
        found: Result = self._of_containers[key]
        return found

    @cached_property
    def _selecting(self) -> Mapping[tuple[str, int], list[KubeObject]]:
        found: dict[tuple[str, int], list[KubeObject]] = {}
        for kind, field in _SELECTORS.items():
            for each in self._by_kind.get(kind, ()):
                selector = mapping(each.spec, field)
                pods = self.pods_of_service(each) if kind == "Service" else self.selected_by(selector, each)
                for workload in pods:
                    found.setdefault((kind, id(workload)), []).append(each)
        return found

    @cached_property
    def _by_kind(self) -> Mapping[str, list[KubeObject]]:
        found: dict[str, list[KubeObject]] = {}
        for each in self.all:
            found.setdefault(each.kind, []).append(each)
        return found

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str, str], list[KubeObject]]:
        found: dict[tuple[str, str, str], list[KubeObject]] = {}
        for each in self.all:
            found.setdefault((each.kind, each.namespace, each.name), []).append(each)
        return found

    @cached_property
    def _service_containers(self) -> tuple[ServiceContainer, ...]:
        return tuple(found for each in self.all if each.pod_path for found in service_containers(each))

    @cached_property
    def _services_by_object(self) -> Mapping[int, list[ServiceContainer]]:
        found: dict[int, list[ServiceContainer]] = {}
        for each in self._service_containers:
            found.setdefault(id(each.object), []).append(each)
        return found

    @cached_property
    def _by_label(self) -> Mapping[tuple[str, str, str], list[KubeObject]]:
        """The workloads by namespace, and by each label of their pods."""
        found: dict[tuple[str, str, str], list[KubeObject]] = {}
        for each in self.all:
            if each.pod_path:
                found.setdefault((each.namespace, "", ""), []).append(each)
                for key, value in each.pod_labels.items():
                    found.setdefault((each.namespace, key, value), []).append(each)
        return found

    def _candidates(self, near: KubeObject, wanted: Mapping[str, str]) -> list[KubeObject]:
        """Return the workloads with the rarest of the labels, in the chart of `near` if it has any."""
        lists = [self._by_label.get((near.namespace, key, value), []) for key, value in wanted.items()]
        found = min(lists, key=len) if lists else self._by_label.get((near.namespace, "", ""), [])
        return [each for each in found if each.chart == near.chart] or found
