"""A rule about the environment variables that refer to other variables."""

import re
from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import Manifest, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule

_REFERENCE = re.compile(r"\$?\$\((?P<name>[A-Z_][A-Z0-9_]*)\)")
"""A reference to a variable, or the escaped form `$$(NAME)`. Lower-case names are commands in shell scripts."""
_OF_API_SERVER = re.compile(r"KUBERNETES_\w+")
"""The variables that every container has."""
_OF_SERVICES = re.compile(rf"{_OF_API_SERVER.pattern}|\w+_SERVICE_(HOST|PORT\w*)|\w+_PORT(_\d+_\w+)?")
"""The variables for the Services of the namespace, which a container has unless `enableServiceLinks` is false."""


@rule(
    "PS202",
    "variables-are-defined",
    "warning",
    looks_at="the environment variables of the workloads of the service",
    fix="Define the variable earlier in `env` of the container.",
)
def variables_are_defined(objects: Objects) -> Iterator[Violation]:
    """A container defines a variable before other variables refer to it.

    In the value of a variable, Kubernetes replaces `$(NAME)` only if NAME is defined earlier in the container, or if it
    is a variable for a Service of the namespace, like `REDIS_SERVICE_HOST`. Otherwise, the text stays as it is
    (kubernetes.io, define-interdependent-environment-variables).
    """
    for each in objects:
        given = _OF_API_SERVER if each.pod.get("enableServiceLinks") is False else _OF_SERVICES
        for container in each.containers if each.instance or objects.services_in(each) else ():
            for name, missing in _undefined(container, given):
                reason = f"'{name}' of container '{text(container.get('name'))}' contains $({missing})"
                reason += ", which no earlier variable of the container defines"
                yield Violation(each, reason, f"define {missing} before '{name}'")


def _undefined(container: Manifest, given: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield each variable that refers to an undefined one. With `envFrom`, the defined variables are unknown."""
    if container.get("envFrom"):
        return
    defined: set[str] = set()
    for env in mappings(container, "env"):
        for found in _REFERENCE.finditer(text(env.get("value"))):
            missing = found["name"]
            if not found[0].startswith("$$") and missing not in defined and not given.fullmatch(missing):
                yield text(env.get("name")), missing
        defined.add(text(env.get("name")))
