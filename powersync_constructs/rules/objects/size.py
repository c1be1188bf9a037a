"""Rules about the size of objects."""

import json
import marshal
from collections.abc import Iterator
from typing import Any, cast

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.instances import instance_of
from powersync_constructs.rules._lib.manifest import LAST_APPLIED, KubeObject, Manifest
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule

APPLIED_BYTES = 250 * 1024
"""The size, in bytes, of the largest object that `kubectl apply` can store in its annotation.

The annotations of an object can have 256 KiB in total. The remaining 6 KiB are for the other annotations.
"""
_ESCAPED = ("<", ">", "&")
"""The characters that the JSON encoder of Go, which kubectl uses, escapes as six characters each."""
_NO_REFERENCES = 2
"""The newest format of marshal that writes a value again where it occurs again, like JSON."""


@rule(
    "PS014",
    "client-side-apply",
    "warning",
    looks_at="the objects of this library, and the workloads of the service with their ConfigMaps and Secrets",
    fix="Apply with `kubectl apply --server-side`.",
)
def fits_client_side_apply(objects: Objects) -> Iterator[Violation]:
    """An object is small enough for a client-side apply.

    A client-side `kubectl apply` stores the whole object in an annotation, and the annotations of an object can have
    256 KiB in total. What an API server adds to an object does not count.
    """
    for each in objects:
        if (
            _may_be_too_large(each.manifest)
            and instance_of(each, objects)
            and _applied_bytes(_as_applied(each)) > APPLIED_BYTES
        ):
            reason = "is too large for a client-side apply, which stores it in an annotation of at most 256 KiB"
            yield Violation(each, reason, "use kubectl apply --server-side")


def _may_be_too_large(manifest: Manifest) -> bool:
    """Return whether an object may be too large, which is much faster than the exact size.

    Each byte that marshal writes, in a format without references, is at most six bytes of JSON.
    """
    try:
        return 6 * len(marshal.dumps(cast("Any", manifest), _NO_REFERENCES)) > APPLIED_BYTES
    except ValueError:  # a value of another type, or many levels
        return True


def _as_applied(each: KubeObject) -> Manifest:
    """Return the manifest of an object without what the API server and a client-side apply added."""
    metadata = {key: value for key, value in each.metadata.items() if key not in ("annotations", "managedFields")}
    if annotations := {key: value for key, value in each.annotations.items() if key != LAST_APPLIED}:
        metadata["annotations"] = annotations
    return {**{key: value for key, value in each.manifest.items() if key != "status"}, "metadata": metadata}


def _applied_bytes(manifest: Manifest) -> int:
    written = json.dumps(manifest, ensure_ascii=False, separators=(",", ":"), default=str, skipkeys=True)
    size = len(written.encode(errors="surrogatepass"))
    return size + sum(5 * written.count(character) for character in _ESCAPED)
