"""Objects that are too large for a client-side apply are reported."""

import json

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.objects.size import APPLIED_BYTES, fits_client_side_apply
from tests.rules.manifests import annotated, finding, manifest, objects, of_instance


def config_map_with_room(text: str = "") -> tuple[Manifest, int]:
    """Return a ConfigMap with a text, and the number of bytes of ASCII that still fit."""
    made = of_instance(manifest("ConfigMap", "a", data={"text": text, "rest": ""}))
    return made, APPLIED_BYTES - len(json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())


def filled(config_map: Manifest, count: int) -> Manifest:
    """Return the ConfigMap with this many more bytes."""
    return {**config_map, "data": {**config_map["data"], "rest": "x" * count}}


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        pytest.param("", 0, id="plain"),
        pytest.param("\u00e9\U0001f600", 0, id="multi-byte-characters"),
        pytest.param('\n"', 0, id="json-escapes"),
        pytest.param("a < b", 5, id="less-than"),
        pytest.param("a > b && c", 15, id="greater-than-and-ampersands"),
    ],
)
def test_size_is_the_size_of_kubectls_json(text: str, longer: int) -> None:
    """The size is exact to the byte: kubectl writes `<`, `>` and `&` as six bytes each."""
    config_map, room = config_map_with_room(text)

    found = [[*fits_client_side_apply.findings(objects(filled(config_map, room - longer + more)))] for more in (0, 1)]

    assert [len(findings) for findings in found] == [0, 1]


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([], id="nothing"),
        pytest.param([of_instance(manifest("ConfigMap", "a"))], id="no-data"),
        pytest.param([of_instance(manifest("ConfigMap", "a", data=None))], id="null-data"),
        pytest.param([manifest("ConfigMap", "a", data={"x": "x" * APPLIED_BYTES})], id="not-of-an-instance"),
    ],
)
def test_small_object_is_not_reported(manifests: list[Manifest]) -> None:
    """A small object is not reported, and neither is an object of no instance."""
    assert fits_client_side_apply.findings(objects(*manifests)) == []


def test_live_object_has_the_size_of_its_manifest() -> None:
    """The copy of an object in the annotation of kubectl, the managed fields and the status do not count."""
    config_map, room = config_map_with_room()
    written = filled(config_map, room)
    live = annotated(written, {"kubectl.kubernetes.io/last-applied-configuration": json.dumps(written)})
    live["metadata"]["managedFields"] = [{"fieldsV1": {f"f:{each}": {} for each in range(1000)}}]

    found = fits_client_side_apply.findings(objects({**live, "status": {"text": "x" * 1000}}))

    assert found == []


@pytest.mark.parametrize("kind", ["ConfigMap", "Secret", "Widget"])
def test_large_object_is_a_warning(kind: str) -> None:
    """A client-side apply would fail, but a server-side apply works, so it is a warning."""
    large = of_instance(manifest(kind, "a", data={"x": "x" * APPLIED_BYTES}))

    found = fits_client_side_apply.findings(objects(large, of_instance(manifest(kind, "b"))))

    reason = "is too large for a client-side apply, which stores it in an annotation of at most 256 KiB"
    fix = "use kubectl apply --server-side"
    assert found == [finding("client-side-apply", "warning", f"{kind}/a", reason, fix)]
