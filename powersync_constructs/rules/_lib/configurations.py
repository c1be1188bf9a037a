"""The service.yaml of each instance, together with the environment variables that it reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from powersync_constructs.rules._lib.environments import Hidden, Value, environment_of
from powersync_constructs.rules._lib.instances import InstanceId, instance_of
from powersync_constructs.rules._lib.loaded import loaded_by
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, mapping, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import REPLICATING, ServiceContainer
from powersync_constructs.rules._lib.service_files import ServiceFile, service_files
from powersync_constructs.rules._service_yaml import Document, Variable, source_of


@dataclass(frozen=True, eq=False)
class Configuration:
    """The service.yaml of an instance, with values that rules can compare."""

    file: ServiceFile
    instance: InstanceId
    containers: tuple[ServiceContainer, ...]
    """The containers of the instance that load it; empty if it is only in an object of this library."""
    environment: Mapping[str, Value]
    """The values of the variables that service.yaml reads, by name."""

    @property
    def by(self) -> KubeObject:
        """The object that contains service.yaml: a ConfigMap or Secret, or the workload itself."""
        return self.file.by

    @property
    def replicates(self) -> bool:
        """Whether a container that loads it replicates the source database. Such a container also migrates."""
        return any(container.role in REPLICATING for container in self.containers)

    @property
    def document(self) -> Manifest:
        """The content. Every scalar is a string."""
        return _in_texts(self.file.document)

    @property
    def source(self) -> Manifest:
        """The settings of the source database."""
        return source_of(self.document)

    @property
    def storage(self) -> Manifest:
        """The settings of the bucket storage."""
        return mapping(self.document, "storage")

    def value(self, settings: Manifest, field: str) -> Value | None:
        """Return the value of a field; None if the field is not set."""
        written = text(settings.get(field))
        if isinstance(written, Variable):
            return self.environment.get(written) or Hidden("Variable", *self.instance, written)
        return written or None

    def shows(self, settings: Manifest, *fields: str) -> bool:
        """Whether everyone who can read the manifests can read these fields."""
        return self.by.kind != "Secret" and not any(isinstance(settings.get(field), Variable) for field in fields)


def configurations(objects: Objects) -> tuple[Configuration, ...]:
    """Return the service.yaml of each instance in these objects. A service.yaml that cannot be read is left out."""
    return objects.once(_configurations)


def configuration_of(container: ServiceContainer, objects: Objects) -> Configuration | None:
    """Return the service.yaml that a container loads; None if the manifests do not show it."""
    return objects.once(_by_container).get(id(container))


def existing_service_yaml(container: ServiceContainer, objects: Objects) -> Hidden | None:
    """Return the key of an object that contains service.yaml, if the manifests do not show the content."""
    loaded = loaded_by(container, objects)
    return loaded.hidden if loaded and loaded.text is None else None


def _configurations(objects: Objects) -> tuple[Configuration, ...]:
    found: dict[tuple[str, InstanceId, str], tuple[ServiceFile, list[ServiceContainer]]] = {}
    for file in service_files(objects):
        if not file.document.is_readable:
            continue
        if not file.containers:
            found[file.by.chart, file.by.instance_id, file.source] = (file, [])
        for container in file.containers:
            instance = instance_of(container.object, objects) or container.object.instance_id
            key = (container.object.chart, instance, file.source)
            found.setdefault(key, (file, []))[1].append(container)
    return tuple(
        Configuration(file, instance, tuple(containers), _environment(containers, objects))
        for (_, instance, _), (file, containers) in found.items()
    )


def _by_container(objects: Objects) -> Mapping[int, Configuration]:
    found = configurations(objects)
    return {id(container): configuration for configuration in found for container in configuration.containers}


def _environment(containers: Iterable[ServiceContainer], objects: Objects) -> Mapping[str, Value]:
    found: dict[str, Value] = {}
    for container in containers:
        environment = environment_of(container, objects)
        for name, value in {**environment.values, **environment.composed_uris}.items():
            if value:
                found.setdefault(name, value)
    return found


@lru_cache(maxsize=1024)
def _in_texts(document: Document) -> Manifest:
    """Return the content with every scalar as a string, so that rules can compare values.

    The string is `true` or `8080`, or an empty string for null.
    """
    return mapping(_as_texts(document.value))


def _as_texts(value: object) -> object:
    if isinstance(value, dict):
        return {key: _as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_texts(item) for item in value]
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
