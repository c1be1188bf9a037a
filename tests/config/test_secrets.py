"""Secrets: references to them, values of them, and where neither is given."""

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

from .refusal import refusal

CANARY = "c4n4ry-s3cr3t"
HOLDER = SOURCE.with_(password=SecretValue(CANARY))

PLAIN_TEXT = (
    "a secret as plain text ends up in a ConfigMap; use SecretRef(name, key), or SecretValue(...) for development"
)
URI = "a URI with a password ends up in a ConfigMap; use SecretRef(name, key), or separate fields"


@pytest.mark.parametrize(("name", "key"), [("a", "b"), ("db.example-1", "tls.key"), ("x" * 253, "A_b-c.1")])
def test_a_reference_names_a_secret_and_a_key(name: str, key: str) -> None:
    """Whatever Kubernetes can call them is taken."""
    reference = SecretRef(name, key)

    assert (reference.name, reference.key) == (name, key)


NO_NAME = (
    "is not a Kubernetes name: lower-case letters, digits, dashes and dots, at most 253 characters; choose another"
)
NO_KEY = "is not a key of a ConfigMap or Secret: letters, digits, -, _ and ., at most 253 characters; choose another"


@pytest.mark.parametrize(
    ("name", "key", "line"),
    [
        ("", "b", f"secret_ref.name: '' {NO_NAME}"),
        ("My-Secret", "b", f"secret_ref.name: 'My-Secret' {NO_NAME}"),
        ("a_b", "b", f"secret_ref.name: 'a_b' {NO_NAME}"),
        ("a..b", "b", f"secret_ref.name: 'a..b' {NO_NAME}"),
        (None, "b", f"secret_ref.name: None {NO_NAME}"),
        ("a", "", f"secret_ref.key: {NO_KEY}"),
        ("a", "x/y", f"secret_ref.key: {NO_KEY}"),
        ("a", f"{CANARY}=", f"secret_ref.key: {NO_KEY}"),
        ("a", "..x", f"secret_ref.key: {NO_KEY}"),
    ],
)
def test_no_reference(name: Any, key: str, line: str) -> None:
    """What no Secret can be called is refused; a wrong key is not shown, since it may be the secret itself."""
    assert refusal(SecretRef, name=name, key=key) == [line]


@pytest.mark.parametrize("value", ["", None, 5, b"bytes"], ids=["empty", "none", "number", "bytes"])
def test_a_value_is_a_text(value: object) -> None:
    """Nothing, or what could not stand in an environment variable, is no secret."""
    assert refusal(SecretValue, value=value) == ["secret_value.value: empty; give the secret, or use a SecretRef"]


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
def test_a_value_is_never_shown(shown: str) -> None:
    """Whatever prints, logs or dumps a model does not have the secret."""
    assert CANARY not in shown


def test_a_value_is_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Neither by `%s` nor by `%r`."""
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
    """A credential as plain text would end up in a ConfigMap; the line has the way out, and not the credential."""
    assert refusal(make, **fields) == [line]


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
def test_a_uri_with_a_password_is_refused_without_showing_it(uri: str) -> None:
    """Also one whose password should have been encoded."""
    assert refusal(PostgresSource, uri=uri) == [f"source.uri: {URI}"]


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
def test_a_secret_in_a_query_is_refused_without_showing_it(make: Any, uri: str) -> None:
    """Whatever a driver calls it."""
    assert refusal(make, uri=uri)[0] == f"source.uri: {URI}".replace("source", make.error_path)


@pytest.mark.parametrize("name", ["token", "access_token", "client-secret", "password", "pass"])
def test_a_secret_in_a_url_is_refused_without_showing_it(name: str) -> None:
    """Of what the service fetches."""
    url = f"https://auth.example.com/jwks.json?{name}={CANARY}"

    assert refusal(CLIENT_AUTH.with_, jwks_uri=url) == [f"client_auth.jwks_uri: {URI}"]


@pytest.mark.parametrize(
    "url",
    [
        "https://auth.example.com/jwks.json?apikey=public",
        "https://auth.example.com/jwks.json?bypass=1&token_endpoint=/a",
        "https://auth.example.com/jwks.json?password=",
        "https://auth.example.com/token=1",
    ],
)
def test_a_url_without_a_secret_may_be_plain(url: str) -> None:
    """A key of Supabase's is public, and a word in a path is none."""
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
def test_a_uri_without_a_password_may_be_plain(uri: str) -> None:
    """A port is no password, nor is an `@` in a query."""
    assert MongoStorage(uri=uri).uri == uri


@pytest.mark.parametrize("name", ["pasword", "Password", "passwd", "pass_word"])
def test_a_slip_in_the_name_of_a_password_does_not_show_it(name: str) -> None:
    """The line has the name that was meant, and not the value."""
    assert refusal(SOURCE.with_, **{name: CANARY}) == [f"source.{name}: no such field; use password"]


def test_a_text_in_place_of_a_key_is_not_shown() -> None:
    """A JSON Web Key as a text holds its secret."""
    lines = refusal(ClientAuth, jwks={"keys": [f'{{"kty": "oct", "k": "{CANARY}"}}']}, audience=["powersync"])

    assert lines == ["client_auth.jwks.keys[0]: is no RsaKey, HmacKey, EcKey or OkpKey; give one, it is …"]
