"""The ports that a container of the service opens, and the probes that it answers, as its service.yaml sets them."""

from dataclasses import dataclass

from powersync_constructs.config.service._defaults import API_PORT
from powersync_constructs.rules._lib.configurations import Configuration, configuration_of
from powersync_constructs.rules._lib.manifest import Manifest, mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import REPLICATING, SERVING, ServiceContainer


@dataclass(frozen=True)
class Served:
    """What a container serves."""

    api_port: int
    """The port of the API and of the HTTP probes. A replicator opens it only with HTTP probes."""
    metrics_port: int | None
    """The port of `/metrics`; None if the service has no metrics."""
    has_http_probes: bool
    has_file_probes: bool
    chooses_probes: bool
    """Whether service.yaml contains `healthcheck.probes`. Otherwise, the types of probes depend on the runner type."""
    has_api: bool
    """Whether clients can connect to it."""
    migrates_at_start: bool
    """Whether it migrates the bucket storage before it opens its ports."""

    @property
    def opens_api_port(self) -> bool:
        """Whether the API port is open, for clients or only for probes."""
        return self.has_api or self.has_http_probes

    @property
    def configured(self) -> frozenset[int]:
        """The ports in service.yaml."""
        return frozenset({self.api_port} if self.metrics_port is None else {self.api_port, self.metrics_port})

    @property
    def open(self) -> frozenset[int]:
        """The ports on which the container listens."""
        return self.configured if self.opens_api_port else self.configured - {self.api_port}


def served_by(container: ServiceContainer, objects: Objects) -> Served | None:
    """Return what a container serves; None if the manifests do not show all of its settings."""
    return objects.for_container(_served_by, container)


def _served_by(container: ServiceContainer, objects: Objects) -> Served | None:
    configuration = configuration_of(container, objects)
    if configuration is None:
        return None
    document = configuration.document
    telemetry, probes = mapping(document, "telemetry"), mapping(document, "healthcheck", "probes")
    try:
        api_port = _number(configuration, document, "port")
        metrics_port = _number(configuration, telemetry, "prometheus_port")
        use_http, use_files, is_legacy = (
            _flag(configuration, probes, f"use_{kind}") for kind in ("http", "filesystem", "legacy")
        )
        keeps_storage = _flag(configuration, mapping(document, "migrations"), "disable_auto_migration")
    except ValueError:
        return None
    is_set = "probes" in mapping(document, "healthcheck") and not is_legacy
    has_api = container.role in SERVING
    return Served(
        api_port=API_PORT if api_port is None else api_port,
        metrics_port=metrics_port,
        has_http_probes=use_http if is_set else has_api,
        has_file_probes=use_files or not is_set,
        chooses_probes=is_set,
        has_api=has_api,
        migrates_at_start=container.role in REPLICATING and not keeps_storage,
    )


def _number(configuration: Configuration, settings: Manifest, field: str) -> int | None:
    """Return a port; None if it is not set. Raises ValueError if the manifests do not show it."""
    value = configuration.value(settings, field)
    if value is None:
        return None
    if isinstance(value, str):
        return int(value)
    raise ValueError(field)


def _flag(configuration: Configuration, settings: Manifest, field: str) -> bool:
    """Return a boolean. Raises ValueError if the manifests do not show it."""
    value = configuration.value(settings, field)
    if value is None or isinstance(value, str):
        return value is not None and value.lower() == "true"
    raise ValueError(field)
