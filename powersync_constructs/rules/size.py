"""Rules about the size of objects."""

import json
from collections.abc import Iterable, Iterator

from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject, Manifest

APPLIED_BYTES = 250 * 1024
"""The size, in bytes, of the largest object that `kubectl apply` can store in its annotation.

The annotations of an object can have 256 KiB in total. The remaining 6 KiB are for the other annotations.
"""
_ESCAPED = ("<", ">", "&")
"""The characters that the JSON encoder of Go, which kubectl uses, escapes as six characters each."""


def fits_client_side_apply(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """An object that is too large for a client-side apply needs a server-side apply."""
    for each in objects:
        if each.instance and _applied_bytes(each.manifest) > APPLIED_BYTES:
            reason = "is too large for a client-side apply, which stores it in an annotation of at most 256 KiB"
            fix = "use kubectl apply --server-side"
            yield Finding("client-side-apply", "warning", str(each), reason, fix)


def _applied_bytes(manifest: Manifest) -> int:
    written = json.dumps(manifest, ensure_ascii=False, separators=(",", ":"), default=str, skipkeys=True)
    size = len(written.encode(errors="surrogatepass"))
    return size + sum(5 * written.count(character) for character in _ESCAPED)
