"""Placeholders, which stand where a user must write an own value."""

import re

_PLACEHOLDER = re.compile(
    r"\bYOUR(?=[-_ ])|\b(FIXME|TODO|STRIPPED|PLACEHOLDER)(?=\b|_)|<[^<>]+>"
    r"|\b(?i:change[-_ ]?me|replace[-_ ]?me|placeholder)\b"
    r"|\b(?i:your[-_ ](certificate[-_ ])?(domain|fqdn|host|password|secret|token|key|url|uri)s?)\b"
)


def is_placeholder(text: str) -> bool:
    """Whether a text contains a placeholder, like those in the default values of the PowerSync Helm chart."""
    return bool(_PLACEHOLDER.search(text))
