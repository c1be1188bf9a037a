"""Names that change with the content of an object."""

import re

_CHANGES = re.compile(
    r".*[-.]("
    r"(?=[a-f]*\d)[0-9a-f]{6,}"  # hexadecimal digits, as in the names of this library
    r"|[2456789bcdfghkmt]{10}"  # the hash of Kustomize (hasher.go)
    r"|v?\d[\d.-]*"  # a version or a date
    r")"
)


def changes_with_content(name: str) -> bool:
    """Whether a name ends in a hash or in a version, so that a new content has a new name."""
    return _CHANGES.fullmatch(name) is not None
