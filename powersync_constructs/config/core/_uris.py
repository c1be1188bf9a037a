"""URIs, which must not hold a secret where they stand in the manifests."""

import re
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, StrictStr
from pydantic_core import PydanticCustomError
from typing_extensions import LiteralString

from powersync_constructs.config.core._credentials import FilledText, not_injected, text_or_reference
from powersync_constructs.config.core.errors import CREDENTIAL
from powersync_constructs.config.core.secrets import InjectedSecret, SecretRef, SecretValue, from_mapping

_PASSWORD = re.compile(
    r"""
    //[^/?#]*:[^/?#]*@      # //user:password@host
    |
    //[^:/?#@]*:            # //user: and a password with a / in it, which should have been encoded;
    (?!\d+([/?#,]|$))       # //host:5432/ is no such thing
    [^@]*@
    """,
    re.VERBOSE,
)
_PARAMETER = re.compile(r"[?&;]([^=&;?#]+)=[^&;#]")
"""A parameter of a query that has a value: `?name=v`, `&name=v`, and in SQL Server's URIs `;name=v`."""
_SECRETS = ("passphrase", "passwd", "password", "pwd", "secret", "token")
"""How the names of parameters end that hold a secret, like sslpassword and tlsCertificateKeyFilePassword."""


def holds_secret(text: str) -> bool:
    """Whether a text is a URI with a password before its host, or a secret in its query."""
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
    _refuse(value, "a URI with a password ends up in a ConfigMap; use SecretRef(name, key), or separate fields")
    return text_or_reference(from_mapping(value))


def _plain_value(value: Any) -> Any:
    """Look into JSON and YAML, too: neither `"` nor a line break can be in a URI."""
    for part in re.split(r'["\r\n]', value) if isinstance(value, str) else ():
        _refuse(part, "a URI with a password would stand in the manifests; use SecretRef(name, key), or leave it out")
    return value


def _without_secret(text: str) -> str:
    _refuse(text, "a URL with a password would stand in the manifests; leave it out")
    return text


def _http_url(value: Any) -> Any:
    if isinstance(value, str) and not _is_http_url(value):
        raise ValueError("is no http:// or https:// URL; correct it")
    return value


def _is_http_url(text: str) -> bool:
    try:
        url = urlsplit(text)
        return url.scheme in ("http", "https") and bool(url.hostname) and not re.search(r"\s", text) and url.port != 0
    except ValueError:
        return False


PlainValue = Annotated[StrictStr, BeforeValidator(_plain_value)]
"""Any text, but for one that has a URI with a secret in it."""
Uri = Annotated[StrictStr | SecretRef | SecretValue | InjectedSecret, BeforeValidator(_uri)]
"""A URI: plain without a password, else from a Secret."""
HttpUrl = Annotated[Uri, AfterValidator(_http_url)]
"""A URL that the service fetches or posts to."""
StoredHttpUrl = Annotated[
    StrictStr | SecretRef | SecretValue, BeforeValidator(not_injected), BeforeValidator(_uri), AfterValidator(_http_url)
]
"""A URL that goes into an environment variable of its own."""
PlainHttpUrl = Annotated[FilledText, AfterValidator(_without_secret), AfterValidator(_http_url)]
"""A URL that stands in the manifests, without a secret in it."""
