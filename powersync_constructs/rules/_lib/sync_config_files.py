"""The sync configs that replicators read, as far as the manifests show them."""

import posixpath
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.pods._reserved import CONFIG_B64, OVERRIDING_ENV
from powersync_constructs.rules._lib.environments import environment_of
from powersync_constructs.rules._lib.loaded import WORKING_DIRECTORY, Loaded, mounted
from powersync_constructs.rules._lib.manifest import KubeObject, Path, mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import REPLICATING, ServiceContainer
from powersync_constructs.rules._lib.service_files import ServiceFile, path_of_key, service_files
from powersync_constructs.rules._service_yaml import Variable

_KEY = "sync-config.yaml"
"""The key of the sync config in a ConfigMap of this library."""
_OVERRIDING = tuple(name for name in OVERRIDING_ENV if name != CONFIG_B64)
"""The variables whose sync config precedes the one of service.yaml."""
_OPTIONS = ("-sync64", "--sync-base64")


@dataclass(frozen=True, eq=False)
class Reader:
    """A container that reads the sync config from the path in service.yaml."""

    container: ServiceContainer
    file: ServiceFile
    field: Path
    """The field of service.yaml with the path: `sync_config.path`, or the old name."""
    path: str
    """The absolute path in the container."""
    loaded: Loaded | None
    """The file; None if no ConfigMap or Secret that the container mounts contains it."""


@dataclass(frozen=True, eq=False)
class SyncConfigFile:
    """The text of a sync config."""

    by: KubeObject
    """The object that contains it."""
    key: str
    """The key of the object."""
    text: str
    version: ServiceVersion | None
    """The version of the service that reads it; None if it is not known."""
    service_file: ServiceFile | None = None
    """The service.yaml that names it; None for a sync config that no workload in the manifests reads."""

    @property
    def path(self) -> Path:
        """The path of the text in the manifest of the object."""
        return path_of_key(self.by, self.key)


def readers(objects: Objects) -> tuple[Reader, ...]:
    """Return the containers that read the sync config from a file."""
    return objects.once(_readers)


def sync_config_files(objects: Objects) -> tuple[SyncConfigFile, ...]:
    """Return the sync configs in ConfigMaps and Secrets, and those in service.yaml itself."""
    return objects.once(_sync_config_files)


def _readers(objects: Objects) -> tuple[Reader, ...]:
    return tuple(
        Reader(container, file, field, path, mounted(container, objects, path))
        for file in service_files(objects)
        for container in file.containers
        if container.role in REPLICATING and not _has_own(container, objects)
        for field, path in _paths(file)
    )


def _has_own(container: ServiceContainer, objects: Objects) -> bool:
    """Return whether a variable or an option of a container contains a sync config, which precedes service.yaml."""
    values = environment_of(container, objects).values
    return any(name in values for name in _OVERRIDING) or container.option(*_OPTIONS) is not None


def _paths(file: ServiceFile) -> Iterator[tuple[Path, str]]:
    """Yield the path of the sync config: relative to service.yaml, or to the working directory of the service."""
    folder = posixpath.dirname(file.loaded.path) if file.loaded and file.loaded.path else WORKING_DIRECTORY
    for key in ("sync_config", "sync_rules"):
        path = mapping(file.document.value, key).get("path")
        if isinstance(path, str) and path and not isinstance(path, Variable):
            yield (key, "path"), posixpath.normpath(posixpath.join(folder, path))
            return


def _sync_config_files(objects: Objects) -> tuple[SyncConfigFile, ...]:
    found = [*_mounted(objects)]
    return (*found, *_inline(objects), *_unread(objects, {id(each.by) for each in found}))


def _mounted(objects: Objects) -> Iterator[SyncConfigFile]:
    seen: set[tuple[int, str]] = set()
    for reader in readers(objects):
        loaded = reader.loaded
        if loaded and loaded.stored and loaded.text is not None and (id(loaded.stored), loaded.key) not in seen:
            seen.add((id(loaded.stored), loaded.key))
            yield SyncConfigFile(loaded.stored, loaded.key, loaded.text, reader.container.version, reader.file)


def _inline(objects: Objects) -> Iterator[SyncConfigFile]:
    """Yield the sync configs in service.yaml itself. A path precedes them (compound-config-collector.ts)."""
    for file in service_files(objects):
        content = mapping(file.document.value, "sync_config").get("content")
        if isinstance(content, str) and not isinstance(content, Variable) and not [*_paths(file)]:
            yield SyncConfigFile(file.by, f"sync_config.content of {file.key}", content, file.version, file)


def _unread(objects: Objects, read: Collection[int]) -> Iterator[SyncConfigFile]:
    """Yield the sync configs in ConfigMaps of this library that no workload in the manifests reads."""
    for each in objects.of_kind("ConfigMap"):
        text = each.data.get(_KEY) if each.component == "sync-config" and id(each) not in read else None
        if text is not None:
            yield SyncConfigFile(each, _KEY, text, None)
