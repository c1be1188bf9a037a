"""How many streams the pods of an instance accept."""

from powersync_constructs.config.service._defaults import MAX_CONNECTIONS
from powersync_constructs.rules._lib.configurations import configuration_of
from powersync_constructs.rules._lib.manifest import mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import ServiceContainer

_FIELD = "max_concurrent_connections"


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
