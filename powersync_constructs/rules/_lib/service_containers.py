"""The containers that run the PowerSync service. They are recognized by their image and their arguments."""

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Literal

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.pods._reserved import CONFIG_B64, CONFIG_PATH, MIGRATE_CONTAINER, SERVICE_CONTAINER
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, Path, indexed, mappings, text

Role = Literal["api", "replication", "unified", "compact", "migrate", "teardown", "test-connection"]
"""What a container does. `replication` is `start -r sync`."""
SERVING: frozenset[Role] = frozenset({"api", "unified"})
"""The roles that clients connect to."""
REPLICATING: frozenset[Role] = frozenset({"replication", "unified"})
"""The roles that replicate the source database. Only they read the sync config, and migrate the bucket storage."""
LONG_RUNNING: frozenset[Role] = SERVING | REPLICATING
"""The roles that run until something stops them."""

VERSION_LABEL = "app.kubernetes.io/version"
"""The label with the version of the service."""
_IMAGE = "powersync-service"
"""The name of the image, in every registry."""
_RUNNERS: dict[str, Role] = {"api": "api", "sync": "replication", "unified": "unified"}
_COMMANDS: dict[str, Role] = {
    "compact": "compact",
    "migrate": "migrate",
    "teardown": "teardown",
    "test-connection": "test-connection",
}
COMMANDS = frozenset({"start", *_COMMANDS})
"""The commands of the service (packages/service-core/src/entry/)."""
RUNNERS = frozenset(_RUNNERS)
"""The runner types of `start`."""
_ENTRY = "entry.js"
"""The file that runs the service: `node service/lib/entry.js` is the entry point of the image."""
_OPERATORS = ("&", "&&", ";", "|", "||")
"""The operators of a shell that end a command."""
_END_OF_COMMAND = re.compile(r"&&?|\|\|?|;")
_RUNNER_OPTIONS = ("-r", "--runner-type")
_CONFIG_VARIABLES = (CONFIG_PATH, CONFIG_B64)
_TAG = re.compile(r"(?P<name>[^@]+?)(:(?P<tag>[\w][\w.-]*))?(@(?P<digest>[\w+:.-]+))?")


@dataclass(frozen=True, eq=False)
class ServiceContainer:
    """A container that runs the PowerSync service."""

    object: KubeObject
    """The workload, or the Pod."""
    role: Role
    spec: Manifest
    """The container in the manifest."""
    path: Path
    """The path of the container in the manifest."""
    commands: tuple[tuple[str, ...], ...]
    """The arguments of each call of the service, like `("start", "-r", "api")`. A script may have several calls."""

    @property
    def words(self) -> tuple[str, ...]:
        """The arguments of the last call, which runs until the container ends."""
        return self.commands[-1]

    @property
    def migrates(self) -> bool:
        """Whether it migrates the bucket storage, alone or before another command."""
        return any(command[:1] == ("migrate",) for command in self.commands)

    @property
    def name(self) -> str:
        """The name of the container."""
        return text(self.spec.get("name"))

    @property
    def is_init(self) -> bool:
        """Whether it is an init container, which runs before the containers of the pod."""
        return "initContainers" in self.path

    @cached_property
    def image(self) -> str:
        """The reference of the image."""
        return text(self.spec.get("image"))

    @cached_property
    def version(self) -> ServiceVersion | None:
        """The version of the service; None if neither the tag of the image nor a label of this library names it.

        For an image with another name, the label takes precedence, because its tag may be another version.
        """
        tag = _version(_tag(self.image))
        label = _version(self.object.labels.get(VERSION_LABEL, "")) if self.object.instance else None
        return (tag or label) if _image_name(self.spec) == _IMAGE else (label or tag)

    def option(self, *names: str) -> str | None:
        """Return the value of an option of the service: `-r api`, or `--runner-type=api`. None if it is not set."""
        return _option(self.words, names)

    def __str__(self) -> str:
        return str(self.object)


def service_containers(each: KubeObject) -> Iterator[ServiceContainer]:
    """Yield the containers of a workload that run the PowerSync service, in the order in which they start."""
    for container, path in _containers(each):
        if found := _service(each, container, path):
            yield found


def service_programs(each: KubeObject) -> Iterator[tuple[Manifest, Path, tuple[str, ...]]]:
    """Yield the containers of a workload that run the program of the image of the service, whatever its arguments are.

    The parts are the container, its path and the arguments of the service.
    """
    for container, path in _containers(each):
        if _image_name(container) == _IMAGE and (commands := _commands(container)):
            yield container, path, commands[-1]


def runner_of(words: Sequence[str], container: Manifest) -> str:
    """Return the runner type of `start`: from the option, from PS_RUNNER_TYPE, or the default."""
    return _option(words, _RUNNER_OPTIONS) or _runner_of_env(container) or "unified"


def _containers(each: KubeObject) -> Iterator[tuple[Manifest, Path]]:
    """Yield the containers of a workload with their paths, in the order in which they start."""
    for field in ("initContainers", "containers"):
        for index, container in indexed(each.pod, field):
            yield container, (*each.pod_path, field, index)


def _service(each: KubeObject, container: Manifest, path: Path) -> ServiceContainer | None:
    commands = _commands(container)
    if not commands:
        return None
    words = commands[-1]
    role = _role(words, container)
    is_service = (
        _is_service_image(container)
        or _is_ours(each, container)
        or (_loads_configuration(container) and (bool(words) or _is_named_powersync(container)))
        or (_names_runner(words) and "selector" in each.spec)  # a Kustomize patch has no selector
    )
    return ServiceContainer(each, role, container, path, commands) if role is not None and is_service else None


def _commands(container: Manifest) -> tuple[tuple[str, ...], ...]:
    """Return the arguments of each call of the service; none if the container runs another program.

    A command of the service in `command` counts, although it replaces the entry point, so that rules still find the
    container.
    """
    args = _strings(container.get("args"))
    command = _strings(container.get("command"))
    if not command or command[0] in COMMANDS:
        return ((*command, *args),)
    words = _split((*command, *args))
    starts = (index + 1 for index, word in enumerate(words) if word.endswith(_ENTRY))
    return tuple(tuple(takewhile(lambda word: word not in _OPERATORS, words[start:])) for start in starts)


def _split(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a command. A word with spaces is a script for a shell, whose own words count."""
    found: list[str] = []
    for word in words:
        found += _script_words(word) if _ENTRY in word and " " in word.strip() else [word]
    return tuple(found)


def _script_words(script: str) -> list[str]:
    if len(script) > 2000:  # a program, not a command
        return []
    try:
        return shlex.split(_END_OF_COMMAND.sub(r" \g<0> ", script.replace("\\\n", " ")).replace("\n", " ; "))
    except ValueError:
        return script.split()


def _role(words: Sequence[str], container: Manifest) -> Role | None:
    command, *options = words or ("start",)
    if command != "start":
        return _COMMANDS.get(command)
    return _RUNNERS.get(runner_of(options, container))


def _option(words: Sequence[str], names: Sequence[str]) -> str | None:
    for index, word in enumerate(words):
        option, equals, value = word.partition("=")
        if option in names:
            return value if equals else next(iter(words[index + 1 : index + 2]), "")
    return None


def _runner_of_env(container: Manifest) -> str:
    values = (text(env.get("value")) for env in mappings(container, "env") if env.get("name") == "PS_RUNNER_TYPE")
    return next(values, "")


def _names_runner(words: Sequence[str]) -> bool:
    return words[:1] == ("start",) and _option(words, _RUNNER_OPTIONS) in _RUNNERS


def _is_service_image(container: Manifest) -> bool:
    return _IMAGE in _image_name(container)


def _image_name(container: Manifest) -> str:
    """Return the last part of the name of the image."""
    found = _TAG.fullmatch(text(container.get("image")))
    return found["name"].rpartition("/")[2] if found else ""


def _is_ours(each: KubeObject, container: Manifest) -> bool:
    return bool(each.instance) and container.get("name") in (SERVICE_CONTAINER, MIGRATE_CONTAINER)


def _loads_configuration(container: Manifest) -> bool:
    return any(env.get("name") in _CONFIG_VARIABLES for env in mappings(container, "env"))


def _is_named_powersync(container: Manifest) -> bool:
    """Whether a container without arguments may run the service. An app can read the same variables for itself."""
    return "powersync" in f"{_image_name(container)} {text(container.get('name'))}".lower()


def _tag(image: str) -> str:
    found = _TAG.fullmatch(image)
    return (found and found["tag"]) or ""


def _version(written: str) -> ServiceVersion | None:
    try:
        return ServiceVersion.parse(written.removeprefix("v"))
    except ValueError:
        return None


def _strings(value: object) -> tuple[str, ...]:
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list) else ()
