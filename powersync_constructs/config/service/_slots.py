"""The names of the replication slots that the service creates in a Postgres source database."""

import re

from powersync_constructs.config.core._interpolation import refuse_interpolation

SLOT_PREFIX = "powersync_"
"""The default of `slot_name_prefix` (compound-config-collector.ts)."""
_LONGEST_PREFIX = 48
"""Postgres limits the name of a slot to 63 characters. After the prefix, the service adds a number of up to 10 digits,
an underscore and 4 hexadecimal digits (`generateReplicationStreamName`)."""


def check_slot_prefix(text: str) -> str:
    """Return a valid prefix unchanged. Raise ValueError for any other text.

    Postgres would create a slot with a lower-case name for an upper-case prefix, and the service would not find it.
    """
    refuse_interpolation(text)
    if not re.fullmatch("[a-z0-9_]+", text):
        raise ValueError(
            "is not valid in the name of a replication slot; use only lower-case letters, digits and underscores"
        )
    if len(text) > _LONGEST_PREFIX:
        raise ValueError(f"has {len(text)} characters, but the maximum is {_LONGEST_PREFIX}; shorten it")
    return text
