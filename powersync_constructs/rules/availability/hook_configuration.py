"""A rule about configuration that is a hook of Helm."""

from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.environments import sourced_objects
from powersync_constructs.rules._lib.generated_names import changes_with_content
from powersync_constructs.rules._lib.loaded import mounted_objects
from powersync_constructs.rules._lib.manifest import KubeObject
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.order import HELM_HOOK
from powersync_constructs.rules._lib.replicas import applied_workloads
from powersync_constructs.rules._lib.service_containers import ServiceContainer
from powersync_constructs.rules._rule import rule


@rule(
    "PS419",
    "configuration-is-no-hook",
    "warning",
    looks_at="the ConfigMaps and Secrets that the API pods, replicators and unified pods use",
    fix="Remove the annotation `helm.sh/hook`, so that Helm manages the object.",
)
def configuration_is_no_hook(objects: Objects) -> Iterator[Violation]:
    """A ConfigMap or Secret that long-running pods use is not a Helm hook.

    Helm does not manage hooks: `helm uninstall` leaves them in the cluster with their credentials, and `helm rollback`
    does not restore them. With `before-hook-creation`, each upgrade deletes the object and creates it again. A pod that
    starts at this moment fails. The rule does not report an object with a hash in its name, because such an object
    never changes.
    """
    found: dict[int, tuple[KubeObject, ServiceContainer]] = {}
    for container in applied_workloads(objects):
        for each in (*mounted_objects(container.object, objects), *sourced_objects(container, objects)):
            if HELM_HOOK in each.annotations and not changes_with_content(each.name):
                found.setdefault(id(each), (each, container))
    for each, container in found.values():
        reason = f"is a Helm hook, but {container} needs it all the time"
        yield Violation(each, reason, "remove the annotation helm.sh/hook", ("metadata", "annotations", HELM_HOOK))
