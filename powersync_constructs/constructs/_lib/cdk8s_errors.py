"""What cdk8s says when it cannot synthesize, taken apart."""

import re

from powersync_constructs.rules import Finding

_INVALID = re.compile(r"(Error: )*Validation failed with the following errors:\n")
"""How the error of a tree begins that a validation has refused (app.ts)."""
_UNRENDERED = re.compile(r"(?:Error: )*Failed serializing construct at path '(.*?)' with name '(.*?)': (.*)")
"""How the error of an object begins that cannot be rendered (api-object.ts). What follows may hold the whole object."""


def is_invalid_tree(error: RuntimeError) -> bool:
    """Whether a validation has refused the tree."""
    return _INVALID.match(str(error)) is not None


def unrendered(error: RuntimeError) -> Finding | None:
    """The object that cannot be rendered, if that is what has failed."""
    found = _UNRENDERED.match(str(error))
    if found is None:
        return None
    path, name, why = found.groups()
    fix = "correct its JSON patches; powersync_constructs.patch checks each path where it is given"
    return Finding("object-renders", "error", path, f"the object '{name}' cannot be rendered: {why}", fix)


def lines_of(error: RuntimeError) -> list[str]:
    """What is wrong with the tree, one line each; nothing where something else has failed."""
    if failed := unrendered(error):
        return [str(failed)]
    text = str(error)
    if not is_invalid_tree(error):
        return []
    return [line.strip().removeprefix("[] ") for line in text.splitlines()[1:]]
