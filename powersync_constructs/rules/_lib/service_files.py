"""The files with service.yaml, each with the containers that load it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.core.errors import error_path
from powersync_constructs.config.service._hosts import NamedHost, hosts_of_server
from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.environments import environment_of
from powersync_constructs.rules._lib.loaded import SERVICE_YAML, Loaded, loaded_by, unloaded_service_yaml
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, Path, mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import ServiceContainer
from powersync_constructs.rules._service_yaml import Document, Problem, Variable, decode, form_of, read


@dataclass(frozen=True, eq=False)
class ServiceFile:
    """A service.yaml in the manifests."""

    by: KubeObject
    """The object that contains it: a ConfigMap, a Secret, or the workload itself."""
    key: str
    """The key of the ConfigMap or Secret, or the name of the variable."""
    document: Document
    containers: tuple[ServiceContainer, ...] = ()
    """The containers that load it; empty if it is only in an object of this library."""
    loaded: Loaded | None = None
    """The file, as the first container loads it."""

    @property
    def source(self) -> str:
        """What identifies the file among the files of an instance."""
        return self.loaded.source if self.loaded else str(self.by)

    @cached_property
    def version(self) -> ServiceVersion | None:
        """The oldest version of the service that loads it; None if no image shows its version."""
        return min((each.version for each in self.containers if each.version is not None), default=None)

    @cached_property
    def decoded(self) -> tuple[Problem, ...]:
        """What the service refuses or ignores when it decodes the content."""
        return tuple(decode(self.document, self.version))

    def violation(self, problem: Problem, severity: Severity | None = None) -> Violation:
        """Return the violation for a problem of the content."""
        at = f"{self.key} line {problem.line}:" if problem.line is not None else f"{self.key}:"
        field = error_path(problem.path)
        whole = self.key if problem.line is None else at
        reason = f"{at} {field} {problem.reason}" if field else f"{whole} {problem.reason}"
        return Violation(self.by, reason, problem.fix, path_of_key(self.by, self.key), severity)

    def at(self, path: Path, reason: str, fix: str, severity: Severity | None = None) -> Violation:
        """Return the violation for a field of the content."""
        return self.violation(self.document.at_line(Problem(path, reason, fix)), severity)


def path_of_key(each: KubeObject, key: str) -> Path:
    """Return the path of a key in the manifest of a ConfigMap or Secret; empty if it is not there."""
    fields = (field for field in ("stringData", "data") if key in mapping(each.manifest, field))
    return next(((field, key) for field in fields), ())


def service_files(objects: Objects) -> tuple[ServiceFile, ...]:
    """Return the files with service.yaml whose text the manifests show."""
    return objects.once(_files)


def shown_values(file: ServiceFile, objects: Objects) -> dict[str, str]:
    """Return the values of the environment variables that the manifests show, by name.

    A URI that is made from other variables is without its user and its password.
    """
    found: dict[str, str] = {}
    for container in file.containers:
        environment = environment_of(container, objects)
        for name, value in {**environment.values, **environment.composed_uris}.items():
            if isinstance(value, str):
                found.setdefault(name, value)
    return found


def shown_hosts(settings: Manifest) -> list[NamedHost] | None:
    """Return the hosts of a database with the field `hostname`; None if a variable contains its host."""
    hostname, uri = settings.get("hostname"), settings.get("uri")
    if isinstance(hostname, Variable) or (hostname is None and isinstance(uri, Variable)):
        return None
    try:
        return [*hosts_of_server(hostname, uri)]
    except ValueError:
        return []


def _files(objects: Objects) -> tuple[ServiceFile, ...]:
    loading: dict[tuple[int, str], tuple[Loaded, list[ServiceContainer]]] = {}
    for container in objects.services():
        if (loaded := loaded_by(container, objects)) and loaded.text is not None:
            loading.setdefault((id(loaded.stored), loaded.source), (loaded, []))[1].append(container)
    found = [_file(*each) for each in loading.values()]
    return (*found, *_unloaded(objects, {id(each.by) for each in found}))


def _file(loaded: Loaded, containers: list[ServiceContainer]) -> ServiceFile:
    document = read(loaded.text or "", form=form_of(loaded.path))
    return ServiceFile(loaded.stored or containers[0].object, loaded.key, document, tuple(containers), loaded)


def _unloaded(objects: Objects, loaded: set[int]) -> Iterator[ServiceFile]:
    """Yield the files in objects of this library that no workload in the manifests loads."""
    for each in objects.of_kind("ConfigMap", "Secret"):
        if id(each) not in loaded and (text := unloaded_service_yaml(each)) is not None:
            yield ServiceFile(each, SERVICE_YAML, read(text))
