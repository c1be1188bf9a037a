"""Names that the user chooses and that the names of objects begin with."""

import re
from collections.abc import Callable

from powersync_constructs.config.core.errors import config_error, shown


def check_characters(text: str, what: str) -> None:
    """Check the characters of a name; Services are named after it, too, so that RFC 1035 holds. Raises ValueError."""
    if not re.fullmatch(r"[a-z]([-a-z0-9]*[a-z0-9])?", text):
        raise ValueError(f"is not {what}: a letter first, then lower-case letters, digits and dashes")


def name_from_id(id: str, check: Callable[[str], str], where: str) -> str:
    """Use the id of a construct as a name. Raises ConfigError for the field `where` if the id is not a valid name."""
    try:
        return check(id)
    except ValueError as error:
        raise config_error(where, f"{shown(id)} {error}") from None
