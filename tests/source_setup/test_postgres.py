"""The setup of a Postgres source database, on a real server."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from powersync_constructs import SecretRef
from powersync_constructs.config import PostgresSource, SetupAdministrator, SourceSetupProps
from tests.postgres_server import SETTINGS, Result, Server, new_server

from .job import ADMIN_PASSWORD, HOSTILE, SECRETS, SOURCE_PASSWORD, Secrets, command_of, variables_of

pytestmark = pytest.mark.xdist_group("source-setup")

NUMBERS = itertools.count()
APP = """
    CREATE TABLE lists (id int PRIMARY KEY);
    CREATE TABLE todos (id int PRIMARY KEY);
    CREATE TABLE log (line text);
    CREATE SCHEMA shop;
    CREATE TABLE shop."Odd.T ""é" (id int PRIMARY KEY);
    INSERT INTO lists VALUES (1);
"""
ATTRIBUTES = "SELECT rolcanlogin, rolreplication, rolbypassrls, rolsuper FROM pg_roles WHERE rolname = current_user"
PUBLISHED = """SELECT string_agg(format('%I.%I', schemaname, tablename), ' ' ORDER BY tablename)
    FROM pg_publication_tables WHERE pubname = 'powersync'"""
READY = "The source database is ready.\n"


@dataclass(frozen=True)
class Database:
    """A new database with the tables of an app, and a setup of it."""

    server: Server
    name: str
    folder: Path
    props: SourceSetupProps
    secrets: Secrets = field(default_factory=lambda: SECRETS)

    def set_up(self, **changes: Any) -> Result:
        """Run the Job, with changes to its props."""
        props = self.props.with_(**changes)
        return self.server.run(command_of(props, self.folder), variables_of(props, self.secrets, self.folder))

    def as_admin(self, sql: str) -> str:
        """Run a statement as the superuser, and return its output."""
        done = self.server.query(sql, user="postgres", database=self.name)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def as_powersync(self, sql: str) -> Result:
        """Run a statement as the role of PowerSync, over TCP as the service does."""
        variables = variables_of(self.props, self.secrets, self.folder)
        user, password = variables["SOURCE_USERNAME"], variables["SOURCE_PASSWORD"]
        return self.server.query(sql, user=user, database=self.name, password=password)

    def dump(self) -> str:
        """Return everything that a setup could change: roles with their passwords, and the whole database."""
        commands = (["pg_dumpall", "--roles-only"], ["pg_dump", self.name])
        done = [self.server.run(command, {"PGUSER": "postgres"}) for command in commands]
        assert [each.returncode for each in done] == [0, 0], done[-1].stderr
        lines = [line for each in done for line in each.stdout.splitlines()]
        return "\n".join(line for line in lines if "restrict" not in line)  # \\restrict has a random key


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Return a server whose superuser has a password."""
    with new_server() as running:
        running.query("ALTER ROLE postgres PASSWORD 'admin password'", user="postgres", database="postgres")
        yield running


@pytest.fixture
def database(server: Server, tmp_path: Path) -> Database:
    """Return a new database."""
    return _new_database(server, tmp_path)


@pytest.fixture(scope="module")
def ready(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Database:
    """Return a database after a setup, for tests that only look at it."""
    made = _new_database(server, tmp_path_factory.mktemp("setup"))
    done = made.set_up()
    assert done.returncode == 0, done.stderr
    return made


def _new_database(server: Server, folder: Path) -> Database:
    """Return a new database. Roles belong to the whole server, so the role is new too."""
    number = next(NUMBERS)
    name = f"app_{number}"
    server.query(f"CREATE DATABASE {name}", user="postgres", database="postgres")
    source = PostgresSource(
        hostname="127.0.0.1",
        port=server.port,
        database=name,
        username=f"powersync_{number}",
        password=SOURCE_PASSWORD,
        sslmode="disable",
    )
    props = SourceSetupProps(
        source=source,
        administrator=SetupAdministrator(username="postgres", password=ADMIN_PASSWORD),
        tables=["lists", 'shop."Odd.T ""é"'],
    )
    made = Database(server, name, folder, props)
    made.as_admin(APP)
    return made


def test_new_database_is_ready(database: Database) -> None:
    """The first run succeeds, and its last line reports this."""
    done = database.set_up()

    assert (done.returncode, done.stdout.endswith(READY), done.stderr) == (0, True, "")


def test_role_can_replicate_and_see_every_row(ready: Database) -> None:
    """The role has exactly the attributes that replication needs."""
    assert ready.as_powersync(ATTRIBUTES).stdout == "t|t|t|f\n"


@pytest.mark.parametrize("sql", ["SELECT id FROM lists", 'SELECT id FROM shop."Odd.T ""é"'])
def test_role_reads_the_tables(ready: Database, sql: str) -> None:
    """The role can read the listed tables, also those with unusual names in other schemas."""
    assert ready.as_powersync(sql).returncode == 0


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO lists VALUES (2)",
        "UPDATE lists SET id = 2",
        "DELETE FROM lists",
        "TRUNCATE lists",
        "SELECT id FROM todos",
        "SELECT rolpassword FROM pg_authid",
        "CREATE TABLE own (id int)",
        "DROP PUBLICATION powersync",
    ],
)
def test_role_can_do_nothing_else(ready: Database, sql: str) -> None:
    """The role can neither write, nor read a table that is not listed, nor change the database."""
    assert "ERROR" in ready.as_powersync(sql).stderr


def test_role_creates_a_replication_slot(ready: Database) -> None:
    """The role can create a logical slot with `pgoutput`, as a replicator does first."""
    slot = ready.as_powersync("SELECT slot_name FROM pg_create_logical_replication_slot('new', 'pgoutput', true)")

    assert slot.stdout == "new\n", slot.stderr


def test_publication_has_the_listed_tables(ready: Database) -> None:
    """The publication contains the listed tables and no others."""
    assert ready.as_admin(PUBLISHED) == 'shop."Odd.T ""é" public.lists'


def test_second_run_changes_only_the_password(database: Database) -> None:
    """A second run executes only the statement that sets the password."""
    database.set_up()
    before = _without_passwords(database.dump())

    again = database.set_up()

    assert (_without_passwords(database.dump()), again.stdout.replace(_note(again), "")) == (before, READY)


def test_changed_password_is_set(database: Database) -> None:
    """After the Secret has changed, a run sets the new password."""
    database.set_up()
    changed = replace(database, secrets={**database.secrets, SOURCE_PASSWORD: "another"})

    changed.set_up()

    assert (changed.as_powersync("SELECT 1").stdout, database.as_powersync("SELECT 1").returncode) == ("1\n", 2)


def test_tables_of_the_publication_follow_the_list(database: Database) -> None:
    """A new table of the list is added to the publication, and a removed one is dropped from it."""
    database.set_up()

    done = database.set_up(tables=["todos", "lists"])

    assert (done.returncode, database.as_admin(PUBLISHED)) == (0, "public.lists public.todos")


def test_partitions_are_readable(database: Database) -> None:
    """The role can read each partition of a listed table, because the service reads partitions as tables."""
    database.as_admin(
        "CREATE TABLE events (id int PRIMARY KEY) PARTITION BY RANGE (id);"
        "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (1) TO (9)"
    )
    database.set_up(tables=["events"])

    assert (database.as_admin(PUBLISHED), database.as_powersync("TABLE events_1").returncode) == ("public.events_1", 0)


def test_all_tables(database: Database) -> None:
    """With `all_tables`, the publication has the form that includes future tables."""
    done = database.set_up(tables=[], all_tables=True, replica_identity_full=["log"])

    assert (done.returncode, database.as_admin("SELECT puballtables FROM pg_publication")) == (0, "t")


def test_future_tables_of_a_role(database: Database) -> None:
    """With `default_privileges_of`, a later table in a later schema is readable without another run."""
    full = {"tables": [], "all_tables": True, "replica_identity_full": ["log"], "default_privileges_of": ["postgres"]}
    database.set_up(**full)

    database.as_admin("CREATE SCHEMA later CREATE TABLE new (id int PRIMARY KEY)")

    assert database.as_powersync("TABLE later.new").returncode == 0


def test_form_of_the_publication_is_not_changed(database: Database) -> None:
    """A publication of all tables is not replaced; the fix of the problem shows how to do that."""
    database.as_admin("CREATE PUBLICATION powersync FOR ALL TABLES")

    done = database.set_up()

    assert (done.returncode, "publication powersync contains all tables, not the listed ones" in done.stdout) == (
        3,
        True,
    )


@pytest.mark.parametrize("tables", [{"tables": ["lists", "log"]}, {"tables": [], "all_tables": True}])
def test_table_without_primary_key_is_not_published(database: Database, tables: dict[str, Any]) -> None:
    """A table without a primary key fails the Job, is named, and keeps working: it is not published."""
    done = database.set_up(**tables)

    database.as_admin("UPDATE log SET line = ''; DELETE FROM log")
    assert (done.returncode, "table public.log has no primary key" in done.stdout) == (3, True)


def test_replica_identity_full(database: Database) -> None:
    """With `replica_identity_full`, the table is published, and UPDATE and DELETE work."""
    done = database.set_up(tables=["log"], replica_identity_full=["log"])

    database.as_admin("UPDATE log SET line = ''; DELETE FROM log")
    assert (done.returncode, database.as_admin(PUBLISHED)) == (0, "public.log")


def test_missing_table_is_named(database: Database) -> None:
    """A table that does not exist fails the Job, so that it runs again, and the other tables are ready."""
    done = database.set_up(tables=["lists", "later"])

    assert (done.returncode, "problem: table public.later does not exist" in done.stdout) == (3, True)
    assert database.as_admin(PUBLISHED) == "public.lists"


@pytest.mark.parametrize(("bypass", "rows"), [(None, "1\n"), (False, "")])
def test_row_level_security(database: Database, bypass: bool | None, rows: str) -> None:
    """By default, the role sees the rows that row-level security hides from other roles."""
    database.as_admin("ALTER TABLE lists ENABLE ROW LEVEL SECURITY")

    done = database.set_up(bypass_rls=bypass)

    named = "note: row-level security hides the rows of public.lists" in done.stdout
    assert (database.as_powersync("TABLE lists").stdout, named) == (rows, bypass is False)


def test_publication_gets_the_options_that_the_service_requires(database: Database) -> None:
    """A publication that leaves out DELETE or publishes the root of partitions is corrected."""
    database.as_admin(
        "CREATE PUBLICATION powersync WITH (publish = 'insert, update', publish_via_partition_root = true)"
    )

    database.set_up()

    options = "SELECT pubinsert, pubupdate, pubdelete, pubtruncate, pubviaroot FROM pg_publication"
    assert database.as_admin(options) == "t|t|t|t|f"


def test_unusual_role_name(database: Database) -> None:
    """The name of the role and the password may contain any characters."""
    name = SecretRef("source", "username")
    props = database.props.with_(source={"username": name})
    unusual = replace(database, props=props, secrets={**database.secrets, name: HOSTILE})

    done = unusual.set_up()

    assert (done.returncode, unusual.as_powersync("SELECT 1").stdout) == (0, "1\n"), done.stderr


def test_administrator_without_superuser(database: Database) -> None:
    """The owner of the tables can run the setup, if it has CREATEROLE and the attributes that it gives to the role."""
    owner = f"owner_{database.name}"
    database.as_admin(
        f"CREATE ROLE {owner} LOGIN CREATEROLE REPLICATION BYPASSRLS PASSWORD 'admin password';"
        f"ALTER DATABASE {database.name} OWNER TO {owner}; ALTER TABLE lists OWNER TO {owner}"
    )

    done = database.set_up(administrator={"username": owner}, tables=["lists"])

    assert (done.returncode, done.stderr, database.as_admin(PUBLISHED)) == (0, "", "public.lists")


def test_password_is_in_no_log(database: Database) -> None:
    """Neither the output nor the log of the server contains the password, even if the server logs all statements."""
    database.as_admin("ALTER SYSTEM SET log_statement = 'all'")
    database.as_admin("SELECT pg_reload_conf()")
    secret = replace(database, secrets={**database.secrets, SOURCE_PASSWORD: "not-to-be-logged"})

    done = secret.set_up()

    database.as_admin("ALTER SYSTEM RESET log_statement")
    database.as_admin("SELECT pg_reload_conf()")
    assert done.returncode == 0
    assert "not-to-be-logged" not in database.server.log + done.stdout + done.stderr


def test_administrator_is_not_changed(database: Database) -> None:
    """If the role of PowerSync is the administrator, as a name in a Secret can be, nothing is changed."""
    same = database.props.with_(administrator={"username": SOURCE_PASSWORD}, source={"username": "postgres"})
    before = database.dump()
    itself = replace(database, props=same, secrets={SOURCE_PASSWORD: "postgres", ADMIN_PASSWORD: "admin password"})

    done = itself.set_up()

    assert (done.returncode, "is the administrator itself" in done.stderr, database.dump()) == (3, True, before)


def test_unreachable_server(database: Database) -> None:
    """If nothing listens, the Job fails with the exit status of psql for a connection."""
    assert database.set_up(source={"port": 1024}).returncode == 2


def test_check_of_a_ready_database(ready: Database) -> None:
    """After a setup, a check finds nothing, and changes nothing."""
    ready.set_up()
    before = ready.dump()

    done = ready.set_up(check=True)

    assert (done.returncode, done.stdout.replace(_note(done), ""), ready.dump()) == (0, READY, before)


def test_check_of_a_new_database_changes_nothing(database: Database) -> None:
    """A check of a new database fails, and changes nothing in the server."""
    before = database.dump()

    done = database.set_up(check=True)

    assert (done.returncode, database.dump()) == (3, before)


def test_statements_of_a_check_make_the_database_ready(database: Database) -> None:
    """Each problem has one line, and the statements at the ends of the lines are those that a setup executes."""
    lines = [line for line in database.set_up(check=True).stdout.splitlines() if line.startswith("problem: ")]

    for line in lines:
        database.as_admin(line.split(". Fix: ")[1])

    password = database.secrets[SOURCE_PASSWORD].replace("'", "''")
    database.as_admin(f"ALTER ROLE powersync_{database.name.split('_')[1]} PASSWORD '{password}'")
    assert database.set_up(check=True).returncode == 0


def test_check_finds_a_wrong_password(ready: Database) -> None:
    """A check logs in as PowerSync, so it finds a password that differs from the Secret."""
    ready.set_up()
    other = replace(ready, secrets={**ready.secrets, SOURCE_PASSWORD: "another"})

    done = other.set_up(check=True)

    assert (done.returncode, "password authentication failed" in done.stderr) == (3, True)


def test_limit_of_the_wal_is_a_note(database: Database) -> None:
    """An unlimited `max_slot_wal_keep_size` is a note, with which the Job still succeeds."""
    done = database.set_up()

    assert (done.returncode, "note: max_slot_wal_keep_size is unlimited" in done.stdout) == (0, True)


def test_slots_of_the_instance_count_as_its_own(ready: Database) -> None:
    """The slots of the instance, which begin with its prefix, do not reduce the free slots of a later check."""
    ready.set_up()
    taken = int(ready.as_admin("SELECT count(*) FROM pg_replication_slots"))
    most = int(ready.as_admin("SHOW max_replication_slots"))
    names = [f"powersync_{ready.name}_{number}" for number in range(most - taken)]
    for name in names:
        ready.as_admin(f"SELECT pg_create_logical_replication_slot('{name}', 'pgoutput')")

    own, others = (ready.set_up(check=True, source={"slot_name_prefix": text}) for text in ("powersync_", "tasks_"))

    for name in names:
        ready.as_admin(f"SELECT pg_drop_replication_slot('{name}')")
    assert (own.returncode, "problem: max_replication_slots is" in others.stdout) == (0, True)


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ("wal_level=replica", "wal_level is 'replica', and logical replication needs logical"),
        ("max_replication_slots=1", "max_replication_slots is 1, and others use 0, so an instance does not have 2"),
        ("max_wal_senders=1", "max_wal_senders is 1, and others use 0, so an instance does not have 2"),
    ],
)
def test_setting_of_the_server_is_named(database: Database, setting: str, problem: str) -> None:
    """A wrong setting of the server fails the Job; everything that does not need the setting is set up."""
    database.server.stop()
    database.server.start([*SETTINGS, "-c", setting])

    done = database.set_up()

    published = database.as_admin(PUBLISHED)
    database.server.stop()
    database.server.start()
    assert (done.returncode, f"problem: {problem}. Fix: " in done.stdout, bool(published)) == (3, True, True)


def _without_passwords(dump: str) -> str:
    return "\n".join(line.split(" PASSWORD ")[0] for line in dump.splitlines())


def _note(done: Result) -> str:
    """Return the only note of a server with default settings."""
    return next(f"{line}\n" for line in done.stdout.splitlines() if line.startswith("note: max_slot_wal_keep_size"))
