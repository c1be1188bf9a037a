"""The image: what it is called, and that its service is one that is known."""

from typing import Any

import pytest

from powersync_constructs.config import Image
from powersync_constructs.config.core._versions import ServiceVersion

from .refusal import refusal

DIGEST = f"sha256:{'0a' * 32}"


@pytest.mark.parametrize(
    ("fields", "reference"),
    [
        pytest.param({}, "journeyapps/powersync-service:1.26.0", id="default"),
        pytest.param({"tag": "1.20.0"}, "journeyapps/powersync-service:1.20.0", id="oldest"),
        pytest.param({"digest": DIGEST}, f"journeyapps/powersync-service:1.26.0@{DIGEST}", id="digest"),
        pytest.param({"repository": "powersync"}, "powersync:1.26.0", id="no-registry"),
        pytest.param(
            {"repository": "r.example.com:5000/a/b__c"}, "r.example.com:5000/a/b__c:1.26.0", id="own-registry"
        ),
    ],
)
def test_an_image_is_referred_to(fields: dict[str, Any], reference: str) -> None:
    """Repository, tag and digest stand together in a container."""
    assert Image(**fields).reference == reference


@pytest.mark.parametrize(
    ("fields", "version"),
    [
        pytest.param({"tag": "1.25.3"}, ServiceVersion(1, 25, 3), id="tag"),
        pytest.param({"tag": "1.26.0-next-7"}, ServiceVersion(1, 26, 0), id="pre-release"),
        pytest.param({"tag": "2.0.0"}, ServiceVersion(2, 0, 0), id="next-major"),
        pytest.param({"tag": "stable", "service_version": "1.24.0"}, ServiceVersion(1, 24, 0), id="said-beside-it"),
        pytest.param({"tag": "7.0.1", "service_version": "1.24.0"}, ServiceVersion(1, 24, 0), id="wins-over-the-tag"),
    ],
)
def test_an_image_has_a_version(fields: dict[str, Any], version: ServiceVersion) -> None:
    """The tag says the service's version, or the field beside it."""
    assert Image(**fields).version == version


NOT_ITS_NAME = "is not the name of an image; write it like registry.example.com/powersync-service, without the tag"
NOT_A_DIGEST = "is not a digest; write sha256: and 64 hexadecimal digits"
TOO_OLD = "is older than 1.20.0, the oldest service supported; upgrade first"
NAMES_NONE = "names no version; use X.Y.Z, or say service_version beside it"


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"repository": ""}, f"image.repository: '' {NOT_ITS_NAME}"),
        ({"repository": "Powersync"}, f"image.repository: 'Powersync' {NOT_ITS_NAME}"),
        ({"repository": "a/powersync:1.26.0"}, f"image.repository: 'a/powersync:1.26.0' {NOT_ITS_NAME}"),
        ({"repository": "https://a/b"}, f"image.repository: 'https://a/b' {NOT_ITS_NAME}"),
        ({"repository": "a//b"}, f"image.repository: 'a//b' {NOT_ITS_NAME}"),
        ({"tag": ""}, "image.tag: '' is not an image tag; write it like 1.26.0"),
        ({"tag": "1.26.0@x"}, "image.tag: '1.26.0@x' is not an image tag; write it like 1.26.0"),
        ({"tag": "latest"}, f"image.tag: 'latest' {NAMES_NONE}"),
        ({"tag": "v1.26.0"}, f"image.tag: 'v1.26.0' {NAMES_NONE}"),
        ({"tag": "1.26"}, f"image.tag: '1.26' {NAMES_NONE}"),
        ({"tag": "latest", "digest": DIGEST}, f"image.tag: 'latest' {NAMES_NONE}"),
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
def test_no_image(fields: dict[str, Any], line: str) -> None:
    """A name that no node can pull, or a version that is not known, is refused."""
    assert refusal(Image, **fields) == [line]


def test_versions_are_ordered_by_number() -> None:
    """1.9 is older than 1.20, and the text is that of three numbers."""
    versions = sorted(ServiceVersion.parse(text) for text in ("1.20.0", "1.9.12", "1.20.10", "1.20.2"))

    assert [str(version) for version in versions] == ["1.9.12", "1.20.0", "1.20.2", "1.20.10"]
