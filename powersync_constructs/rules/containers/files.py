"""A rule about the ConfigMaps and Secrets that pods mount."""

import re
from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.loaded import (
    content_keys,
    content_of,
    loaded_by,
    mounted_objects,
    sourced_objects,
)
from powersync_constructs.rules._lib.manifest import KubeObject
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.replicas import is_controlled
from powersync_constructs.rules._lib.sync_config_files import readers
from powersync_constructs.rules._rule import rule

_OF_THE_SERVICE = re.compile(r"^\W*(client_auth|sync_config|sync_rules|streams|bucket_definitions)\W*:", re.MULTILINE)
"""A line of a service.yaml or of a sync config. `storage` and `replication` are in the files of databases too."""


@rule(
    "PS228",
    "mounted-object-exists",
    "error",
    looks_at="the ConfigMaps and Secrets that the pods of the service mount",
    fix="Use one name in both places.",
)
def mounted_object_exists(objects: Objects) -> Iterator[Violation]:
    """The ConfigMap or Secret with service.yaml, or with the sync config, has the name that the pods use.

    A pod that mounts an object which does not exist never starts. The object may come from somewhere else, so it is
    reported only if the manifests contain another one with a service.yaml or a sync config, which no pod uses.
    """
    unused = objects.once(_unused)
    sync_configs = {id(each.container): each.loaded for each in readers(objects)}
    for container in objects.services():
        workload = container.object
        for file in (loaded_by(container, objects), sync_configs.get(id(container))):
            if file is None or file.stored is not None or file.hidden is None or is_controlled(workload):
                continue
            kind, name = file.hidden.kind, file.hidden.name
            for other in unused.get((kind, workload.namespace), [])[:1]:
                reason = f"mounts {kind}/{name}, which is not in the manifests, but {other} is, and no pod uses it"
                yield Violation(workload, reason, f"did you mean {other.name}?", (*workload.pod_path, "volumes"))


def _unused(objects: Objects) -> dict[tuple[str, str], list[KubeObject]]:
    """Return the ConfigMaps and Secrets with files of the service that no pod uses, by kind and namespace."""
    used = {id(each) for workload in objects.all if workload.pod_path for each in mounted_objects(workload, objects)}
    for container in objects.services():
        used |= {id(each) for each in sourced_objects(container, objects)}
    found: dict[tuple[str, str], list[KubeObject]] = {}
    for each in objects.of_kind("ConfigMap", "Secret"):
        if id(each) not in used and any(
            _OF_THE_SERVICE.search(content_of(each, key) or "") for key in content_keys(each)
        ):
            found.setdefault((each.kind, each.namespace), []).append(each)
    return found
