"""Functions that parse the errors that cdk8s raises when it cannot synthesize an app."""

import re

from powersync_constructs.rules import Finding
from powersync_constructs.rules._at_synth import OBJECT_RENDERS

_INVALID = re.compile(r"(Error: )*Validation failed with the following errors:\n")
"""The beginning of the error for a tree that a validation rejected (app.ts)."""
_UNRENDERED = re.compile(r"(?:Error: )*Failed serializing construct at path '(.*?)' with name '(.*?)': (.*)")
"""The beginning of the error for an object that cannot be rendered (api-object.ts). The whole object may follow."""


def is_invalid_tree(error: RuntimeError) -> bool:
    """Return whether the error means that a validation rejected the tree."""
    return _INVALID.match(str(error)) is not None


def unrendered(error: RuntimeError) -> Finding | None:
    """Return a finding for the object that cannot be rendered; None if the error has another cause."""
    found = _UNRENDERED.match(str(error))
    if found is None:
        return None
    path, name, why = found.groups()
    fix = "correct its JSON patches, or use powersync_constructs.patch, which checks each path immediately"
    return OBJECT_RENDERS.finding(path, f"the object '{name}' cannot be rendered: {why}", fix)


def lines_of(error: RuntimeError) -> list[str]:
    """Return the problems of the tree, one line per problem; an empty list if the error has another cause."""
    if failed := unrendered(error):
        return [str(failed)]
    text = str(error)
    if not is_invalid_tree(error):
        return []
    return [line.strip().removeprefix("[] ") for line in text.splitlines()[1:]]
