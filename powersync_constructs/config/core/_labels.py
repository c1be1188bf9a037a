"""Names of the library's own labels and annotations. They identify the objects that the library creates."""

OUR_PREFIX = "powersync-constructs/"
"""The prefix of all these names. Users cannot set a label or an annotation with this prefix."""
INSTANCE_LABEL = f"{OUR_PREFIX}instance"
"""The label with the instance's name. All objects that the library creates for an instance, and their pods, have it.

An object without this label is not part of an instance, even if it has the `app.kubernetes.io/` labels. No selector
uses this label.
"""
