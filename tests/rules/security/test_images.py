"""Images have a fixed version."""

import pytest

from powersync_constructs.rules.security.images import image_has_a_fixed_version
from tests.rules.manifests import objects
from tests.rules.pods import pods

IMAGE = "journeyapps/powersync-service"


@pytest.mark.parametrize(
    ("image", "shown"),
    [
        (IMAGE, "an image without a tag"),
        (f"{IMAGE}:latest", "the image tag latest"),
        (f"{IMAGE}:next", "the image tag next"),
        ("registry.example.com:5000/powersync-service", "an image without a tag"),
    ],
)
def test_moving_tag_is_reported(image: str, shown: str) -> None:
    """A tag that points to another image after a release is reported."""
    [found] = image_has_a_fixed_version.findings(objects(*pods(image=image)))

    assert found.reason == f"runs container 'powersync' with {shown}, so its pods can run different releases"


def test_tag_that_does_not_exist_is_reported() -> None:
    """The official image has only the tags of releases, and moving tags."""
    [found] = image_has_a_fixed_version.findings(objects(*pods(image=f"{IMAGE}:1.28")))

    assert found.reason == "runs container 'powersync' with the image tag 1.28, which is not a release"


@pytest.mark.parametrize(
    "tag", [":1.28.0", ":v1.28.0", ":1.28.0-own", f"@sha256:{'a' * 64}", f":latest@sha256:{'a' * 64}"]
)
def test_fixed_version_is_not_reported(tag: str) -> None:
    """A release, an own tag and a digest are not reported."""
    assert image_has_a_fixed_version.findings(objects(*pods(image=f"{IMAGE}{tag}"))) == []
