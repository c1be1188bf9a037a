"""Large objects are warned of."""

import json

import pytest

from powersync_constructs.rules import Finding, Manifest
from powersync_constructs.rules.size import APPLIED_BYTES, fits_client_side_apply

from .manifests import manifest, objects, ours


def config_map_with_room(text: str = "") -> tuple[Manifest, int]:
    """A ConfigMap with a text, and how many bytes of ASCII it can take beside that."""
    made = ours(manifest("ConfigMap", "a", data={"text": text, "rest": ""}))
    return made, APPLIED_BYTES - len(json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())


def filled(config_map: Manifest, count: int) -> Manifest:
    """The ConfigMap with so many bytes more."""
    return {**config_map, "data": {**config_map["data"], "rest": "x" * count}}


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        pytest.param("", 0, id="plain"),
        pytest.param("\u00e9\U0001f600", 0, id="bytes-not-letters"),
        pytest.param('\n"', 0, id="escapes-of-json"),
        pytest.param("a < b", 5, id="less-than"),
        pytest.param("a > b && c", 15, id="greater-than-and-ampersands"),
    ],
)
def test_size_is_that_of_the_json_that_kubectl_keeps(text: str, longer: int) -> None:
    """The largest object that fits is found to the byte: kubectl writes `<`, `>` and `&` as six bytes each."""
    config_map, room = config_map_with_room(text)

    found = [[*fits_client_side_apply(objects(filled(config_map, room - longer + more)))] for more in (0, 1)]

    assert [len(findings) for findings in found] == [0, 1]


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([], id="nothing"),
        pytest.param([ours(manifest("ConfigMap", "a"))], id="no-data"),
        pytest.param([ours(manifest("ConfigMap", "a", data=None))], id="null-data"),
        pytest.param([manifest("ConfigMap", "a", data={"x": "x" * APPLIED_BYTES})], id="somebody-elses"),
    ],
)
def test_objects_that_fit(manifests: list[Manifest]) -> None:
    """A small object is applied from the client."""
    assert [*fits_client_side_apply(objects(*manifests))] == []


@pytest.mark.parametrize("kind", ["ConfigMap", "Secret", "Widget"])
def test_an_object_that_does_not_fit(kind: str) -> None:
    """The annotation of a client-side apply would be refused, so that there is a warning; a server-side one works."""
    large = ours(manifest(kind, "a", data={"x": "x" * APPLIED_BYTES}))

    found = [*fits_client_side_apply(objects(large, ours(manifest(kind, "b"))))]

    reason = "is too large for the annotation of a client-side apply, which ends at 256 KiB"
    fix = "apply it with kubectl apply --server-side"
    assert found == [Finding("client-side-apply", "warning", f"{kind}/a", reason, fix)]
