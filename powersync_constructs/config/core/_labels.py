"""Names of the library's own labels and annotations. They identify the objects that the library creates."""

OUR_PREFIX = "powersync-constructs/"
"""The prefix of all these names. Users cannot set a label or an annotation with this prefix."""
INSTANCE_LABEL = f"{OUR_PREFIX}instance"
"""The label with the instance's name. All objects that the library creates for an instance, and their pods, have it.

An object without this label is not part of an instance, even if it has the `app.kubernetes.io/` labels. No selector
uses this label.
"""
IGNORE_PREFIX = f"{OUR_PREFIX}ignore."
"""The prefix of the annotations that switch a rule off for an object. The id of the rule follows, and the value is the
reason: `powersync-constructs/ignore.PS301: "measured: 40 MiB in use"`.
"""
