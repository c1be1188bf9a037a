"""Rules about the program of the service: its commands, and the folder that contains it."""

from collections.abc import Iterator, Sequence
from posixpath import normpath

from powersync_constructs.config.core._words import or_list
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.loaded import WORKING_DIRECTORY
from powersync_constructs.rules._lib.manifest import POD_SPECS, KubeObject, Manifest, Path, indexed, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import COMMANDS, RUNNERS, runner_of, service_programs
from powersync_constructs.rules._rule import rule

_ENTRY_POINT = "node service/lib/entry.js"
"""The entry point of the image (service/Dockerfile)."""
_HELP = ("-h", "--help", "-V", "--version")
_WITH_VALUE = ("-c", "--config-path", "-c64", "--config-base64", "-sync64", "--sync-base64")
"""The options of all commands. A value follows each of them."""
_DIRECTIONS = ("up", "down")
_CODE = frozenset({"/", WORKING_DIRECTORY, *(f"{WORKING_DIRECTORY}/{name}" for name in ("node_modules", "service"))})
"""The folders with the code of the service, and the folders above them."""


@rule(
    "PS223",
    "args-not-command",
    "error",
    looks_at="containers with the image of the service",
    fix="Move the words from `command` to `args`.",
)
def commands_are_in_args(objects: Objects) -> Iterator[Violation]:
    """The command of the service is in `args`, not in `command`.

    `command` replaces the entry point of the image, `node service/lib/entry.js`. The image has no program with the name
    `start` or `migrate`, so the container cannot start.
    """
    for each, container, path, _ in objects.once(_programs):
        command = container.get("command")
        if isinstance(command, list) and command and command[0] in COMMANDS:
            reason = f"sets command to '{command[0]}', which replaces the entry point of the image, {_ENTRY_POINT}"
            yield Violation(each, reason, path=(*path, "command"))


@rule(
    "PS224",
    "known-command",
    "error",
    looks_at="the arguments of containers with the image of the service",
    fix="Use a command that the service has: `start`, `migrate`, `compact`, `teardown` or `test-connection`.",
)
def command_is_known(objects: Objects) -> Iterator[Violation]:
    """A container runs a command that the service has, with arguments that it accepts.

    `start` has the runner types `api`, `sync` and `unified`. With any other type, the process exits with code 150.
    `migrate` has the directions `up` and `down`. With any other direction, for example `Up`, the service runs no
    migration, but records all of them as executed, and a later `migrate up` does nothing (measured on service 1.25).
    """
    for each, container, path, words in objects.once(_programs):
        if reason := _refused(words, container):
            yield Violation(each, *reason, (*path, "args"))


def _refused(words: Sequence[str], container: Manifest) -> tuple[str, str] | None:
    """Return the reason and the fix for arguments that the service does not accept; None for all others."""
    command, *rest = words or ("start",)
    if command in _HELP or any("$(" in word for word in words):
        return None
    if command not in COMMANDS:
        return f"runs the command '{command}', which the service does not have", f"use {or_list(sorted(COMMANDS))}"
    runner = runner_of(rest, container)
    if command == "start" and runner not in RUNNERS and "$(" not in runner:
        return f"starts the runner type '{runner}', which the service does not have", f"use {or_list(sorted(RUNNERS))}"
    argument = _first_argument(rest)
    if command == "migrate" and argument not in _DIRECTIONS:
        given = f"with the direction '{argument}', which migrates nothing" if argument else "without a direction"
        return f"runs migrate {given}", f"use {or_list(_DIRECTIONS)}"
    if command == "teardown" and argument != "TEARDOWN":
        return "runs teardown without the word that confirms it", "add the argument TEARDOWN"
    return None


def _first_argument(words: Sequence[str]) -> str:
    """Return the first word that is neither an option nor the value of one."""
    pairs = zip(("", *words), words, strict=False)
    return next((word for before, word in pairs if not word.startswith("-") and before not in _WITH_VALUE), "")


@rule(
    "PS225",
    "program-is-in-place",
    "error",
    looks_at="the volume mounts and the working directory of containers with the image of the service",
    fix="Mount the volume at another path, and remove `workingDir`.",
)
def program_is_in_place(objects: Objects) -> Iterator[Violation]:
    """The program of the service is in the working directory of the container.

    The entry point of the image is a relative path in `/app`. A volume at `/app` hides the program, and with another
    working directory, Node.js does not find it. To add a single file to `/app`, mount it with `subPath`.
    """
    for each, container, path, _ in objects.once(_programs):
        for index, mount in indexed(container, "volumeMounts"):
            folder = normpath(text(mount.get("mountPath")) or ".")
            if folder in _CODE:
                reason = f"mounts a volume at {folder}, which hides the program of the service"
                fix = "mount the volume at another path, like /powersync/config"
                yield Violation(each, reason, fix, (*path, "volumeMounts", index, "mountPath"))
        directory = text(container.get("workingDir"))
        if directory and normpath(directory) != WORKING_DIRECTORY and not _names_entry(container):
            reason = f"sets workingDir to {directory}, but the entry point of the image is relative to /app"
            yield Violation(each, reason, "remove workingDir", (*path, "workingDir"))


def _names_entry(container: Manifest) -> bool:
    """Whether the container runs the program with an absolute path."""
    command = container.get("command")
    words = command if isinstance(command, list) else []
    return any(f"{WORKING_DIRECTORY}/service/" in word for word in words if isinstance(word, str))


def _programs(objects: Objects) -> list[tuple[KubeObject, Manifest, Path, tuple[str, ...]]]:
    """Return the containers with the image of the service: the object, the container, its path and its arguments."""
    return [(each, *program) for each in objects.of_kind(*POD_SPECS) for program in service_programs(each)]
