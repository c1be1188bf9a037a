"""Rules about objects that are named by their content: `<instance>-<component>-<10 hexadecimal digits>`."""

import re
from collections.abc import Iterator

from powersync_constructs.config.core._content import content_hash
from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.manifest import KubeObject
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule

CONTENT = {"ConfigMap": "data", "Job": "spec", "Secret": "data"}
"""The field whose hash is in the name of an object, by kind."""
NAMED_BY_CONTENT = re.compile(r"(?P<stem>.+)-(?P<digits>[0-9a-f]{10})")
"""The pattern of a name that ends in the hash of the content."""


@rule(
    "PS012",
    "content-matches-name",
    "error",
    looks_at="the ConfigMaps, Secrets and Jobs of this library whose names contain a hash of their content",
    fix="Change the props instead, so that the name changes too.",
    only_at_synth=True,
)
def content_matches_name(objects: Objects) -> Iterator[Violation]:
    """If the name of an object contains a hash of its content, the hash matches the content.

    The object is immutable, and only a new name starts a rollout of the pods that use it. The rule checks Jobs only at
    synth, because an API server adds defaults to them.
    """
    for each in objects:
        field = content_field(each) if objects.at_synth or each.kind != "Job" else None
        if field is None or each.name.endswith(digits := content_hash(each.manifest.get(field))):
            continue
        reason = f"is named by the hash of its {field}, which was changed later: the hash is now {digits}"
        fix = f"make the change in the props{', or with powersync_constructs.patch' if each.kind == 'Job' else ''}"
        yield Violation(each, reason, f"{fix}, so that the name changes too")


def content_field(each: KubeObject) -> str | None:
    """Return the field whose hash is in the name of an object of an instance; None for an object with another name."""
    return CONTENT.get(each.kind) if each.instance and NAMED_BY_CONTENT.fullmatch(each.name) else None
