"""Rules about objects that are named by their content: `<instance>-<component>-<10 hexadecimal digits>`."""

import re
from collections.abc import Iterable, Iterator

from powersync_constructs.config.core._content import content_hash
from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject

CONTENT = {"ConfigMap": "data", "Job": "spec", "Secret": "data"}
"""The field that an object of a kind is named by."""
NAMED_BY_CONTENT = re.compile(r"(?P<stem>.+)-(?P<digits>[0-9a-f]{10})")
"""The name of such an object."""


def content_matches_name(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """The name changes with the content: the object is immutable, and what mounts it must roll with it."""
    for each in objects:
        field = content_field(each)
        if field is None or each.name.endswith(digits := content_hash(each.manifest.get(field))):
            continue
        reason = f"is named by its {field}, which was changed after it got its name: the hash is now {digits}"
        fix = f"set what you need in the props{', or use powersync_constructs.patch' if each.kind == 'Job' else ''}"
        yield Finding("content-matches-name", "error", str(each), reason, f"{fix}, so that the name changes too")


def content_field(each: KubeObject) -> str | None:
    """The field that an object of ours is named by, if it is named by its content."""
    return CONTENT.get(each.kind) if each.instance and NAMED_BY_CONTENT.fullmatch(each.name) else None
