"""Certificates as text and from a file."""

from pathlib import Path

import pytest

from powersync_constructs.config import pem_from_file
from tests.samples.databases import SOURCE

from .validation import errors_of

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
KEY = "-----BEGIN {} PRIVATE KEY-----\nc4n4ry\n-----END {} PRIVATE KEY-----\n"
PRIVATE = "contains a private key, which would be stored in a ConfigMap; use only the certificate"


def test_file_is_read_unchanged(tmp_path: Path) -> None:
    """`pem_from_file` returns the text of the file unchanged."""
    (tmp_path / "ca.pem").write_text(CERTIFICATE * 2, encoding="utf-8")

    source = SOURCE.with_(cacert=pem_from_file(tmp_path / "ca.pem"))

    assert source.cacert == CERTIFICATE * 2


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (None, "cannot be read: No such file or directory; correct the path"),
        (b"", "is not PEM text; convert it: openssl x509 -inform der -in <file> -out <file>.pem"),
        (b"\x30\x82\xff", "is not PEM text; convert it: openssl x509 -inform der -in <file> -out <file>.pem"),
        (CERTIFICATE.encode() + KEY.format("RSA", "RSA").encode(), PRIVATE),
    ],
    ids=["missing", "empty", "der", "private-key"],
)
def test_invalid_file_is_refused(tmp_path: Path, content: bytes | None, rule: str) -> None:
    """The error has the path, and shows nothing of a private key."""
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)

    assert errors_of(pem_from_file, path=path) == [f"pem: '{path}' {rule}"]


@pytest.mark.parametrize("kind", ["RSA", "EC", "ENCRYPTED"])
@pytest.mark.parametrize("field", ["cacert", "client_certificate"])
def test_private_key_is_refused(kind: str, field: str) -> None:
    """A private key in the field of a certificate is refused, and the error does not show it."""
    lines = errors_of(SOURCE.with_, **{field: CERTIFICATE + KEY.format(kind, kind)})

    assert lines == [f"source.{field}: {PRIVATE}"]
