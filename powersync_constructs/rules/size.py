"""Rules about the size of objects."""

import json
from collections.abc import Sequence

from powersync_constructs.rules._finding import Finding, Manifest, kind_and_name

APPLIED_BYTES = 250 * 1024
"""An object as `kubectl apply` keeps it in an annotation: all annotations together end at 256 KiB, others need some."""
_ESCAPED = ("<", ">", "&")
"""What Go, and so kubectl, writes as six characters each."""


def fits_client_side_apply(manifests: Sequence[Manifest]) -> list[Finding]:
    """A large object can be applied only by the server."""
    return [
        Finding(
            "client-side-apply",
            "warning",
            kind_and_name(manifest),
            "is too large for the annotation of a client-side apply, which ends at 256 KiB",
            "apply it with kubectl apply --server-side",
        )
        for manifest in manifests
        if _applied_bytes(manifest) > APPLIED_BYTES
    ]


def _applied_bytes(manifest: Manifest) -> int:
    text = json.dumps(manifest, ensure_ascii=False, separators=(",", ":"))
    return len(text.encode()) + sum(5 * text.count(character) for character in _ESCAPED)
