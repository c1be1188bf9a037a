"""The image: its reference, and the version of the service in it."""

from typing import Any

import pytest

from powersync_constructs.config import Image
from powersync_constructs.config.core._versions import ServiceVersion

from .validation import errors_of

DIGEST = f"sha256:{'0a' * 32}"


@pytest.mark.parametrize(
    ("fields", "reference"),
    [
        pytest.param({}, "journeyapps/powersync-service:1.28.0", id="default"),
        pytest.param({"tag": "1.20.0"}, "journeyapps/powersync-service:1.20.0", id="oldest"),
        pytest.param({"digest": DIGEST}, f"journeyapps/powersync-service:1.28.0@{DIGEST}", id="digest"),
        pytest.param({"repository": "powersync"}, "powersync:1.28.0", id="no-registry"),
        pytest.param(
            {"repository": "r.example.com:5000/a/b__c"}, "r.example.com:5000/a/b__c:1.28.0", id="own-registry"
        ),
    ],
)
def test_image_reference(fields: dict[str, Any], reference: str) -> None:
    """The reference of an image consists of repository, tag and digest."""
    assert Image(**fields).reference == reference


@pytest.mark.parametrize(
    ("fields", "version"),
    [
        pytest.param({"tag": "1.25.3"}, ServiceVersion(1, 25, 3), id="tag"),
        pytest.param({"tag": "1.26.0-next-7"}, ServiceVersion(1, 26, 0), id="pre-release"),
        pytest.param({"tag": "2.0.0"}, ServiceVersion(2, 0, 0), id="next-major"),
        pytest.param(
            {"tag": "stable", "service_version": "1.24.0"}, ServiceVersion(1, 24, 0), id="service-version-field"
        ),
        pytest.param(
            {"tag": "7.0.1", "service_version": "1.24.0"}, ServiceVersion(1, 24, 0), id="field-overrides-the-tag"
        ),
    ],
)
def test_image_version(fields: dict[str, Any], version: ServiceVersion) -> None:
    """The version is `service_version` if it is set, and the tag otherwise."""
    assert Image(**fields).version == version


NOT_A_NAME = "is not an image name; write it like registry.example.com/powersync-service, without the tag"
NOT_A_DIGEST = "is not an image digest; write sha256: and 64 hexadecimal digits"
TOO_OLD = "is older than 1.20.0, the oldest supported version; use a newer one"
NOT_A_VERSION = "is not a version; use X.Y.Z, or set service_version"


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"repository": ""}, f"image.repository: '' {NOT_A_NAME}"),
        ({"repository": "Powersync"}, f"image.repository: 'Powersync' {NOT_A_NAME}"),
        ({"repository": "a/powersync:1.26.0"}, f"image.repository: 'a/powersync:1.26.0' {NOT_A_NAME}"),
        ({"repository": "https://a/b"}, f"image.repository: 'https://a/b' {NOT_A_NAME}"),
        ({"repository": "a//b"}, f"image.repository: 'a//b' {NOT_A_NAME}"),
        ({"tag": ""}, "image.tag: '' is not an image tag; write it like 1.28.0"),
        ({"tag": "1.26.0@x"}, "image.tag: '1.26.0@x' is not an image tag; write it like 1.28.0"),
        ({"tag": "latest"}, f"image.tag: 'latest' {NOT_A_VERSION}"),
        ({"tag": "v1.26.0"}, f"image.tag: 'v1.26.0' {NOT_A_VERSION}"),
        ({"tag": "1.26"}, f"image.tag: '1.26' {NOT_A_VERSION}"),
        ({"tag": "latest", "digest": DIGEST}, f"image.tag: 'latest' {NOT_A_VERSION}"),
        ({"tag": "1.19.9"}, f"image.tag: '1.19.9' {TOO_OLD}"),
        ({"tag": "0.99.0"}, f"image.tag: '0.99.0' {TOO_OLD}"),
        ({"tag": "stable", "service_version": "1.19.0"}, f"image.service_version: '1.19.0' {TOO_OLD}"),
        (
            {"service_version": "new"},
            "image.service_version: 'new' is not a version of the service; write it like 1.26.0",
        ),
        ({"digest": "0a" * 32}, f"image.digest: '{'0a' * 32}' {NOT_A_DIGEST}"),
        ({"digest": DIGEST.upper()}, f"image.digest: '{DIGEST.upper()}' {NOT_A_DIGEST}"),
        (
            {"pull_policy": "Sometimes"},
            "image.pull_policy: 'Sometimes' is not one of 'IfNotPresent', 'Always' or 'Never'; use one of these",
        ),
    ],
)
def test_invalid_image_is_refused(fields: dict[str, Any], line: str) -> None:
    """A name that no node can pull is refused, and so is a version that is unknown or too old."""
    assert errors_of(Image, **fields) == [line]


def test_versions_are_ordered_by_number() -> None:
    """Versions are compared by number: 1.9 is older than 1.20."""
    versions = sorted(ServiceVersion.parse(text) for text in ("1.20.0", "1.9.12", "1.20.10", "1.20.2"))

    assert [str(version) for version in versions] == ["1.9.12", "1.20.0", "1.20.2", "1.20.10"]
