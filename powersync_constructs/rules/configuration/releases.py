"""A rule about known problems of the releases of the service."""

from collections.abc import Iterable, Iterator

from powersync_constructs.config.core._yaml_nodes import UnreadableError
from powersync_constructs.config.service._sync_config._options import edition_of
from powersync_constructs.config.service._sync_config._structure import config_of
from powersync_constructs.config.service.releases._known_problems import Condition, KnownProblem, problems_of
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.instances import InstanceId, instance_of
from powersync_constructs.rules._lib.manifest import Manifest, mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import ServiceContainer
from powersync_constructs.rules._lib.service_files import service_files
from powersync_constructs.rules._lib.sync_config_files import sync_config_files
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules._service_yaml import source_of


@rule(
    "PS111",
    "known-problem",
    "error",
    "warning",
    looks_at="the images of the service, with service.yaml and the sync config",
    fix="Use the release that the finding names.",
)
def release_has_no_known_problem(objects: Objects) -> Iterator[Violation]:
    """The release of the service has no known problem with this configuration.

    The finding is an error if the problem makes the service unsafe: it sends users rows that they must not see, or it
    stops without an error. For objects of this library, the finding is a warning, because the props reject such an
    image unless `image.accepted_problems` names the problem.
    """
    editions = _editions(objects)
    read: set[int] = set()
    for file in service_files(objects):
        read |= {id(container) for container in file.containers}
        yield from _problems(file.containers, file.document.value, editions.get(id(file), frozenset()))
    hidden: dict[InstanceId | None, list[ServiceContainer]] = {}
    for container in objects.services():
        if id(container) not in read:
            hidden.setdefault(instance_of(container.object, objects), []).append(container)
    for containers in hidden.values():
        yield from _problems(containers, {}, frozenset())


def _problems(
    containers: Iterable[ServiceContainer], document: Manifest, editions: frozenset[int]
) -> Iterator[Violation]:
    """Yield a violation for each known problem of the releases that containers of one instance run."""
    found: dict[str, tuple[ServiceContainer, KnownProblem]] = {}
    for container in containers:
        if container.version is not None:
            for problem in problems_of(container.version, _conditions(document, container, editions)):
                found.setdefault(problem.id, (container, problem))
    yield from (_violation(*each) for each in found.values() if each[1].reaction != "mention")


def _violation(container: ServiceContainer, problem: KnownProblem) -> Violation:
    fixed = f", fixed in {problem.fixed_in}" if problem.fixed_in is not None else ""
    reason = f"runs service {container.version}, which {problem.effect} ({problem.id}{fixed})"
    is_unsafe = problem.reaction == "refuse" and not container.object.instance
    path = (*container.path, "image")
    return Violation(container.object, reason, problem.fix, path, "error" if is_unsafe else "warning")


def _conditions(document: Manifest, container: ServiceContainer, editions: frozenset[int]) -> frozenset[Condition]:
    """Return the properties of an instance that known problems depend on."""
    source = source_of(document).get("type")
    storage = mapping(document, "storage")
    holds: dict[Condition, bool] = {
        "edition 3": 3 in editions,
        "MongoDB source": source == "mongodb",
        "MongoDB storage": storage.get("type") == "mongodb",
        "object storage": bool(storage.get("object_storage")),
        "Postgres storage": storage.get("type") == "postgresql",
        "separate API pods": container.role == "api",
    }
    return frozenset(condition for condition, is_true in holds.items() if is_true)


def _editions(objects: Objects) -> dict[int, frozenset[int]]:
    """Return the editions of the sync configs of each service.yaml, by the identity of the file."""
    found: dict[int, frozenset[int]] = {}
    for each in sync_config_files(objects):
        if each.service_file is not None:
            try:
                edition = edition_of(config_of(each.text))
            except UnreadableError:
                continue
            found[id(each.service_file)] = found.get(id(each.service_file), frozenset()) | {edition}
    return found
