"""Field types that accept a reference in place of the value: credentials, strings, ports."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StrictInt, StrictStr
from pydantic_core import PydanticCustomError

from powersync_constructs.config.core._env import FromEnv, OrEnv, reference
from powersync_constructs.config.core._interpolation import refuse_interpolation
from powersync_constructs.config.core._placeholders import is_placeholder
from powersync_constructs.config.core.errors import CREDENTIAL
from powersync_constructs.config.core.secrets import EnvRef, InjectedSecret, SecretRef, SecretValue, from_mapping


def not_injected(value: Any) -> Any:
    """Reject an InjectedSecret in a field whose value must come from a Secret, or whose variable has a fixed name."""
    given = from_mapping(value)
    if isinstance(given, InjectedSecret):
        raise PydanticCustomError(
            CREDENTIAL, "must come from a Secret, not from an injected variable; use SecretRef(name, key)"
        )
    if isinstance(given, EnvRef) and not isinstance(given, SecretRef):
        raise ValueError("is neither a string nor a SecretRef; use one of them")
    return given


def _credential(value: Any) -> Any:
    given = reference(value)
    if isinstance(given, SecretRef | SecretValue | InjectedSecret):
        return given
    if isinstance(given, EnvRef):
        raise PydanticCustomError(CREDENTIAL, "must not come from a ConfigMap or a pod field; use SecretRef(name, key)")
    raise PydanticCustomError(
        CREDENTIAL,
        "must not be plain text, which would be stored in a ConfigMap; "
        "use SecretRef(name, key), or SecretValue(...) for development",
    )


def _reference(value: Any) -> Any:
    given = from_mapping(value)
    if isinstance(given, SecretRef):
        return given
    raise PydanticCustomError(CREDENTIAL, "is not a reference to a Secret; use SecretRef(name, key)")


def _filled(value: Any) -> Any:
    if isinstance(value, str):
        refuse_interpolation(value)
        if is_placeholder(value):
            raise ValueError("is a placeholder; replace it with the real value")
    return value


def _not_empty(value: Any) -> Any:
    if value == "":
        raise ValueError("is empty; set a value, or remove the field")
    return value


def text_or_reference(value: Any) -> Any:
    """Check a string or a reference. Raises ValueError for an empty string or a placeholder."""
    given = _filled(_not_empty(reference(value)))
    if isinstance(given, str | SecretValue | EnvRef):
        return given
    raise ValueError("is neither a string nor a SecretRef; use one of them")


def _port(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("is neither a port number nor a SecretRef; use one of them")
    if not 1024 <= value <= 65535:
        raise ValueError("is not a port from 1024 to 65535, which the service requires; use a port in this range")
    return value


Credential = Annotated[SecretRef | SecretValue | InjectedSecret, BeforeValidator(_credential)]
"""A password, key or token; never plain text."""
StoredCredential = Annotated[SecretRef | SecretValue, BeforeValidator(not_injected), BeforeValidator(_credential)]
"""A credential that must come from a Secret, because its variable has a fixed name or another container reads it."""
Reference = Annotated[SecretRef, BeforeValidator(_reference)]
"""A reference to a key of an existing Secret. No value is accepted in its place."""
Text = Annotated[StrictStr | SecretValue | EnvRef, FromEnv(), BeforeValidator(text_or_reference)]
"""A string that is not empty, or a reference to it."""
PlainText = Annotated[StrictStr, AfterValidator(_not_empty)]
"""A string that is not empty."""
FilledText = Annotated[PlainText, AfterValidator(_filled)]
"""A string that names something outside the instance: not empty, and not a placeholder."""
DatabasePort = OrEnv[Annotated[StrictInt, BeforeValidator(_port)]]
"""The port of a database: a number, or a reference to it."""
