"""Rules about the environment variables that service.yaml reads, and those that the service does not read."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from powersync_constructs.config.core._words import and_list
from powersync_constructs.config.core.errors import error_path
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.environments import Environment, environment_of
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_files import service_files
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules._service_yaml import PREFIX, UNREAD_VARIABLES, Variable, variables_in

_NUMBER = re.compile(
    r"([-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|[-+]?Infinity|0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+)?", re.ASCII
)
"""A text that JavaScript converts to a number. An empty text is 0."""


@rule(
    "PS109",
    "variables-of-service-yaml",
    "error",
    looks_at="the environment of each container that loads service.yaml",
    fix="Set the variable in every container that loads the file.",
)
def variables_of_service_yaml_are_set(objects: Objects) -> Iterator[Violation]:
    """Each container that loads service.yaml has every variable that the file reads with `!env`.

    The service resolves the whole file in every role. A container without a variable exits with code 150, even if its
    role does not need the value: a migration Job or a compaction needs the variables of the source database too. The
    same happens if a cast is impossible. An empty string is a valid value. In workloads of this library, the rule
    accepts a variable that no container has, because something else may inject it into the pods (`InjectedSecret`).
    """
    for file in service_files(objects):
        environments = {container: environment_of(container, objects) for container in file.containers}
        found = variables_in(file.document.value)
        for path, variable in {(variable, variable.cast): (path, variable) for path, variable in found}.values():
            is_set = any(variable in environment.values for environment in environments.values())
            for container, environment in environments.items():
                is_expected = is_set or not container.object.instance
                use = f"which {file.key} reads for {error_path(path)}"
                if is_expected and (problem := _problem(variable, use, environment)):
                    reason = f"container '{container.name}' {problem.reason}"
                    yield Violation(container.object, reason, problem.fix, (*container.path, "env"))


class _Problem(NamedTuple):
    reason: str
    fix: str


def _problem(variable: Variable, use: str, environment: Environment) -> _Problem | None:
    """Return the problem of a variable in a container. PS101 reports names that the service does not accept."""
    if not variable.startswith(PREFIX):
        return None
    if variable not in environment.values:
        fix = f"set {variable} in every container that loads the file"
        missing = _Problem(f"has no variable {variable}, {use}", fix)
        return missing if environment.is_complete else None
    value = environment.values[variable]
    if not isinstance(value, str) or _can_cast(value, variable):
        return None
    reason = f"sets {variable}, {use}, to a value that cannot be cast to a {variable.cast}"
    return _Problem(reason, f"correct the value of {variable}, or remove the cast")


def _can_cast(value: str, variable: Variable) -> bool:
    if variable.cast == "boolean":
        return value.lower() in ("true", "false")
    return variable.cast != "number" or _NUMBER.fullmatch(value.strip()) is not None


@rule(
    "PS110",
    "settings-are-read",
    "warning",
    looks_at="the service.yaml, and the environment of the containers of the service",
    fix="Remove the setting, or use the one that the service reads.",
)
def settings_are_read(objects: Objects) -> Iterator[Violation]:
    """The manifests contain only settings that the service reads.

    Old guides and charts contain other settings. Such a setting suggests a behavior that the service does not have. For
    example, `MICRO_PROBE_TYPE` does not select the probes, and `METRICS_PORT` does not open a port.
    """
    for file in service_files(objects):
        yield from (file.violation(problem) for problem in file.decoded if problem.kind == "unread")
    for container in objects.services():
        names = [name for name in UNREAD_VARIABLES if name in environment_of(container, objects).values]
        if names:
            settings = [UNREAD_VARIABLES[name] for name in names if UNREAD_VARIABLES[name]]
            reason = f"sets {and_list(names)} in container '{container.name}', which no release of the service reads"
            fix = "remove them" if len(names) > 1 else "remove it"
            fix += f"; for the same purpose, service.yaml has {and_list(settings)}" if settings else ""
            yield Violation(container.object, reason, fix, (*container.path, "env"))
