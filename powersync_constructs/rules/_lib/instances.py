"""The instance that each object belongs to."""

from collections.abc import Hashable, Iterator, Mapping

from powersync_constructs.rules._lib.environments import environment_of
from powersync_constructs.rules._lib.loaded import Loaded, loaded_by, mounted_objects
from powersync_constructs.rules._lib.manifest import KubeObject, mapping, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import Role, ServiceContainer
from powersync_constructs.rules._service_yaml import form_of, read, variables_in

InstanceId = tuple[str, str]
"""The namespace of an instance and what identifies it there, which together are unique in a cluster."""
_INSTANCE = "app.kubernetes.io/instance"


def instance_of(each: KubeObject, objects: Objects) -> InstanceId | None:
    """Return the instance that an object belongs to; None for an object of no instance.

    An object of this library has a label with its instance. For a workload of another origin, the service.yaml that it
    loads identifies the instance. Workloads with different roles, each with its own service.yaml for the same bucket
    storage, are one instance too. If the manifests do not show the service.yaml, the label `app.kubernetes.io/instance`
    or the name of the workload identifies the instance. Any other object belongs to the instance of its workloads.
    """
    if each.instance:
        return each.instance_id
    return objects.once(_foreign).get(id(each))


def _foreign(objects: Objects) -> Mapping[int, InstanceId]:
    """Return the instances of the objects without a label of this library, by the identity of the object.

    The workloads of the service with the label are in it too, because other objects belong to their instances.
    """
    found: dict[int, InstanceId] = {}
    shared = _shared(objects)
    for container in objects.services():
        each = container.object
        loaded = loaded_by(container, objects)
        named = shared.get(id(container), loaded.source) if loaded else each.labels.get(_INSTANCE) or each.name
        found.setdefault(id(each), each.instance_id if each.instance else (each.namespace, named))
        for stored in (loaded.stored if loaded else None, *mounted_objects(each, objects)):
            if stored is not None:
                found.setdefault(id(stored), found[id(each)])
    for each in objects.all:
        if not each.instance and id(each) not in found:
            owners = [found[id(workload)] for workload in workloads_of(each, objects) if id(workload) in found]
            if owners:
                found[id(each)] = owners[0]
    return found


def _shared(objects: Objects) -> Mapping[int, str]:
    """Return the first of several files of one instance, by the identity of the containers that load one of them.

    Two files are of one instance if they have the same bucket storage, and no role in common. If two replicators of one
    namespace load a file each, they are two instances.
    """
    by_file: dict[tuple[Hashable, str], list[ServiceContainer]] = {}
    for container in objects.services():
        each = container.object
        loaded = None if each.instance else loaded_by(container, objects)
        if loaded is not None and (storage := _storage(loaded, container, objects)):
            key = ((each.chart, each.namespace, storage), loaded.source)
            by_file.setdefault(key, []).append(container)
    found: dict[int, str] = {}
    first: dict[Hashable, tuple[str, set[Role]]] = {}
    for (place, source), containers in by_file.items():
        named, others = first.setdefault(place, (source, set()))
        roles = {container.role for container in containers}
        if not roles & others:
            others |= roles
            found |= {id(container): named for container in containers}
    return found


def _storage(loaded: Loaded, container: ServiceContainer, objects: Objects) -> Hashable | None:
    """Return what identifies the bucket storage of a file: the settings, and the values of their variables."""
    document = read(loaded.text or "", form=form_of(loaded.path)).value
    settings = {"storage": document.get("storage")}
    values = environment_of(container, objects).values
    variables = tuple(values.get(name, name) for _, name in variables_in(settings))
    return (repr(settings), variables) if settings["storage"] else None


def workloads_of(each: KubeObject, objects: Objects) -> Iterator[KubeObject]:
    """Yield the workloads that a Service, a route, an autoscaler, a budget or a NetworkPolicy is for."""
    match each.kind:
        case "Service":
            yield from objects.pods_of_service(each)
        case "PodDisruptionBudget":
            yield from objects.selected_by(mapping(each.spec, "selector"), each)
        case "NetworkPolicy":
            yield from objects.selected_by(mapping(each.spec, "podSelector"), each)
        case "HorizontalPodAutoscaler" | "ScaledObject":
            target = mapping(each.spec, "scaleTargetRef")
            kind, name = text(target.get("kind")) or "Deployment", text(target.get("name"))
            found = objects.get(kind, each.namespace, name, near=each)
            yield from [found] if found else []
        case _:
            yield from objects.routed_to(each)
