"""The heap of Node.js fits the memory limit, the image and the work of the container."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.memory.heap import (
    compaction_has_a_heap,
    heap_fits_the_limit,
    heap_is_set,
    image_has_the_heap_flag,
    memory_is_limited,
    memory_request_is_enough,
)
from tests.rules.manifests import container, manifest, objects
from tests.rules.pods import pods

PERCENTAGE = "--max-old-space-size-percentage=80"
MEBIBYTES = "--max-old-space-size=1024"


LIMIT_RANGE = manifest("LimitRange", "defaults", spec={"limits": [{"type": "Container", "default": {"memory": "2Gi"}}]})


def options(value: str) -> dict[str, Any]:
    """Return the fields of a container with options of Node.js."""
    return {"env": [{"name": "NODE_OPTIONS", "value": value}]}


def limit(memory: object) -> dict[str, Any]:
    """Return the fields of a container with a memory limit."""
    return {"resources": {"limits": {"memory": memory}}}


def job(component: str, **fields: Any) -> Manifest:
    """Return a Job that runs a command of the service."""
    spec = {"template": {"spec": {"containers": [container(component, **fields)]}}}
    return manifest("Job", component, group="batch", spec=spec)


def from_config_map(*manifests: Manifest) -> list[Manifest]:
    """Return pods whose options come from a ConfigMap, with the other objects."""
    return [*pods(envFrom=[{"configMapRef": {"name": "env"}}]), *manifests]


@pytest.mark.parametrize(
    ("manifests", "severities"),
    [
        pytest.param(pods(), ["warning"], id="no-options"),
        pytest.param(pods(**options("--enable-source-maps")), ["warning"], id="other-options"),
        pytest.param([job("compact")], ["warning"], id="compaction"),
        pytest.param([job("migrate")], ["note"], id="migration"),
        pytest.param(from_config_map(manifest("ConfigMap", "env", data={"A": "B"})), ["warning"], id="other-variables"),
    ],
)
def test_missing_heap_is_reported(manifests: list[Manifest], severities: list[str]) -> None:
    """A container without a heap option is reported; a migration needs little memory."""
    assert [found.severity for found in heap_is_set.findings(objects(*manifests))] == severities


def test_fix_depends_on_the_image() -> None:
    """The fix is an option that the image accepts."""
    [found] = heap_is_set.findings(objects(*pods(version="1.15.8")))

    assert found.fix == "set it to --max-old-space-size with 80 % of the memory limit in MiB"


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param(pods(**options(PERCENTAGE)), id="percentage"),
        pytest.param(pods(**options(f"--enable-source-maps {MEBIBYTES}")), id="size"),
        pytest.param(pods(**options("--max_old_space_size 1024")), id="underscores"),
        pytest.param(pods(command=["node", MEBIBYTES, "service/lib/entry.js", "start"]), id="command"),
        pytest.param(pods(command=["node"], args=[MEBIBYTES, "service/lib/entry.js", "start"]), id="args"),
        pytest.param(from_config_map(manifest("ConfigMap", "env", data={"NODE_OPTIONS": PERCENTAGE})), id="config-map"),
        pytest.param(from_config_map(), id="variables-elsewhere"),
        pytest.param(pods(**options("$(MORE_OPTIONS)")), id="reference"),
    ],
)
def test_present_heap_is_not_reported(manifests: list[Manifest]) -> None:
    """Each form of the option counts, and variables that the manifests do not show may contain it."""
    assert heap_is_set.findings(objects(*manifests)) == []


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (options(PERCENTAGE), "has no memory limit, so its heap is 80 % of the memory of the node"),
        (options(MEBIBYTES), "has no memory limit"),
        ({"resources": {"requests": {"memory": "1Gi"}}}, "has no memory limit"),
    ],
)
def test_missing_limit_is_reported(fields: dict[str, Any], reason: str) -> None:
    """The finding has the effect on the heap."""
    assert [found.reason for found in memory_is_limited.findings(objects(*pods(**fields)))] == [reason]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(pods(**limit("2Gi")), id="limit"),
        pytest.param(pods(**limit(2147483648)), id="number"),
        pytest.param(pods(pod=limit("2Gi")), id="limit-of-the-pod"),
        pytest.param([*pods(), LIMIT_RANGE], id="default-of-a-limit-range"),
    ],
)
def test_present_limit_is_not_reported(made: list[Manifest]) -> None:
    """The limit of the container or of the pod counts."""
    assert memory_is_limited.findings(objects(*made)) == []


@pytest.mark.parametrize(
    ("version", "option", "count"),
    [
        ("1.15.8", PERCENTAGE, 1),
        ("1.16.0", PERCENTAGE, 0),
        ("1.15.8", MEBIBYTES, 0),
        ("latest", PERCENTAGE, 0),
    ],
)
def test_option_that_the_image_refuses_is_reported(version: str, option: str, count: int) -> None:
    """Only images before 1.16.0 refuse the percentage."""
    made = pods(version=version, **options(option))

    assert len(image_has_the_heap_flag.findings(objects(*made))) == count


@pytest.mark.parametrize(
    ("option", "severities"),
    [
        ("--max-old-space-size=2048", ["error"]),
        ("--max-old-space-size=1900", ["warning"]),
        ("--max-old-space-size=1843", []),
        ("--max-old-space-size-percentage=100", ["error"]),
        ("--max-old-space-size-percentage=91", ["warning"]),
        ("--max-old-space-size-percentage=90", []),
        (f"--max-old-space-size=4096 {PERCENTAGE}", []),
    ],
)
def test_heap_that_does_not_fit_is_reported(option: str, severities: list[str]) -> None:
    """A tenth of the memory limit is left for the rest of the process. The last option counts."""
    made = pods(**options(option), **limit("2Gi"))

    assert [found.severity for found in heap_fits_the_limit.findings(objects(*made))] == severities


@pytest.mark.parametrize(
    ("requested", "count"), [("74Mi", 1), ("75Mi", 0), ("1Gi", 0), (None, 0), ("much", 0)], ids=str
)
def test_low_request_is_reported(requested: object, count: int) -> None:
    """A request below the memory of an idle process is reported."""
    made = pods(resources={"requests": {"memory": requested}})

    assert len(memory_request_is_enough.findings(objects(*made))) == count


@pytest.mark.parametrize(
    ("component", "option", "memory", "severities"),
    [
        ("compact", "--max-old-space-size=383", "1Gi", ["warning"]),
        ("compact", "--max-old-space-size=384", "1Gi", []),
        ("compact", "--max-old-space-size=128", "1Gi", ["error"]),
        ("compact", PERCENTAGE, "512Mi", []),
        ("compact", PERCENTAGE, "256Mi", ["warning"]),
        ("migrate", "--max-old-space-size=128", "1Gi", []),
    ],
)
def test_small_heap_of_compaction_is_reported(component: str, option: str, memory: str, severities: list[str]) -> None:
    """Compaction has 256 MiB in addition to the 128 MiB that it does not use."""
    made = job(component, **options(option), **limit(memory))

    assert [found.severity for found in compaction_has_a_heap.findings(objects(made))] == severities
