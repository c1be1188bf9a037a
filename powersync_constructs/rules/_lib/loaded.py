"""The files that the containers of the service load: service.yaml, and the volumes with it."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from powersync_constructs.config.pods._reserved import CONFIG_B64, CONFIG_PATH
from powersync_constructs.rules._lib.contents import content_of, decoded
from powersync_constructs.rules._lib.environments import Hidden, environment_of
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, mapping, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import ServiceContainer

SERVICE_YAML = "service.yaml"
"""The key of service.yaml in a ConfigMap or Secret of this library."""
WORKING_DIRECTORY = "/app"
"""The folder in which the service starts."""
DEFAULT_PATH = f"{WORKING_DIRECTORY}/powersync.yaml"
"""The path of service.yaml if neither an option nor a variable names one."""


@dataclass(frozen=True)
class Loaded:
    """The service.yaml, or the sync config, that a container reads."""

    source: str
    """What identifies the file: the object that contains it and the key; a hash for base64 in the workload itself."""
    path: str
    """The path of the file in the container; empty for a variable with base64."""
    text: str | None
    """The content; None if the manifests do not show it."""
    stored: KubeObject | None = field(default=None, compare=False)
    """The ConfigMap or Secret that contains it, if it is in the manifests; the workload itself for its own base64."""
    key: str = ""
    """The key of the ConfigMap or Secret, or the name of the variable."""
    hidden: Hidden | None = None
    """The reference to the key, if the file comes from a ConfigMap or a Secret."""


def loaded_by(container: ServiceContainer, objects: Objects) -> Loaded | None:
    """Return the service.yaml that a container loads; None if it is neither base64 nor in a ConfigMap or Secret.

    The order is that of compound-config-collector.ts: base64 before a file, and an option before its variable.
    """
    return objects.for_container(_loaded_by, container)


def _loaded_by(container: ServiceContainer, objects: Objects) -> Loaded | None:
    environment = environment_of(container, objects)
    option = container.option("-c64", "--config-base64")
    key = None if option else environment.references.get(CONFIG_B64)
    if key is not None:
        return _file(key, "", container.object, objects)
    encoded = option or environment.values.get(CONFIG_B64)
    if encoded and isinstance(encoded, str):
        return _inline(encoded, container.object)
    path = container.option("-c", "--config-path") or environment.values.get(CONFIG_PATH, "")
    if not isinstance(path, str):  # from a Secret that is not shown, or from other variables
        return None
    return mounted(container, objects, posixpath.join(WORKING_DIRECTORY, path or DEFAULT_PATH))


def mounted(container: ServiceContainer, objects: Objects, path: str) -> Loaded | None:
    """Return a file that a container mounts from a ConfigMap or Secret; None if no such volume contains it.

    If a projected volume has several sources, the one that contains the file counts. If the manifests show none that
    contains it, one that they do not show counts.
    """
    path = posixpath.normpath(path)
    found = volume_at(container, path)
    files = _files(*found, path, container.object, objects) if found is not None else ()
    return min(files, key=lambda each: (each.text is None, each.stored is not None), default=None)


def volume_at(container: ServiceContainer, path: str) -> tuple[Manifest, str] | None:
    """Return the volume that contains a path of a container, and the path in the volume; None if there is none.

    The volume is empty if the pod does not define it, or if variables of the container are in the path.
    """
    mounts = sorted(mappings(container.spec, "volumeMounts"), key=lambda mount: -len(_folder(mount)))
    for mount in mounts:
        inside = _inside(path, _folder(mount), text(mount.get("subPath")))
        if inside is not None:
            name = None if "subPathExpr" in mount else text(mount.get("name"))
            volumes = mappings(container.object.pod, "volumes")
            return next((volume for volume in volumes if volume.get("name") == name), {}), inside
    return None


def _folder(mount: Manifest) -> str:
    """Return where a volume is mounted. A relative path is relative to the root of the container."""
    return posixpath.normpath(posixpath.join("/", text(mount.get("mountPath"))))


def _inside(path: str, folder: str, sub_path: str) -> str | None:
    """Return the path in the volume for a path at or below a mount; None for a path elsewhere."""
    if path == folder:
        return sub_path
    if not path.startswith(f"{folder.rstrip('/')}/"):
        return None
    return posixpath.join(sub_path, path[len(folder.rstrip("/")) + 1 :])


def mounted_objects(workload: KubeObject, objects: Objects) -> Iterator[KubeObject]:
    """Yield the ConfigMaps and Secrets in the volumes of a workload."""
    for volume in mappings(workload.pod, "volumes"):
        for kind, name, _ in _projections(volume):
            stored = objects.get(kind, workload.namespace, name, near=workload)
            yield from [stored] if stored is not None else []


def unloaded_service_yaml(stored: KubeObject) -> str | None:
    """Return service.yaml in an object of this library, even if no workload loads it. None if it is missing."""
    return content_of(stored, SERVICE_YAML) if stored.component == "config" else None


def _files(volume: Manifest, inside: str, path: str, workload: KubeObject, objects: Objects) -> Iterator[Loaded]:
    """Yield the file of a volume, if a ConfigMap or Secret of the volume contains it."""
    for kind, name, items in _projections(volume):
        keys = [text(item.get("key")) for item in items if item.get("path") == inside] if items else [inside]
        if name and inside and keys:
            yield _file(Hidden(kind, workload.namespace, name, keys[0]), path, workload, objects)


def _projections(volume: Manifest) -> Iterator[tuple[str, str, list[Manifest]]]:
    """Yield the ConfigMaps and Secrets of a volume: the kind, the name and the items."""
    for source in (volume, *mappings(mapping(volume, "projected"), "sources")):
        for kind, name_of_field in (("ConfigMap", "configMap"), ("Secret", "secret")):
            if projection := mapping(source, name_of_field):
                name = text(projection.get("name")) or text(projection.get("secretName"))
                yield kind, name, mappings(projection, "items")


def _file(key: Hidden, path: str, workload: KubeObject, objects: Objects) -> Loaded:
    """Return the file in a key of a ConfigMap or Secret. Without a path, the key contains its base64."""
    stored = objects.get(key.kind, key.namespace, key.name, near=workload)
    content = content_of(stored, key.key) if stored else None
    source = f"{key.kind}/{key.name}/{key.key}"
    return Loaded(source, path, content if path else decoded(content), stored, key.key, key)


def _inline(encoded: str, workload: KubeObject) -> Loaded:
    """Return the file in a variable or an option of a workload. Workloads with the same text load the same file."""
    content = decoded(encoded)
    digest = sha256((content or encoded).encode(errors="replace")).hexdigest()
    return Loaded(f"{CONFIG_B64}/{digest}", "", content, workload, CONFIG_B64)
