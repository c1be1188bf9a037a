"""Client authentication: which keys, URIs and audiences are accepted."""

import base64
from typing import Any

import pytest

from powersync_constructs.config import ClientAuth, EcKey, HmacKey, OkpKey, RsaKey, SecretRef, SecretValue
from powersync_constructs.config.core._model import Props

from .validation import accepts, errors_of

URI = "https://auth.example.com/jwks.json"
SECRET = SecretRef("auth", "secret")


def shared_key(size: int) -> SecretValue:
    """Return a shared key of this many bytes, as base64url without padding."""
    return SecretValue(base64.urlsafe_b64encode(bytes(range(128, 128 + size))).decode().rstrip("="))


KEY = {"kty": "oct", "alg": "HS256", "k": SECRET}


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"jwks_uri": URI, "audience": ["powersync"]}, id="uri"),
        pytest.param({"jwks_uri": "http://auth.internal/jwks", "audience": ["powersync"]}, id="plain-http"),
        pytest.param({"jwks_uri": [URI, SECRET], "audience": ("a", "b")}, id="uris"),
        pytest.param({"jwks_uri": SECRET, "audience": ["powersync"]}, id="uri-from-a-secret"),
        pytest.param({"jwks": {"keys": [KEY]}, "audience": ["powersync"]}, id="keys"),
        pytest.param({"supabase": True}, id="supabase"),
        pytest.param({"supabase": True, "supabase_jwt_secret": SECRET, "audience": ["x"]}, id="supabase-legacy"),
    ],
)
def test_valid_client_auth_is_accepted(fields: dict[str, Any]) -> None:
    """A JWKS URI, given keys or Supabase is enough."""
    assert accepts(ClientAuth, **fields)


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        pytest.param(URI, URI, id="one"),
        pytest.param([URI], (URI,), id="list"),
        pytest.param((URI, SECRET), (URI, SECRET), id="tuple"),
    ],
)
def test_jwks_uri_is_one_or_a_list(uri: Any, expected: object) -> None:
    """A single URI stays a string, and a list becomes a tuple."""
    assert ClientAuth(jwks_uri=uri, audience=["powersync"]).jwks_uri == expected


NO_KEYS = (
    "client_auth.jwks_uri: missing, and without keys the service rejects every client; set jwks_uri, jwks or supabase"
)
NOT_A_URL = "is not an http:// or https:// URL; correct it"
KEY_LINES = [
    pytest.param(
        {"kty": "RSA", "n": "x", "e": "AQAB"}, "client_auth.jwks.keys[0].kid: missing; set it to …", id="rsa-kid"
    ),
    pytest.param(
        {"kty": "DSA"},
        "client_auth.jwks.keys[0]: 'DSA' is not one of 'RSA', 'oct', 'EC', 'OKP'; use one of these",
        id="key-type",
    ),
    pytest.param(
        {"k": "x"},
        "client_auth.jwks.keys[0]: has no 'kty'; set it to one of 'RSA', 'oct', 'EC', 'OKP'",
        id="no-key-type",
    ),
    pytest.param(
        {"kty": "EC", "crv": "secp256k1", "x": "a", "y": "b", "alg": "ES256"},
        "client_auth.jwks.keys[0].crv: 'secp256k1' is not one of 'P-256', 'P-384' or 'P-521'; use one of these",
        id="curve",
    ),
    pytest.param(
        {**KEY, "alg": "none"},
        "client_auth.jwks.keys[0].alg: 'none' is not one of 'HS256', 'HS384' or 'HS512'; use one of these",
        id="algorithm",
    ),
    pytest.param(
        {**KEY, "k": SecretValue("QUFB")},
        "client_auth.jwks.keys[0].k: has fewer than the 32 bytes that HS256 needs; use a longer random key",
        id="short-key",
    ),
    pytest.param({**KEY, "use": "enc"}, "client_auth.jwks.keys[0].use: 'enc' is not one of 'sig'; use one of these"),
]


@pytest.mark.parametrize(("key", "line"), KEY_LINES)
def test_invalid_key_is_refused(key: dict[str, Any], line: str) -> None:
    """A key that the service would refuse is refused, and the error has its path."""
    assert errors_of(ClientAuth, jwks={"keys": [key]}, audience=["powersync"]) == [line]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param({"audience": ["powersync"]}, NO_KEYS, id="no-keys"),
        pytest.param({"jwks_uri": [], "audience": ["powersync"]}, NO_KEYS, id="no-uris"),
        pytest.param({"supabase": False, "audience": ["powersync"]}, NO_KEYS, id="not-supabase"),
        pytest.param(
            {"jwks_uri": URI},
            "client_auth.audience: is empty, and the service then rejects every token (PSYNC_S2105); set your audience",
            id="no-audience",
        ),
        pytest.param(
            {"jwks_uri": URI, "audience": "powersync"},
            "client_auth.audience: is not a list; put the value in []",
            id="audience-is-not-a-list",
        ),
        pytest.param(
            {"jwks_uri": URI, "audience": [""]},
            "client_auth.audience[0]: '' is empty; set a value, or remove the field",
            id="empty-audience",
        ),
        pytest.param(
            {"jwks_uri": "auth.example.com", "audience": ["a"]},
            f"client_auth.jwks_uri: 'auth.example.com' {NOT_A_URL}",
            id="no-scheme",
        ),
        pytest.param(
            {"jwks_uri": [URI, "file:///jwks.json"], "audience": ["a"]},
            f"client_auth.jwks_uri[1]: 'file:///jwks.json' {NOT_A_URL}",
            id="file-url",
        ),
        *(
            pytest.param(
                {"jwks_uri": uri, "audience": ["a"]},
                f"client_auth.jwks_uri: {uri!r} {NOT_A_URL}",
                id=f"invalid-url-{index}",
            )
            for index, uri in enumerate(["https://", "https:///jwks.json", "https://a b/jwks.json", "https://a:x/jwks"])
        ),
        pytest.param(
            {"jwks_uri": 7, "audience": ["a"]},
            "client_auth.jwks_uri: 7 is neither a string nor a SecretRef; use one of them",
            id="number",
        ),
        pytest.param(
            {"jwks": {"keys": []}, "audience": ["a"]},
            "client_auth.jwks.keys: is empty; add at least one item",
            id="empty-key-set",
        ),
        pytest.param(
            {"jwks_uri": URI, "audience": ["a"], "supabase_jwt_secret": SECRET},
            "client_auth.supabase_jwt_secret: has no effect without supabase=True; set supabase=True, or remove it",
            id="secret-without-supabase",
        ),
        pytest.param(
            {"jwks_uri": URI, "audience": ["a"], "jwks_reject_ip_ranges": ["10.0.0.1"]},
            "client_auth.jwks_reject_ip_ranges[0]: '10.0.0.1' is not a CIDR range; write it like 10.0.0.0/8",
            id="invalid-range",
        ),
    ],
)
def test_invalid_client_auth_is_refused(fields: dict[str, Any], line: str) -> None:
    """Fields with which the service rejects every client, and fields that it ignores, are refused."""
    assert errors_of(ClientAuth, **fields) == [line]


@pytest.mark.parametrize(("algorithm", "needed"), [("HS256", 32), ("HS384", 48), ("HS512", 64)])
def test_short_shared_key_is_refused(algorithm: str, needed: int) -> None:
    """A shared key needs at least as many bytes as its hash (RFC 7518, 3.2)."""
    lines = errors_of(HmacKey, alg=algorithm, k=shared_key(needed - 1))

    assert lines == [f"key.k: has fewer than the {needed} bytes that {algorithm} needs; use a longer random key"]


@pytest.mark.parametrize(("algorithm", "needed"), [("HS256", 32), ("HS384", 48), ("HS512", 64)])
def test_shared_key_as_long_as_its_hash_is_accepted(algorithm: Any, needed: int) -> None:
    """A shared key with as many bytes as its hash is accepted."""
    key = shared_key(needed)

    assert HmacKey(alg=algorithm, k=key).k == key


@pytest.mark.parametrize("text", ["not base64url!", "\u00e9" * 40, "A"])
def test_shared_key_in_another_encoding_is_refused(text: str) -> None:
    """A shared key must be base64url, because the service would decode any other text to another key."""
    assert errors_of(HmacKey, alg="HS256", k=SecretValue(text)) == [
        "key.k: is not base64url; encode the key as base64url"
    ]


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        pytest.param(RsaKey, {"kid": "a", "n": SECRET, "e": "AQAB"}, id="rsa"),
        pytest.param(HmacKey, {"alg": "HS384", "k": shared_key(48)}, id="hmac"),
        pytest.param(EcKey, {"crv": "P-256", "x": SECRET, "y": "AQAB", "alg": "ES256"}, id="ec"),
        pytest.param(OkpKey, {"crv": "Ed25519", "x": "AQAB"}, id="okp"),
    ],
)
def test_minimal_key_is_accepted(model: type[Props], fields: dict[str, Any]) -> None:
    """The required fields of a key are enough, and their values may come from Secrets."""
    assert accepts(model, **fields)
