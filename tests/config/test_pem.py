"""Certificates: as text, and from a file."""

from pathlib import Path

import pytest

from powersync_constructs.config import pem_from_file
from tests.samples.databases import SOURCE

from .refusal import refusal

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
KEY = "-----BEGIN {} PRIVATE KEY-----\nc4n4ry\n-----END {} PRIVATE KEY-----\n"
PRIVATE = "has a private key, which ends up in a ConfigMap; give the certificate alone"


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    """Its text goes where the certificate goes."""
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
def test_no_certificate_in_a_file(tmp_path: Path, content: bytes | None, rule: str) -> None:
    """The line has the path, and nothing of a key."""
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)

    assert refusal(pem_from_file, path=path) == [f"pem: '{path}' {rule}"]


@pytest.mark.parametrize("kind", ["RSA", "EC", "ENCRYPTED"])
@pytest.mark.parametrize("field", ["cacert", "client_certificate"])
def test_a_private_key_is_no_certificate(kind: str, field: str) -> None:
    """Nothing of it is shown."""
    lines = refusal(SOURCE.with_, **{field: CERTIFICATE + KEY.format(kind, kind)})

    assert lines == [f"source.{field}: {PRIVATE}"]
