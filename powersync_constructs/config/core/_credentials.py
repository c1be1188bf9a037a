"""Types of fields in which a reference may stand for the value: credentials, texts, ports."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StrictInt, StrictStr
from pydantic_core import PydanticCustomError

from powersync_constructs.config.core._types import is_placeholder
from powersync_constructs.config.core.errors import CREDENTIAL
from powersync_constructs.config.core.secrets import ConfigMapRef, InjectedSecret, SecretRef, SecretValue, from_mapping


def not_injected(value: Any) -> Any:
    """Refuse an InjectedSecret where the value must come from a Secret, or where a variable has another name."""
    given = from_mapping(value)
    if isinstance(given, InjectedSecret):
        raise PydanticCustomError(CREDENTIAL, "is read from a Secret alone, not injected; use SecretRef(name, key)")
    return given


def _credential(value: Any) -> Any:
    given = from_mapping(value)
    if isinstance(given, SecretRef | SecretValue | InjectedSecret):
        return given
    if isinstance(given, ConfigMapRef):
        raise PydanticCustomError(CREDENTIAL, "a secret does not belong in a ConfigMap; use SecretRef(name, key)")
    rule = (
        "a secret as plain text ends up in a ConfigMap; use SecretRef(name, key), or SecretValue(...) for development"
    )
    raise PydanticCustomError(CREDENTIAL, rule)


def _reference(value: Any) -> Any:
    given = from_mapping(value)
    if isinstance(given, SecretRef):
        return given
    raise PydanticCustomError(CREDENTIAL, "is no reference to a Secret; use SecretRef(name, key)")


def _filled(value: Any) -> Any:
    if isinstance(value, str) and is_placeholder(value):
        raise ValueError("is a placeholder; give the real value")
    return value


def _not_empty(value: Any) -> Any:
    if value == "":
        raise ValueError("is empty; give a value, or leave the field out")
    return value


def text_or_reference(value: Any) -> Any:
    """Check a text that is not for the user to fill in, or a reference to one. Raises ValueError."""
    given = _filled(_not_empty(from_mapping(value)))
    if isinstance(given, str | SecretRef | SecretValue | InjectedSecret):
        return given
    raise ValueError("is neither text nor a SecretRef; give one of them")


def _port(value: Any) -> Any:
    given = from_mapping(value)
    if isinstance(given, bool) or not isinstance(given, int | SecretRef | InjectedSecret):
        raise ValueError("is neither a port number nor a SecretRef; give one of them")
    if isinstance(given, int) and not 1024 <= given <= 65535:
        raise ValueError(
            "is not a port from 1024 to 65535, the only ones that the service connects to; use one of these"
        )
    return given


@dataclass(frozen=True)
class Cast:
    """What the service must make of an environment variable that stands where a number or a boolean belongs."""

    to: str


Credential = Annotated[SecretRef | SecretValue | InjectedSecret, BeforeValidator(_credential)]
"""A password, key or token: never plain text."""
StoredCredential = Annotated[SecretRef | SecretValue, BeforeValidator(not_injected), BeforeValidator(_credential)]
"""A credential that is read from a Secret: where another container than the service's needs it, or under a name that
is given."""
Reference = Annotated[SecretRef, BeforeValidator(_reference)]
"""A key of a Secret that somebody else keeps, and nothing in its place."""
Text = Annotated[StrictStr | SecretRef | SecretValue | InjectedSecret, BeforeValidator(text_or_reference)]
"""A part of a connection that may also come from a Secret."""
PlainText = Annotated[StrictStr, AfterValidator(_not_empty)]
"""Any text but an empty one."""
FilledText = Annotated[PlainText, AfterValidator(_filled)]
"""A text that names something outside: neither empty nor left for the user to fill in."""
DatabasePort = Annotated[StrictInt | SecretRef | InjectedSecret, BeforeValidator(_port), Cast("number")]
"""A database's port, also from a Secret."""
