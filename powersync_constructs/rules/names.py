"""Rules about names."""

from collections import Counter
from collections.abc import Sequence

from powersync_constructs.rules._finding import Finding, Manifest, kind_and_name


def names_are_unique(manifests: Sequence[Manifest]) -> list[Finding]:
    """Two objects of one kind and name are one object, and the last one applied wins."""
    found = Counter(
        (manifest["apiVersion"].rpartition("/")[0], kind_and_name(manifest), manifest["metadata"].get("namespace"))
        for manifest in manifests
    )
    return [
        Finding(
            "unique-names",
            "error",
            name,
            f"is there {count} times, and only the last would be left",
            "give each instance another name",
        )
        for (_, name, _), count in found.items()
        if count > 1
    ]
