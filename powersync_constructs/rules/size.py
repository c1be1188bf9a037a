"""Rules about the size of objects."""

from collections.abc import Sequence

from powersync_constructs.rules._finding import Finding, Manifest, kind_and_name

CLIENT_SIDE_APPLY_BYTES = 250 * 1024
"""`kubectl apply` copies the object into an annotation, and annotations end at 256 KiB together."""


def fits_client_side_apply(manifests: Sequence[Manifest]) -> list[Finding]:
    """A large ConfigMap can be applied only by the server."""
    return [
        Finding(
            "client-side-apply",
            "warning",
            kind_and_name(manifest),
            "is too large for the annotation of a client-side apply, which ends at 256 KiB",
            "apply it with kubectl apply --server-side",
        )
        for manifest in manifests
        if manifest["kind"] == "ConfigMap" and _bytes(manifest) > CLIENT_SIDE_APPLY_BYTES
    ]


def _bytes(manifest: Manifest) -> int:
    return sum(len(str(text).encode()) for text in (manifest.get("data") or {}).values())
