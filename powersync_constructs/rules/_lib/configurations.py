"""The service.yaml of each instance, together with the environment variables that it reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from powersync_constructs.rules._lib.instances import InstanceId, instance_of
from powersync_constructs.rules._lib.loaded import (
    Hidden,
    Loaded,
    Value,
    environment_of,
    loaded_by,
    unloaded_service_yaml,
)
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, mapping, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import ServiceContainer
from powersync_constructs.rules._service_yaml import Form, Variable, form_of, read, source_of


@dataclass(frozen=True)
class Configuration:
    """The service.yaml of an instance."""

    by: KubeObject
    """The object that contains service.yaml: a ConfigMap or Secret, or the workload itself."""
    instance: InstanceId
    document: Manifest
    """The content. Every scalar is a string."""
    environment: Mapping[str, Value]
    """The values of the variables that service.yaml reads, by name."""
    loaded: Loaded | None = None
    """The file, as the containers load it. None if no workload in the manifests loads it."""
    containers: tuple[ServiceContainer, ...] = field(default=(), compare=False)
    """The containers that load it."""

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
    return (*_loaded(objects), *_unloaded(objects))


def _by_container(objects: Objects) -> Mapping[int, Configuration]:
    found = configurations(objects)
    return {id(container): configuration for configuration in found for container in configuration.containers}


def _loaded(objects: Objects) -> Iterator[Configuration]:
    loading: dict[tuple[str, InstanceId | None, str], list[tuple[ServiceContainer, Loaded]]] = {}
    for container in objects.services():
        if loaded := loaded_by(container, objects):
            key = (container.object.chart, instance_of(container.object, objects), loaded.source)
            loading.setdefault(key, []).append((container, loaded))
    for (_, instance, _), same in loading.items():
        container, loaded = same[0]
        document = _document(loaded.text, form_of(loaded.path))
        if document is not None and instance is not None:
            containers = tuple(each for each, _ in same)
            by = loaded.stored or container.object
            yield Configuration(by, instance, document, _environment(containers, objects), loaded, containers)


def _unloaded(objects: Objects) -> Iterator[Configuration]:
    """Yield the configurations of this library that no workload in the manifests loads."""
    loaded = {id(found.stored) for each in objects.services() if (found := loaded_by(each, objects))}
    for each in objects.of_kind("ConfigMap", "Secret"):
        if id(each) not in loaded and (document := _document(unloaded_service_yaml(each))) is not None:
            yield Configuration(each, each.instance_id, document, {})


def _environment(containers: tuple[ServiceContainer, ...], objects: Objects) -> Mapping[str, Value]:
    found: dict[str, Value] = {}
    for container in containers:
        for name, value in environment_of(container, objects).values.items():
            if value:
                found.setdefault(name, value)
    return found


@lru_cache(maxsize=1024)
def _document(written: str | None, form: Form = "yaml") -> Manifest | None:
    """Return the content of a service.yaml with every scalar as a string; None if it cannot be read.

    The string is `true` or `8080`, or an empty string for null, so that rules can compare values.
    """
    document = None if written is None else read(written, form=form)
    return mapping(_as_texts(document.value)) if document is not None and document.is_readable else None


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
