"""Certificates as PEM text: checked where they stand, read from a file, or taken from a Secret or ConfigMap."""

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, StrictStr
from pydantic_core import PydanticCustomError

from powersync_constructs.config.core._credentials import text_or_reference
from powersync_constructs.config.core.errors import CREDENTIAL, config_error
from powersync_constructs.config.core.secrets import (
    ConfigMapRef,
    InjectedSecret,
    SecretRef,
    SecretValue,
    from_mapping,
)

_LINE = re.compile(r"-----(BEGIN|END) ([A-Z0-9 ]+)-----")
_PRIVATE = "has a private key, which ends up in a ConfigMap; give the certificate alone"


def pem_from_file(path: str | Path) -> str:
    """Read a certificate, or several, from a file: `cacert=pem_from_file("ca.pem")`.

    The text then stands in service.yaml. Raises ConfigError when the file is not there or is not PEM text, and for a
    private key, which belongs in a Secret.
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
    """Whether a text begins and ends as PEM does, and each part in it ends as it begins.

    In steps: one expression for all of it backtracks catastrophically on a stray character after a bundle.
    """
    whole = text.lstrip().startswith("-----BEGIN ") and text.rstrip().endswith("-----")
    lines = _LINE.findall(text)
    labels = [label for _, label in lines[::2]]
    return whole and bool(labels) and lines == [(word, label) for label in labels for word in ("BEGIN", "END")]


def _has_private_key(text: str) -> bool:
    return any(label.endswith("PRIVATE KEY") for _, label in _LINE.findall(text))


def _pem(value: Any) -> Any:
    given = from_mapping(value)
    if isinstance(given, ConfigMapRef):
        return given
    if isinstance(given, str) and _has_private_key(given):
        raise PydanticCustomError(CREDENTIAL, _PRIVATE)
    if isinstance(given, str) and not is_pem(given):
        raise ValueError("is not PEM text; give the certificate itself, or pem_from_file(path)")
    return text_or_reference(given)


Pem = Annotated[StrictStr | SecretRef | SecretValue | InjectedSecret | ConfigMapRef, BeforeValidator(_pem)]
"""A certificate as PEM text, or the Secret or ConfigMap that has it."""
