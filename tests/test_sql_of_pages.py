"""The SQL statements in docs/ do what the pages say, on a real Postgres."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from tests import CHECKOUT
from tests.postgres_server import Result, Server, new_server

pytestmark = pytest.mark.xdist_group("postgres")

SOURCE = CHECKOUT / "docs" / "source-databases.md"
STORAGE = CHECKOUT / "docs" / "bucket-storage.md"
PODS = CHECKOUT / "docs" / "pods.md"
CLUSTER = CHECKOUT / "docs" / "databases.md"
RUNBOOKS = sorted((CHECKOUT / "docs" / "runbooks").glob("*.md"))
PASSWORD = "long-and-random"
NAMES = {"<password>": PASSWORD, "<owner>": "app", "<database>": "app"}
FOREIGN = ["debezium", "powersync", "powersync_orders_1_8ed1", "powersyncx1_8ed1", "powersync_1_backup"]
"""Slots of other programs and of other instances, with similar names."""
NUMBERS = count()
"""The numbers of the databases."""


def statements(page: Path, heading: str) -> list[str]:
    """Return the SQL blocks below a heading of a page, without those below its subheadings."""
    text = page.read_text(encoding="utf-8")
    section = re.split(rf"^#+ {re.escape(heading)}\n", text, flags=re.MULTILINE)[1]
    own = re.split(r"^#+ ", section, maxsplit=1, flags=re.MULTILINE)[0]
    return re.findall(r"^```sql\n(.*?)^```$", own, re.MULTILINE | re.DOTALL)


def filled_in(sql: str, **names: str) -> str:
    """Replace the placeholders of a statement."""
    for placeholder, name in {**NAMES, **{f"<{key}>": value for key, value in names.items()}}.items():
        sql = sql.replace(placeholder, name)
    return sql


class Database:
    """A database of the server."""

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        self.name = name

    def run(self, sql: str, *, user: str = "postgres", password: str | None = None) -> Result:
        """Run statements."""
        return self.server.query(sql, user=user, database=self.name, password=password)

    def rows(self, sql: str, **login: str) -> list[str]:
        """Return the rows of a statement that must succeed."""
        result = self.run(sql, **login)
        assert result.returncode == 0, result.stderr
        return result.stdout.splitlines()

    def slots(self) -> set[str]:
        """Return the names of the slots of the whole server."""
        return set(self.rows("SELECT slot_name FROM pg_replication_slots"))

    def add_slots(self, *names: str, failover: bool = False) -> None:
        """Create slots, as the service does."""
        for name in names:
            self.rows(f"SELECT pg_create_logical_replication_slot('{name}', 'pgoutput', false, false, {failover})")

    def without_slots(self) -> None:
        """Remove all slots of the server."""
        self.rows("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots")

    @contextmanager
    def reads(self, slot: str) -> Iterator[None]:
        """Keep a slot active, as a replicator does."""
        options = ["--option=proto_version=1", "--option=publication_names=powersync", "--file=/dev/null"]
        command = [
            str(self.server.programs / "pg_recvlogical"),
            "--start",
            f"--dbname={self.name}",
            f"--slot={slot}",
            *options,
        ]
        environment = self.server.environment({"PGUSER": "postgres"})
        with subprocess.Popen(command, env=environment) as reader:
            try:
                self.wait_for(f"SELECT active FROM pg_replication_slots WHERE slot_name = '{slot}'")
                yield
            finally:
                reader.terminate()

    def wait_for(self, sql: str) -> None:
        """Wait until a query returns true."""
        deadline = time.monotonic() + 30
        while self.rows(sql) != ["t"]:
            assert time.monotonic() < deadline, sql
            time.sleep(0.1)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Return a server with the roles of an app and of PowerSync."""
    with new_server() as server:
        admin = Database(server, "postgres")
        admin.rows("CREATE ROLE app LOGIN")
        admin.rows(filled_in(statements(SOURCE, "Role")[0]).splitlines()[0])
        yield server


@pytest.fixture
def database(server: Server) -> Iterator[Database]:
    """Return a new database of an app, with two tables."""
    name = f"app_{next(NUMBERS)}"
    Database(server, "postgres").rows(f"CREATE DATABASE {name} OWNER app")
    database = Database(server, name)
    for table in ("lists", "todos"):
        database.rows(f"SET ROLE app; CREATE TABLE {table} (id int PRIMARY KEY, name text NOT NULL)")
        database.rows(f"INSERT INTO {table} VALUES (1, 'first')")
    yield database
    database.without_slots()


def set_up(database: Database) -> None:
    """Run the statements of the page for a database, except for the role, which the server has."""
    [role, _] = statements(SOURCE, "Role")
    database.rows(filled_in(role.split("\n", 1)[1]))
    publication = statements(SOURCE, "Publication")[0]
    database.rows(filled_in(publication.replace("<table>, <table>", "lists, todos")))


def check(database: Database) -> dict[str, str]:
    """Return the result of the check, by table."""
    [statement] = statements(SOURCE, "Check")
    return dict(row.split("|", 1) for row in database.rows(statement))


def test_set_up_makes_every_table_replicable(database: Database) -> None:
    """After the statements of the page, the check of the page finds nothing wrong."""
    set_up(database)

    assert check(database) == {"lists": "t|t|t", "todos": "t|t|t"}


def test_role_reads_and_replicates(database: Database) -> None:
    """The role of the page reads present and future tables, writes heartbeats, and creates a slot."""
    set_up(database)
    database.rows("SET ROLE app; CREATE TABLE later (id int PRIMARY KEY)")
    login = {"user": "powersync_role", "password": PASSWORD}

    counted = database.rows("SELECT (SELECT count(*) FROM lists), (SELECT count(*) FROM later)", **login)
    heartbeat = database.run("SELECT pg_logical_emit_message(false, 'powersync', 'ping')", **login)
    database.rows("SELECT pg_create_logical_replication_slot('powersync_1_8ed1', 'pgoutput')", **login)

    assert (counted, heartbeat.returncode, database.slots()) == (["1|0"], 0, {"powersync_1_8ed1"})


def test_role_cannot_write(database: Database) -> None:
    """The role of the page changes no table of the app."""
    set_up(database)

    result = database.run("DELETE FROM lists", user="powersync_role", password=PASSWORD)

    assert "permission denied for table lists" in result.stderr


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param("REVOKE SELECT ON todos FROM powersync_role", "f|t|t", id="no privilege"),
        pytest.param("REVOKE USAGE ON SCHEMA public FROM powersync_role, PUBLIC", "f|t|t", id="no schema"),
        pytest.param("ALTER TABLE todos DROP CONSTRAINT todos_pkey", "t|t|f", id="no primary key"),
        pytest.param("ALTER TABLE todos REPLICA IDENTITY NOTHING", "t|t|f", id="no identity"),
        pytest.param(
            "ALTER TABLE todos DROP CONSTRAINT todos_pkey; ALTER TABLE todos REPLICA IDENTITY FULL",
            "t|t|t",
            id="full identity",
        ),
        pytest.param(
            "CREATE UNIQUE INDEX named ON todos (name); ALTER TABLE todos REPLICA IDENTITY USING INDEX named",
            "t|t|t",
            id="index as identity",
        ),
        pytest.param("ALTER TABLE todos ENABLE ROW LEVEL SECURITY", "t|t|t", id="row-level security"),
    ],
)
def test_check_shows_what_is_missing(database: Database, change: str, expected: str) -> None:
    """The check shows `f` in the column of a missing requirement, and nowhere else."""
    set_up(database)

    database.rows(change)

    assert check(database)["todos"] == expected


def test_row_level_security_hides_rows_until_there_is_a_policy(database: Database) -> None:
    """Without BYPASSRLS, the role reads no row and gets no error. With the policy of the page, it reads all rows."""
    set_up(database)
    database.rows("ALTER TABLE todos ENABLE ROW LEVEL SECURITY")
    database.rows("ALTER ROLE powersync_role NOBYPASSRLS")
    login = {"user": "powersync_role", "password": PASSWORD}

    try:
        checked, hidden = check(database)["todos"], database.rows("SELECT * FROM todos", **login)
        database.rows(filled_in(statements(SOURCE, "Role")[1], table="todos"))
        shown = database.rows("SELECT * FROM todos", **login)
    finally:
        database.rows("ALTER ROLE powersync_role BYPASSRLS")

    assert (checked, hidden, shown) == ("t|f|t", [], ["1|first"])


@pytest.mark.parametrize("number", [0, 1], ids=["primary key", "full"])
def test_replica_identity_lets_the_app_write(database: Database, number: int) -> None:
    """A published table without an identity rejects updates, until one of the statements of the page gives it one."""
    database.rows("ALTER TABLE todos DROP CONSTRAINT todos_pkey")
    set_up(database)
    change = "UPDATE todos SET name = 'second'"

    before = database.run(change).stderr
    statement = statements(SOURCE, "Publication")[1].splitlines()[number]
    database.rows(filled_in(statement, table="todos", column="id"))

    assert "does not have a replica identity and publishes updates" in before
    assert database.run(change).returncode == 0


def test_slots_of_others_stay(database: Database, server: Server) -> None:
    """The statements show and drop the slots of one instance in one database, and no other slot."""
    own = ["powersync_1_8ed1", "powersync_12_0a1b", "powersync_2_c3c8cf21"]
    other_database = "powersync_7_8ed1"
    database.add_slots(*own, *FOREIGN)
    Database(server, "postgres").add_slots(other_database)
    show, drop = statements(SOURCE, "Replication slots")

    shown = {row.partition("|")[0] for row in database.rows(show)}
    database.rows(drop)

    assert (shown, database.slots()) == ({*own}, {*FOREIGN, other_database})


def test_active_slot_stays(database: Database) -> None:
    """The statement leaves a slot that a replicator reads, and drops the others."""
    set_up(database)
    database.add_slots("powersync_1_8ed1", "powersync_2_8ed1")
    [_, drop] = statements(SOURCE, "Replication slots")

    with database.reads("powersync_1_8ed1"):
        database.rows(drop)
        left = database.slots()

    assert left == {"powersync_1_8ed1"}


def test_old_primary_loses_only_its_own_slots(database: Database, server: Server) -> None:
    """On a demoted primary, the statement drops the slots that block synchronization; on a primary, none."""
    database.add_slots("powersync_1_8ed1", "debezium", failover=True)
    database.add_slots("powersync_2_8ed1")
    [_, drop] = statements(SOURCE, "Failover")

    database.rows(drop)
    on_primary = database.slots()
    with demoted(server):
        database.rows(drop)
        on_standby = database.slots()

    assert on_primary == {"powersync_1_8ed1", "debezium", "powersync_2_8ed1"}
    assert on_standby == {"debezium", "powersync_2_8ed1"}


@contextmanager
def demoted(server: Server) -> Iterator[None]:
    """Run the server as a standby, as after a switchover."""
    signal = server.data / "standby.signal"
    server.stop()
    signal.touch()
    server.start()
    try:
        yield
    finally:
        server.stop()
        signal.unlink()
        server.start()


def test_command_marks_a_slot_for_failover(database: Database) -> None:
    """The documented replication command gives an existing slot the property `failover`."""
    database.add_slots("powersync_1_8ed1")
    command = re.search(r"'(ALTER_REPLICATION_SLOT [^']+)'", SOURCE.read_text(encoding="utf-8"))
    assert command is not None

    arguments = ["psql", "-wXqc", command[1].replace("<slot>", "powersync_1_8ed1")]
    result = database.server.run([*arguments, f"dbname={database.name} replication=database"], {"PGUSER": "postgres"})

    assert (result.stderr, database.rows("SELECT failover FROM pg_replication_slots")) == ("", ["t"])


def test_limit_of_the_wal_needs_no_restart(database: Database) -> None:
    """The statements of the page change the limit of the running server."""
    [statement] = statements(SOURCE, "First snapshot")

    for each in statement.splitlines():
        database.rows(each)

    assert database.rows("SELECT pg_sleep(0.2); SHOW max_slot_wal_keep_size")[-1] == "25GB"


def test_role_of_the_bucket_storage_creates_its_schema(server: Server) -> None:
    """With each of the ways of the page, the role of the storage can create the tables of the service."""
    create, schema = statements(STORAGE, "Postgres")
    admin = Database(server, "postgres")
    for each in filled_in(create).splitlines():
        admin.rows(each)
    own, given = Database(server, "powersync"), Database(server, "postgres")
    login = {"user": "powersync_storage", "password": PASSWORD}
    given.rows(schema)

    created = own.run("CREATE SCHEMA powersync; CREATE TABLE powersync.sync_rules (id int)", **login)
    in_given = given.run("CREATE TABLE powersync.sync_rules (id int)", **login)

    assert (created.stderr, in_given.stderr) == ("", "")


def test_role_of_the_workloads_cannot_change_tables(database: Database) -> None:
    """With the other credentials, the workloads write to present and future tables of the Job, and create none."""
    [grants] = statements(PODS, "Other credentials for the migration")
    database.rows("DROP SCHEMA IF EXISTS powersync CASCADE; DROP ROLE IF EXISTS service; CREATE ROLE service")
    database.rows(grants.replace("<owner>", "app").replace("<service>", "service"))
    database.rows("SET ROLE app; CREATE TABLE powersync.ops (id serial PRIMARY KEY, name text)")

    written = database.run("SET ROLE service; INSERT INTO powersync.ops (name) VALUES ('a'); DELETE FROM powersync.ops")
    created = database.run("SET ROLE service; CREATE TABLE powersync.other (id int)")
    altered = database.run("SET ROLE service; ALTER TABLE powersync.ops ADD COLUMN more int")
    database.rows("DROP SCHEMA powersync CASCADE; DROP OWNED BY service; DROP ROLE service")

    assert written.stderr == ""
    assert "permission denied for schema powersync" in created.stderr
    assert "must be owner of table ops" in altered.stderr


def test_command_for_cloud_native_pg_runs_the_same_statement(tmp_path: Path) -> None:
    """The shell keeps the statement that drops the slots of an old primary as the other page shows it."""
    [_, statement] = statements(SOURCE, "Failover")
    section = CLUSTER.read_text(encoding="utf-8").partition("\n## Failover\n")[2].partition("\n## ")[0]
    [_, command] = re.findall(r"^```console\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    kubectl = tmp_path / "kubectl"
    kubectl.write_text('#!/bin/bash\n[ "$1" = get ] && echo pod/tasks-2 || printf "%s\\n" "${@: -1}"\n')
    kubectl.chmod(0o755)

    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    script = command.replace("<name>", "tasks")
    ran = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, check=True)

    assert ran.stdout.split() == statement.rstrip().rstrip(";").split()


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param(sql, id=f"{page.stem} {sql.split()[1]}")
        for page in (SOURCE, *RUNBOOKS)
        for sql in re.findall(r"^```sql\n(SELECT.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    ],
)
def test_query_runs(database: Database, sql: str) -> None:
    """Each query of the pages runs."""
    database.add_slots("powersync_1_8ed1")

    result = database.run(filled_in(sql, slot="powersync_1_8ed1"))

    assert result.stderr == ""
