"""How many streams the pods of an instance accept."""

from collections.abc import Mapping

from powersync_constructs.config.service._defaults import MAX_CONNECTIONS
from powersync_constructs.rules._lib.configurations import Configuration, configurations
from powersync_constructs.rules._lib.manifest import mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import ServiceContainer

_FIELD = "max_concurrent_connections"


def configuration_of(container: ServiceContainer, objects: Objects) -> Configuration | None:
    """Return the service.yaml that a container loads; None if the manifests do not show it."""
    return objects.once(_by_container).get(id(container))


def connection_limit(container: ServiceContainer, objects: Objects) -> int | None:
    """Return how many streams of one kind a pod accepts; None if the manifests do not show it."""
    configuration = configuration_of(container, objects)
    if configuration is None:
        return None
    parameters = mapping(configuration.document, "api", "parameters")
    if _FIELD not in parameters:
        return MAX_CONNECTIONS
    written = configuration.value(parameters, _FIELD)
    return int(written) if isinstance(written, str) and written.isdecimal() and len(written) < 10 else None


def _by_container(objects: Objects) -> Mapping[int, Configuration]:
    found = configurations(objects)
    return {id(container): configuration for configuration in found for container in configuration.containers}
