"""Projected volumes: several sources as files of one folder."""

from typing import Any

import pytest

from powersync_constructs.config import (
    ConfigMapProjection,
    DownwardApiProjection,
    FieldRef,
    ProjectedVolume,
    ResourceFieldRef,
    SecretProjection,
    ServiceAccountTokenProjection,
    Volume,
)
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.pods._paths import VolumePath

from .refusal import kept, refusal, refused

LABELS = FieldRef(path="metadata.labels")


@pytest.mark.parametrize("path", ["token", "tls/ca.crt", ".hidden", "a..b"])
def test_a_path_in_a_volume(path: str) -> None:
    """It begins where the volume is mounted."""
    assert kept(VolumePath, path) == path


@pytest.mark.parametrize("path", ["", "/token", "tls/", "../token", "a/../b", "./a", "..data"])
def test_no_path_in_a_volume(path: str) -> None:
    """It must not leave the volume, nor hide the kubelet's own files."""
    rule = "is not a path in a volume; write it like certs/ca.crt, without .. and a leading /"

    assert refused(VolumePath, path) == f"{path!r} {rule}"


def test_a_projected_volume_as_mappings() -> None:
    """It equals that of objects."""
    sources: list[Any] = [
        {"type": "secret", "name": "a", "items": {"tls.key": "client.key"}},
        {"type": "config-map", "name": "b"},
        {"type": "downward-api", "items": {"labels": {"type": "field", "path": "metadata.labels"}}},
        {"type": "service-account-token", "audience": "vault"},
    ]

    source: Any = {"type": "projected", "sources": sources}
    made = Volume(name="a", source=source)

    assert made.source == ProjectedVolume(
        sources=[
            SecretProjection(name="a", items={"tls.key": "client.key"}),
            ConfigMapProjection(name="b"),
            DownwardApiProjection(items={"labels": LABELS}),
            ServiceAccountTokenProjection(audience="vault"),
        ]
    )


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(ProjectedVolume, {"sources": []}, "projected_volume.sources: is empty", id="nothing"),
        pytest.param(
            ProjectedVolume,
            {"sources": [ServiceAccountTokenProjection(), DownwardApiProjection(items={"token": LABELS})]},
            "projected_volume.sources: 'token' is given twice",
            id="a-file-twice",
        ),
        pytest.param(
            ProjectedVolume,
            {"sources": [ServiceAccountTokenProjection(path="a"), DownwardApiProjection(items={"a/b": LABELS})]},
            "projected_volume.sources: 'a' cannot be a file and the folder of 'a/b'; rename one",
            id="a-file-and-a-folder",
        ),
        pytest.param(
            DownwardApiProjection,
            {"items": {"node.txt": FieldRef(path="spec.nodeName")}},
            "downward_api_projection.items.node.txt: 'spec.nodeName' is available in environment variables only; "
            "use an EnvVar",
            id="a-field-for-variables",
        ),
        pytest.param(
            DownwardApiProjection,
            {"items": {"cpu": ResourceFieldRef(resource="limits.cpu")}},
            "downward_api_projection.items.cpu.container: missing; name it, since a file needs it",
            id="a-resource-of-nobody",
        ),
        pytest.param(
            ServiceAccountTokenProjection,
            {"expiration_seconds": 599},
            "service_account_token_projection.expiration_seconds: 599 should be greater than or equal to 600",
            id="a-short-token",
        ),
        pytest.param(
            ServiceAccountTokenProjection,
            {"audience": ""},
            "service_account_token_projection.audience: '' is empty",
            id="an-audience-of-nobody",
        ),
    ],
)
def test_what_is_refused(model: type[Props], fields: dict[str, Any], line: str) -> None:
    """What the API server would refuse."""
    (found,) = refusal(model, **fields)

    assert found.startswith(line)
