"""Rules about the size of objects."""

import json
from collections.abc import Iterable, Iterator

from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject, Manifest

APPLIED_BYTES = 250 * 1024
"""An object as `kubectl apply` keeps it in an annotation: all annotations together end at 256 KiB, others need some."""
_ESCAPED = ("<", ">", "&")
"""What Go, and so kubectl, writes as six characters each."""


def fits_client_side_apply(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """A large object can be applied only by the server."""
    for each in objects:
        if each.instance and _applied_bytes(each.manifest) > APPLIED_BYTES:
            reason = "is too large for the annotation of a client-side apply, which ends at 256 KiB"
            fix = "apply it with kubectl apply --server-side"
            yield Finding("client-side-apply", "warning", str(each), reason, fix)


def _applied_bytes(manifest: Manifest) -> int:
    written = json.dumps(manifest, ensure_ascii=False, separators=(",", ":"), default=str, skipkeys=True)
    size = len(written.encode(errors="surrogatepass"))
    return size + sum(5 * written.count(character) for character in _ESCAPED)
