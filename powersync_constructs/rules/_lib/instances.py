"""The instance that each object belongs to."""

from collections.abc import Iterator, Mapping

from powersync_constructs.rules._lib.loaded import loaded_by, mounted_objects
from powersync_constructs.rules._lib.manifest import KubeObject, mapping, text
from powersync_constructs.rules._lib.objects import Objects

InstanceId = tuple[str, str]
"""The namespace of an instance and what identifies it there, which together are unique in a cluster."""
_INSTANCE = "app.kubernetes.io/instance"


def instance_of(each: KubeObject, objects: Objects) -> InstanceId | None:
    """Return the instance that an object belongs to; None for an object of no instance.

    An object of this library has a label with its instance. A workload of another origin belongs to the instance of its
    service.yaml or, if that is not in an object, of the label `app.kubernetes.io/instance`. Any other object belongs to
    the instance of its workloads.
    """
    if each.instance:
        return each.instance_id
    return objects.once(_foreign).get(id(each))


def _foreign(objects: Objects) -> Mapping[int, InstanceId]:
    """Return the instances of the objects without a label of this library, by the identity of the object.

    The workloads of the service with the label are in it too, because other objects belong to their instances.
    """
    found: dict[int, InstanceId] = {}
    for container in objects.services():
        each = container.object
        loaded = loaded_by(container, objects)
        named = loaded.source if loaded else each.labels.get(_INSTANCE) or each.name
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
