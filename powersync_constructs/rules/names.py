"""Rules about names."""

from collections import Counter
from collections.abc import Sequence

from powersync_constructs.rules._finding import Finding, Manifest, kind_and_name

_WAYS_OUT = {
    ("external-secrets.io", "ExternalSecret"): "map the Secret in one instance, with all its keys",
}
"""The ways out for kinds that are named after something else than the instance."""


def names_are_unique(manifests: Sequence[Manifest]) -> list[Finding]:
    """Two objects of one kind and name are one object, and the last one applied wins."""
    found = Counter(
        (
            (manifest["apiVersion"].rpartition("/")[0], manifest["kind"]),
            kind_and_name(manifest),
            manifest["metadata"].get("namespace"),
        )
        for manifest in manifests
    )
    return [
        Finding(
            "unique-names",
            "error",
            name,
            f"is there {count} times, and only the last would be left",
            _WAYS_OUT.get(kind, "give each instance another name"),
        )
        for (kind, name, _), count in found.items()
        if count > 1
    ]
