"""A rule about the ConfigMaps and Secrets with the files that containers of the service load."""

import re
from collections.abc import Iterator
from posixpath import join, normpath

from powersync_constructs.config.pods._reserved import CONFIG_B64, CONFIG_PATH
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.contents import content_keys, content_of
from powersync_constructs.rules._lib.environments import environment_of, sourced_objects
from powersync_constructs.rules._lib.loaded import (
    DEFAULT_PATH,
    WORKING_DIRECTORY,
    loaded_by,
    mounted_objects,
    volume_at,
)
from powersync_constructs.rules._lib.manifest import KubeObject, mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.replicas import is_controlled
from powersync_constructs.rules._lib.service_containers import ServiceContainer
from powersync_constructs.rules._lib.sync_config_files import readers
from powersync_constructs.rules._rule import rule

_OF_THE_SERVICE = re.compile(r"^\W*(client_auth|sync_config|sync_rules|streams|bucket_definitions)\W*:", re.MULTILINE)
"""A line of a service.yaml or of a sync config. `storage` and `replication` are in the files of databases too."""
_PUBLISHED = re.compile(r"(docker\.io/|index\.docker\.io/)?journeyapps/powersync-service(?![\w/.-])")
"""The image that PowerSync publishes. It contains no service.yaml."""
_SERVICE_YAML = re.compile(r"^\W*client_auth\W*:", re.MULTILINE)
"""A line that only service.yaml contains."""


@rule(
    "PS228",
    "mounted-object-exists",
    "error",
    looks_at="the ConfigMaps and Secrets with files that the pods of the service read",
    fix="Use the same name, and the same key, in both places.",
)
def mounted_object_exists(objects: Objects) -> Iterator[Violation]:
    """The ConfigMap or Secret with service.yaml, or with the sync config, has the name and the key that the pods use.

    A pod that refers to a missing object never starts. The object may come from another source, so the rule reports it
    only if the manifests contain another object with a service.yaml or a sync config, and no pod uses that object.

    If the object does not contain service.yaml under the key that the container loads, or if it is mounted at another
    path, the container finds no file and exits with code 150. The same happens if the published image has no volume and
    no configuration. PS112 reports the same for the sync config.
    """
    unused = objects.once(_unused)
    sync_configs = {id(each.container): each.loaded for each in readers(objects)}
    for container in objects.services():
        workload = container.object
        yield from _without_key(container, objects)
        yield from _without_file(container, objects)
        for file in (loaded_by(container, objects), sync_configs.get(id(container))):
            if file is None or file.stored is not None or file.hidden is None or is_controlled(workload):
                continue
            kind, name = file.hidden.kind, file.hidden.name
            for other in unused.get((kind, workload.namespace), [])[:1]:
                reason = f"reads {kind}/{name}, which is not in the manifests, while no pod uses {other}"
                path = (*workload.pod_path, "volumes") if file.path else container.path
                yield Violation(workload, reason, f"did you mean {other.name}?", path)


def _without_key(container: ServiceContainer, objects: Objects) -> Iterator[Violation]:
    """Yield the violation if the object that a container mounts as service.yaml is shown, but has no such key."""
    file = loaded_by(container, objects)
    if file is None or file.stored is None or not file.path:
        return
    volume, _ = volume_at(container, file.path) or ({}, "")
    keys = (*content_keys(file.stored), *mapping(file.stored.manifest, "binaryData"))
    if "projected" not in volume and keys and file.key not in keys:
        reason = f"loads {file.path}, but {file.stored} has no key {file.key}"
        similar = [key for key in keys if _contains(_OF_THE_SERVICE, file.stored, key)]
        fix = f"did you mean {similar[0]}?" if len(similar) == 1 else f"add the key, or correct {CONFIG_PATH}"
        yield Violation(container.object, reason, fix, (*container.path, "volumeMounts"))


def _without_file(container: ServiceContainer, objects: Objects) -> Iterator[Violation]:
    """Yield the violation if a container finds no service.yaml.

    Either its pod mounts the file at another path, or it runs the published image and mounts no volume. Any other image
    may contain the file.
    """
    written = _written_path(container, objects)
    path = normpath(join(WORKING_DIRECTORY, written or DEFAULT_PATH))
    if written is None or volume_at(container, path) is not None:
        return
    if not written and _has_only_the_published_files(container):
        reason = f"loads {path}, but container '{container.name}' mounts no volume and sets no {CONFIG_PATH}"
        fix = f"mount service.yaml, and set {CONFIG_PATH} to its path"
        yield Violation(container.object, reason, fix, container.path)
        return
    for stored in mounted_objects(container.object, objects):
        if any(_contains(_SERVICE_YAML, stored, key) for key in content_keys(stored)):
            reason = f"loads {path}, which no volume contains, although its pods mount {stored} with a service.yaml"
            fix = f"set {CONFIG_PATH} to the path where the container mounts the file"
            yield Violation(container.object, reason, fix, (*container.path, "env"))
            return


def _written_path(container: ServiceContainer, objects: Objects) -> str | None:
    """Return the path of service.yaml as an option or a variable sets it; empty if none does, None if it is not known.

    It is not known either if the container reads base64, or replaces the entry point.
    """
    environment = environment_of(container, objects)
    written = container.option("-c", "--config-path") or environment.values.get(CONFIG_PATH, "")
    has_base64 = CONFIG_B64 in environment.values or container.option("-c64", "--config-base64")
    if not isinstance(written, str) or not environment.is_complete or has_base64 or "command" in container.spec:
        return None
    return written


def _has_only_the_published_files(container: ServiceContainer) -> bool:
    """Whether neither a volume nor the image has a service.yaml. A Kustomize patch has no selector."""
    is_published = _PUBLISHED.match(container.image) is not None
    return is_published and "selector" in container.object.spec and not container.spec.get("volumeMounts")


def _contains(pattern: re.Pattern[str], stored: KubeObject, key: str) -> bool:
    return pattern.search(content_of(stored, key) or "") is not None


def _unused(objects: Objects) -> dict[tuple[str, str], list[KubeObject]]:
    """Return the ConfigMaps and Secrets with files of the service that no pod uses, by kind and namespace."""
    used = {id(each) for workload in objects.all if workload.pod_path for each in mounted_objects(workload, objects)}
    for container in objects.services():
        used |= {id(each) for each in sourced_objects(container, objects)}
    found: dict[tuple[str, str], list[KubeObject]] = {}
    for each in objects.of_kind("ConfigMap", "Secret"):
        if id(each) not in used and any(_contains(_OF_THE_SERVICE, each, key) for key in content_keys(each)):
            found.setdefault((each.kind, each.namespace), []).append(each)
    return found
