"""A rule about the tags of the images of the service."""

import re
from collections.abc import Iterator

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule

_IMAGE = re.compile(r"(?P<name>[^:@]+(?::\d+/[^:@]+)?)(?::(?P<tag>[^@]+))?(?P<digest>@.+)?")
_MOVING = frozenset({"latest", "next", "edge", "main", "master", "dev", "develop", "nightly", "stable", "canary"})
"""The tags that point to another image after each release."""
_OFFICIAL = re.compile(r"(docker\.io/|index\.docker\.io/)?journeyapps/powersync-service")
"""The image of PowerSync, whose tags are the releases and moving tags."""
_RELEASE = re.compile(r"v?\d+\.\d+\.\d+([-.].+)?")


@rule(
    "PS610",
    "image-version",
    "warning",
    looks_at="the images of the service",
    fix="Use the tag of a release, like `1.28.0`, or a digest.",
)
def image_has_a_fixed_version(objects: Objects) -> Iterator[Violation]:
    """The image of the service has the tag of a release, or a digest.

    With any other tag, a pod that starts again can run a different release than the other pods. Releases differ in the
    migrations of the bucket storage, and in the settings that they accept. A tag of the official image that is neither
    a release nor a moving tag does not exist.
    """
    for container in objects.services():
        if problem := _problem(container.image):
            reason = f"runs container '{container.name}' with {problem}"
            yield Violation(container.object, reason, "use the tag of a release", (*container.path, "image"))


def _problem(image: str) -> str | None:
    """Return what is wrong with a reference to an image, or None."""
    found = _IMAGE.fullmatch(image)
    if found is None:
        return None if image else "no image"
    tag = found["tag"]
    if found["digest"]:
        return None
    if tag is None:
        return "an image without a tag, so its pods can run different releases"
    if tag.lower() in _MOVING:
        return f"the image tag {tag}, so its pods can run different releases"
    is_release = _RELEASE.fullmatch(tag) or not _OFFICIAL.fullmatch(found["name"])
    return None if is_release else f"the image tag {tag}, which is not a release"
