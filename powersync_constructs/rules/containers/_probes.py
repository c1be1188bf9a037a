"""The probes of the containers that run the service."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from powersync_constructs.config.pods._reserved import PROBE_FILES
from powersync_constructs.rules._lib.manifest import Manifest, Path, mapping
from powersync_constructs.rules._lib.pod_ports import Port, port_in
from powersync_constructs.rules._lib.service_containers import ServiceContainer

Kind = Literal["startup", "liveness", "readiness"]
KINDS: tuple[Kind, ...] = ("startup", "liveness", "readiness")
_DEFAULTS = {"initialDelaySeconds": 0, "periodSeconds": 10, "timeoutSeconds": 1, "failureThreshold": 3}
"""The defaults of Kubernetes."""
_FILE = re.compile(rf"(?:^|[\s'\"=])(?:{re.escape(PROBE_FILES.path)}|(?:\./)?\.probes)/([\w.-]+)")
"""A file in the folder of the probe files, or relative to the working directory."""
_EXISTENCE_CHECKS = frozenset({"cat", "find", "head", "ls", "stat", "tail", "test", "[", "true", ":", "exit", "echo"})
"""Programs that succeed as long as a file exists, or always. `find` also succeeds if it finds nothing in the folder."""
_COMPUTED = re.compile(r"[$`|]|-nt\b|-ot\b|-exec\b")
"""The parts of a script that can check more than the existence of a file."""
_SEPARATORS = re.compile(r"&&|\|\||;|\n")


@dataclass(frozen=True)
class Probe:
    """A probe of a container."""

    container: ServiceContainer
    kind: Kind
    spec: Manifest

    @property
    def path(self) -> Path:
        """The path of the probe in the manifest."""
        return (*self.container.path, f"{self.kind}Probe")

    @property
    def http(self) -> Manifest | None:
        """The request; None for a probe without HTTP, and for one to another address than the pod's."""
        request = self.spec.get("httpGet")
        return mapping(request) if isinstance(request, dict) and not request.get("host") else None

    @property
    def port(self) -> Port | None:
        """The port of a request or a connection."""
        socket = mapping(self.spec, "tcpSocket")
        settings = self.http or (socket if not socket.get("host") else {})
        return port_in(settings, "port")

    @property
    def command(self) -> tuple[str, ...]:
        """The command that it runs in the container; empty for other probes."""
        words = mapping(self.spec, "exec").get("command")
        return tuple(word for word in words if isinstance(word, str)) if isinstance(words, list) else ()

    @property
    def files(self) -> list[str]:
        """The names of the probe files that its command reads."""
        return [name for word in self.command for name in _FILE.findall(word)]

    @property
    def checks_only_existence(self) -> bool:
        """Whether its command succeeds as long as a file exists, whatever the age of the file."""
        return bool(self.command) and all(_only_checks_existence(each) for each in _commands(self.command))

    def seconds(self, field: str) -> int:
        """Return a time or a number of the probe, or the default of Kubernetes."""
        value = self.spec.get(field)
        return value if isinstance(value, int) and value > 0 else _DEFAULTS[field]

    @property
    def budget(self) -> int:
        """The seconds until it has failed, counted from the first attempt."""
        return self.seconds("failureThreshold") * self.seconds("periodSeconds")

    def __str__(self) -> str:
        return f"{self.kind} probe"


def probes_of(container: ServiceContainer, *kinds: Kind) -> Iterator[Probe]:
    """Yield the probes of a container. Default of the kinds: all."""
    for kind in kinds or KINDS:
        spec = container.spec.get(f"{kind}Probe")
        if isinstance(spec, dict):
            yield Probe(container, kind, spec)


def _commands(command: tuple[str, ...]) -> list[str]:
    """Return the single commands of a probe: those of a script for a shell, or the command itself."""
    if command[0].rpartition("/")[2] in ("ash", "bash", "sh") and len(command) == 3:
        return [each for each in _SEPARATORS.split(command[2]) if each.strip()]
    return [" ".join(command)]


def _only_checks_existence(command: str) -> bool:
    words = command.split()
    return bool(words) and words[0].rpartition("/")[2] in _EXISTENCE_CHECKS and not _COMPUTED.search(command)
