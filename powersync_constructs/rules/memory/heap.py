"""Rules about the heap of Node.js, and the memory limit that it depends on."""

from collections.abc import Iterator
from decimal import Decimal
from math import ceil

from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.pods._reserved import HEAP_FLAG, NODE_OPTIONS
from powersync_constructs.rules._finding import Severity, Violation
from powersync_constructs.rules._lib.manifest import Path, mapping, mappings
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import Role, ServiceContainer
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.memory._heap import MEBIBYTE, Heap, heap_in, memory_limit, memory_request, options_of

_ROLES: tuple[Role, ...] = ("api", "compact", "migrate", "replication", "unified")
_FIRST_WITH_PERCENTAGE = ServiceVersion(1, 16, 0)
"""The first image whose Node.js accepts the option (measured: 22.21.1 and 24.x accept it, 22.17.1 does not)."""
_LARGEST_SHARE = Decimal("0.9")
"""The largest part of the memory limit for the heap. Sockets, compression and native code need the rest."""
_IDLE = 75 * MEBIBYTE
"""The memory of an idle process (measured on service 1.25)."""
_RESERVED = 128 * MEBIBYTE
"""The part of the heap that compaction does not use (compact-action.ts:13-23)."""
_COMPACTION = 256 * MEBIBYTE
"""The memory for compaction in the smallest container of the PowerSync documentation, with a limit of 512Mi and a heap
of 80 %: 282 MiB, rounded down.
"""


@rule(
    "PS302",
    "heap-flag",
    "warning",
    "note",
    looks_at="containers that run `start`, `compact` or `migrate`",
    fix="Set the variable `NODE_OPTIONS` to `--max-old-space-size-percentage=80`.",
)
def heap_is_set(objects: Objects) -> Iterator[Violation]:
    """`NODE_OPTIONS` sets the size of the heap.

    Without a heap option, Node.js uses half of the memory limit or less. The service then runs out of memory although
    the container has more. Compaction works with less data at once, because it uses the heap minus 128 MB, and at most
    1024 MB (compact-action.ts:13-23). For `migrate`, which needs little memory, the finding is a note.
    """
    for container in objects.services(*_ROLES):
        options = options_of(container, objects)
        if options is not None and heap_in(options) is None:
            reason = f"runs '{container.role}' without a heap size in {NODE_OPTIONS}"
            severity: Severity = "note" if container.role == "migrate" else "warning"
            yield Violation(container.object, reason, f"set it to {_recommended(container)}", _env(container), severity)


@rule(
    "PS303",
    "has-memory-limit",
    "warning",
    looks_at="containers that run `start`, `compact` or `migrate`",
    fix="Set `resources.limits.memory`.",
)
def memory_is_limited(objects: Objects) -> Iterator[Violation]:
    """Each container of the service has a memory limit.

    `--max-old-space-size-percentage` is a percentage of the memory limit. Without a limit, it is a percentage of the
    memory of the node (measured), so a few containers can use all of it. The default of a LimitRange is a limit too.
    """
    limited = _limited_namespaces(objects)
    for container in objects.services(*_ROLES):
        if memory_limit(container) is None and container.object.namespace not in limited:
            heap = heap_in(options_of(container, objects) or "")
            written = mapping(container.spec, "resources", "limits").get("memory")
            reason = (
                "has no memory limit"
                if written is None
                else f"has the memory limit '{written}', which is not a quantity"
            )
            if heap and heap.is_percentage and written is None:
                reason += f", so its heap is {heap.number} % of the memory of the node"
            yield Violation(container.object, reason, path=(*container.path, "resources"))


@rule(
    "PS304",
    "heap-flag-of-image",
    "error",
    looks_at="containers with `--max-old-space-size-percentage`",
    fix="Use an image of service 1.16.0 or later, or set `--max-old-space-size` to a number of MiB.",
)
def image_has_the_heap_flag(objects: Objects) -> Iterator[Violation]:
    """The image accepts the heap option of the container.

    Node.js in the images before service 1.16.0 does not accept `--max-old-space-size-percentage`, and does not start:
    the option is "not allowed in NODE_OPTIONS".
    """
    for container, heap in _heaps(objects):
        if heap.is_percentage and _refuses_percentage(container):
            reason = f"sets {heap.option}, but Node.js in the image of service {container.version} does not accept it"
            yield Violation(container.object, reason, path=_env(container))


@rule(
    "PS305",
    "heap-fits-limit",
    "warning",
    "error",
    looks_at="containers with a heap option and a memory limit",
    fix="Set `NODE_OPTIONS` to `--max-old-space-size-percentage=80`.",
)
def heap_fits_the_limit(objects: Objects) -> Iterator[Violation]:
    """The heap is at most 90 % of the memory limit.

    A process needs memory outside the heap, for sockets, compression and native code. The PowerSync documentation
    recommends a heap of 80 %. If the heap can reach the limit, the kernel kills the process before Node.js frees
    memory. A heap that is as large as the limit, or larger, is an error.
    """
    for container, heap in _heaps(objects):
        limit = memory_limit(container)
        size = heap.bytes(limit)
        if not limit or size is None or size <= limit * _LARGEST_SHARE:
            continue
        reason = f"sets {heap.option}, a heap of {_share(size, limit)} % of the memory limit"
        severity: Severity = "error" if size >= limit else "warning"
        yield Violation(container.object, reason, f"use {_recommended(container)}", _env(container), severity)


@rule(
    "PS306",
    "memory-request",
    "warning",
    looks_at="containers that run `start`, `compact` or `migrate`",
    fix="Raise `resources.requests.memory` to the memory that the container usually uses.",
)
def memory_request_is_enough(objects: Objects) -> Iterator[Violation]:
    """The memory request is at least the memory of an idle process.

    An idle process uses 75 MiB (measured on service 1.25). If a node has too little memory, the kubelet first evicts
    the pods that use more than they request.
    """
    for container in objects.services(*_ROLES):
        request = memory_request(container)
        if request is not None and request < _IDLE:
            reason = f"requests {_mebibytes(request)} MiB of memory, but an idle process uses {_mebibytes(_IDLE)} MiB"
            yield Violation(container.object, reason, path=(*container.path, "resources", "requests", "memory"))


@rule(
    "PS307",
    "compaction-heap",
    "warning",
    "error",
    looks_at="containers that run `compact`",
    fix="Raise the memory limit. With a heap of 80 % of 1536Mi, compaction has all the memory that it can use.",
)
def compaction_has_a_heap(objects: Objects) -> Iterator[Violation]:
    """Compaction has at least 256 MiB of heap for its work.

    Compaction uses the heap minus 128 MB, and at most 1024 MB (compact-action.ts:13-23). With less memory, it compacts
    in smaller steps and takes longer. If the heap is 128 MB or less, nothing is left for it, and the finding is an
    error.
    """
    for container, heap in _heaps(objects, "compact"):
        size = heap.bytes(memory_limit(container))
        if size is not None and size - _RESERVED < _COMPACTION:
            left = max(_mebibytes(size - _RESERVED), 0)
            reason = f"has a heap of {_mebibytes(size)} MiB, which leaves {left} MiB for compaction"
            severity: Severity = "error" if size <= _RESERVED else "warning"
            yield Violation(container.object, reason, path=_env(container), severity=severity)


def _limited_namespaces(objects: Objects) -> set[str]:
    """Return the namespaces in which a LimitRange sets a memory limit for containers without one."""
    return {
        each.namespace
        for each in objects.of_kind("LimitRange")
        for limits in mappings(each.spec, "limits")
        if mapping(limits, "default").get("memory")
    }


def _heaps(objects: Objects, *roles: Role) -> Iterator[tuple[ServiceContainer, Heap]]:
    for container in objects.services(*(roles or _ROLES)):
        if heap := heap_in(options_of(container, objects) or ""):
            yield container, heap


def _refuses_percentage(container: ServiceContainer) -> bool:
    return container.version is not None and container.version < _FIRST_WITH_PERCENTAGE


def _recommended(container: ServiceContainer) -> str:
    """Return the option to use: a percentage, or a size for an image that accepts no percentage."""
    return "--max-old-space-size with 80 % of the memory limit in MiB" if _refuses_percentage(container) else HEAP_FLAG


def _env(container: ServiceContainer) -> Path:
    """Return the path of the variables of a container."""
    return (*container.path, "env") if "env" in container.spec else container.path


def _share(size: Decimal, limit: Decimal) -> int:
    """Return a percentage. It is rounded up, so that it is above the largest share that the rule accepts."""
    return ceil(size / limit * 100)


def _mebibytes(size: Decimal | int) -> int:
    return round(size / MEBIBYTE)
