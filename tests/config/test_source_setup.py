"""Props of the setup of a source database: what the Job gets from a source, and the values that are refused."""

import json
from typing import Any

import pytest

from powersync_constructs.config import (
    ConfigMapRef,
    FieldRef,
    InjectedSecret,
    MongoSource,
    MySqlSource,
    PostgresSource,
    SecretRef,
    SecretValue,
    SourceSetupProps,
)
from powersync_constructs.config.databases.source_setup import SourceTable, table_parts
from tests.samples.source_setup import FULL_SOURCE_SETUP, SOURCE_SETUP, SOURCE_SETUPS

from .validation import error_of, errors_of, validated

PASSWORD = SecretRef("powersync-source", "password")
PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
POSTGRES = SOURCE_SETUP.source
MYSQL = SOURCE_SETUPS["source-setup-mysql"].source
MONGO = SOURCE_SETUPS["source-setup-mongodb"].source
UNREADABLE = "which the Job cannot read; use SecretRef(name, key)"


def _errors(**changes: Any) -> list[str]:
    fields = {"source": POSTGRES, "administrator": SOURCE_SETUP.administrator, "tables": ["lists"], **changes}
    return [line.removeprefix("source_setup.") for line in errors_of(SourceSetupProps, **fields)]


def _environment(source: Any) -> dict[str, Any]:
    made = SourceSetupProps(source=source, administrator=SOURCE_SETUP.administrator, tables=["lists"])
    return dict(made.client.environment)


def _options(**changes: Any) -> Any:
    return json.loads(str(SOURCE_SETUP.with_(**changes).client.environment["OPTIONS"]))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("lists", (None, "lists"), id="name"),
        pytest.param("Lists", (None, "Lists"), id="case-is-kept"),
        pytest.param("shop.Orders", ("shop", "Orders"), id="schema"),
        pytest.param('shop."a.b"', ("shop", "a.b"), id="dot-in-quotes"),
        pytest.param('"a.b".c', ("a.b", "c"), id="dot-in-the-schema"),
        pytest.param('"a ""b"""', (None, 'a "b"'), id="quotes-in-quotes"),
        pytest.param("my table; DROP", (None, "my table; DROP"), id="any-characters"),
        pytest.param("é", (None, "é"), id="unicode"),
    ],
)
def test_table_names(text: str, parts: tuple[str | None, str]) -> None:
    """A table name has one or two parts, and each part may contain any characters in quotes."""
    assert table_parts(str(validated(SourceTable, text))) == parts


@pytest.mark.parametrize("text", ["", ".", "a.", ".a", "a.b.c", '"a', 'a"', '""', 'a"b"', "a\nb", "a\0"])
def test_refused_table_names(text: str) -> None:
    """A text that is neither one name, nor two names with a dot between them, is refused."""
    rule = "is not the name of a table; write it like lists or shop.lists"

    assert rule in error_of(SourceTable, text)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        pytest.param(
            {"tables": []},
            "tables: missing; name the tables that PowerSync may read, or use all_tables=True",
            id="no-tables",
        ),
        pytest.param(
            {"all_tables": True},
            "tables: is set together with all_tables; remove one of them",
            id="tables-and-all",
        ),
        pytest.param(
            {"tables": ["lists", "public.lists"]},
            "tables: 'lists' occurs twice; change or remove one of them",
            id="same-table-twice",
        ),
        pytest.param(
            {"replica_identity_full": ["log"]},
            "replica_identity_full: 'log' is not in `tables`; add it there, or remove it",
            id="identity-of-another-table",
        ),
        pytest.param(
            {"default_privileges_of": ["app"]},
            "default_privileges_of: is for future tables, but `tables` lists the readable ones; "
            "remove it, or use all_tables=True",
            id="future-tables-of-a-list",
        ),
        pytest.param(
            {"source": MYSQL, "bypass_rls": True},
            "bypass_rls: is a setting of Postgres, but the source is mysql; remove it",
            id="row-level-security-of-mysql",
        ),
        pytest.param(
            {"source": MONGO, "replica_identity_full": ["lists"]},
            "replica_identity_full: is a setting of Postgres, but the source is mongodb; remove it",
            id="replica-identity-of-mongodb",
        ),
        pytest.param(
            {"name": "a" * 51},
            f"name: '{'a' * 51}' has 51 characters; shorten it to at most 50",
            id="long-name",
        ),
        pytest.param(
            {"name": "My.Setup"},
            "name: 'My.Setup' is not valid as the name of a setup; begin with a letter, and use lower-case letters, "
            "digits and dashes",
            id="name-with-a-dot",
        ),
    ],
)
def test_refused_options(changes: dict[str, Any], line: str) -> None:
    """Options that contradict each other or the source are refused."""
    assert _errors(**changes) == [line]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        pytest.param(
            PostgresSource(uri=SecretRef("source", "uri"), sslmode="disable"),
            "source.uri: does not show hostname, database, username, password, which the Job "
            "needs separately; set hostname, database, username, password in addition to uri",
            id="uri-in-a-secret",
        ),
        pytest.param(
            POSTGRES.with_(cacert=None),
            "source.cacert: missing, and the image of the Job has no CA certificates to verify the server; set it to …",
            id="no-ca",
        ),
        pytest.param(
            POSTGRES.with_(tls_servername="db.internal"),
            "source.tls_servername: is not `hostname`, but psql verifies the name that it connects to; for the Job, "
            "set hostname to this name",
            id="other-server-name",
        ),
        pytest.param(
            POSTGRES.with_(password=SecretValue("only-for-tests")),
            f"source.password: is of type SecretValue, {UNREADABLE}",
            id="secret-value",
        ),
        pytest.param(
            POSTGRES.with_(username=InjectedSecret("PS_USER")),
            f"source.username: is of type InjectedSecret, {UNREADABLE}",
            id="injected-secret",
        ),
        pytest.param(
            POSTGRES.with_(cacert=InjectedSecret("PS_CA")),
            f"source.cacert: is of type InjectedSecret, {UNREADABLE}",
            id="injected-certificate",
        ),
        pytest.param(
            POSTGRES.with_(username="admin"),
            "source.username: is also the user name of the administrator, but PowerSync must only read; choose another",
            id="administrator",
        ),
        pytest.param(
            MYSQL.with_(client_certificate=PEM, client_private_key=SecretRef("client", "tls.key")),
            "source.cacert: missing, but client_certificate is set; set both, or neither",
            id="client-certificate-without-ca",
        ),
        pytest.param(
            MYSQL.with_(database=SecretRef("source", "database")),
            "tables: 'lists' has no database, and `source.database` is not a plain value; add the database to the name",
            id="table-of-an-unknown-database",
        ),
        pytest.param(
            MongoSource(uri=SecretRef("source", "uri"), database="app"),
            "source.username: missing, but the Job creates this user; set it, in addition to uri",
            id="user-in-the-uri",
        ),
    ],
)
def test_refused_sources(source: Any, line: str) -> None:
    """A source whose values the Job cannot use is refused, with the field of the source."""
    assert _errors(source=source) == [line]


def test_refused_schema_of_a_collection() -> None:
    """A dot in the name of a MongoDB collection needs quotes, because it could stand for another database."""
    rule = "tables: 'a.b' names another database, or contains a dot"

    assert _errors(source=MONGO, tables=["a.b"]) == [f"""{rule}; put "…" around the name of a collection with a dot"""]


@pytest.mark.parametrize(
    ("administrator", "line"),
    [
        pytest.param(
            {"username": "root", "password": "secret"},
            "administrator.password: is not a reference to a Secret; use SecretRef(name, key)",
            id="plain-password",
        ),
        pytest.param(
            {"username": InjectedSecret("PS_ADMIN"), "password": PASSWORD},
            f"administrator.username: is of type InjectedSecret, {UNREADABLE}",
            id="injected-user",
        ),
    ],
)
def test_refused_administrators(administrator: dict[str, Any], line: str) -> None:
    """The login of the administrator comes from plain text or from a Secret; the password only from a Secret."""
    assert _errors(administrator=administrator) == [line]


@pytest.mark.parametrize(
    ("source", "variables"),
    [
        pytest.param(
            POSTGRES,
            {
                "PGHOST": "db.example.com",
                "PGDATABASE": "app",
                "SOURCE_USERNAME": "powersync_role",
                "SOURCE_PASSWORD": PASSWORD,
                "SLOT_NAME_PREFIX": "powersync_",
                "PGSSLMODE": "verify-full",
                "PGSSLROOTCERT": "/powersync/setup/ca.crt",
            },
            id="postgres",
        ),
        pytest.param(
            PostgresSource(uri="postgres://role@h:6000/db", password=PASSWORD, hostname="other", sslmode="disable"),
            {
                "PGHOST": "other",
                "PGPORT": "6000",
                "PGDATABASE": "db",
                "SOURCE_USERNAME": "role",
                "PGSSLMODE": "disable",
            },
            id="fields-override-the-uri",
        ),
        pytest.param(
            POSTGRES.with_(hostname=SecretRef("source", "host"), port=ConfigMapRef("source", "port")),
            {"PGHOST": SecretRef("source", "host"), "PGPORT": ConfigMapRef("source", "port")},
            id="references",
        ),
        pytest.param(
            POSTGRES.with_(database=FieldRef(path="metadata.namespace")),
            {"PGDATABASE": FieldRef(path="metadata.namespace")},
            id="field-of-the-pod",
        ),
        pytest.param(POSTGRES.with_(username="a$b"), {"SOURCE_USERNAME": "a$$b"}, id="dollar"),
        pytest.param(
            MYSQL,
            {"MYSQL_HOST": "db.example.com", "SOURCE_DATABASE": "app", "SOURCE_USERNAME": "powersync"},
            id="mysql",
        ),
        pytest.param(
            MONGO,
            {"MONGODB_URI": "mongodb://db.example.com/app", "SOURCE_USERNAME": "powersync", "POST_IMAGES": "off"},
            id="mongodb",
        ),
    ],
)
def test_variables(source: Any, variables: dict[str, Any]) -> None:
    """The variables contain the connection of the source, and the user that the Job creates."""
    environment = _environment(source)

    assert {name: environment.get(name) for name in variables} == variables


def test_dollar_in_a_table_is_escaped() -> None:
    """Kubernetes replaces `$(NAME)` in variables, so the JSON of the options contains no `$`."""
    client = SOURCE_SETUP.with_(tables=["$(CHECK)"]).client

    assert ("$" in str(client.environment["OPTIONS"]), _options(tables=["$(CHECK)"])["tables"]) == (
        False,
        [["public", "$(CHECK)"]],
    )


@pytest.mark.parametrize(
    ("changes", "tables"),
    [
        ({}, [["public", "lists"]]),
        ({"source": MYSQL}, [["app", "lists"]]),
        ({"source": MySqlSource(uri="mysql://u@h/shop", password=PASSWORD)}, [["shop", "lists"]]),
        ({"source": MONGO}, [[None, "lists"]]),
    ],
    ids=["postgres", "mysql", "mysql-uri", "mongodb"],
)
def test_schema_of_a_table(changes: dict[str, Any], tables: list[list[str | None]]) -> None:
    """A table without a schema is in `public`, or in the database of the source."""
    assert _options(**changes)["tables"] == tables


def test_all_tables() -> None:
    """With `all_tables`, the script gets no list of tables."""
    options = _options(tables=[], all_tables=True)

    assert (options["all_tables"], options["tables"]) == (True, [])


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        pytest.param(MYSQL, ["get-server-public-key"], id="no-certificates"),
        pytest.param(
            MYSQL.with_(cacert=PEM), ["ssl-mode=VERIFY_CA", "ssl-ca=/powersync/setup/ca.crt"], id="certificates"
        ),
    ],
)
def test_option_file_of_mysql(source: Any, lines: list[str]) -> None:
    """Like the service, the client verifies the server only with a `cacert`."""
    text = str(SOURCE_SETUP.with_(source=source).client.files["client.cnf"])

    assert text.splitlines() == ["[client]", "connect-timeout=20", *lines]


@pytest.mark.parametrize(
    ("props", "retries"), [(SOURCE_SETUP, 6), (SOURCE_SETUP.with_(check=True), 0), (FULL_SOURCE_SETUP, 2)]
)
def test_retries(props: SourceSetupProps, retries: int) -> None:
    """A setup retries for ten minutes, and a check does not retry, unless the props set the number of retries."""
    assert props.retries == retries
