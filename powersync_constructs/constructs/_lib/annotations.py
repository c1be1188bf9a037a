"""Annotations that the library adds to objects which already exist."""

from typing import Any

from cdk8s import ApiObject, JsonPatch

_MANIFEST = "_powersync_constructs_manifest"


def remember_manifest(plain: ApiObject, manifest: dict[str, Any]) -> None:
    """Remember the manifest of a plain object, whose metadata cdk8s does not write."""
    setattr(plain, _MANIFEST, manifest)


def annotate(each: ApiObject, key: str, value: str) -> None:
    """Add an annotation to an object."""
    manifest = getattr(each, _MANIFEST, None)
    if manifest is None:
        each.metadata.add_annotation(key, value)
        return
    annotations = {**(manifest["metadata"].get("annotations") or {}), key: value}
    each.add_json_patch(JsonPatch.add("/metadata/annotations", annotations))
    manifest["metadata"]["annotations"] = annotations
