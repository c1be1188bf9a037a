"""Rules about objects that are named by their content: `<instance>-<component>-<10 hexadecimal digits>`."""

import re
from collections.abc import Iterable, Iterator

from powersync_constructs.config.core._content import content_hash
from powersync_constructs.rules._finding import Finding
from powersync_constructs.rules._manifest import KubeObject

CONTENT = {"ConfigMap": "data", "Job": "spec", "Secret": "data"}
"""The field whose hash is in the name of an object, by kind."""
NAMED_BY_CONTENT = re.compile(r"(?P<stem>.+)-(?P<digits>[0-9a-f]{10})")
"""The pattern of a name that ends in the hash of the content."""


def content_matches_name(objects: Iterable[KubeObject]) -> Iterator[Finding]:
    """The name must match the content.

    The object is immutable, and only a new name starts a rollout of the pods that use it.
    """
    for each in objects:
        field = content_field(each)
        if field is None or each.name.endswith(digits := content_hash(each.manifest.get(field))):
            continue
        reason = f"is named by the hash of its {field}, which was changed later: the hash is now {digits}"
        fix = f"make the change in the props{', or with powersync_constructs.patch' if each.kind == 'Job' else ''}"
        yield Finding("content-matches-name", "error", str(each), reason, f"{fix}, so that the name changes too")


def content_field(each: KubeObject) -> str | None:
    """Return the field whose hash is in the name of an object of an instance; None for an object with another name."""
    return CONTENT.get(each.kind) if each.instance and NAMED_BY_CONTENT.fullmatch(each.name) else None
