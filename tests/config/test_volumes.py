"""Projected volumes: files from several sources in one folder."""

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

from .validation import error_of, errors_of, validated

LABELS = FieldRef(path="metadata.labels")


@pytest.mark.parametrize("path", ["token", "tls/ca.crt", ".hidden", "a..b"])
def test_valid_path_is_kept(path: str) -> None:
    """A path in a volume is relative to the mount path."""
    assert validated(VolumePath, path) == path


@pytest.mark.parametrize("path", ["", "/token", "tls/", "../token", "a/../b", "./a", "..data"])
def test_invalid_path_is_refused(path: str) -> None:
    """A path must not leave the volume, and must not hide the files of the kubelet."""
    rule = "is not a path in a volume; write it like certs/ca.crt, without '..' or a leading '/'"

    assert error_of(VolumePath, path) == f"{path!r} {rule}"


def test_projected_volume_accepts_mappings() -> None:
    """Mappings give the same volume as objects."""
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
        pytest.param(ProjectedVolume, {"sources": []}, "projected_volume.sources: is empty", id="no-sources"),
        pytest.param(
            ProjectedVolume,
            {"sources": [ServiceAccountTokenProjection(), DownwardApiProjection(items={"token": LABELS})]},
            "projected_volume.sources: 'token' occurs twice",
            id="file-twice",
        ),
        pytest.param(
            ProjectedVolume,
            {"sources": [ServiceAccountTokenProjection(path="a"), DownwardApiProjection(items={"a/b": LABELS})]},
            "projected_volume.sources: 'a' is both a file and the folder of 'a/b'; rename one",
            id="file-and-folder",
        ),
        pytest.param(
            DownwardApiProjection,
            {"items": {"node.txt": FieldRef(path="spec.nodeName")}},
            "downward_api_projection.items.node.txt: 'spec.nodeName' is available only in environment variables; "
            "use an EnvVar",
            id="field-for-variables-only",
        ),
        pytest.param(
            DownwardApiProjection,
            {"items": {"cpu": ResourceFieldRef(resource="limits.cpu")}},
            "downward_api_projection.items.cpu.container: missing; set the name of the container, which is "
            "required in a volume",
            id="resource-without-a-container",
        ),
        pytest.param(
            ServiceAccountTokenProjection,
            {"expiration_seconds": 599},
            "service_account_token_projection.expiration_seconds: 599 should be greater than or equal to 600",
            id="too-short-expiration",
        ),
        pytest.param(
            ServiceAccountTokenProjection,
            {"audience": ""},
            "service_account_token_projection.audience: '' is empty",
            id="empty-audience",
        ),
    ],
)
def test_invalid_volume_is_refused(model: type[Props], fields: dict[str, Any], line: str) -> None:
    """Volumes that the API server would refuse are refused."""
    (found,) = errors_of(model, **fields)

    assert found.startswith(line)
