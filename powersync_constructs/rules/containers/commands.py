"""Rules about the commands that run in the image of the service."""

import re
from collections.abc import Iterator
from itertools import dropwhile, islice, pairwise

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.service.releases._commands import MISSING_COMMANDS
from powersync_constructs.config.service.releases._lookup import release_of
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import Manifest, mapping, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule

_PROBES = ("startupProbe", "livenessProbe", "readinessProbe")
_HOOKS = ("postStart", "preStop")
_SHELLS = ("ash", "bash", "sh")
_SCRIPT_OPTION = re.compile("-[a-z]*c")
"""The option of a shell before a script, which other options can precede: `-c`, or `-ec`."""
_IN_NO_IMAGE = frozenset.intersection(*MISSING_COMMANDS.values())
"""The commands that no image of the service has."""
_SEPARATORS = re.compile(r"[;&|(`\n]")
"""The characters between two commands of a shell script."""
_KEYWORDS = frozenset({"!", "do", "elif", "else", "exec", "if", "then", "until", "while"})
"""The words of a shell script after which a command follows."""


@rule(
    "PS201",
    "command-in-image",
    "warning",
    looks_at="containers, probes and hooks that run the image of the service",
    fix="Use a command that the image has, such as `node` or `sh`, or run the container with another image.",
)
def commands_are_in_the_image(objects: Objects) -> Iterator[Violation]:
    """A container, probe or hook runs only commands that the image of the service contains.

    The image contains no curl. Since service 1.28, it also contains neither bash nor npm.
    """
    for each in objects:
        versions = {service.image: service.version for service in objects.services_in(each)}
        for container in each.containers:
            if (image := text(container.get("image"))) not in versions:
                continue
            version = versions[image]
            shown = "the service" if version is None else f"service {version}"
            for command in sorted(_missing_in(version) & set(_commands(container))):
                reason = (
                    f"runs {command} in container '{container.get('name')}', but the image of {shown} does not have it"
                )
                yield Violation(each, reason, "use node or sh, or another image")


def _missing_in(version: ServiceVersion | None) -> frozenset[str]:
    """Return the commands that the image of a release does not have. For an unknown release: those that none has."""
    try:
        return _IN_NO_IMAGE if version is None else MISSING_COMMANDS[release_of(version).base.value]
    except ValueError:
        return _IN_NO_IMAGE


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
    script = next((after for word, after in pairwise(words) if _SCRIPT_OPTION.fullmatch(word)), "")
    if program in _SHELLS:
        for command in _SEPARATORS.split(script):
            yield from (word.rpartition("/")[2] for word in islice(_after_keywords(command), 1))


def _after_keywords(command: str) -> Iterator[str]:
    return dropwhile(_KEYWORDS.__contains__, command.split())
