"""Names that the user chooses and that the names of objects begin with."""

import re
from collections.abc import Callable

from powersync_constructs.config.core.errors import config_error, shown


def check_characters(text: str, what: str) -> None:
    """Check the characters of a name that Services are named after, too (RFC 1035). Raises ValueError."""
    if not re.fullmatch(r"[a-z]([-a-z0-9]*[a-z0-9])?", text):
        raise ValueError(f"is not {what}: a letter first, then lower-case letters, digits and dashes")


def name_from_id(id: str, check: Callable[[str], str], where: str) -> str:
    """The id of a construct as a name. Raises ConfigError of the field that names it when it is none."""
    try:
        return check(id)
    except ValueError as error:
        raise config_error(where, f"{shown(id)} {error}") from None
