"""Props of `SourceSetup`: a Job that sets up a source database, or only checks it."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StrictBool, StrictStr, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._credentials import PlainText, Reference, Text
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._object_names import check_characters
from powersync_constructs.config.core._types import Count, FrozenList, ImageReference, PositiveSeconds, Seconds
from powersync_constructs.config.core.errors import config_error, require_unique
from powersync_constructs.config.databases._setup_clients import (
    SetupClient,
    mongo_client,
    mysql_client,
    plain_database,
    postgres_client,
    variable,
)
from powersync_constructs.config.pods.containers import Resources
from powersync_constructs.config.pods.pod import ObjectMetadata, PullSecrets
from powersync_constructs.config.service.source import MongoSource, MySqlSource, PostgresSource

_PART = r'(?:"((?:[^"\x00-\x1f]|"")+)"|([^".\x00-\x1f]+))'
_TABLE = re.compile(rf"(?:{_PART}\.)?{_PART}")
_POSTGRES_ONLY = ("replica_identity_full", "default_privileges_of", "bypass_rls")


def setup_name(text: str) -> str:
    """Check the name of a setup. A Job's name has at most 63 characters with the hash. Raises ValueError."""
    check_characters(text, "the name of a setup")
    if len(text) > 50:
        raise ValueError(f"has {len(text)} characters; shorten it to at most 50")
    return text


def _table(text: str) -> str:
    if not _TABLE.fullmatch(text):
        rule = "is not the name of a table"
        raise ValueError(f"""{rule}; write it like lists or shop.lists, with "…" around a part that contains a dot""")
    return text


SetupName = Annotated[StrictStr, AfterValidator(setup_name)]
"""The name of a `SourceSetup`."""
SourceTable = Annotated[StrictStr, AfterValidator(_table)]
"""A table, with or without its schema: `lists`, `shop.Orders`, `shop."a.b"`. Upper and lower case are kept."""
SetupSource = Annotated[PostgresSource | MySqlSource | MongoSource, Field(discriminator="type")]
"""A source database that a `SourceSetup` can set up."""


class SetupAdministrator(Props):
    """A database user that may create the user of PowerSync. Only the pod of the Job reads its Secret."""

    error_path = "administrator"

    username: Text
    """The user name of the administrator, or a reference to it."""
    password: Reference
    """The password of the administrator, in a Secret."""

    @model_validator(mode="after")
    def _is_readable(self) -> Self:
        variable("username", self.username)
        return self


class SourceSetupProps(Props):
    """A Job that creates the user and the publication of PowerSync in a source database, and checks its settings.

    Use it for a Postgres, MySQL or MongoDB database that no operator sets up. Use one Job per Postgres database, with
    the tables of all its instances, because these instances share the publication `powersync`.
    """

    error_path = "source_setup"

    name: SetupName | None = None
    """The name of the Job, without its hash. Default: the id of the construct."""
    source: SetupSource
    """The source database, as in the props of the instance. From this field, the Job takes the address, the database,
    the TLS settings, and the user that it creates.
    """
    administrator: SetupAdministrator
    """The administrator that the Job connects as. With `check`, it may be any user that can read the system tables."""
    tables: FrozenList[SourceTable] = ()
    """The tables or collections that PowerSync may read, for example `lists` or `shop.lists`. A table without a schema
    is in the schema `public`, or in the MySQL or MongoDB database of the source. In Postgres, the publication contains
    exactly these tables: the Job also removes other tables from it.
    """
    all_tables: StrictBool = False
    """Whether PowerSync may read all tables of the database, and not only those in `tables`. In Postgres, the
    publication then contains all tables, also future ones. Postgres then rejects every UPDATE and DELETE of the app on
    a future table without a primary key.
    """
    replica_identity_full: FrozenList[SourceTable] = ()
    """The Postgres tables without a primary key that get REPLICA IDENTITY FULL. For these tables, Postgres writes whole
    rows to the WAL. On a published table with neither a primary key nor another REPLICA IDENTITY, Postgres rejects
    every UPDATE and DELETE. Therefore the Job does not publish such a table, and fails.
    """
    default_privileges_of: FrozenList[PlainText] = ()
    """The Postgres roles whose future tables PowerSync may read (ALTER DEFAULT PRIVILEGES), for example the owner of
    the app's tables. Requires `all_tables`. Without these roles, PowerSync can read a new table only after the next run
    of the Job.
    """
    bypass_rls: StrictBool | None = None
    """Whether the role of PowerSync bypasses row-level security of Postgres. Default: True. With False, PowerSync gets
    only the rows that a policy allows, without an error; the Job names the tables with row-level security.
    """
    check: StrictBool = False
    """Whether the Job only checks the database. It then changes nothing, prints each problem in one line with the
    statement that fixes it, and fails if it finds a problem.
    """
    image: ImageReference | None = None
    """The image with psql 15 or newer, with mysql and Bash, or with mongosh. Default: postgres:18, mysql:8.4 or
    mongo:8.0.
    """
    image_pull_secrets: PullSecrets = ()
    """The names of the image pull Secrets."""
    resources: Resources = Field(default=Resources(cpu="50m", cpu_limit="500m", memory="64Mi", memory_limit="256Mi"))
    """The resource requests and limits of the container."""
    backoff_limit: Count | None = None
    """The number of retries after the first attempt. Default: 6; 0 with `check`. Six retries take ten minutes, in which
    the database or a table of the app can appear.
    """
    active_deadline_seconds: PositiveSeconds = 1800
    """Seconds that all attempts together may take."""
    ttl_seconds_after_finished: Seconds | None = None
    """Seconds until the finished Job is removed. Default: never, because GitOps tools would create the Job again."""
    metadata: ObjectMetadata = Field(default_factory=ObjectMetadata)
    """The labels and annotations to add to the objects and pods."""

    @model_validator(mode="after")
    def _check_options(self) -> Self:
        for field in () if isinstance(self.source, PostgresSource) else _POSTGRES_ONLY:
            if getattr(self, field) not in ((), None):
                raise config_error(field, f"is a setting of Postgres, but the source is {self.source.type}; remove it")
        if self.default_privileges_of and not self.all_tables:
            rule = "is for future tables, but `tables` lists the readable ones"
            raise config_error("default_privileges_of", f"{rule}; remove it, or use all_tables=True")
        require_unique("default_privileges_of", self.default_privileges_of)
        return self

    @model_validator(mode="after")
    def _check_tables(self) -> Self:
        if self.all_tables and self.tables:
            raise config_error("tables", "is set together with all_tables; remove one of them")
        if not self.all_tables and not self.tables:
            raise config_error("tables", "missing; name the tables that PowerSync may read, or use all_tables=True")
        listed = self._qualified("tables", self.tables)
        for given, table in zip(self.replica_identity_full, self._full, strict=True):
            if not self.all_tables and table not in listed:
                raise config_error("replica_identity_full", f"'{given}' is not in `tables`; add it there, or remove it")
        return self

    @model_validator(mode="after")
    def _check_user(self) -> Self:
        user, administrator = self.client.environment["SOURCE_USERNAME"], self.administrator.username
        if user == variable("administrator.username", administrator):
            rule = "is also the user name of the administrator, but PowerSync must only read"
            raise config_error("source.username", f"{rule}; choose another")
        return self

    @property
    def retries(self) -> int:
        """The number of retries of the Job."""
        return (0 if self.check else 6) if self.backoff_limit is None else self.backoff_limit

    @property
    def client(self) -> SetupClient:
        """The client that the pod of the Job runs."""
        options: dict[str, Any] = {
            "all_tables": self.all_tables,
            "tables": self._qualified("tables", self.tables),
        }
        match self.source:
            case MySqlSource():
                return mysql_client(self.source).with_options(options)
            case MongoSource():
                return mongo_client(self.source).with_options(options)
        options |= {
            "replica_identity_full": self._full,
            "default_privileges_of": self.default_privileges_of,
            "bypass_rls": self.bypass_rls is not False,
        }
        return postgres_client(self.source).with_options(options)

    @property
    def _full(self) -> list[tuple[str | None, str]]:
        return self._qualified("replica_identity_full", self.replica_identity_full)

    def _qualified(self, field: str, tables: Sequence[str]) -> list[tuple[str | None, str]]:
        """Return the tables as pairs of schema and name; None for the database of a MongoDB source."""
        default = self._default_schema
        pairs = []
        for table in tables:
            schema, name = table_parts(table)
            if schema is None and isinstance(self.source, MySqlSource) and default is None:
                rule = f"'{table}' has no database, and `source.database` is not a plain value"
                raise config_error(field, f"{rule}; add the database to the name")
            if schema is not None and isinstance(self.source, MongoSource):
                rule = "names another database, or contains a dot"
                raise config_error(field, f"""'{table}' {rule}; put "…" around the name of a collection with a dot""")
            pairs.append((schema or default, name))
        for table, pair in zip(tables, pairs, strict=True):
            if pairs.count(pair) > 1:
                raise config_error(field, f"'{table}' occurs twice; change or remove one of them")
        return pairs

    @property
    def _default_schema(self) -> str | None:
        match self.source:
            case MySqlSource():
                return plain_database(self.source)
            case MongoSource():
                return None
        return "public"


def table_parts(text: str) -> tuple[str | None, str]:
    """Return the schema and the name of a `SourceTable`."""
    found = _TABLE.fullmatch(text)
    assert found is not None  # validated by SourceTable
    quoted_schema, schema, quoted_name, name = found.groups()
    return _unquoted(quoted_schema, schema), _unquoted(quoted_name, name) or ""


def _unquoted(quoted: str | None, plain: str | None) -> str | None:
    return plain if quoted is None else quoted.replace('""', '"')
