"""Client authentication: somebody is let in, and nobody whom a forged token would let in."""

import base64
from typing import Any

import pytest

from powersync_constructs.config import ClientAuth, EcKey, HmacKey, OkpKey, RsaKey, SecretRef, SecretValue
from powersync_constructs.config.core._model import Props

from .refusal import refusal, taken

URI = "https://auth.example.com/jwks.json"
SECRET = SecretRef("auth", "secret")


def key_of(size: int) -> SecretValue:
    """A shared key of so many bytes, base64url without padding."""
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
def test_somebody_is_let_in(fields: dict[str, Any]) -> None:
    """Published keys, given keys or those of Supabase are enough."""
    assert taken(ClientAuth, **fields)


@pytest.mark.parametrize(
    ("uri", "kept"),
    [
        pytest.param(URI, URI, id="one"),
        pytest.param([URI], (URI,), id="list"),
        pytest.param((URI, SECRET), (URI, SECRET), id="tuple"),
    ],
)
def test_uris_are_one_or_several(uri: Any, kept: object) -> None:
    """A single URI stays one, several stay several."""
    assert ClientAuth(jwks_uri=uri, audience=["powersync"]).jwks_uri == kept


NO_KEYS = "client_auth.jwks_uri: missing; without keys every client is refused: give jwks_uri, jwks or supabase"
NO_URL = "is no http:// or https:// URL; correct it"
KEY_LINES = [
    pytest.param({"kty": "RSA", "n": "x", "e": "AQAB"}, "client_auth.jwks.keys[0].kid: missing; it is …", id="rsa-kid"),
    pytest.param(
        {"kty": "DSA"},
        "client_auth.jwks.keys[0]: 'DSA' is not one of 'RSA', 'oct', 'EC', 'OKP'; use one of these",
        id="kind",
    ),
    pytest.param(
        {"k": "x"}, "client_auth.jwks.keys[0]: has no 'kty'; give one of 'RSA', 'oct', 'EC', 'OKP'", id="no-kind"
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
        "client_auth.jwks.keys[0].k: has less than the 32 bytes of HS256; make a longer random key",
        id="short",
    ),
    pytest.param({**KEY, "use": "enc"}, "client_auth.jwks.keys[0].use: 'enc' is not one of 'sig'; use one of these"),
]


@pytest.mark.parametrize(("key", "line"), KEY_LINES)
def test_no_key(key: dict[str, Any], line: str) -> None:
    """A key that the service would refuse is refused where it stands."""
    assert refusal(ClientAuth, jwks={"keys": [key]}, audience=["powersync"]) == [line]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param({"audience": ["powersync"]}, NO_KEYS, id="no-keys"),
        pytest.param({"jwks_uri": [], "audience": ["powersync"]}, NO_KEYS, id="no-uris"),
        pytest.param({"supabase": False, "audience": ["powersync"]}, NO_KEYS, id="not-supabase"),
        pytest.param(
            {"jwks_uri": URI},
            "client_auth.audience: empty; the service then refuses every token (PSYNC_S2105): name your audience",
            id="no-audience",
        ),
        pytest.param(
            {"jwks_uri": URI, "audience": "powersync"},
            "client_auth.audience: is not a list; put it in [], it is …",
            id="audience-is-a-list",
        ),
        pytest.param(
            {"jwks_uri": URI, "audience": [""]},
            "client_auth.audience[0]: '' is empty; give a value, or leave the field out",
            id="empty-audience",
        ),
        pytest.param(
            {"jwks_uri": "auth.example.com", "audience": ["a"]},
            f"client_auth.jwks_uri: 'auth.example.com' {NO_URL}",
            id="no-scheme",
        ),
        pytest.param(
            {"jwks_uri": [URI, "file:///jwks.json"], "audience": ["a"]},
            f"client_auth.jwks_uri[1]: 'file:///jwks.json' {NO_URL}",
            id="file",
        ),
        *(
            pytest.param(
                {"jwks_uri": uri, "audience": ["a"]}, f"client_auth.jwks_uri: {uri!r} {NO_URL}", id=f"no-url-{index}"
            )
            for index, uri in enumerate(["https://", "https:///jwks.json", "https://a b/jwks.json", "https://a:x/jwks"])
        ),
        pytest.param(
            {"jwks_uri": 7, "audience": ["a"]},
            "client_auth.jwks_uri: 7 is neither text nor a SecretRef; give one of them",
            id="number",
        ),
        pytest.param(
            {"jwks": {"keys": []}, "audience": ["a"]},
            "client_auth.jwks.keys: is empty; give at least one, it is …",
            id="no-key",
        ),
        pytest.param(
            {"jwks_uri": URI, "audience": ["a"], "supabase_jwt_secret": SECRET},
            "client_auth.supabase_jwt_secret: is ignored by the service without supabase=True; set it, or drop this",
            id="secret-without-supabase",
        ),
        pytest.param(
            {"jwks_uri": URI, "audience": ["a"], "jwks_reject_ip_ranges": ["10.0.0.1"]},
            "client_auth.jwks_reject_ip_ranges[0]: '10.0.0.1' is not a range of addresses; write it like 10.0.0.0/8",
            id="range",
        ),
    ],
)
def test_client_auth_keeps_its_rules(fields: dict[str, Any], line: str) -> None:
    """What would let nobody in, or what the service ignores, is refused."""
    assert refusal(ClientAuth, **fields) == [line]


@pytest.mark.parametrize(("algorithm", "needed"), [("HS256", 32), ("HS384", 48), ("HS512", 64)])
def test_a_shared_key_is_as_long_as_its_hash(algorithm: str, needed: int) -> None:
    """One byte less could be guessed more easily than the hash."""
    lines = refusal(HmacKey, alg=algorithm, k=key_of(needed - 1))

    assert lines == [f"key.k: has less than the {needed} bytes of {algorithm}; make a longer random key"]


@pytest.mark.parametrize(("algorithm", "needed"), [("HS256", 32), ("HS384", 48), ("HS512", 64)])
def test_a_shared_key_that_is_long_enough(algorithm: Any, needed: int) -> None:
    """As many bytes as the hash has, with or without the padding of base64."""
    key = key_of(needed)

    assert HmacKey(alg=algorithm, k=key).k == key


@pytest.mark.parametrize("text", ["not base64url!", "\u00e9" * 40, "A"])
def test_a_shared_key_is_base64url(text: str) -> None:
    """Another encoding would be another key to the service."""
    assert refusal(HmacKey, alg="HS256", k=SecretValue(text)) == ["key.k: is not base64url; encode the key"]


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        pytest.param(RsaKey, {"kid": "a", "n": SECRET, "e": "AQAB"}, id="rsa"),
        pytest.param(HmacKey, {"alg": "HS384", "k": key_of(48)}, id="hmac"),
        pytest.param(EcKey, {"crv": "P-256", "x": SECRET, "y": "AQAB", "alg": "ES256"}, id="ec"),
        pytest.param(OkpKey, {"crv": "Ed25519", "x": "AQAB"}, id="okp"),
    ],
)
def test_a_key_needs_no_more(model: type[Props], fields: dict[str, Any]) -> None:
    """The least that can be said of a key is taken; its parts may come from Secrets."""
    assert taken(model, **fields)
