"""URIs. A URI that is readable in the manifests must not contain a secret."""

import re
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, StrictStr
from pydantic_core import PydanticCustomError
from typing_extensions import LiteralString

from powersync_constructs.config.core._credentials import FilledText, not_injected, text_or_reference
from powersync_constructs.config.core._env import FromEnv
from powersync_constructs.config.core._interpolation import refuse_interpolation
from powersync_constructs.config.core.errors import CREDENTIAL
from powersync_constructs.config.core.secrets import EnvRef, SecretRef, SecretValue

_PASSWORD = re.compile(
    r"""
    //[^/?#]*:[^/?#]*@      # //user:password@host
    |
    //[^:/?#@]*:            # //user: and a password with an unencoded /
    (?!\d+([/?#,]|$))       # //host:5432/ has no password
    [^@]*@
    """,
    re.VERBOSE,
)
_PARAMETER = re.compile(r"[?&;]([^=&;?#]+)=[^&;#]")
"""A query parameter with a value: `?name=v`, `&name=v`, and `;name=v` in the URIs of SQL Server."""
_SECRETS = ("passphrase", "passwd", "password", "pwd", "secret", "token")
"""If the name of a query parameter ends with one of these words, as in `sslpassword`, the value is a secret."""


def holds_secret(text: str) -> bool:
    """Whether a text is a URI with a password before the host, or with a secret in the query."""
    if "//" not in text:
        return False
    if _PASSWORD.search(text) or "AWS_SESSION_TOKEN:" in unquote(text):
        return True
    names = [unquote(name).lower().replace("_", "").replace("-", "") for name in _PARAMETER.findall(text)]
    return any(name == "pass" or name.endswith(_SECRETS) for name in names)


def _refuse(text: object, rule: LiteralString) -> None:
    if isinstance(text, str) and holds_secret(text):
        raise PydanticCustomError(CREDENTIAL, rule)


def _uri(value: Any) -> Any:
    if isinstance(value, str | SecretValue):
        refuse_interpolation(value if isinstance(value, str) else value.value)
    _refuse(
        value, "contains a secret, which would be stored in a ConfigMap; use SecretRef(name, key), or separate fields"
    )
    return text_or_reference(value)


def refuse_secrets(value: Any) -> Any:
    """Check a string, and URIs inside JSON and YAML. A URI contains neither `"` nor a line break."""
    for part in re.split(r'["\r\n]', value) if isinstance(value, str) else ():
        _refuse(part, "contains a URI with a secret, which the manifests would show; use SecretRef(name, key)")
    return value


def _without_secret(text: str) -> str:
    _refuse(text, "contains a secret, which the manifests would show; remove it from the URL")
    return text


def _http_url(value: Any) -> Any:
    if isinstance(value, str) and not _is_http_url(value):
        raise ValueError("is not an http:// or https:// URL; correct it")
    return value


def _is_http_url(text: str) -> bool:
    try:
        url = urlsplit(text)
        return url.scheme in ("http", "https") and bool(url.hostname) and not re.search(r"\s", text) and url.port != 0
    except ValueError:
        return False


PlainValue = Annotated[StrictStr, BeforeValidator(refuse_secrets)]
"""Any string, except for one that contains a URI with a secret."""
Uri = Annotated[StrictStr | SecretValue | EnvRef, FromEnv(), BeforeValidator(_uri)]
"""A URI: plain text or in a ConfigMap if it has no password, otherwise a reference to a Secret."""
HttpUrl = Annotated[Uri, AfterValidator(_http_url)]
"""A URL to which the service sends requests."""
StoredHttpUrl = Annotated[
    StrictStr | SecretRef | SecretValue, BeforeValidator(not_injected), BeforeValidator(_uri), AfterValidator(_http_url)
]
"""A URL for an environment variable with a fixed name. An InjectedSecret is not accepted."""
PlainHttpUrl = Annotated[FilledText, AfterValidator(_without_secret), AfterValidator(_http_url)]
"""A URL that is readable in the manifests, so it must not contain a secret."""
