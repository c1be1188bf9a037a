"""Secrets: references, values, and credentials that are refused."""

import copy
import logging
from typing import Any

import pytest

from powersync_constructs.config import (
    ClientAuth,
    ConvexSource,
    DevPostgresProps,
    HmacKey,
    MongoStorage,
    MySqlSource,
    PostgresSource,
    SecretRef,
    SecretValue,
    SqlServerSource,
)
from tests.samples.databases import CLIENT_AUTH, SOURCE

from .validation import errors_of

CANARY = "c4n4ry-s3cr3t"
HOLDER = SOURCE.with_(password=SecretValue(CANARY))

PLAIN_TEXT = (
    "must not be plain text, which would be stored in a ConfigMap; "
    "use SecretRef(name, key), or SecretValue(...) for development"
)
URI = "contains a secret, which would be stored in a ConfigMap; use SecretRef(name, key), or separate fields"


@pytest.mark.parametrize(("name", "key"), [("a", "b"), ("db.example-1", "tls.key"), ("x" * 253, "A_b-c.1")])
def test_valid_reference_is_accepted(name: str, key: str) -> None:
    """Each name and key that Kubernetes accepts is accepted."""
    reference = SecretRef(name, key)

    assert (reference.name, reference.key) == (name, key)


NOT_A_NAME = (
    "is not a Kubernetes object name; use up to 253 lower-case letters, digits, dashes and dots, "
    "with a letter or digit first and last"
)
NOT_A_KEY = "is not a key of a ConfigMap or Secret; use up to 253 letters, digits, '-', '_' and '.'"


@pytest.mark.parametrize(
    ("name", "key", "line"),
    [
        ("", "b", f"secret_ref.name: '' {NOT_A_NAME}"),
        ("My-Secret", "b", f"secret_ref.name: 'My-Secret' {NOT_A_NAME}"),
        ("a_b", "b", f"secret_ref.name: 'a_b' {NOT_A_NAME}"),
        ("a..b", "b", f"secret_ref.name: 'a..b' {NOT_A_NAME}"),
        (None, "b", f"secret_ref.name: None {NOT_A_NAME}"),
        ("a", "", f"secret_ref.key: {NOT_A_KEY}"),
        ("a", "x/y", f"secret_ref.key: {NOT_A_KEY}"),
        ("a", f"{CANARY}=", f"secret_ref.key: {NOT_A_KEY}"),
        ("a", "..x", f"secret_ref.key: {NOT_A_KEY}"),
    ],
)
def test_invalid_reference_is_refused(name: Any, key: str, line: str) -> None:
    """An invalid name or key is refused, and the error does not show the key, which may be the secret itself."""
    assert errors_of(SecretRef, name=name, key=key) == [line]


@pytest.mark.parametrize("value", ["", None, 5, b"bytes"], ids=["empty", "none", "number", "bytes"])
def test_invalid_secret_value_is_refused(value: object) -> None:
    """The value of a secret must be a string that is not empty."""
    rule = "must be a string that is not empty; set the secret, or use SecretRef(name, key)"
    assert errors_of(SecretValue, value=value) == [f"secret_value.value: {rule}"]


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(repr(SecretValue(CANARY)), id="repr"),
        pytest.param(str(SecretValue(CANARY)), id="str"),
        pytest.param(f"{SecretValue(CANARY)!s:>40}", id="format"),
        pytest.param(repr(HOLDER), id="repr-of-a-model"),
        pytest.param(str(HOLDER), id="str-of-a-model"),
        pytest.param(str(HOLDER.model_dump()), id="dump"),
        pytest.param(str(HOLDER.model_dump(mode="json")), id="dump-for-json"),
        pytest.param(HOLDER.model_dump_json(), id="json"),
        pytest.param(str(dict(HOLDER)), id="fields"),
        pytest.param(repr(copy.deepcopy(HOLDER)), id="repr-of-a-copy"),
    ],
)
def test_secret_value_is_never_shown(shown: str) -> None:
    """A printed, logged or dumped model does not contain the secret."""
    assert CANARY not in shown


def test_secret_value_is_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Neither `%s` nor `%r` writes the secret to a log."""
    logging.getLogger("app").error("%s %r", HOLDER, HOLDER.password)

    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    ("make", "fields", "line"),
    [
        pytest.param(PostgresSource, {"password": CANARY}, f"source.password: {PLAIN_TEXT}", id="password"),
        pytest.param(DevPostgresProps, {"password": CANARY}, f"dev_postgres.password: {PLAIN_TEXT}", id="dev-postgres"),
        pytest.param(
            ConvexSource,
            {"deployment_url": "https://a.convex.cloud", "deploy_key": CANARY},
            f"source.deploy_key: {PLAIN_TEXT}",
            id="deploy-key",
        ),
        pytest.param(HmacKey, {"alg": "HS256", "k": CANARY}, f"key.k: {PLAIN_TEXT}", id="hmac-key"),
        pytest.param(
            SOURCE.with_,
            {"client_private_key": f"-----BEGIN PRIVATE KEY-----\n{CANARY}"},
            f"source.client_private_key: {PLAIN_TEXT}",
            id="private-key",
        ),
        pytest.param(
            CLIENT_AUTH.with_,
            {"supabase_jwt_secret": CANARY, "supabase": True},
            f"client_auth.supabase_jwt_secret: {PLAIN_TEXT}",
            id="supabase",
        ),
        pytest.param(
            ClientAuth,
            {"jwks": {"keys": [{"kty": "oct", "alg": "HS256", "k": CANARY}]}, "audience": ["a"]},
            f"client_auth.jwks.keys[0].k: {PLAIN_TEXT}",
            id="key-in-a-mapping",
        ),
        pytest.param(SOURCE.with_, {"password": {"value": CANARY}}, f"source.password: {PLAIN_TEXT}", id="mapping"),
    ],
)
def test_plain_text_is_refused_without_showing_it(make: Any, fields: dict[str, Any], line: str) -> None:
    """A credential in plain text is refused, and the error has a way out and does not show the credential."""
    assert errors_of(make, **fields) == [line]


@pytest.mark.parametrize(
    "uri",
    [
        f"postgresql://powersync:{CANARY}@db.example.com/app",
        f"postgresql://powersync:{CANARY}/with/slashes@db.example.com/app",
        f"postgresql://powersync:{CANARY}?#@db.example.com/app",
        f"postgresql://:{CANARY}@db.example.com/app",
        f"postgresql://powersync:12{CANARY}@db.example.com:5432/app",
        f"postgresql://powersync@db.example.com/app?password={CANARY}",
        f"postgresql://powersync@db.example.com/app?connect_timeout=5&sslpassword={CANARY}",
        f"postgresql://powersync@db.example.com/app?pass%77ord={CANARY}",
    ],
)
def test_password_in_a_uri_is_refused_without_showing_it(uri: str) -> None:
    """A password in a URI is refused, also if its special characters are not encoded."""
    assert errors_of(PostgresSource, uri=uri) == [f"source.uri: {URI}"]


@pytest.mark.parametrize(
    ("make", "uri"),
    [
        (MySqlSource, f"mysql://powersync@db.example.com/app?Password={CANARY}"),
        (SqlServerSource, f"mssql://db.example.com:1433;user=powersync;pwd={CANARY}"),
        (SqlServerSource, f"mssql://db.example.com/app?clientSecret={CANARY}"),
        (MongoStorage, f"mongodb://db.example.com/app?tlsCertificateKeyFilePassword={CANARY}"),
        (MongoStorage, f"mongodb://db.example.com/app?authMechanismProperties=AWS_SESSION_TOKEN:{CANARY}"),
        (MongoStorage, f"mongodb://db.example.com/app?authMechanismProperties=AWS_SESSION_TOKEN%3A{CANARY}"),
    ],
)
def test_secret_in_a_query_is_refused_without_showing_it(make: Any, uri: str) -> None:
    """Each parameter in which a database driver accepts a secret is refused."""
    assert errors_of(make, uri=uri)[0] == f"source.uri: {URI}".replace("source", make.error_path)


@pytest.mark.parametrize("name", ["token", "access_token", "client-secret", "password", "pass"])
def test_secret_in_a_url_is_refused_without_showing_it(name: str) -> None:
    """A secret in the query of a URL that the service fetches is refused."""
    url = f"https://auth.example.com/jwks.json?{name}={CANARY}"

    assert errors_of(CLIENT_AUTH.with_, jwks_uri=url) == [f"client_auth.jwks_uri: {URI}"]


@pytest.mark.parametrize(
    "url",
    [
        "https://auth.example.com/jwks.json?apikey=public",
        "https://auth.example.com/jwks.json?bypass=1&token_endpoint=/a",
        "https://auth.example.com/jwks.json?password=",
        "https://auth.example.com/token=1",
    ],
)
def test_url_without_a_secret_is_accepted(url: str) -> None:
    """A public API key of Supabase is not a secret, and neither is a word in a path."""
    assert CLIENT_AUTH.with_(jwks_uri=url).jwks_uri == url


@pytest.mark.parametrize(
    "uri",
    [
        "mongodb://db.example.com:27017/app",
        "mongodb://a.example.com:27017,b.example.com:27017/app?appName=me@home",
        "mongodb://powersync@db.example.com:27017/app",
        "mongodb+srv://cluster.example.com/app?authMechanism=MONGODB-X509",
        "mongodb://db.example.com/app?authMechanismProperties=SERVICE_NAME:mongodb",
    ],
)
def test_uri_without_a_password_is_accepted(uri: str) -> None:
    """A port is not a password, and neither is the text after an `@` in a query."""
    assert MongoStorage(uri=uri).uri == uri


@pytest.mark.parametrize("name", ["pasword", "Password", "passwd", "pass_word"])
def test_misspelled_password_field_does_not_show_it(name: str) -> None:
    """The error suggests the correct field, and does not show the value."""
    assert errors_of(SOURCE.with_, **{name: CANARY}) == [f"source.{name}: no such field; did you mean password?"]


def test_text_instead_of_a_key_is_not_shown() -> None:
    """The error does not show a JSON Web Key that is a string, because it contains a secret."""
    lines = errors_of(ClientAuth, jwks={"keys": [f'{{"kty": "oct", "k": "{CANARY}"}}']}, audience=["powersync"])

    rule = "is not of type RsaKey, HmacKey, EcKey or OkpKey; use such an object, or a mapping of its fields"
    assert lines == [f"client_auth.jwks.keys[0]: {rule}"]
