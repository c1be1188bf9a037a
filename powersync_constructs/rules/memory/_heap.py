"""The heap of Node.js in the containers that run the service."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from powersync_constructs.config.core._quantities import quantity
from powersync_constructs.config.pods._reserved import NODE_OPTIONS
from powersync_constructs.rules._lib.environments import environment_of
from powersync_constructs.rules._lib.manifest import Manifest, mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import ServiceContainer

MEBIBYTE = 1024**2
_FLAG = re.compile(r"--max[-_]old[-_]space[-_]size(?P<share>[-_]percentage)?[=\s](?P<number>[0-9.]+)")


@dataclass(frozen=True)
class Heap:
    """The heap that an option of Node.js sets."""

    option: str
    """The option as it is written."""
    number: Decimal
    """A percentage of the memory limit, or a size in MiB."""
    is_percentage: bool

    def bytes(self, limit: Decimal | None) -> Decimal | None:
        """Return the size of the heap; None for a percentage without a memory limit."""
        if not self.is_percentage:
            return self.number * MEBIBYTE
        return None if limit is None else limit * self.number / 100


def options_of(container: ServiceContainer, objects: Objects) -> str | None:
    """Return the options of Node.js in a container; None if the manifests do not show them."""
    return objects.once(_options).get(id(container))


def _options(objects: Objects) -> Mapping[int, str | None]:
    """Return the options of Node.js by the identity of the container, because several rules need them."""
    return {id(container): _read(container, objects) for container in objects.services()}


def _read(container: ServiceContainer, objects: Objects) -> str | None:
    environment = environment_of(container, objects)
    value = environment.values.get(NODE_OPTIONS, "" if environment.is_complete else None)
    written = (container.spec.get(field) for field in ("command", "args"))
    words = (word for each in written if isinstance(each, list) for word in each if isinstance(word, str))
    return " ".join((value, *words)) if isinstance(value, str) else None


def heap_in(options: str) -> Heap | None:
    """Return the heap that options of Node.js set; None if they set none. The last option counts."""
    found = [*_FLAG.finditer(options)]
    if not found:
        return None
    try:
        return Heap(found[-1][0], Decimal(found[-1]["number"]), bool(found[-1]["share"]))
    except InvalidOperation:
        return None


def memory_limit(container: ServiceContainer) -> Decimal | None:
    """Return the memory limit of a container or of its pod, in bytes; None if there is none."""
    found = (_memory(spec, "limits") for spec in (container.spec, container.object.pod))
    return next((limit for limit in found if limit is not None), None)


def memory_request(container: ServiceContainer) -> Decimal | None:
    """Return the memory request of a container, in bytes; None if there is none."""
    return _memory(container.spec, "requests")


def _memory(spec: Manifest, field: str) -> Decimal | None:
    written = mapping(spec, "resources", field).get("memory")
    try:
        return quantity(str(written)) if isinstance(written, str | int) else None
    except ValueError:
        return None
