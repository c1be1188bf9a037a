"""Where a secret may stand: a reference to one, or for development its value."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, GetCoreSchemaHandler, StrictInt, StrictStr
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import is_instance_schema, to_string_ser_schema

from powersync_constructs.config.core._types import config_key, is_placeholder, object_name
from powersync_constructs.config.core.errors import CREDENTIAL, ConfigError, Problem, shown

_PASSWORD = re.compile(r"//[^/?#]*:[^/?#]*@|//[^:/?#@]*:(?!\d+([/?#,]|$))[^@]*@")
"""A password in a URI, also one with a `/`, which should have been encoded."""


@dataclass(frozen=True)
class SecretRef:
    """A key of a Secret that somebody else keeps in the instance's namespace.

    It goes where the value would go. The library writes `!env PS_…` into service.yaml and a `secretKeyRef` into
    every workload that loads that file.
    """

    name: str
    """The Secret's name."""
    key: str
    """The key in it."""

    def __post_init__(self) -> None:
        _check_part("name", self.name, object_name)
        _check_part("key", self.key, config_key)


@dataclass(frozen=True)
class SecretValue:
    """A secret's value, for development: it lands in a Secret in the manifests. Never shown by repr, error or log."""

    value: str = field(repr=False)
    """The secret itself."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A dump has no fields of it: it shows what repr does."""
        return is_instance_schema(cls, serialization=to_string_ser_schema(when_used="always"))

    def __post_init__(self) -> None:
        if not isinstance(self.value, str) or not self.value:
            raise ConfigError([Problem(("value",), "empty; give the secret, or use a SecretRef")], root="secret_value")
        if is_placeholder(self.value):
            text = "is a placeholder; give a real secret, or use a SecretRef"
            raise ConfigError([Problem(("value",), text)], root="secret_value")


def _check_part(part: str, text: object, check: Callable[[str], str]) -> None:
    try:
        check(text if isinstance(text, str) else "")
    except ValueError as error:
        value = shown(text) if part == "name" else ""  # a wrong key may be the secret itself
        raise ConfigError([Problem((part,), f"{value} {error}".strip())], root="secret_ref") from None


def _credential(value: Any) -> Any:
    if isinstance(value, SecretRef | SecretValue):
        return value
    rule = (
        "a secret as plain text ends up in a ConfigMap; use SecretRef(name, key), or SecretValue(...) for development"
    )
    raise PydanticCustomError(CREDENTIAL, rule)


def _reference(value: Any) -> Any:
    if isinstance(value, SecretRef):
        return value
    raise PydanticCustomError(CREDENTIAL, "is no reference to a Secret; use SecretRef(name, key)")


def _text(value: Any) -> Any:
    if isinstance(value, str) and not value:
        raise ValueError("is empty; give a value, or leave the field out")
    if isinstance(value, str) and is_placeholder(value):
        raise ValueError("is a placeholder; give the real value")
    if isinstance(value, str | SecretRef | SecretValue):
        return value
    raise ValueError("is neither text nor a SecretRef; give one of them")


def has_password(text: str) -> bool:
    """Whether a text is a URI with a password in it."""
    return bool(_PASSWORD.search(text))


def _no_password(value: Any) -> Any:
    """Refuse a URI with a password, also in JSON or YAML: neither `"` nor a line break can be in one."""
    if isinstance(value, str) and any(has_password(part) for part in re.split(r'["\r\n]', value)):
        rule = "a URI with a password would stand in the manifests; use SecretRef(name, key), or leave it out"
        raise PydanticCustomError(CREDENTIAL, rule)
    return value


def _uri(value: Any) -> Any:
    if isinstance(value, str) and has_password(value):
        rule = "a URI with a password ends up in a ConfigMap; use SecretRef(name, key), or separate fields"
        raise PydanticCustomError(CREDENTIAL, rule)
    return _text(value)


def _http_url(value: Any) -> Any:
    if isinstance(value, str) and not _is_http_url(value):
        raise ValueError("is no http:// or https:// URL; correct it")
    return value


def _without_password(text: str) -> str:
    if has_password(text):
        raise PydanticCustomError(CREDENTIAL, "a URL with a password would stand in the manifests; leave it out")
    return text


def _is_http_url(text: str) -> bool:
    try:
        url = urlsplit(text)
        return url.scheme in ("http", "https") and bool(url.hostname) and not re.search(r"\s", text) and url.port != 0
    except ValueError:
        return False


def _port(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | SecretRef):
        raise ValueError("is neither a port number nor a SecretRef; give one of them")
    if isinstance(value, int) and not 1024 <= value <= 65535:
        raise ValueError(
            "is not a port from 1024 to 65535, the only ones that the service connects to; use one of these"
        )
    return value


@dataclass(frozen=True)
class Cast:
    """What the service must make of an environment variable that stands where a number or a boolean belongs."""

    to: str


Credential = Annotated[SecretRef | SecretValue, BeforeValidator(_credential)]
"""A password, key or token: never plain text."""
Reference = Annotated[SecretRef, BeforeValidator(_reference)]
"""A key of a Secret that somebody else keeps, and nothing in its place."""
Text = Annotated[StrictStr | SecretRef | SecretValue, BeforeValidator(_text)]
"""A text that may also come from a Secret."""
PlainText = Annotated[StrictStr, AfterValidator(_text)]
"""A text that is neither empty nor a placeholder."""
PlainValue = Annotated[StrictStr, BeforeValidator(_no_password)]
"""Any text, but for one that has a URI with a password in it."""
Uri = Annotated[StrictStr | SecretRef | SecretValue, BeforeValidator(_uri)]
"""A URI: plain without a password, else from a Secret."""
HttpUrl = Annotated[Uri, AfterValidator(_http_url)]
"""A URL that the service fetches or posts to."""
PlainHttpUrl = Annotated[PlainText, AfterValidator(_without_password), AfterValidator(_http_url)]
"""A URL that stands in the manifests, without a password."""
DatabasePort = Annotated[StrictInt | SecretRef, BeforeValidator(_port), Cast("number")]
"""A database's port, also from a Secret."""
