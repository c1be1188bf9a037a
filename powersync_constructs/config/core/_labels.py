"""Names of the labels and annotations that are ours alone: by them we know our own objects."""

OUR_PREFIX = "powersync-constructs/"
"""What the names of all of them begin with. Users may set none that begins so."""
INSTANCE_LABEL = f"{OUR_PREFIX}instance"
"""The label of every object that the library makes for an instance, and of its pods: the instance's name.

An object without it is somebody else's, whatever its `app.kubernetes.io/` labels say. No selector looks at it.
"""
