"""Rules about the commands that run in the image of the service."""

import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile, islice

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.pods._reserved import MIGRATE_CONTAINER, SERVICE_CONTAINER
from powersync_constructs.config.service.releases._commands import MISSING_COMMANDS
from powersync_constructs.config.service.releases._lookup import release_of
from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject, Manifest, mapping
from powersync_constructs.rules.versions import VERSION_LABEL

_PROBES = ("startupProbe", "livenessProbe", "readinessProbe")
_HOOKS = ("postStart", "preStop")
_SHELLS = ("ash", "bash", "sh")
_SEPARATORS = re.compile(r"[;&|(`\n]")
"""The characters between two commands of a shell script."""
_KEYWORDS = frozenset({"!", "do", "elif", "else", "exec", "if", "then", "until", "while"})
"""The words of a shell script after which a command follows."""


def commands_are_in_the_image(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """A container, probe or hook must not run a command that the image of the service does not have."""
    for each in objects:
        version = each.labels.get(VERSION_LABEL, "") if each.instance else ""
        missing = _missing_in(version)
        for container in _with_the_service_image(each):
            for command in sorted(missing & set(_commands(container))):
                reason = (
                    f"runs {command} in container '{container.get('name')}', "
                    f"but the image of service {version} does not have it"
                )
                yield Finding("command-in-image", "warning", str(each), reason, "use node or sh, or another image")


def _missing_in(version: str) -> frozenset[str]:
    try:
        return MISSING_COMMANDS[release_of(ServiceVersion.parse(version)).base.value]
    except ValueError:
        return frozenset()


def _with_the_service_image(each: KubeObject) -> list[Manifest]:
    """Return the containers that run the image of the service."""
    containers = [*each.containers]
    services = (SERVICE_CONTAINER, MIGRATE_CONTAINER)
    images = {container.get("image") for container in containers if container.get("name") in services}
    return [container for container in containers if container.get("image") in images]


def _commands(container: Manifest) -> Iterator[str]:
    """Yield the names of the commands that a container, its probes and its hooks run."""
    yield from _names(
        [*_words(container.get("command")), *_words(container.get("args"))] if "command" in container else []
    )
    for probe in _PROBES:
        yield from _names(_words(mapping(container, probe, "exec").get("command")))
    for hook in _HOOKS:
        yield from _names(_words(mapping(container, "lifecycle", hook, "exec").get("command")))


def _words(value: object) -> list[str]:
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def _names(words: list[str]) -> Iterator[str]:
    """Yield the name of the program, and of the programs in a script for a shell."""
    if not words:
        return
    program = words[0].rpartition("/")[2]
    yield program
    if program in _SHELLS and "-c" in words[1:-1]:
        for command in _SEPARATORS.split(words[words.index("-c") + 1]):
            yield from (word.rpartition("/")[2] for word in islice(_after_keywords(command), 1))


def _after_keywords(command: str) -> Iterator[str]:
    return dropwhile(_KEYWORDS.__contains__, command.split())
