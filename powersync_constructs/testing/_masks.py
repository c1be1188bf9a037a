"""Masks: texts in place of the parts of manifests that change often."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from powersync_constructs.config.core._labels import INSTANCE_LABEL
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest

_HASH = re.compile(r"(?<=[a-z0-9]-)[0-9a-f]{10}(?![\w-]|\.\w)")
"""The hash at the end of a name, such as `powersync-config-aa6001b4c2`."""
_IMAGE = re.compile(r"(?P<repository>.+?)(?P<tag>:[\w.-]+)?(?P<digest>@\w+:[0-9a-f]+)?")
_IMAGE_KEYS = ("image", "imageName")
"""The keys of an image, in containers and in CloudNativePG's Cluster."""
_VERSION = re.compile(r"\d+\.\d+\.\d+(-[\w.-]+)?")
_VERSION_LABEL = "app.kubernetes.io/version"


def without_hash(text: str) -> str:
    """Replace the content hash at the end of each name in a text."""
    return _HASH.sub("<hash>", text)


def without_hashes(manifest: Manifest) -> dict[str, Any]:
    """Return a copy of an object without content hashes, in its name, in references and in texts."""
    copy: dict[str, Any] = _changed(manifest, lambda _, text: without_hash(text))
    return copy


def without_image_tags(manifest: Manifest) -> dict[str, Any]:
    """Return a copy of an object without the tags and digests of images, and without the version of the service.

    The version is in labels, in the migration marker, and in the arguments of the migration.
    """
    each = KubeObject(manifest)
    version = each.labels.get(_VERSION_LABEL, "") if each.labels.get(INSTANCE_LABEL) else ""
    token = re.compile(rf"(?<![\w.]){re.escape(version)}(?![\w.])") if _VERSION.fullmatch(version) else None

    def masked(key: object, text: str) -> str:
        if key in _IMAGE_KEYS:
            return _without_tag(text)
        return token.sub("<tag>", text) if token else text

    copy: dict[str, Any] = _changed(manifest, masked)
    return copy


def _without_tag(image: str) -> str:
    found = _IMAGE.fullmatch(image)
    if found is None:
        return image
    return found["repository"] + (":<tag>" if found["tag"] else "") + ("@<digest>" if found["digest"] else "")


def _changed(value: object, change: Callable[[object, str], str], key: object = None) -> Any:
    """Return a copy of a value in which each text is changed. Texts that are keys of a mapping are changed too."""
    if isinstance(value, str):
        return change(key, value)
    if isinstance(value, Mapping):
        return {_changed(name, change): _changed(entry, change, name) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_changed(entry, change, key) for entry in value]
    return value
