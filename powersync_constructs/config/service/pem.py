"""Certificates as PEM text, as a file, or as a reference to a Secret or ConfigMap."""

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, StrictStr
from pydantic_core import PydanticCustomError

from powersync_constructs.config.core._credentials import text_or_reference
from powersync_constructs.config.core._env import FromEnv
from powersync_constructs.config.core._interpolation import refuse_interpolation
from powersync_constructs.config.core.errors import CREDENTIAL, config_error
from powersync_constructs.config.core.secrets import EnvRef, SecretValue

_LINE = re.compile(r"-----(BEGIN|END) ([A-Z0-9 ]+)-----")
_PRIVATE = "contains a private key, which would be stored in a ConfigMap; use only the certificate"


def pem_from_file(path: str | Path) -> str:
    """Read one or more certificates from a file: `cacert=pem_from_file("ca.pem")`.

    The text becomes part of service.yaml. Raises ConfigError if the file does not exist, is not PEM text, or contains
    a private key, which belongs in a Secret.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise config_error("pem", f"'{path}' cannot be read: {error.strerror}; correct the path") from None
    except UnicodeDecodeError:
        text = ""
    if not is_pem(text):
        rule = "is not PEM text"
        raise config_error("pem", f"'{path}' {rule}; convert it: openssl x509 -inform der -in <file> -out <file>.pem")
    if _has_private_key(text):
        raise config_error("pem", f"'{path}' {_PRIVATE}")
    return text


def is_pem(text: str) -> bool:
    """Whether a text begins and ends like PEM text, and its BEGIN and END lines match in pairs.

    A single regular expression for the whole text would be too slow if a stray character follows a bundle.
    """
    whole = text.lstrip().startswith("-----BEGIN ") and text.rstrip().endswith("-----")
    lines = _LINE.findall(text)
    labels = [label for _, label in lines[::2]]
    return whole and bool(labels) and lines == [(word, label) for label in labels for word in ("BEGIN", "END")]


def _has_private_key(text: str) -> bool:
    return any(label.endswith("PRIVATE KEY") for _, label in _LINE.findall(text))


def _pem(value: Any) -> Any:
    if isinstance(value, str) and _has_private_key(value):
        raise PydanticCustomError(CREDENTIAL, _PRIVATE)
    if isinstance(value, str) and not is_pem(value):
        refuse_interpolation(value)
        raise ValueError("is not PEM text; use the text of the certificate, or pem_from_file(path)")
    return text_or_reference(value)


Pem = Annotated[StrictStr | SecretValue | EnvRef, FromEnv(), BeforeValidator(_pem)]
"""A certificate as PEM text, or a reference to a Secret or ConfigMap that contains it."""
