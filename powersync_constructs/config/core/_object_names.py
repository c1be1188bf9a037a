"""Checks of the names that the user chooses. The library uses these names as prefixes of object names."""

import re
from collections.abc import Callable

from powersync_constructs.config.core.errors import config_error, shown


def check_characters(text: str, what: str) -> None:
    """Check the characters of a name by RFC 1035, because Services have the name too. Raises ValueError."""
    if not re.fullmatch(r"[a-z]([-a-z0-9]*[a-z0-9])?", text):
        raise ValueError(f"is not valid as {what}; begin with a letter, and use lower-case letters, digits and dashes")


def name_from_id(id: str, check: Callable[[str], str], where: str) -> str:
    """Return the id of a construct as a name. Raises ConfigError for the field `where` if the id is not valid."""
    try:
        return check(id)
    except ValueError as error:
        raise config_error(where, f"{shown(id)} {error}") from None
