"""Placeholders of templates are refused, because the defaults of the Helm chart let anyone forge a token."""

from collections.abc import Callable

import pytest

from powersync_constructs.config import (
    ClientAuth,
    ConfigError,
    IngressProps,
    MongoStorage,
    ObjectStorage,
    PostgresSource,
    SecretRef,
    SecretValue,
    Sentry,
)
from powersync_constructs.config.core._placeholders import is_placeholder
from tests.samples.operator_databases import PG_STORAGE
from tests.samples.pods import FULL_KEDA
from tests.samples.secrets import EXTERNAL_SECRETS

PASSWORD = SecretRef("storage", "password")


@pytest.mark.parametrize(
    "text",
    [
        "YOUR_FQDN_HERE.example.com",
        "https://YOUR_FQDN.example.com",
        "YOUR JWKS URL IF APPROPRIATE",
        "your-password",
        "your-certificate-secret",
        "FIXME",
        "your-domain.com",
        "your_host",
        "https://Your-FQDN/x",
        "STRIPPED",
        "CHANGEME",
        "change-me",
        "replace_me",
        "TODO",
        "TODO: ask Ada",
        "placeholder",
        "<password>",
        "https://<project>.supabase.co",
    ],
)
def test_placeholder_is_recognized(text: str) -> None:
    """Placeholders are recognized anywhere in a text."""
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "todo",
        "todo.example.com",
        "todolist",
        "yourself.example.com",
        "exchange-media",
        "a < b",
        "app",
        "fixmes",
        "your-tool.com",
        "your-app",
        "fixme",
        "",
    ],
)
def test_ordinary_name_is_not_a_placeholder(text: str) -> None:
    """An ordinary name that contains such a word is not a placeholder."""
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("make", "line"),
    [
        pytest.param(
            lambda: IngressProps(host="YOUR_FQDN_HERE.example.com"),
            "ingress.host: 'YOUR_FQDN_HERE.example.com' is a placeholder; replace it with the real host name",
            id="host",
        ),
        pytest.param(
            lambda: MongoStorage(uri="mongodb+srv://YOUR_BUCKET_STORAGE.mongodb.net", database="powersync"),
            "storage.uri: 'mongodb+srv://YOUR_BUCKET_STORAGE.mongodb.net' is a placeholder; replace it with the real "
            "value",
            id="uri",
        ),
        pytest.param(
            lambda: MongoStorage(uri="mongodb://db.example.com/app", username="YOUR_MONGO_DB_USER", password=PASSWORD),
            "storage.username: 'YOUR_MONGO_DB_USER' is a placeholder; replace it with the real value",
            id="username",
        ),
        pytest.param(
            lambda: MongoStorage(uri="mongodb://db.example.com", database="YOUR_DATABASE_NAME"),
            "storage.database: 'YOUR_DATABASE_NAME' is a placeholder; replace it with the real value",
            id="database",
        ),
        pytest.param(
            lambda: PostgresSource(hostname="FIXME", database="app", username="powersync", password=PASSWORD),
            "source.hostname: 'FIXME' is a placeholder; replace it with the real value",
            id="hostname",
        ),
        pytest.param(
            lambda: ObjectStorage(bucket="<bucket>"),
            "object_storage.bucket: '<bucket>' is a placeholder; replace it with the real value",
            id="bucket",
        ),
        pytest.param(
            lambda: ClientAuth(jwks_uri=["YOUR JWKS URL IF APPROPRIATE"], audience=["powersync"]),
            "client_auth.jwks_uri[0]: 'YOUR JWKS URL IF APPROPRIATE' is a placeholder; replace it with the real value",
            id="jwks-uri",
        ),
        pytest.param(
            lambda: ClientAuth(jwks_uri="https://a.example.com", audience=["https://YOUR_FQDN.example.com"]),
            "client_auth.audience[0]: 'https://YOUR_FQDN.example.com' is a placeholder; replace it with the real value",
            id="audience",
        ),
        pytest.param(
            lambda: SecretValue("STRIPPED"),
            "secret_value.value: is a placeholder; replace it with a real secret, or use SecretRef(name, key)",
            id="secret",
        ),
    ],
)
def test_defaults_of_the_helm_chart_are_refused(make: Callable[[], object], line: str) -> None:
    """Each default of the Helm chart is refused in its field."""
    with pytest.raises(ConfigError) as raised:
        make()

    assert raised.value.lines == [line]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: FULL_KEDA.with_(query="sum(a < 100) + sum(b > 0)"), id="promql"),
        pytest.param(lambda: PG_STORAGE.with_(parameters={"log_line_prefix": "< %m > "}), id="postgres"),
        pytest.param(
            lambda: Sentry(dsn="https://key@sentry.example.com/1", environment_name="<eu>", server_name="TODO"),
            id="sentry",
        ),
    ],
)
def test_placeholder_in_another_field_is_accepted(make: Callable[[], object]) -> None:
    """Only credentials, hosts and addresses are checked for placeholders."""
    assert make()


def test_placeholder_for_a_name_in_a_store_is_refused() -> None:
    """The name of a secret in an external store must not be a placeholder."""
    (reference, *_) = EXTERNAL_SECRETS.mapping

    with pytest.raises(ConfigError, match="'<name>' is a placeholder; replace it with the real value"):
        EXTERNAL_SECRETS.with_(mapping={reference: "<name>"})
