"""Snapshots of manifests in YAML, with syrupy: one file per chart, or one file per object."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension
from syrupy.types import PropertyFilter, PropertyMatcher, SerializableData, SerializedData

from powersync_constructs.rules._lib.manifest import KubeObject, Manifest
from powersync_constructs.testing._difference import difference
from powersync_constructs.testing._masks import without_hash, without_hashes, without_image_tags
from powersync_constructs.testing._yaml import to_yaml

_FIRST = ("apiVersion", "kind", "metadata", "name")
"""The keys that identify an object or an item of a list."""


class YamlExtension(JSONSnapshotExtension):
    """A syrupy extension that writes manifests to a YAML file, which is named after the test.

    Use it with `snapshot.use_extension(YamlExtension)`. The value that you compare is a list of manifests, or one
    manifest. The objects are sorted by kind, namespace and name. In each mapping, the name is the first key, and the
    others are sorted. Filters and matchers of syrupy work as in its JSON extension, for each object separately.

    If a test fails, its output has only the lines that differ, each below the object and the keys that contain it.

    Set the options in a subclass.
    """

    file_extension = "yaml"
    mask_hashes: bool = False
    """Whether `<hash>` replaces the content hash at the end of names, in objects and in references to them."""
    mask_image_tags: bool = False
    """Whether `<tag>` replaces the tags of images and the version of the service, and `<digest>` the digests."""

    def serialize(
        self,
        data: SerializableData,
        *,
        exclude: PropertyFilter | None = None,
        include: PropertyFilter | None = None,
        matcher: PropertyMatcher | None = None,
    ) -> str:
        """Return the text of the file. Raises TypeError if the value contains something else than manifests."""
        documents = []
        for manifest in sorted(_objects(data), key=_place):
            text = super().serialize(self._masked(manifest), exclude=exclude, include=include, matcher=matcher)
            documents.append(_in_order(json.loads(text)))
        return to_yaml(documents)

    def diff_lines(self, serialized_data: SerializedData, snapshot_data: SerializedData) -> Iterator[str]:
        """Yield the difference between the snapshot and the compared value."""
        return difference(str(snapshot_data), str(serialized_data))

    def _masked(self, manifest: Manifest) -> Manifest:
        shown = without_hashes(manifest) if self.mask_hashes else manifest
        return without_image_tags(shown) if self.mask_image_tags else shown


def assert_each_matches(manifests: Iterable[Manifest], snapshot: SnapshotAssertion) -> None:
    """Assert that each object equals its own snapshot, so that there is one file per object.

    The extension of the snapshot writes the files: use `YamlExtension`. The name of a file contains the kind and the
    name of its object, without a content hash. syrupy reports the file of an object that no longer exists as unused,
    and the test run fails. `pytest --snapshot-update` accepts the changes, and removes unused files.

    Raises AssertionError with the differences of all objects.
    """
    __tracebackhide__ = True
    differences = []
    for name, manifest in _by_name(manifests).items():
        equal = snapshot(name=name) == manifest
        if not equal:
            differences += [f"{name}:", *snapshot.get_assert_diff()]
    if differences:
        text = "objects differ from their snapshots; if this is intended, run pytest --snapshot-update"
        raise AssertionError("\n".join([text, *differences]))


def _by_name(manifests: Iterable[Manifest]) -> dict[str, Manifest]:
    """Return the objects by the names of their snapshots: `Deployment.powersync-api`.

    If two objects have the same kind and the same name without a hash, their names contain the group, the namespace and
    the hash too. Raises AssertionError if the same object is in the list twice.
    """
    objects = [KubeObject(each) for each in sorted(manifests, key=_place)]
    count = Counter(map(_short_name, objects))
    found: dict[str, Manifest] = {}
    for each in objects:
        short = _short_name(each)
        name = (
            short if count[short] == 1 else ".".join(filter(None, (each.kind, each.group, each.namespace, each.name)))
        )
        if name in found:
            raise AssertionError(f"{each} is in the manifests twice; pass each object once")
        found[name] = each.manifest
    return found


def _short_name(each: KubeObject) -> str:
    return f"{each.kind}.{without_hash(each.name)}"


def _objects(data: SerializableData) -> list[Manifest]:
    found = [data] if isinstance(data, Mapping) else data
    if isinstance(found, list | tuple) and all(isinstance(each, Mapping) and "kind" in each for each in found):
        return list(found)
    raise TypeError(f"YamlExtension compares manifests, not {type(data).__name__}; use a manifest or a list of them")


def _place(manifest: Manifest) -> tuple[str, ...]:
    """Return the key that sorts objects. A new content hash does not move an object."""
    each = KubeObject(manifest)
    return each.kind, each.namespace, without_hash(each.name), each.name, each.group


def _in_order(value: Any) -> Any:
    """Return a copy of a value in which the first keys of each mapping are those that identify it."""
    if isinstance(value, dict):
        return {key: _in_order(value[key]) for key in [*_FIRST, *value] if key in value}
    return [_in_order(each) for each in value] if isinstance(value, list) else value
