"""A rule about the rollout of a new configuration."""

import re
from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.generated_names import changes_with_content
from powersync_constructs.rules._lib.loaded import Loaded, loaded_by
from powersync_constructs.rules._lib.manifest import KubeObject, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.order import KAPP_VERSIONED
from powersync_constructs.rules._lib.replicas import applied_workloads
from powersync_constructs.rules._lib.service_containers import ServiceContainer
from powersync_constructs.rules._lib.sync_config_files import readers
from powersync_constructs.rules._rule import rule

_CHECKSUM = re.compile(r"checksum|hash|sha(1|256)|rollme|revision", re.IGNORECASE)
"""A pod annotation that tools compute from the configuration, or that changes with each installation."""
_RELOADER = re.compile(r"([\w-]+\.)?reloader\.stakater\.com/.*|wave\.pusher\.com/update-on-config-change")
"""The annotations of Reloader and of Wave, which restart pods after a change of a ConfigMap or Secret."""
_RELOADER_VARIABLE = "STAKATER_"
"""The beginning of the variables that Reloader sets to restart pods."""


@rule(
    "PS418",
    "config-rolls-out",
    "warning",
    looks_at="the ConfigMaps and Secrets with service.yaml and the sync config, and the workloads that mount them",
    fix="Add an annotation with a checksum of the content to the pod template, or a hash to the name of the object.",
)
def new_configuration_rolls_out(objects: Objects) -> Iterator[Violation]:
    """A change to service.yaml or to the sync config restarts the pods that read the file.

    The service reads both files once, when it starts. If a ConfigMap changes under the same name, the pods run with the
    old content until something else restarts them. If only one of two replicators restarts, the two have different sync
    configs, and each replaces the sync config of the other. A hash in the name, a checksum in the pod template, or
    Reloader prevents this.
    """
    sync_configs = {id(each.container): each.loaded for each in readers(objects)}
    for container in applied_workloads(objects):
        files = (loaded_by(container, objects), sync_configs.get(id(container)))
        stored = {id(file.stored): file for file in files if file is not None and _can_change(file)}
        if stored and not _restarts(container):
            for file in stored.values():
                reason = f"reads {file.stored}, but a change to this object does not restart the pods"
                yield Violation(container.object, reason, path=(*container.object.pod_path[:-1], "metadata"))


def _can_change(file: Loaded) -> bool:
    """Whether the content can change while the name of the object stays the same."""
    stored = file.stored
    if stored is None or stored.kind not in ("ConfigMap", "Secret"):
        return False
    is_fixed = stored.manifest.get("immutable") is True or KAPP_VERSIONED in stored.annotations
    return not is_fixed and not changes_with_content(stored.name) and not _reloads(stored)


def _restarts(container: ServiceContainer) -> bool:
    """Whether something restarts the pods of a workload after a change of its configuration."""
    has_variable = any(text(env.get("name")).startswith(_RELOADER_VARIABLE) for env in mappings(container.spec, "env"))
    return has_variable or _reloads(container.object) or any(map(_restarts_pods, container.object.pod_annotations))


def _restarts_pods(annotation: str) -> bool:
    return bool(_CHECKSUM.search(annotation) or _RELOADER.fullmatch(annotation))


def _reloads(each: KubeObject) -> bool:
    return any(_RELOADER.fullmatch(name) and value != "false" for name, value in each.annotations.items())
